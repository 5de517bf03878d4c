//! Sending a question: one transaction, once, whatever is clicked twice.

use domain::{
    form::shown,
    message::{Reference, Status},
    problem::{FieldProblem, Problem, Problems},
};
use sqlx::types::Json;
use uuid::Uuid;

use crate::{
    Error, Portal, companies,
    db::{Moment, Tx},
    letter, mail, notifications, on, on_tx, profile,
    session::Session,
};

use super::{
    access::Access,
    attachments::{self, Scan},
    conversations,
    drafts::{self, Draft, DraftForm, RECIPIENT},
    promise,
    question::{Content, ShownAnswer},
    search,
};

/// Tells the author that the question reached the service. Says neither subject nor motif: mail is not secure.
#[derive(Clone, Debug)]
pub struct SentLetter {
    pub number: String,
    pub service: String,
    pub sent_at: String,
    pub promised_on: String,
    pub link: String,
}
letter!(
    SentLetter,
    "question-transmise",
    "mail/question-transmise.txt",
    "mail/question-transmise.html",
    |letter| format!("Votre question {} est transmise", letter.number)
);

/// Sends a question; gives back its conversation. Sending the same draft again gives back the same one.
///
/// # Errors
/// [`Error::Invalid`] with everything that is wrong or missing, nothing being sent; [`Error::NotFound`] and
/// [`Error::Refused`] as for any draft.
pub async fn send(portal: &Portal, session: &Session, draft: Uuid) -> Result<Uuid, Error> {
    match send_once(portal, session, draft).await {
        // Sent by another request, now or before: the receipt is the same.
        Err(Error::NotFound) => sent_as(portal, session, draft).await?.ok_or(Error::NotFound),
        sent => sent,
    }
}

/// The conversation that a draft of the person's became, if they may read it now.
pub async fn sent_as(portal: &Portal, session: &Session, draft: Uuid) -> Result<Option<Uuid>, Error> {
    let account = session.usager()?.account;
    let conversation: Option<Uuid> = on!(portal.db, |c| {
        sqlx::query_scalar("SELECT conversation FROM message WHERE draft = $1 AND author = $2")
            .bind(draft)
            .bind(account)
            .fetch_optional(c)
            .await
    })?;
    let Some(conversation) = conversation else { return Ok(None) };
    conversations::readable(portal, session, conversation).await?;
    Ok(Some(conversation))
}

async fn send_once(portal: &Portal, session: &Session, id: Uuid) -> Result<Uuid, Error> {
    let draft = drafts::draft(portal, session, id).await?;
    let access = Access::of(portal, session).await?;
    let form = drafts::form(portal, session, &draft).await?;
    let mut found = drafts::problems(&draft, &form);
    found.extend(infected(&draft));
    if !found.is_empty() {
        return Err(Error::Invalid(found));
    }
    let company = companies::company(portal, access.account, &access.siren).await?;
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    drafts::lock(&mut tx, id, now).await?;
    ensure_unchanged(&mut tx, &draft).await?;
    let question =
        NewQuestion { draft: &draft, form: &form, access: &access, company: &company.raison_sociale, now };
    let (conversation, number) = question.insert(&mut tx).await?;
    let message = question.insert_message(&mut tx, conversation).await?;
    attachments::attach(&mut tx, id, message).await?;
    on_tx!(tx, |c| sqlx::query("DELETE FROM draft WHERE id = $1").bind(id).execute(c).await.map(|_| ()))?;
    notifications::note(&mut tx, now, access.account, conversation, Status::Transmis).await?;
    if profile::wants_mail(&mut tx, access.account, Status::Transmis).await? {
        let letter = question.letter(portal, conversation, number)?;
        mail::enqueue(&mut tx, now, &access.email, &letter).await?;
    }
    tx.commit().await?;
    portal.wake_workers();
    tracing::info!(%conversation, motif = draft.motif.id, "question sent");
    Ok(conversation)
}

fn infected(draft: &Draft) -> Problems {
    let infected = draft.attachments.iter().filter(|file| file.scan == Scan::Infected);
    infected.map(|file| FieldProblem::of_form(Problem::FileInfected { name: file.name.clone() })).collect()
}

/// What was checked is what is sent: another tab may have changed answers or files since.
async fn ensure_unchanged(tx: &mut Tx, checked: &Draft) -> Result<(), Error> {
    let Json(answers): Json<domain::form::Answers> = on_tx!(tx, |c| {
        sqlx::query_scalar("SELECT answers FROM draft WHERE id = $1").bind(checked.id).fetch_one(c).await
    })?;
    let files = attachments::of_draft_in(tx, checked.id).await?;
    let same_files = files.len() == checked.attachments.len()
        && files.iter().zip(&checked.attachments).all(|(now, before)| now.id == before.id);
    if answers == checked.answers && same_files {
        return Ok(());
    }
    let sentence =
        "Le brouillon a changé pendant l’envoi, dans une autre fenêtre. Relisez-le, puis envoyez-le.";
    Err(Error::invalid("", Problem::Stated { sentence: sentence.to_owned() }))
}

