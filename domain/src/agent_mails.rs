//! Mails that an agent receives: at once about their own questions, and a digest of the new questions of their services.

use std::ops::Range;

use crate::form::{Answers, ChoiceOption, FieldDefinition, FormDefinition, Kind};

/// Hours at which a digest can be mailed, of the clocks of the service: never at night.
pub const DIGEST_HOURS: Range<i8> = 7..19;

/// Answer for no digest.
const NO_DIGEST: &str = "aucun";

/// Mails that an agent receives. By default, those about their own questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MailChoice {
    /// At once: a question assigned to them, a note that mentions them, a message of the operator in a question of theirs.
    pub instant: bool,
    /// Hour of the digest; `None`: no digest.
    pub digest_hour: Option<i8>,
}

impl Default for MailChoice {
    fn default() -> Self {
        MailChoice { instant: true, digest_hour: None }
    }
}

/// Form of the choice.
pub fn form() -> FormDefinition {
    let none = ChoiceOption::new(NO_DIGEST, "Aucun récapitulatif");
    let hours = DIGEST_HOURS.map(|hour| ChoiceOption::new(hour.to_string(), format!("À {hour}\u{a0}h")));
    let options = std::iter::once(none).chain(hours).collect();
    let instant = FieldDefinition::new("instant", "Me prévenir aussitôt de ce qui me concerne", Kind::Checkbox)
        .hint(
            "Une question qui m’est attribuée, une note qui me mentionne, un message de l’opérateur dans une de mes \
             questions.",
        );
    let digest = FieldDefinition::new(
        "recapitulatif",
        "Récapitulatif des nouvelles questions",
        Kind::Choice { options },
    )
    .mandatory()
    .hint("Un courriel par service, les jours où il travaille, à l’heure de ce service.");
    FormDefinition::new("courriels-agent", vec![instant, digest])
}

/// Reads the choice.
pub fn read(answers: &Answers) -> MailChoice {
    let hour = answers.text("recapitulatif").parse().ok().filter(|hour| DIGEST_HOURS.contains(hour));
    MailChoice { instant: !answers.text("instant").is_empty(), digest_hour: hour }
}

/// Fills the form with a choice.
pub fn answers(choice: MailChoice) -> Answers {
    let hour = choice.digest_hour.map_or_else(|| NO_DIGEST.to_owned(), |hour| hour.to_string());
    let mut answers = Answers::from_iter([("recapitulatif", hour)]);
    if choice.instant {
        answers.set("instant", "oui");
    }
    answers
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::check;

    #[test]
    fn choices_are_read_back() {
        for choice in [
            MailChoice::default(),
            MailChoice { instant: false, digest_hour: Some(7) },
            MailChoice { instant: true, digest_hour: Some(18) },
        ] {
            assert!(check(&form(), &answers(choice), &()).is_empty(), "{choice:?}");
            assert_eq!(read(&answers(choice)), choice);
        }
    }

    #[test]
    fn no_digest_is_mailed_at_night() {
        for hour in ["6", "19", "23", "-1"] {
            let typed = Answers::from_iter([("recapitulatif", hour)]);
            assert_eq!(check(&form(), &typed, &()).len(), 1, "{hour}");
            assert_eq!(read(&typed).digest_hour, None);
        }
    }
}
