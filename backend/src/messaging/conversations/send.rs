//! Sends a question: one transaction, idempotent per draft.

use domain::{
    problem::{FieldProblem, Problem, Problems},
    question::Status,
};

use platform::{
    Error,
    db::Tx,
    mail::{self, Lifetime},
    on,
};

use super::{
    author::Author,
    conversation::find_readable,
    new_question::{NewQuestion, Sent},
    searchable,
};

use crate::{
    Portal,
    accounts::{profile, sessions::Session},
    companies,
    directory::answer_delays,
    id::{ConversationId, DraftId},
    messaging::{
        attachments::{self, Scan},
        drafts::{self, Draft},
        followers, notifications, receipts,
    },
};

/// Sends a question and returns its conversation. Idempotent per draft.
///
/// # Errors
/// [`Error::Invalid`] with every problem of the draft; [`Error::NotFound`] and [`Error::Refused`] as for any draft.
pub async fn send(portal: &Portal, session: &Session, draft: DraftId) -> Result<ConversationId, Error> {
    match send_once(portal, session, draft).await {
        // Another request sent it.
        Err(Error::NotFound) => conversation_of_draft(portal, session, draft).await?.ok_or(Error::NotFound),
        sent => sent,
    }
}

/// Returns the conversation that a draft of the person became, if they may read it.
pub async fn conversation_of_draft(
    portal: &Portal,
    session: &Session,
    draft: DraftId,
) -> Result<Option<ConversationId>, Error> {
    let account = session.usager()?.account;
    let conversation: Option<ConversationId> = on!(portal.db, |c| {
        sqlx::query_scalar("SELECT conversation FROM message WHERE draft = $1 AND author = $2")
            .bind(draft)
            .bind(account)
            .fetch_optional(c)
            .await
    })?;
    let Some(conversation) = conversation else { return Ok(None) };
    find_readable(portal, session, conversation).await?;
    Ok(Some(conversation))
}

async fn send_once(portal: &Portal, session: &Session, id: DraftId) -> Result<ConversationId, Error> {
    let (draft, access) = drafts::load(portal, session, id).await?;
    let form = drafts::form(portal, session, &draft).await?;
    let mut problems = drafts::problems(&draft, &form);
    problems.extend(infected_files(&draft));
    let closed = drafts::closed_version(portal, session, &draft).await?;
    problems.extend(closed.map(FieldProblem::of_form));
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let company = companies::company(portal, access.account, &access.siren).await?;
    let (now, author) = (portal.clock.now(), Author::of(session)?);
    let mut tx = portal.db.begin().await?;
    drafts::lock(&mut tx, id, now).await?;
    ensure_unchanged(&mut tx, &draft).await?;
    // Fixed with the question: later changes of the settings do not affect it.
    let service = draft.answers.text(drafts::RECIPIENT);
    let commitment = answer_delays::settings_tx(&mut tx, service).await?.commitment();
    let question = NewQuestion {
        draft: &draft,
        form: &form,
        author: &author,
        company: &company.raison_sociale,
        commitment: commitment.as_ref(),
        now,
    };
    let Sent { conversation, number, message } = question.insert(&mut tx).await?;
    searchable::index(&mut tx, conversation).await?;
    let unfinished = attachments::move_to_message(&mut tx, id, message).await?;
    drafts::delete_sent(&mut tx, id).await?;
    followers::record(&mut tx, now, access.account, conversation).await?;
    notifications::record(&mut tx, now, access.account, conversation, Status::Transmis.into()).await?;
    let receipt = question.receipt(&number)?;
    if profile::wants_mail(&mut tx, access.account, Status::Transmis).await? {
        let letter = question.letter(portal, conversation, &receipt)?;
        mail::enqueue(&mut tx, now, &access.email, &letter, Lifetime::Unlimited).await?;
    }
    receipts::insert(&mut tx, now, message, &receipt).await?;
    tx.commit().await?;
    attachments::discard_all(portal, &unfinished).await;
    portal.wake_workers();
    tracing::info!(%conversation, motif = draft.motif.id, "question sent");
    Ok(conversation)
}

fn infected_files(draft: &Draft) -> Problems {
    let infected = draft.attachments.iter().filter(|file| file.scan == Scan::Infected);
    infected.map(|file| FieldProblem::of_form(Problem::FileInfected { name: file.name.clone() })).collect()
}

/// Checks that no other window changed answers or files after they were checked.
async fn ensure_unchanged(tx: &mut Tx, checked: &Draft) -> Result<(), Error> {
    let answers = drafts::answers_tx(tx, checked.id).await?;
    let files = attachments::unsent_tx(tx, checked.id.into()).await?;
    let same_files = files.len() == checked.attachments.len()
        && files.iter().zip(&checked.attachments).all(|(now, before)| now.id == before.id);
    if answers == checked.answers && same_files {
        return Ok(());
    }
    Err(Error::invalid("", Problem::DraftChanged))
}
