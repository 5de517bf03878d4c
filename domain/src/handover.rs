//! A registration opened from a co-owner's site, with what that site knows of the person (004, Création de compte): why what
//! it handed over cannot be used. The form is then empty.

use crate::co_owner::CoOwner;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandoverFailure {
    /// Signed too long ago, or opened too late.
    Expired,
    /// It served already.
    Used,
    /// Not signed by that co-owner, not for this portal, or unreadable.
    Refused,
    /// The co-owner's keys cannot be had.
    Silent,
}

impl HandoverFailure {
    pub const ALL: [HandoverFailure; 4] =
        [HandoverFailure::Expired, HandoverFailure::Used, HandoverFailure::Refused, HandoverFailure::Silent];

    /// As in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            HandoverFailure::Expired => "expire",
            HandoverFailure::Used => "deja-servi",
            HandoverFailure::Refused => "refuse",
            HandoverFailure::Silent => "sans-reponse",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        HandoverFailure::ALL.into_iter().find(|failure| failure.code() == code)
    }

    /// What happened and what to do.
    pub fn sentence(self, co_owner: CoOwner) -> String {
        let site = co_owner.site();
        let what = match self {
            HandoverFailure::Expired => {
                format!(
                    "Les informations transmises par {site} ont plus de dix minutes\u{a0}: elles ne sont plus acceptées."
                )
            }
            HandoverFailure::Used => {
                format!("Les informations transmises par {site} ont déjà servi une fois.")
            }
            HandoverFailure::Refused => {
                format!(
                    "Les informations reçues ne viennent pas de {site}, ou ne sont pas pour ce portail\u{a0}: elles sont refusées."
                )
            }
            HandoverFailure::Silent => {
                format!("{site} ne répond pas\u{a0}: les informations reçues n’ont pas pu être vérifiées.")
            }
        };
        format!("{what} Remplissez le formulaire vous-même, ou retournez sur {site} pour recommencer.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_back_and_every_sentence_says_what_to_do() {
        for failure in HandoverFailure::ALL {
            assert_eq!(HandoverFailure::from_code(failure.code()), Some(failure));
            let sentence = failure.sentence(CoOwner::Dgddi);
            assert!(sentence.contains("douane.gouv.fr") && sentence.contains("Remplissez"), "{sentence}");
        }
        assert_eq!(HandoverFailure::from_code(""), None);
    }
}
