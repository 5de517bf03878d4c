use domain::{
    anonymous_text::anonymous_text,
    form::{Answers, ChoiceOption, FieldDefinition, FormDefinition, Kind, checked},
};

use platform::{Error, db::Duration, execute, throttle};

use crate::{Portal, accounts::sessions::Client, id::RowId};

/// Maximum number of opinions per network and hour: people of one company may share an address.
const PER_HOUR: i64 = 30;
const HOUR: Duration = Duration::from_secs(3600);

/// Maximum number of characters stored of a page's path.
const MAX_PAGE_CHARS: usize = 200;

/// Answers, from the best, and their labels.
pub(super) const SATISFACTIONS: [(&str, &str); 4] = [
    ("tres-satisfait", "Très satisfait"),
    ("satisfait", "Satisfait"),
    ("peu-satisfait", "Peu satisfait"),
    ("pas-satisfait", "Pas satisfait"),
];

/// Returns the form of an opinion.
pub fn form() -> FormDefinition {
    let options = SATISFACTIONS.map(|(value, label)| ChoiceOption::new(value, label)).to_vec();
    FormDefinition::new(
        "avis",
        vec![
            FieldDefinition::new(
                "satisfaction",
                "Êtes-vous satisfait de cette page\u{a0}?",
                Kind::Choice { options },
            )
            .mandatory(),
            FieldDefinition::new(
                "commentaire",
                "Que pouvons-nous améliorer\u{a0}?",
                Kind::LongText { max: 2000 },
            )
            .hint(
                "N’indiquez ni nom, ni numéro d’entreprise, ni montant\u{a0}: votre avis est anonyme et ne \
                 reçoit pas de réponse.",
            ),
        ],
    )
}

/// Stores an opinion; the answer `page` is the path of the page it is about. Idempotent per `cle`, generated with the form.
/// What identifies a person or a company is removed from the comment before it is stored.
///
/// # Errors
/// [`Error::Invalid`]: problems of the form; `TooManyAttempts` for the network.
pub async fn submit(portal: &Portal, client: &Client, answers: &Answers) -> Result<(), Error> {
    let answers = &checked(&form(), answers, &())?;
    let bucket = format!("avis:{}", throttle::network(client.address));
    throttle::allow(portal, &bucket, PER_HOUR, HOUR).await?;
    let now = portal.clock.now();
    execute!(
        portal.db,
        sqlx::query(
            "INSERT INTO opinion (id, given_at, page, satisfaction, comment) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (id) DO NOTHING",
        )
        .bind(answers.text("cle").parse().unwrap_or_else(|_| RowId::generate()))
        .bind(now)
        .bind(anonymous_path(answers.text("page")))
        .bind(answers.text("satisfaction"))
        .bind(anonymous_text(answers.text("commentaire")))
    )?;
    Ok(())
}

/// Returns the path without its query, which may name a company, and without identifiers.
fn anonymous_path(sent: &str) -> String {
    let path = sent.split(['?', '#']).next().unwrap_or("");
    if !path.starts_with('/') {
        return String::new();
    }
    let parts = path.split('/').map(|part| if part.parse::<RowId>().is_ok() { "…" } else { part });
    parts
        .collect::<Vec<_>>()
        .join("/")
        .chars()
        .filter(|character| !character.is_control())
        .take(MAX_PAGE_CHARS)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::anonymous_path;

    #[test]
    fn path_is_stored_without_query_and_identifiers() {
        assert_eq!(anonymous_path("/entreprises?siren=123456782"), "/entreprises");
        assert_eq!(
            anonymous_path("/messagerie/question/0198c5a0-7a5b-7b3c-8d4e-0123456789ab/recu"),
            "/messagerie/question/…/recu"
        );
        assert_eq!(anonymous_path("https://ailleurs.example/"), "");
    }
}