struct NewQuestion<'a> {
    draft: &'a Draft,
    form: &'a DraftForm,
    access: &'a Access,
    company: &'a str,
    now: Moment,
}

/// Times a number is drawn again when it is taken: at 33 million numbers a year, once is already rare.
const DRAWS: usize = 8;

impl NewQuestion<'_> {
    fn subject(&self) -> &str {
        self.draft.answers.text("objet")
    }

    /// The conversation and its first status.
    async fn insert(&self, tx: &mut Tx) -> Result<(Uuid, String), Error> {
        let id = Uuid::now_v7();
        for _ in 0..DRAWS {
            let number = Reference::new(self.now.day().year(), rand::random()).to_string();
            if self.insert_as(tx, id, &number).await? {
                self.insert_step(tx, id).await?;
                return Ok((id, number));
            }
        }
        Err(Error::Unexpected(anyhow::anyhow!("no free question number")))
    }

    async fn insert_as(&self, tx: &mut Tx, id: Uuid, number: &str) -> Result<bool, Error> {
        let motif = &self.draft.motif;
        let promised_at = promise::promised_at(self.now)?;
        let searched = search::folded(&format!("{number} {} {}", self.subject(), motif.title));
        let inserted = on_tx!(tx, |c| {
            sqlx::query(
                "INSERT INTO conversation (id, number, siren, company, motif, motif_version, motif_title, confidential,
                     definition, service, subject, search, status, author, asked_at, promised_at, activity_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $15)
                 ON CONFLICT (number) DO NOTHING",
            )
            .bind(id)
            .bind(number)
            .bind(self.access.siren.as_str())
            .bind(self.company)
            .bind(&motif.id)
            .bind(i64::from(motif.version))
            .bind(&motif.title)
            .bind(motif.confidential)
            .bind(Json(motif))
            .bind(self.draft.answers.text(RECIPIENT))
            .bind(self.subject())
            .bind(&searched)
            .bind(Status::Transmis.code())
            .bind(self.access.account)
            .bind(self.now)
            .bind(promised_at)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
        })?;
        Ok(inserted == 1)
    }

    async fn insert_step(&self, tx: &mut Tx, conversation: Uuid) -> Result<(), Error> {
        on_tx!(tx, |c| {
            sqlx::query(
                "INSERT INTO conversation_step (id, conversation, status, at, by_agent, by_name, by_account)
                 VALUES ($1, $2, $3, $4, FALSE, $5, $6)",
            )
            .bind(Uuid::now_v7())
            .bind(conversation)
            .bind(Status::Transmis.code())
            .bind(self.now)
            .bind(&self.access.name)
            .bind(self.access.account)
            .execute(c)
            .await
            .map(|_| ())
        })?;
        Ok(())
    }

    async fn insert_message(&self, tx: &mut Tx, conversation: Uuid) -> Result<Uuid, Error> {
        let id = Uuid::now_v7();
        on_tx!(tx, |c| {
            sqlx::query(
                "INSERT INTO message (id, conversation, kind, author, author_name, content, draft, sent_at)
                 VALUES ($1, $2, 'question', $3, $4, $5, $6, $7)",
            )
            .bind(id)
            .bind(conversation)
            .bind(self.access.account)
            .bind(&self.access.name)
            .bind(Json(self.content()))
            .bind(self.draft.id)
            .bind(self.now)
            .execute(c)
            .await
            .map(|_| ())
        })?;
        Ok(id)
    }

    /// Labels and lists change; a question sent keeps how it read.
    fn content(&self) -> Content {
        let asked = self.form.definition.asked_answers(&self.draft.answers);
        Content { shown: shown_answers(self.draft, self.form), typed: asked }
    }

    fn letter(&self, portal: &Portal, conversation: Uuid, number: String) -> Result<SentLetter, Error> {
        Ok(SentLetter {
            number,
            service: self
                .form
                .recipient(&self.draft.answers)
                .map(|service| service.name.clone())
                .unwrap_or_default(),
            sent_at: self.now.french(),
            promised_on: promise::promised_at(self.now)?.french_day(),
            link: portal.link(&format!("/messagerie/question/{conversation}")),
        })
    }
}

/// Every answer but the recipient, the subject and the message, which have their own places, as a person reads it again: for the summary and the receipt.
pub fn shown_answers(draft: &Draft, form: &DraftForm) -> Vec<ShownAnswer> {
    let fields = form
        .definition
        .fields
        .iter()
        .filter(|field| !matches!(field.name.as_str(), "message" | "objet" | RECIPIENT));
    fields
        .map(|field| ShownAnswer {
            label: field.label.clone(),
            values: shown(field, &draft.answers, &form.lists),
        })
        .filter(|answer| !answer.values.is_empty())
        .collect()
}
