//! Start of a question: the tree of motifs, and the answers prefilled by the dashboard.

use domain::{
    form::{Answers, FieldDefinition, Kind, check_value},
    motif::{Motif, Theme},
    rights::{Action, Actor, Decision},
};

use platform::Error;
use sha2::{Digest, Sha256};

use super::{draft::RECIPIENT, store};

use crate::{
    Portal,
    accounts::sessions::Session,
    id::{AccountId, DraftId},
    messaging::access::Access,
};

/// Answers given by the link « Poser une question »; empty when unknown.
#[derive(Clone, Debug, Default)]
pub struct Prefill {
    pub creance: String,
    pub mandat: String,
    pub siret: String,
    /// Code of the usual service.
    pub recette: String,
    /// Values of the motif's other fields, by name; those that a field refuses are ignored.
    pub fields: Answers,
}

/// Returns the themes and the motifs that exist for the person, each with the decision on its use.
///
/// A confidential motif without the right is left out; any other comes with the reason of its denial.
pub fn tree(portal: &Portal, access: &Access) -> Vec<(Theme, Vec<(Motif, Decision)>)> {
    let actor = Actor::Usager { habilitations: &access.habilitations, siren: Some(&access.siren) };
    let with_decision = |motif: &Motif| (motif.clone(), motif.decision(&actor));
    let motifs = portal.motifs.current();
    let tree = motifs.tree(&actor).into_iter();
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
    start_once(portal, session, motif, prefill, DraftId::generate()).await
}

/// Like [`start`]. `key`: idempotency key of the form, so that a form sent several times creates one draft.
///
/// # Errors
/// As [`start`].
pub async fn start_once(
    portal: &Portal,
    session: &Session,
    motif: &str,
    prefill: &Prefill,
    key: DraftId,
) -> Result<DraftId, Error> {
    let access = Access::of(portal, session).await?;
    let motifs = portal.motifs.current();
    let motif = motifs.find(motif).ok_or(Error::NotFound)?;
    access.require(&Action::UseMotif { confidential: motif.confidential })?;
    let id = id_of(access.account, key);
    store::insert_question(portal, &access, id, motif, &first_answers(motif, prefill)).await?;
    Ok(id)
}

/// Returns the identifier of the draft of a key. It depends on the account: a key says nothing about others' drafts.
fn id_of(account: AccountId, key: DraftId) -> DraftId {
    let hash: [u8; 32] =
        Sha256::new().chain_update(account.as_bytes()).chain_update(key.as_bytes()).finalize().into();
    let (first, _) = hash.split_at(16);
    DraftId::from_u128(first.iter().fold(0, |value, byte| value << 8 | u128::from(*byte)))
}

/// Longest value taken from a link, in characters.
const MAX_PREFILLED: usize = 64;

/// Returns the references in the fields that accept them, and the values of the other fields.
fn first_answers(motif: &Motif, prefill: &Prefill) -> Answers {
    let mut answers = Answers::default();
    for field in &motif.form.fields {
        let value = match field.kind {
            Kind::Creance { .. } => &prefill.creance,
            Kind::Mandat => &prefill.mandat,
            Kind::Siret => &prefill.siret,
            _ => accepted(field, prefill.fields.text(&field.name)),
        };
        if !value.is_empty() {
            answers.set(field.name.clone(), value.chars().take(MAX_PREFILLED).collect::<String>());
        }
    }
    if !prefill.recette.is_empty() {
        answers.set(RECIPIENT, prefill.recette.chars().take(32).collect::<String>());
    }
    answers
}

/// Returns the value if the field accepts it, else an empty text: the person has not typed it.
fn accepted<'a>(field: &FieldDefinition, value: &'a str) -> &'a str {
    let is_refused = matches!(field.kind, Kind::File | Kind::LongText { .. })
        || value.chars().nth(MAX_PREFILLED).is_some()
        || check_value(&field.kind, &field.label, false, value).is_some();
    if is_refused { "" } else { value }
}
