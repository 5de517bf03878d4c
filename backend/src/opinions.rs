//! « Avis sur le site », from every page, signed in or not (004, Services Publics +).

use domain::form::{Answers, ChoiceOption, FieldDefinition, FormDefinition, Kind, check};
use uuid::Uuid;

use crate::{Error, Portal, change, db::Duration, session::Client, throttle};

/// Opinions taken from one network within an hour: a company behind one address may have several things to say.
const PER_HOUR: i64 = 30;
const HOUR: Duration = Duration::from_secs(3600);

/// Characters of a page's path that are kept.
const MAX_PAGE_CHARS: usize = 200;

/// What is asked.
pub fn form() -> FormDefinition {
    let options = [
        ("tres-satisfait", "Très satisfait"),
        ("satisfait", "Satisfait"),
        ("peu-satisfait", "Peu satisfait"),
        ("pas-satisfait", "Pas satisfait"),
    ];
    let options = options.map(|(value, label)| ChoiceOption::new(value, label)).to_vec();
    FormDefinition::new(
        "avis",
        vec![
            FieldDefinition::new("satisfaction", "Êtes-vous satisfait de cette page ?", Kind::Choice { options })
                .mandatory(),
            FieldDefinition::new("commentaire", "Que pouvons-nous améliorer ?", Kind::LongText { max: 2000 }).hint(
                "N’indiquez ni nom, ni numéro d’entreprise, ni montant : votre avis est anonyme et ne reçoit pas de \
                 réponse.",
            ),
        ],
    )
}

/// Keeps an opinion; the answer `page` is the path of the page it is about.
///
/// # Errors
/// [`Error::Invalid`]: the form's problems, or `TooManyAttempts` for a network that sends them in series.
pub async fn give(portal: &Portal, client: &Client, answers: &Answers) -> Result<(), Error> {
    let problems = check(&form(), answers, &());
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let bucket = format!("avis:{}", throttle::network(client.address));
    throttle::allow(portal, &bucket, PER_HOUR, HOUR).await?;
    let now = portal.clock.now();
    change!(portal.db, |c| {
        sqlx::query(
            "INSERT INTO opinion (id, given_at, page, satisfaction, comment) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(Uuid::now_v7())
        .bind(now)
        .bind(page_of(answers.text("page")))
        .bind(answers.text("satisfaction"))
        .bind(answers.text("commentaire"))
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// A path without its query, which may name a company; identifiers within the path are left out.
fn page_of(sent: &str) -> String {
    let path = sent.split(['?', '#']).next().unwrap_or("");
    if !path.starts_with('/') {
        return String::new();
    }
    let parts = path.split('/').map(|part| if Uuid::parse_str(part).is_ok() { "…" } else { part });
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
    use super::page_of;

    #[test]
    fn a_page_is_kept_without_what_could_tell_who_was_there() {
        assert_eq!(page_of("/entreprises?siren=123456782"), "/entreprises");
        assert_eq!(
            page_of("/messagerie/question/0198c5a0-7a5b-7b3c-8d4e-0123456789ab/recu"),
            "/messagerie/question/…/recu"
        );
        assert_eq!(page_of("https://ailleurs.example/"), "");
    }
}
