//! The dashboard: synthesis, payments, schedule, declarations, ways to mandats and messaging.

use domain::{
    co_owner::CoOwner,
    rights::{Action, Decision, DeclarationLine, Denial, Droit, Teleservice},
    siret::Siret,
};
use jiff::civil::Date;

use super::{Block, Creance, CreanceState, Dated, Echeance, Share, Synthese, decide, figures};
use crate::{
    Error, Portal,
    companies::{self, CompanyView},
    messaging,
    partners::{DeclarationCount, FigureKind, Figures},
    session::Session,
    single_sign_on,
};

/// Which payments are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PaymentsTab {
    #[default]
    EnCours,
    Historique,
}

impl PaymentsTab {
    /// As in the page's address; anything else is « en cours ».
    pub fn from_code(code: &str) -> Self {
        if code == PaymentsTab::Historique.code() { PaymentsTab::Historique } else { PaymentsTab::EnCours }
    }

    pub fn code(self) -> &'static str {
        match self {
            PaymentsTab::EnCours => "en-cours",
            PaymentsTab::Historique => "historique",
        }
    }

    fn kind(self) -> FigureKind {
        match self {
            PaymentsTab::EnCours => FigureKind::CreancesEnCours,
            PaymentsTab::Historique => FigureKind::CreancesHistorique,
        }
    }
}

/// What the page shows; every refusal is inside, with its reason.
#[derive(Clone, Debug)]
pub struct Dashboard {
    pub view: CompanyView,
    pub synthese: Vec<Share<Synthese>>,
    pub tab: PaymentsTab,
    pub payments: Vec<Share<Vec<CreanceRow>>>,
    /// DGFiP and Urssaf only: customs have none (004).
    pub schedule: Vec<Share<Vec<Echeance>>>,
    pub declarations: Declarations,
    /// Unread messages, or why there is no messaging.
    pub messaging: Result<i64, Denial>,
}

