use domain::{form::Answers, motif::Motif, siren::Siren};
use sqlx::{FromRow, types::Json};

use platform::{Error, on};

use crate::{Portal, accounts::sessions::Session, companies, id::AttachmentId, messaging::drafts};

/// What a file was added to, in the words of the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttachmentPlace {
    /// Number of the question; `None` for a draft.
    pub number: Option<String>,
    pub subject: String,
    /// Raison sociale.
    pub company: String,
}

#[derive(FromRow)]
struct Row {
    siren: String,
    answers: Json<Answers>,
    definition: Option<Json<Motif>>,
    number: Option<String>,
    subject: Option<String>,
    company: Option<String>,
}

/// Returns what the visitor has just added a file to: a draft, or their reply to a question.
///
/// # Errors
/// [`Error::NotFound`] if the file does not belong to a draft.
pub async fn place_of(
    portal: &Portal,
    session: &Session,
    id: AttachmentId,
) -> Result<AttachmentPlace, Error> {
    let row: Option<Row> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT d.siren, d.answers, d.definition, c.number, c.subject, c.company
             FROM attachment a JOIN draft d ON d.id = a.draft LEFT JOIN conversation c ON c.id = d.conversation
             WHERE a.id = $1",
        )
        .bind(id)
        .fetch_optional(c)
        .await
    })?;
    let row = row.ok_or(Error::NotFound)?;
    if let (Some(subject), Some(company)) = (row.subject, row.company) {
        return Ok(AttachmentPlace { number: row.number, subject, company });
    }
    let Json(motif) = row.definition.ok_or(Error::NotFound)?;
    let siren = Siren::parse(&row.siren).map_err(|_| Error::NotFound)?;
    let company = companies::company(portal, session.usager()?.account, &siren).await?.raison_sociale;
    Ok(AttachmentPlace { number: None, subject: drafts::subject(&row.answers, &motif).to_owned(), company })
}
