//! Transfer of a question to another service: the rights of the services decide who reads it from then on.

use domain::{
    form::{Answers, ChoiceOption, FieldDefinition, FormDefinition, Kind, checked},
    motif::Motif,
    question::Step,
    rights::{Action, decide},
};
use sqlx::types::Json;

use platform::{Error, on};

use super::act::{self, ActKind, NewAct};
use crate::{
    Portal,
    accounts::sessions::Session,
    directory::services::{self, Service},
    id::{ConversationId, RowId},
    messaging::{
        Conversation,
        conversations::{self, Author, audience, find_tx, find_writable, publish},
    },
};

/// Maximum number of characters of the reason.
const MAX_REASON: usize = 1000;

/// Returns the form of a transfer to one of these services.
pub fn transfer_form(services: &[Service]) -> FormDefinition {
    let options = services.iter().map(|one| ChoiceOption::new(&one.code, &one.name)).collect();
    FormDefinition::new(
        "transmettre-question",
        vec![
            FieldDefinition::new("service", "Nouveau service", Kind::Choice { options }).mandatory(),
            FieldDefinition::new("raison", "Raison", Kind::LongText { max: MAX_REASON })
                .mandatory()
                .hint("Lue par les agents du nouveau service, jamais par l’opérateur."),
        ],
    )
}

/// Returns the services to which the agent may transfer the question, by kind and name; none once it is answered.
pub(crate) async fn services(
    portal: &Portal,
    session: &Session,
    conversation: &Conversation,
) -> Result<Vec<Service>, Error> {
    if !conversation.status().allows(Step::Transfer) {
        return Ok(Vec::new());
    }
    let agent = session.agent()?;
    let actor = agent.actor();
    let Json(motif): Json<Motif> = on!(portal.db, |c| {
        sqlx::query_scalar("SELECT definition FROM conversation WHERE id = $1")
            .bind(conversation.id)
            .fetch_one(c)
            .await
    })?;
    let mut all = services::list(portal).await?;
    all.retain(|service| {
        let action = Action::TransferConversation {
            service: &conversation.service,
            confidential: conversation.confidential,
            motif: motif.recipient,
            to: service.kind(),
        };
        service.code != conversation.service && decide(&actor, &action).is_allowed()
    });
    Ok(all)
}

/// Transfers the question with a reason, and notifies those who follow it. Idempotent per `key`, generated with the form.
///
/// # Errors
/// [`Error::NotFound`] if the agent may not read the question; [`Error::Invalid`]: problems of the form, with a service that
/// the question may not go to; [`Problem::StepNotAllowed`](domain::problem::Problem::StepNotAllowed) once it is answered, also
/// by a concurrent request.
pub async fn transfer(
    portal: &Portal,
    session: &Session,
    id: ConversationId,
    key: RowId,
    answers: &Answers,
) -> Result<(), Error> {
    let agent = session.agent()?;
    // First: the agent may no longer read the question that they have transferred.
    if act::is_done(portal, key, id, agent).await? {
        return Ok(());
    }
    let conversation = find_writable(portal, session, id).await?;
    conversation.status().after(Step::Transfer).map_err(|problem| Error::invalid("", problem))?;
    let services = services(portal, session, &conversation).await?;
    let answers = &checked(&transfer_form(&services), answers, &())?;
    let chosen = services.iter().find(|one| one.code == answers.text("service")).ok_or(Error::NotFound)?;
    let (author, audience) = (Author::of(session)?, audience(portal, &conversation).await?);
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let reason = answers.text("raison");
    let act =
        NewAct { id: key, conversation: id, kind: ActKind::Transferred, recipient: &chosen.name, reason };
    if !act.record(&mut tx, agent, now).await? {
        drop(tx);
        // A parallel request transferred it, or the key is forged and belongs to another act.
        let done = act::is_done(portal, key, id, agent).await?;
        return if done { Ok(()) } else { Err(Error::NotFound) };
    }
    let status = conversations::transfer(&mut tx, &conversation, chosen, &author, now).await?;
    // The mail names the service that has the question now.
    let moved = find_tx(&mut tx, id).await?;
    publish(&mut tx, portal, now, &moved, status, &audience).await?;
    tx.commit().await?;
    portal.wake_workers();
    tracing::info!(conversation = %id, service = chosen.code, "question transferred");
    Ok(())
}
