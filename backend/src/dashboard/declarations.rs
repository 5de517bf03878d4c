use domain::{
    co_owner::CoOwner,
    rights::{Action, Decision, DeclarationLine, Denial, Droit, Place, Teleservice},
    siret::Siret,
};
use jiff::civil::Date;
use platform::co_owners::{DeclarationCount, Figures};

use crate::{
    Portal,
    companies::{
        CompanyView,
        figures::{Block, decide},
    },
    oidc_provider,
};

/// Declarations to customs by line, and links to those at the other co-owners.
#[derive(Clone, Debug, PartialEq)]
pub struct Declarations {
    pub lines: Vec<DeclarationRow>,
    /// Source of the counts in `lines`. They are absent unless it is `Shown`.
    pub counts: Block<()>,
    /// The other co-owners where the person may declare for this company, with their address (mission §4).
    pub other_co_owners: Vec<(CoOwner, String)>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct DeclarationRow {
    pub line: DeclarationLine,
    pub access: DeclarationAccess,
}

#[derive(Clone, Debug, PartialEq)]
pub enum DeclarationAccess {
    Open {
        /// Address of the portal that opens the téléservice.
        address: Option<String>,
        /// `false`: read only.
        may_declare: bool,
        in_progress: Option<u32>,
        next_due: Option<Date>,
        /// Motif for a question about it.
        motif: &'static str,
        /// Establishment of the question: the only one where the person has a right.
        siret: Option<Siret>,
    },
    Denied(Denial),
}

pub(super) fn declarations(
    portal: &Portal,
    view: &CompanyView,
    counts: Block<Vec<DeclarationCount>>,
) -> Declarations {
    let known = counts.shown().map_or(&[][..], |dated| dated.value.as_slice());
    let lines = DeclarationLine::ALL.into_iter().map(|line| row(portal, view, line, known)).collect();
    let other_co_owners = portal
        .co_owners
        .offered()
        .filter(|co_owner| decide(view, Action::DeclareAt(*co_owner)).is_allowed())
        .filter_map(|co_owner| {
            let linked = view.linked.contains(&co_owner);
            Some((co_owner, oidc_provider::site_address(portal, co_owner, linked)?))
        })
        .collect();
    Declarations { lines, counts: counts.map(|_| ()), other_co_owners }
}

pub(super) fn into_counts(figures: Figures) -> Option<Vec<DeclarationCount>> {
    match figures {
        Figures::Declarations(counts) => Some(counts),
        _ => None,
    }
}

fn row(
    portal: &Portal,
    view: &CompanyView,
    line: DeclarationLine,
    counts: &[DeclarationCount],
) -> DeclarationRow {
    if let Decision::Denied(denial) = decide(view, Action::OpenDeclaration(line)) {
        return DeclarationRow { line, access: DeclarationAccess::Denied(denial) };
    }
    let teleservice = line.teleservice();
    let count = counts.iter().find(|count| count.teleservice == teleservice);
    let access = DeclarationAccess::Open {
        address: oidc_provider::launch_address(portal, teleservice, view.siren()),
        may_declare: view.habilitations.iter().any(|held| held.grants(teleservice, Droit::Declarer)),
        in_progress: count.map(|count| count.in_progress),
        next_due: count.and_then(|count| count.next_due),
        motif: motif_about(line),
        siret: only_establishment(view, teleservice),
    };
    DeclarationRow { line, access }
}

/// Motif for a question about a declaration line (motifs.md).
fn motif_about(line: DeclarationLine) -> &'static str {
    match line {
        DeclarationLine::ContributionIndirecte => "ci-declaration",
        DeclarationLine::Dedouanement => "dedouanement-rectification",
        DeclarationLine::OctroiDeMer => "octroi-declaration",
        DeclarationLine::Ticpe | DeclarationLine::TicpeDom => "energie-declaration",
    }
}

/// Returns the establishment of all rights to a téléservice, if they are all at one.
fn only_establishment(view: &CompanyView, teleservice: Teleservice) -> Option<Siret> {
    let held = view.habilitations.iter().filter(|held| held.teleservice == teleservice);
    let mut places = held.map(|held| &held.place);
    match places.next()? {
        first @ Place::Siret(siret) if places.all(|place| place == first) => Some(siret.clone()),
        _ => None,
    }
}
