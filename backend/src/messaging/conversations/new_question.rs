use anyhow::Context;
use domain::{
    answer_delay::Commitment,
    email, path,
    question::{Reference, Status},
};
use sqlx::types::Json;

use platform::{
    Error,
    db::{Moment, Tx},
    execute_tx,
    transparency::Salt,
};

use super::{
    author::Author,
    content::{Content, shown_answers},
    deadlines::Deadlines,
    letter::SentLetter,
    store::{NewMessage, StepDetail, insert_step},
};

use crate::{
    Portal,
    directory::services::Service,
    id::{ConversationId, MessageId},
    messaging::{
        drafts::{Draft, DraftForm, RECIPIENT},
        receipts::{
            FORMAT, Receipt, ReceiptCompany, ReceiptFile, ReceiptMotif, ReceiptSender, ReceiptService,
        },
    },
    portal::Signal,
};

/// A checked draft about to become a conversation.
pub struct NewQuestion<'a> {
    pub draft: &'a Draft,
    pub form: &'a DraftForm,
    pub author: &'a Author,
    /// Raison sociale.
    pub company: &'a str,
    /// Current commitment of the service.
    pub commitment: Option<&'a Commitment>,
    pub now: Moment,
}

/// Result of [`NewQuestion::insert`].
pub struct Sent {
    pub conversation: ConversationId,
    pub number: String,
    pub message: MessageId,
}

/// Number of random question numbers tried. With 33 million numbers a year, a second try is already rare.
const NUMBER_ATTEMPTS: usize = 8;

/// Returns a number for a question in the index of the search. Those of later questions are greater: the index is then
/// smaller, and written faster.
fn search_number(now: Moment) -> i64 {
    now.micros().saturating_mul(1024).saturating_add(rand::random_range(0..1024))
}

impl NewQuestion<'_> {
    /// Inserts the conversation, its first status and its message.
    pub async fn insert(&self, tx: &mut Tx) -> Result<Sent, Error> {
        let conversation = ConversationId::generate();
        tx.notify(Signal::inbox(self.draft.answers.text(RECIPIENT)));
        let number = self.insert_conversation(tx, conversation).await?;
        insert_step(tx, conversation, Status::Transmis, self.author, self.now, StepDetail::None).await?;
        let message = NewMessage {
            conversation,
            kind: "question",
            author: self.author,
            content: self.content(),
            key: self.draft.id,
            official: None,
            now: self.now,
        };
        let message = message.insert(tx).await?;
        let message =
            message.ok_or_else(|| anyhow::anyhow!("the draft's identifier is already used as a key"))?;
        Ok(Sent { conversation, number, message })
    }

    /// Returns the number of the question.
    async fn insert_conversation(&self, tx: &mut Tx, id: ConversationId) -> Result<String, Error> {
        for _ in 0..NUMBER_ATTEMPTS {
            let number = Reference::new(self.now.day().year(), rand::random()).to_string();
            if self.insert_numbered(tx, id, &number).await? {
                return Ok(number);
            }
        }
        Err(Error::Unexpected(anyhow::anyhow!("no free question number")))
    }

    /// Returns `false` if a number is taken.
    async fn insert_numbered(&self, tx: &mut Tx, id: ConversationId, number: &str) -> Result<bool, Error> {
        let motif = &self.draft.motif;
        let deadlines = self.deadlines()?;
        let inserted = execute_tx!(tx, sqlx::query(
                "INSERT INTO conversation (id, number, siren, company, motif, motif_version, motif_title, confidential,
                     definition, service, subject, search_number, status, author, asked_at, waiting_since, activity_at,
                     commitment, answer_due_at, warning_at, next_warning_at, pressing_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15, $15, $16, $17, $18, $18, $19)
                 ON CONFLICT DO NOTHING",
            )
            .bind(id)
            .bind(number)
            .bind(self.draft.siren.as_str())
            .bind(self.company)
            .bind(&motif.id)
            .bind(i64::from(motif.version))
            .bind(&motif.title)
            .bind(motif.confidential)
            .bind(Json(motif))
            .bind(self.draft.answers.text(RECIPIENT))
            .bind(self.subject())
            .bind(search_number(self.now))
            .bind(Status::Transmis.code())
            .bind(self.author.id)
            .bind(self.now)
            .bind(self.commitment.map(Json))
            .bind(deadlines.due_at)
            .bind(deadlines.warning_at)
            .bind(deadlines.due_at.unwrap_or(self.now)))?;
        Ok(inserted == 1)
    }

    fn deadlines(&self) -> Result<Deadlines, Error> {
        Deadlines::of_new(self.commitment, self.now)
    }

    fn subject(&self) -> &str {
        self.draft.subject()
    }

    /// Returns the content with the current labels and lists, which may change later.
    fn content(&self) -> Content {
        let typed = self.form.definition.applicable_answers(&self.draft.answers);
        Content { typed, shown: shown_answers(self.draft, self.form) }
    }

    fn service(&self) -> Result<&Service, Error> {
        let service = self.form.recipient(&self.draft.answers);
        Ok(service.context("the recipient of a checked draft is one of its services")?)
    }

    /// Returns the receipt of the question.
    pub fn receipt(&self, number: &str) -> Result<Receipt, Error> {
        let Draft { motif, siren, answers, attachments, .. } = self.draft;
        let files = attachments.iter().map(ReceiptFile::from);
        Ok(Receipt {
            format: FORMAT.to_owned(),
            number: number.to_owned(),
            received_at: self.now.rfc3339(),
            service: self.service()?.into(),
            company: ReceiptCompany { siren: siren.as_str().to_owned(), name: self.company.to_owned() },
            sender: ReceiptSender { name: self.author.name.clone() },
            motif: ReceiptMotif {
                code: motif.id.clone(),
                version: motif.version,
                title: motif.title.clone(),
            },
            subject: self.subject().to_owned(),
            answers: shown_answers(self.draft, self.form).into_iter().map(Into::into).collect(),
            message: answers.text("message").to_owned(),
            files: files.collect(),
            working_days: self.commitment.map(|commitment| commitment.days),
            answer_due_at: self.deadlines()?.due_at.map(Moment::rfc3339),
            silence: motif.demande.map(|demande| demande.mentions(self.now.day())).unwrap_or_default(),
            salt: Salt::generate(),
        })
    }

    pub fn letter(
        &self,
        portal: &Portal,
        conversation: ConversationId,
        receipt: &Receipt,
    ) -> Result<SentLetter, Error> {
        let ReceiptService { name, address, email, phone, .. } = &receipt.service;
        Ok(SentLetter {
            number: receipt.number.clone(),
            service: name.clone(),
            address: address.clone(),
            email: email::shown(email),
            phone: phone.shown(),
            sent_at: self.now.french(),
            promise: receipt.promise()?,
            silence: receipt.silence.clone(),
            link: portal.link(&path::question(conversation)),
            choices_url: portal.link(path::EMAIL),
        })
    }
}
