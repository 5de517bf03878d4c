//! Conversations with the assistant, bound to a session without an account. Owns `assistant_turn`.

use domain::form::{Answers, FieldDefinition, FormDefinition, Kind as FieldKind, checked};
use platform::{
    Error,
    db::{Duration, Moment},
    execute, execute_tx, on, throttle,
};
use sqlx::FromRow;

use super::answer::{self, Answer, Texts};
use crate::{
    Portal,
    accounts::sessions::{Client, Session},
    id::{RowId, SessionId},
};

/// Maximum length of a question, in characters.
pub const MAX_QUESTION: u32 = 300;

/// Number of questions of a session that are stored: older ones are deleted.
const MAX_TURNS: i64 = 12;

/// Maximum number of questions per network and hour: people of one company may share an address.
const PER_HOUR: i64 = 120;
const HOUR: Duration = Duration::from_secs(3600);

/// A question and its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    pub question: String,
    pub asked_at: Moment,
    pub answer: Answer,
}

#[derive(FromRow)]
struct Row {
    question: String,
    asked_at: Moment,
    answers: String,
}

/// Returns the form of a question.
pub fn form() -> FormDefinition {
    let question = FieldDefinition::new(
        "question",
        "Votre question",
        FieldKind::ShortText { max: MAX_QUESTION as usize },
    )
    .hint(
        "En quelques mots, par exemple «\u{a0}J’ai perdu mon téléphone\u{a0}». N’indiquez ni nom, ni numéro.",
    )
    .mandatory();
    FormDefinition::new("assistant", vec![question])
}

/// Asks a question: stores it with the texts that answer.
///
/// # Errors
/// [`Error::Invalid`]: problems of the form; `TooManyAttempts` for the network.
pub async fn ask(
    portal: &Portal,
    session: &Session,
    client: &Client,
    answers: &Answers,
) -> Result<(), Error> {
    let answers = &checked(&form(), answers, &())?;
    let bucket = format!("assistant:{}", throttle::network(client.address));
    throttle::allow(portal, &bucket, PER_HOUR, HOUR).await?;
    let question = answers.text("question");
    let keys = answer::keys(portal, question).await?;
    let keys = keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO assistant_turn (id, session_id, asked_at, question, answers) VALUES ($1, $2, $3, $4, $5)"
        )
        .bind(RowId::generate())
        .bind(session.id)
        .bind(now)
        .bind(question)
        .bind(keys)
    )?;
    execute_tx!(
        tx,
        sqlx::query(
            "DELETE FROM assistant_turn WHERE session_id = $1 AND id NOT IN
                 (SELECT id FROM assistant_turn WHERE session_id = $1 ORDER BY asked_at DESC, id DESC LIMIT $2)"
        )
        .bind(session.id)
        .bind(MAX_TURNS)
    )?;
    tx.commit().await?;
    Ok(())
}

/// Returns the conversation of a session, the oldest question first.
pub async fn conversation(portal: &Portal, session: SessionId) -> Result<Vec<Turn>, Error> {
    let rows: Vec<Row> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT question, asked_at, answers FROM assistant_turn WHERE session_id = $1 ORDER BY asked_at, id",
        )
        .bind(session)
        .fetch_all(c)
        .await
    })?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let texts = Texts::read(portal).await?;
    let turn = |row: Row| Turn {
        answer: texts.answer(&row.answers),
        question: row.question,
        asked_at: row.asked_at,
    };
    Ok(rows.into_iter().map(turn).collect())
}

/// Returns the questions of the conversation of a session, oldest first.
pub async fn questions(portal: &Portal, session: SessionId) -> Result<Vec<String>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_scalar("SELECT question FROM assistant_turn WHERE session_id = $1 ORDER BY asked_at, id")
            .bind(session)
            .fetch_all(c)
            .await
    })?)
}

/// Deletes the conversation of a session.
pub async fn clear(portal: &Portal, session: SessionId) -> Result<(), Error> {
    execute!(portal.db, sqlx::query("DELETE FROM assistant_turn WHERE session_id = $1").bind(session))?;
    Ok(())
}
