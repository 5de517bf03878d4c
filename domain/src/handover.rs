//! Registration handed over by a co-owner's site, which prefills the form with the person's data (004,
//! Création de compte).

use crate::co_owner::CoOwner;

/// Reason why the transmitted data cannot be used; the registration form is then empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandoverFailure {
    /// Signed too long ago, or the form was opened too late.
    Expired,
    /// Already used.
    Used,
    /// Not signed by that co-owner, not intended for this portal, or malformed.
    Invalid,
    /// The co-owner's public keys could not be fetched.
    Unavailable,
}

impl HandoverFailure {
    pub const ALL: [HandoverFailure; 4] = [
        HandoverFailure::Expired,
        HandoverFailure::Used,
        HandoverFailure::Invalid,
        HandoverFailure::Unavailable,
    ];

    /// Code used in URLs.
    pub const fn code(self) -> &'static str {
        match self {
            HandoverFailure::Expired => "expire",
            HandoverFailure::Used => "deja-servi",
            HandoverFailure::Invalid => "refuse",
            HandoverFailure::Unavailable => "sans-reponse",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        HandoverFailure::ALL.into_iter().find(|failure| failure.code() == code)
    }

    /// French sentence: the failure and the next step.
    pub fn sentence(self, co_owner: CoOwner) -> String {
        let site = co_owner.site();
        let cause = match self {
            HandoverFailure::Expired => {
                format!(
                    "Les informations transmises par {site} ont plus de dix minutes\u{a0}: elles ne sont plus acceptées."
                )
            }
            HandoverFailure::Used => {
                format!("Les informations transmises par {site} ont déjà servi une fois.")
            }
            HandoverFailure::Invalid => {
                format!(
                    "Les informations reçues n’ont pas été envoyées par {site} ou ne sont pas destinées à ce \
                     portail\u{a0}: elles sont refusées."
                )
            }
            HandoverFailure::Unavailable => {
                format!("{site} ne répond pas\u{a0}: les informations reçues n’ont pas pu être vérifiées.")
            }
        };
        format!("{cause} Remplissez le formulaire vous-même, ou retournez sur {site} pour recommencer.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_parses_back_and_every_sentence_says_what_to_do() {
        for failure in HandoverFailure::ALL {
            assert_eq!(HandoverFailure::from_code(failure.code()), Some(failure));
            let sentence = failure.sentence(CoOwner::Dgddi);
            assert!(sentence.contains("douane.gouv.fr") && sentence.contains("Remplissez"), "{sentence}");
        }
        assert_eq!(HandoverFailure::from_code(""), None);
    }
}
