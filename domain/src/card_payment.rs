//! Payment of a créance by card at Télépaiement CB (004, Paiements; mission §4).

use std::fmt;

use crate::amount::Amount;
use crate::form::{FieldDefinition, FormDefinition, Kind};
use crate::typed_text::compact;

/// Kind of créance that can be paid by card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardKind {
    Alcools,
    OctroiDeMerInterne,
}

impl CardKind {
    pub const ALL: [CardKind; 2] = [CardKind::Alcools, CardKind::OctroiDeMerInterne];

    /// Code used in the API contract with the co-owners.
    pub const fn code(self) -> &'static str {
        match self {
            CardKind::Alcools => "alcools",
            CardKind::OctroiDeMerInterne => "octroi_de_mer_interne",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        CardKind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    pub const fn label(self) -> &'static str {
        match self {
            CardKind::Alcools => "Alcools",
            CardKind::OctroiDeMerInterne => "Octroi de mer interne",
        }
    }

    /// Returns the greatest amount that can be paid by card (004).
    pub const fn limit(self) -> Amount {
        match self {
            CardKind::Alcools => Amount::from_cents(200_000),
            CardKind::OctroiDeMerInterne => Amount::from_cents(150_000),
        }
    }
}

/// Reason why a créance cannot be paid by card. `Display` gives the French sentence, with the other ways to pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardRefusal {
    /// Nothing remains to be paid.
    Paid,
    /// Neither alcohol nor octroi de mer interne.
    OtherKind,
    /// More remains to be paid than [`CardKind::limit`].
    OverLimit(CardKind),
}

impl fmt::Display for CardRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const OTHER_WAYS: &str = "Réglez-la par prélèvement avec Télépaiement SEPA, ou suivez les indications de l’avis de paiement.";
        match self {
            CardRefusal::Paid => {
                f.write_str("Cette créance est déjà payée\u{a0}: vous n’avez rien d’autre à régler.")
            }
            CardRefusal::OtherKind => write!(
                f,
                "Seules les créances relatives aux alcools et à l’octroi de mer interne se paient par carte. {OTHER_WAYS}"
            ),
            CardRefusal::OverLimit(kind) => {
                let subject = match kind {
                    CardKind::Alcools => "aux alcools",
                    CardKind::OctroiDeMerInterne => "à l’octroi de mer interne",
                };
                write!(
                    f,
                    "Une créance relative {subject} ne se paie par carte que jusqu’à {}, et celle-ci dépasse ce montant. {OTHER_WAYS}",
                    kind.limit()
                )
            }
        }
    }
}

/// Returns the kind of a créance that can be paid by card. `kind`: `None` if it is of any other kind.
///
/// # Errors
/// See [`CardRefusal`].
pub fn check_card(kind: Option<CardKind>, remaining: Amount) -> Result<CardKind, CardRefusal> {
    if remaining <= Amount::ZERO {
        return Err(CardRefusal::Paid);
    }
    match kind {
        None => Err(CardRefusal::OtherKind),
        Some(kind) if remaining > kind.limit() => Err(CardRefusal::OverLimit(kind)),
        Some(kind) => Ok(kind),
    }
}

/// State of a payment by card. All but the first are final.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardPaymentState {
    /// The payer is at Télépaiement CB, or has left it without finishing.
    Running,
    Paid,
    /// The bank or 3-D Secure refused the card.
    Refused,
    /// The payer gave up at Télépaiement CB.
    Cancelled,
    /// The payer did not finish in time.
    Expired,
}

impl CardPaymentState {
    pub const ALL: [CardPaymentState; 5] = [
        CardPaymentState::Running,
        CardPaymentState::Paid,
        CardPaymentState::Refused,
        CardPaymentState::Cancelled,
        CardPaymentState::Expired,
    ];

    /// Code used in the API contract with the co-owners and in the database.
    pub const fn code(self) -> &'static str {
        match self {
            CardPaymentState::Running => "en_cours",
            CardPaymentState::Paid => "paye",
            CardPaymentState::Refused => "refuse",
            CardPaymentState::Cancelled => "annule",
            CardPaymentState::Expired => "expire",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        CardPaymentState::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// Name of the field for the reference of the créance.
pub const REFERENCE: &str = "reference";
/// Name of the field for the password printed on the payment notice.
pub const NOTICE_PASSWORD: &str = "code";

/// Form with the two values printed on a payment notice.
pub fn notice_form() -> FormDefinition {
    let password =
        FieldDefinition::new(NOTICE_PASSWORD, "Mot de passe de l’avis", Kind::ShortText { max: MAX_TYPED })
            .mandatory()
            .hint("Imprimé sur l’avis de paiement, sous la référence. Ce n’est pas celui d’un compte.")
            .autocomplete("off");
    FormDefinition::new("chercher-avis", vec![reference_field(), password])
}

/// Field for the reference of the créance: the only one that is shown again.
pub fn reference_field() -> FieldDefinition {
    FieldDefinition::new(REFERENCE, "Référence de la créance", Kind::ShortText { max: MAX_TYPED })
        .mandatory()
        .hint("Imprimée en haut de l’avis de paiement. Espaces, tirets et majuscules sont sans importance.")
        .autocomplete("off")
}

/// Maximum number of characters of a typed value, with its spaces and hyphens.
const MAX_TYPED: usize = 60;

/// Returns a value printed on a payment notice as it is compared: capitals, without spaces and hyphens.
pub fn comparable(typed: &str) -> String {
    compact(typed).to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_apply_to_the_cent() {
        for (kind, limit) in [(CardKind::Alcools, 200_000), (CardKind::OctroiDeMerInterne, 150_000)] {
            for (cents, expected) in [
                (limit - 1, Ok(kind)),
                (limit, Ok(kind)),
                (limit + 1, Err(CardRefusal::OverLimit(kind))),
                (1, Ok(kind)),
                (0, Err(CardRefusal::Paid)),
                (-1, Err(CardRefusal::Paid)),
            ] {
                assert_eq!(check_card(Some(kind), Amount::from_cents(cents)), expected, "{kind:?} {cents}");
            }
        }
        assert_eq!(check_card(None, Amount::from_cents(1)), Err(CardRefusal::OtherKind));
        assert_eq!(check_card(None, Amount::ZERO), Err(CardRefusal::Paid));
    }

    #[test]
    fn refusals_say_the_limit_and_the_other_ways_to_pay() {
        let over = CardRefusal::OverLimit(CardKind::OctroiDeMerInterne).to_string();
        assert!(over.contains("1\u{202f}500,00\u{a0}€") && over.contains("prélèvement"), "{over}");
        assert!(CardRefusal::OtherKind.to_string().contains("prélèvement"));
    }

    #[test]
    fn codes_parse_back() {
        for kind in CardKind::ALL {
            assert_eq!(CardKind::from_code(kind.code()), Some(kind));
        }
        for state in CardPaymentState::ALL {
            assert_eq!(CardPaymentState::from_code(state.code()), Some(state));
        }
        assert_eq!((CardKind::from_code("tabac"), CardPaymentState::from_code("")), (None, None));
    }

    #[test]
    fn typed_values_are_compared_without_spaces_hyphens_and_case() {
        for typed in ["DEMO-CI-0027", " demo ci 0027", "Demo\u{2011}CI\u{a0}0027\u{200b}"] {
            assert_eq!(comparable(typed), "DEMOCI0027");
        }
    }
}