/// A créance and what may be done about it.
#[derive(Clone, Debug, PartialEq)]
pub struct CreanceRow {
    pub creance: Creance,
    pub paying: Paying,
    /// A question may be asked about it.
    pub may_ask: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Paying {
    /// Paid already, or nothing left to pay.
    Nothing,
    /// The portal's own address that leads to where it is paid, at the co-owner.
    At(String),
    Denied(Denial),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Declarations {
    pub lines: Vec<DeclarationRow>,
    /// Where the counts of the lines come from; they are absent when it is not `Shown`.
    pub counts: Block<()>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct DeclarationRow {
    pub line: DeclarationLine,
    pub access: DeclarationAccess,
}

#[derive(Clone, Debug, PartialEq)]
pub enum DeclarationAccess {
    Open {
        /// The portal's own address that opens the téléservice.
        address: Option<String>,
        /// `false`: the declarations may be read only.
        may_declare: bool,
        in_progress: Option<u32>,
        next_due: Option<Date>,
        /// The motif that fits a question about it.
        motif: &'static str,
    },
    Denied(Denial),
}

/// Everything for the company of the session, co-owners asked in parallel.
///
/// # Errors
/// [`Error::NotFound`] when no company is chosen or nothing is held on it any more; [`Error::Busy`].
pub async fn overview(portal: &Portal, session: &Session, tab: PaymentsTab) -> Result<Dashboard, Error> {
    let view = companies::company_view(portal, session).await?;
    let co_owners: Vec<CoOwner> = portal.partners.offered().collect();
    let with_schedule = co_owners.iter().filter(|co_owner| **co_owner != CoOwner::Dgddi);
    let mut wanted: Vec<_> =
        with_schedule.clone().map(|co_owner| (*co_owner, FigureKind::Echeancier)).collect();
    for co_owner in &co_owners {
        wanted.extend([(*co_owner, FigureKind::Synthese), (*co_owner, tab.kind())]);
    }
    if DeclarationLine::ALL.into_iter().any(|line| decide(&view, Action::OpenDeclaration(line)).is_allowed())
    {
        wanted.push((CoOwner::Dgddi, FigureKind::Declarations));
    }
    let mut answers = figures::get(portal, &view, &wanted).await?;
    let messaging = messaging_access(portal, session, &view).await?;
    let may_ask = messaging.is_ok();
    let synthese = shares(&co_owners, |co_owner| {
        narrowed(answers.take(co_owner, FigureKind::Synthese), |figures| match figures {
            Figures::Synthese(synthese) => Some(synthese),
            _ => None,
        })
    });
    let payments = shares(&co_owners, |co_owner| {
        narrowed(answers.take(co_owner, tab.kind()), creances)
            .map(|list| list.into_iter().map(|one| creance_row(portal, &view, one, may_ask)).collect())
    });
    let scheduled: Vec<CoOwner> = with_schedule.copied().collect();
    let schedule = shares(&scheduled, |co_owner| {
        narrowed(answers.take(co_owner, FigureKind::Echeancier), |figures| match figures {
            Figures::Echeancier(dates) => Some(dates),
            _ => None,
        })
    });
    let counts = narrowed(answers.take(CoOwner::Dgddi, FigureKind::Declarations), |figures| match figures {
        Figures::Declarations(counts) => Some(counts),
        _ => None,
    });
    let declarations = declarations(portal, &view, counts);
    Ok(Dashboard { view, synthese, tab, payments, schedule, declarations, messaging })
}

fn shares<T>(co_owners: &[CoOwner], mut block: impl FnMut(CoOwner) -> Block<T>) -> Vec<Share<T>> {
    co_owners.iter().map(|co_owner| Share { co_owner: *co_owner, block: block(*co_owner) }).collect()
}

/// The figures as the kind that was asked for, which is what [`Figures::read`] gives.
pub(super) fn narrowed<T>(block: Block<Figures>, narrow: impl FnOnce(Figures) -> Option<T>) -> Block<T> {
    match block.map(narrow) {
        Block::Shown(Dated { value: Some(value), received_at, silent }) => {
            Block::Shown(Dated { value, received_at, silent })
        }
        Block::Denied(denial) => Block::Denied(denial),
        Block::NotLinked => Block::NotLinked,
        Block::Shown(_) | Block::Silent => Block::Silent,
    }
}

pub(super) fn creances(figures: Figures) -> Option<Vec<Creance>> {
    match figures {
        Figures::Creances(list) => Some(list),
        _ => None,
    }
}

fn creance_row(portal: &Portal, view: &CompanyView, creance: Creance, may_ask: bool) -> CreanceRow {
    let paying = paying(portal, view, &creance);
    // Questions go to customs: the other co-owners have messagings of their own.
    let may_ask = may_ask && creance.co_owner == CoOwner::Dgddi;
    CreanceRow { creance, paying, may_ask }
}

fn paying(portal: &Portal, view: &CompanyView, creance: &Creance) -> Paying {
    if creance.state == CreanceState::Paye || creance.remaining.cents() <= 0 {
        return Paying::Nothing;
    }
    let teleservice = match creance.co_owner {
        CoOwner::Dgddi => Teleservice::TelepaiementSepa,
        CoOwner::Dgfip => Teleservice::PaiementsDgfip,
        CoOwner::Urssaf => Teleservice::PaiementsUrssaf,
    };
    if let (CoOwner::Dgddi, Some(siret)) = (creance.co_owner, &creance.siret)
        && let Decision::Denied(denial) = pay_decision(view, siret)
    {
        return Paying::Denied(denial);
    }
    let address = single_sign_on::way_in(portal, teleservice, view.siren());
    // Without a SIRET nobody can tell whether the right is there: customs' own page will.
    address.map_or(Paying::Nothing, Paying::At)
}

fn pay_decision(view: &CompanyView, siret: &Siret) -> Decision {
    decide(view, Action::PayCreance(siret))
}

fn declarations(portal: &Portal, view: &CompanyView, counts: Block<Vec<DeclarationCount>>) -> Declarations {
    let known = counts.shown().map_or(&[][..], |dated| dated.value.as_slice());
    let lines = DeclarationLine::ALL.into_iter().map(|line| declaration(portal, view, line, known)).collect();
    Declarations { lines, counts: counts.map(|_| ()) }
}

fn declaration(
    portal: &Portal,
    view: &CompanyView,
    line: DeclarationLine,
    known: &[DeclarationCount],
) -> DeclarationRow {
    if let Decision::Denied(denial) = decide(view, Action::OpenDeclaration(line)) {
        return DeclarationRow { line, access: DeclarationAccess::Denied(denial) };
    }
    let teleservice = line.teleservice();
    let count = known.iter().find(|count| count.teleservice == teleservice);
    let access = DeclarationAccess::Open {
        address: single_sign_on::way_in(portal, teleservice, view.siren()),
        may_declare: view.habilitations.iter().any(|held| held.gives(teleservice, Droit::Declarer)),
        in_progress: count.map(|count| count.in_progress),
        next_due: count.and_then(|count| count.next_due),
        motif: motif_about(line),
    };
    DeclarationRow { line, access }
}

/// The motif that fits a question about a declaration line (motifs.md).
fn motif_about(line: DeclarationLine) -> &'static str {
    match line {
        DeclarationLine::ContributionIndirecte => "ci-declaration",
        DeclarationLine::Dedouanement => "dedouanement-rectification",
        DeclarationLine::OctroiDeMer => "octroi-declaration",
        DeclarationLine::Ticpe | DeclarationLine::TicpeDom => "energie-declaration",
    }
}

/// Unread messages, or the reason why there is no messaging.
async fn messaging_access(
    portal: &Portal,
    session: &Session,
    view: &CompanyView,
) -> Result<Result<i64, Denial>, Error> {
    if let Decision::Denied(denial) = decide(view, Action::UseMessaging) {
        return Ok(Err(denial));
    }
    let account = session.usager()?.account;
    Ok(Ok(messaging::unread_count(portal, account, view.siren(), &view.habilitations).await?))
}
