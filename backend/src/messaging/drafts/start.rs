//! Start of a question: the tree of motifs, and the answers prefilled by the dashboard.

use domain::{
    form::{Answers, Kind},
    motif::{Motif, Theme},
    rights::{Action, Actor, Decision},
};

use platform::Error;

use super::{draft::RECIPIENT, store};

use crate::{Portal, accounts::sessions::Session, id::DraftId, messaging::access::Access};

/// Answers given by the link « Poser une question »; empty when unknown.
#[derive(Clone, Debug, Default)]
pub struct Prefill {
    pub creance: String,
    pub mandat: String,
    pub siret: String,
    /// Code of the usual service.
    pub recette: String,
}

/// Returns the themes and the motifs that exist for the person, each with the decision on its use.
///
/// A confidential motif without the right is left out; any other comes with the reason of its denial.
pub fn tree(portal: &Portal, access: &Access) -> Vec<(Theme, Vec<(Motif, Decision)>)> {
    let actor = Actor::Usager { habilitations: &access.habilitations, siren: Some(&access.siren) };
    let with_decision = |motif: &Motif| (motif.clone(), motif.decision(&actor));
    let tree = portal.motifs.tree(&actor).into_iter();
    tree.map(|(theme, motifs)| (theme, motifs.into_iter().map(with_decision).collect())).collect()
}

/// Creates the draft of a question on a motif.
///
/// # Errors
/// [`Error::NotFound`] for an unknown motif and for a confidential one without the right; [`Error::Refused`] for
/// any other that the person may not use.
pub async fn start(
    portal: &Portal,
    session: &Session,
    motif: &str,
    prefill: &Prefill,
) -> Result<DraftId, Error> {
    let access = Access::of(portal, session).await?;
    let motif = portal.motifs.find(motif).ok_or(Error::NotFound)?;
    access.require(&Action::UseMotif { confidential: motif.confidential })?;
    store::insert_question(portal, &access, motif, &first_answers(motif, prefill)).await
}

/// Returns the title of the motif as subject, and the references in the fields that accept them.
fn first_answers(motif: &Motif, prefill: &Prefill) -> Answers {
    let mut answers = Answers::default();
    answers.set("objet", motif.title.chars().take(120).collect::<String>());
    for field in &motif.form.fields {
        let value = match field.kind {
            Kind::Creance { .. } => &prefill.creance,
            Kind::Mandat => &prefill.mandat,
            Kind::Siret => &prefill.siret,
            _ => continue,
        };
        if !value.is_empty() {
            answers.set(field.name.clone(), value.chars().take(64).collect::<String>());
        }
    }
    if !prefill.recette.is_empty() {
        answers.set(RECIPIENT, prefill.recette.chars().take(32).collect::<String>());
    }
    answers
}
