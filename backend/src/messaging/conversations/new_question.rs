use domain::{
    path,
    question::{Reference, Status},
};
use sqlx::types::Json;

use platform::{
    Error,
    db::{Moment, Tx},
    execute_tx,
};

use super::{
    answer_deadline::answer_deadline,
    author::Author,
    content::{Content, shown_answers},
    letter::SentLetter,
    search,
    store::{NewMessage, insert_step},
};

use crate::{
    Portal,
    id::{ConversationId, MessageId},
    messaging::drafts::{Draft, DraftForm, RECIPIENT},
};

/// A checked draft about to become a conversation.
pub struct NewQuestion<'a> {
    pub draft: &'a Draft,
    pub form: &'a DraftForm,
    pub author: &'a Author,
    /// Raison sociale.
    pub company: &'a str,
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

impl NewQuestion<'_> {
    /// Inserts the conversation, its first status and its message.
    pub async fn insert(&self, tx: &mut Tx) -> Result<Sent, Error> {
        let conversation = ConversationId::generate();
        let number = self.insert_conversation(tx, conversation).await?;
        insert_step(tx, conversation, Status::Transmis, self.author, self.now).await?;
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

    /// Returns `false` if the number is taken.
    async fn insert_numbered(&self, tx: &mut Tx, id: ConversationId, number: &str) -> Result<bool, Error> {
        let motif = &self.draft.motif;
        let search_text = search::normalize(&format!("{number} {} {}", self.subject(), motif.title));
        let inserted = execute_tx!(tx, sqlx::query(
                "INSERT INTO conversation (id, number, siren, company, motif, motif_version, motif_title, confidential,
                     definition, service, subject, search, status, author, asked_at, answer_due_at, activity_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $15)
                 ON CONFLICT (number) DO NOTHING",
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
            .bind(&search_text)
            .bind(Status::Transmis.code())
            .bind(self.author.id)
            .bind(self.now)
            .bind(answer_deadline(self.now)?))?;
        Ok(inserted == 1)
    }

    fn subject(&self) -> &str {
        self.draft.answers.text("objet")
    }

    /// Returns the content with the current labels and lists, which may change later.
    fn content(&self) -> Content {
        let typed = self.form.definition.applicable_answers(&self.draft.answers);
        Content { typed, shown: shown_answers(self.draft, self.form) }
    }

    pub fn letter(
        &self,
        portal: &Portal,
        conversation: ConversationId,
        number: String,
    ) -> Result<SentLetter, Error> {
        let service = self.form.recipient(&self.draft.answers);
        Ok(SentLetter {
            number,
            service: service.map(|service| service.name.clone()).unwrap_or_default(),
            sent_at: self.now.french(),
            answer_due_on: answer_deadline(self.now)?.french_day(),
            link: portal.link(&path::question(conversation)),
        })
    }
}
