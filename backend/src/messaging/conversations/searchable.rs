//! Words by which a question is found, and the scopes of those who may read it.

use domain::siren::Siren;
use platform::{Error, db::Tx, on_tx};
use sqlx::{FromRow, types::Json};

use super::content::Content;
use crate::{
    id::ConversationId,
    search::scoped::{self, Part, ScopedText},
};

/// A question as it is indexed.
#[derive(FromRow)]
struct Indexed {
    number: String,
    siren: String,
    company: String,
    motif_title: String,
    confidential: bool,
    service: String,
    subject: String,
    search_number: i64,
}

/// Indexes a question with its messages, after one was added or its service changed. Names of persons are not indexed.
///
/// Call it last: it reads what the transaction has written.
pub async fn index(tx: &mut Tx, id: ConversationId) -> Result<(), Error> {
    let question: Indexed = on_tx!(tx, |c| {
        sqlx::query_as(
            "SELECT number, siren, company, motif_title, confidential, service, subject, search_number
             FROM conversation WHERE id = $1",
        )
        .bind(id)
        .fetch_one(c)
        .await
    })?;
    let messages: Vec<Json<Content>> = on_tx!(tx, |c| {
        sqlx::query_scalar("SELECT content FROM message WHERE conversation = $1").bind(id).fetch_all(c).await
    })?;
    scoped::write(tx, question.search_number, &text(&question, &messages)).await
}

fn text(question: &Indexed, messages: &[Json<Content>]) -> ScopedText {
    let mut text = ScopedText::default();
    text.scope(&company_scope(&question.siren, question.confidential));
    text.scope(&service_scope(&question.service));
    for words in [&question.number, &question.subject, &question.motif_title] {
        text.add(Part::Text, words);
    }
    for Json(content) in messages {
        text.add(Part::Text, content.typed.text("message"));
        for value in content.shown.iter().flat_map(|answer| &answer.values) {
            text.add(Part::Text, value);
        }
    }
    text.add(Part::Company, &question.company);
    text.add(Part::Company, &question.siren);
    text
}

/// Removes a question from the index, before it is deleted.
pub(super) async fn remove(tx: &mut Tx, id: ConversationId) -> Result<(), Error> {
    let number = on_tx!(tx, |c| {
        sqlx::query_scalar("SELECT search_number FROM conversation WHERE id = $1").bind(id).fetch_one(c).await
    })?;
    scoped::delete(tx, number).await
}

/// Returns the scopes of a company for a person who sees its confidential questions, or not.
pub(super) fn company_scopes(siren: &Siren, sees_confidential: bool) -> Vec<String> {
    let kinds = if sees_confidential { [false, true].as_slice() } else { &[false] };
    kinds.iter().map(|confidential| company_scope(siren.as_str(), *confidential)).collect()
}

fn company_scope(siren: &str, confidential: bool) -> String {
    format!("{}{siren}", if confidential { "confidentiel" } else { "siren" })
}

/// Returns the scope of a service.
pub(crate) fn service_scope(code: &str) -> String {
    // Codes have capitals and hyphens, which the index does not tell apart.
    code.bytes().fold("service".to_owned(), |scope, byte| format!("{scope}{byte:02x}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_small_letters_and_digits() {
        let siren = Siren::parse("732829320").expect("a SIREN");
        let scopes = [company_scopes(&siren, true), vec![service_scope("RR-Lyon"), service_scope("rr-lyon")]];
        let scopes = scopes.concat();
        assert!(
            scopes.iter().flat_map(|one| one.bytes()).all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        );
        assert_eq!(scopes.iter().collect::<std::collections::BTreeSet<_>>().len(), 4);
        assert_eq!(company_scopes(&siren, false), scopes[..1]);
    }
}
