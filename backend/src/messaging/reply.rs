//! What is written after a question: the operator's follow-up, the service's answer.

use domain::{
    form::{Answers, FieldDefinition, FormDefinition, Kind, check},
    message::Party,
    problem::Problem,
};
use sqlx::types::Json;
use uuid::Uuid;

use crate::{
    Error, Portal, change,
    db::{Moment, Tx},
    notifications, on, on_tx,
    session::Session,
};

use super::{
    attachments::{self, Scan},
    drafts,
    official::{OFFICIAL_ACT, Official, official},
    question::Content,
    steps::{Author, advance, audience, writable},
};

/// Characters of a reply: as many as a question's message.
const MAX_MESSAGE: usize = 4000;

/// The form of a follow-up and of an answer: their text; an agent may make an official act of it. Files are added
/// beside it.
pub fn reply_form(party: Party) -> FormDefinition {
    let message = FieldDefinition::new("message", "Message", Kind::LongText { max: MAX_MESSAGE });
    let mut fields = vec![message.mandatory()];
    if party == Party::Agent {
        let hint =
            "Engage votre service. Demande une vérification récente de votre identité et un réseau sécurisé.";
        fields.push(
            FieldDefinition::new(OFFICIAL_ACT, "Cette réponse est un acte officiel", Kind::Tick).hint(hint),
        );
    }
    FormDefinition::new("reponse", fields)
}

/// The visitor's follow-up or answer to a question, begun now if need be: where its files are uploaded to.
///
/// # Errors
/// [`Error::NotFound`] when the visitor may not write there; [`Error::Invalid`] when nothing may be added any more.
pub async fn draft_for_answer(portal: &Portal, session: &Session, conversation: Uuid) -> Result<Uuid, Error> {
    let author = Author::of(session)?;
    let (found, _) = writable(portal, session, conversation).await?;
    found.status().after(author.step()).map_err(|problem| Error::invalid("", problem))?;
    change!(portal.db, |c| {
        sqlx::query(
            "INSERT INTO draft (id, kind, owner, siren, confidential, conversation, answers, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8) ON CONFLICT DO NOTHING",
        )
        .bind(Uuid::now_v7())
        .bind(author.kind())
        .bind(author.id)
        .bind(found.siren.as_str())
        .bind(found.confidential)
        .bind(conversation)
        .bind(Json(Answers::default()))
        .bind(portal.clock.now())
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(on!(portal.db, |c| {
        sqlx::query_scalar("SELECT id FROM draft WHERE owner = $1 AND conversation = $2")
            .bind(author.id)
            .bind(conversation)
            .fetch_one(c)
            .await
    })?)
}

/// Keeps the text of a reply being written.
pub async fn save_reply(
    portal: &Portal,
    session: &Session,
    conversation: Uuid,
    answers: &Answers,
) -> Result<(), Error> {
    let form = reply_form(Author::of(session)?.party);
    let draft = draft_for_answer(portal, session, conversation).await?;
    drafts::store(portal, draft, &form.answers_to_keep(answers)).await
}

/// Sends a follow-up (operator) or an answer (agent). `key` was drawn for the page's form: the same key sends once.
///
/// # Errors
/// [`Error::Invalid`] for an empty or overlong text, or when the question was closed or moved on meanwhile.
pub async fn reply(
    portal: &Portal,
    session: &Session,
    conversation: Uuid,
    key: Uuid,
    answers: &Answers,
) -> Result<(), Error> {
    let author = Author::of(session)?;
    let (found, _) = writable(portal, session, conversation).await?;
    if is_sent(portal, &author, conversation, key).await? {
        return Ok(());
    }
    let form = reply_form(author.party);
    let problems = check(&form, answers, &());
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let official = match official(portal, session, &found, answers) {
        Ok(official) => official,
        Err(refused) => {
            // What is missing is had on another page: the text waits here meanwhile.
            save_reply(portal, session, conversation, answers).await?;
            return Err(refused);
        }
    };
    let audience = audience(portal, &found).await?;
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let mut typed = form.asked_answers(answers);
    typed.remove(OFFICIAL_ACT);
    let message = NewMessage { conversation, key, author: &author, typed, official: official.as_ref(), now };
    let Some(id) = message.insert(&mut tx).await? else {
        drop(tx);
        // Sent by a parallel click; a key that serves another message was forged.
        let sent = is_sent(portal, &author, conversation, key).await?;
        return if sent { Ok(()) } else { Err(Error::NotFound) };
    };
    take_files(&mut tx, &author, conversation, id).await?;
    let status = advance(&mut tx, &found, author.step(), &author, now).await?;
    if author.party == Party::Agent {
        notifications::tell(&mut tx, portal, now, &found, status, &audience).await?;
    }
    tx.commit().await?;
    portal.wake_workers();
    tracing::info!(%conversation, kind = author.kind(), official = official.is_some(), "reply sent");
    Ok(())
}

struct NewMessage<'a> {
    conversation: Uuid,
    key: Uuid,
    author: &'a Author,
    typed: Answers,
    official: Option<&'a Official>,
    now: Moment,
}

impl NewMessage<'_> {
    /// `None` when the same key was sent already.
    async fn insert(&self, tx: &mut Tx) -> Result<Option<Uuid>, Error> {
        let id = Uuid::now_v7();
        let content = Content { typed: self.typed.clone(), shown: Vec::new() };
        let inserted = on_tx!(tx, |c| {
            sqlx::query(
                "INSERT INTO message (id, conversation, kind, author, author_name, content, draft, sent_at,
                                      official_proof_at, official_network)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (draft) DO NOTHING",
            )
            .bind(id)
            .bind(self.conversation)
            .bind(self.author.kind())
            .bind(self.author.id)
            .bind(&self.author.name)
            .bind(Json(content))
            .bind(self.key)
            .bind(self.now)
            .bind(self.official.map(|act| act.proof_at))
            .bind(self.official.map(|act| act.network.as_str()))
            .execute(c)
            .await
            .map(|done| done.rows_affected())
        })?;
        Ok((inserted == 1).then_some(id))
    }
}

/// Was this very form sent by this person to this question already?
async fn is_sent(portal: &Portal, author: &Author, conversation: Uuid, key: Uuid) -> Result<bool, Error> {
    let found: Option<Uuid> = on!(portal.db, |c| {
        sqlx::query_scalar("SELECT id FROM message WHERE draft = $1 AND author = $2 AND conversation = $3")
            .bind(key)
            .bind(author.id)
            .bind(conversation)
            .fetch_optional(c)
            .await
    })?;
    Ok(found.is_some())
}

/// The files of the person's draft go with the message; the draft is done.
async fn take_files(tx: &mut Tx, author: &Author, conversation: Uuid, message: Uuid) -> Result<(), Error> {
    let draft: Option<Uuid> = on_tx!(tx, |c| {
        sqlx::query_scalar("SELECT id FROM draft WHERE owner = $1 AND conversation = $2")
            .bind(author.id)
            .bind(conversation)
            .fetch_optional(c)
            .await
    })?;
    let Some(draft) = draft else { return Ok(()) };
    let files = attachments::of_draft_in(tx, draft).await?;
    if let Some(file) = files.iter().find(|file| file.scan == Scan::Infected) {
        return Err(Error::invalid("", Problem::FileInfected { name: file.name.clone() }));
    }
    attachments::attach(tx, draft, message).await?;
    on_tx!(tx, |c| sqlx::query("DELETE FROM draft WHERE id = $1").bind(draft).execute(c).await.map(|_| ()))?;
    Ok(())
}
