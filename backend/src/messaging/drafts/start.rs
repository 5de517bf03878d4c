//! Beginning a question: the tree of motifs, and the first answers that the dashboard already knows.

use domain::{
    form::{Answers, Kind},
    motif::{Motif, Theme},
    rights::{Action, Actor, Decision},
};
use sqlx::types::Json;
use uuid::Uuid;

use super::RECIPIENT;
use crate::{Error, Portal, change, messaging::access::Access, session::Session};

/// What a link « Poser une question » already knows.
#[derive(Clone, Debug, Default)]
pub struct Prefill {
    pub creance: String,
    pub mandat: String,
    pub siret: String,
    /// Code of the usual service.
    pub recette: String,
}

/// The tree of themes and motifs that exist for the person, each with whether they may ask it.
///
/// A confidential motif without the right is not in it; another one stands there with the reason.
pub fn tree(portal: &Portal, access: &Access) -> Vec<(Theme, Vec<(Motif, Decision)>)> {
    let actor = Actor::Usager { habilitations: &access.habilitations, siren: Some(&access.siren) };
    let with_decision = |motif: &Motif| (motif.clone(), motif.decision(&actor));
    let tree = portal.motifs.tree(&actor).into_iter();
    tree.map(|(theme, motifs)| (theme, motifs.into_iter().map(with_decision).collect())).collect()
}

/// Begins a question on a motif.
///
/// # Errors
/// [`Error::NotFound`] for an unknown motif and for a confidential one without the right; [`Error::Refused`] for
/// another one that the person may not use.
pub async fn start(
    portal: &Portal,
    session: &Session,
    motif: &str,
    prefill: &Prefill,
) -> Result<Uuid, Error> {
    let access = Access::of(portal, session).await?;
    let motif = portal.motifs.find(motif).ok_or(Error::NotFound)?;
    access.require(&Action::AskMotif { confidential: motif.confidential })?;
    let (id, now) = (Uuid::now_v7(), portal.clock.now());
    change!(portal.db, |c| {
        sqlx::query(
            "INSERT INTO draft (id, kind, owner, siren, confidential, definition, answers, created_at, updated_at)
             VALUES ($1, 'question', $2, $3, $4, $5, $6, $7, $7)",
        )
        .bind(id)
        .bind(access.account)
        .bind(access.siren.as_str())
        .bind(motif.confidential)
        .bind(Json(motif))
        .bind(Json(first_answers(motif, prefill)))
        .bind(now)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(id)
}

/// The subject is the motif until the person says better; references go to the fields that take them.
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
