use serde::{Deserialize, Serialize};

use platform::{db::Moment, transparency::Salt};

use crate::payments::Payment;

/// Value of `format`; another one for every change of the members.
const FORMAT: &str = "prodouane/recu-de-paiement/1";

/// What the receipt of a payment by card says, as a JSON object with French member names. Its bytes are the entry of the
/// transparency log: members in this order, no white space, no fractions, texts in UTF-8.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PaymentReceipt {
    pub format: String,
    /// Reference of the payment at the co-owner; empty if it gave none.
    #[serde(rename = "reference_paiement")]
    pub payment_reference: String,
    /// Date of the payment as the co-owner states it, RFC 3339.
    #[serde(rename = "paye_le")]
    pub paid_at: String,
    #[serde(rename = "moyen")]
    pub means: String,
    #[serde(rename = "montant_centimes")]
    pub cents: i64,
    /// Code of the co-owner that confirmed the payment.
    #[serde(rename = "coproprietaire")]
    pub co_owner: String,
    /// Reference of the créance.
    #[serde(rename = "creance")]
    pub reference: String,
    #[serde(rename = "objet")]
    pub label: String,
    /// As the payer saw it: masked for a visitor.
    #[serde(rename = "redevable")]
    pub debtor: String,
    pub siret: String,
    /// Code of the recette that collects the créance; empty if unknown.
    pub recette: String,
    #[serde(rename = "sel")]
    pub salt: Salt,
}

impl PaymentReceipt {
    /// Returns the receipt of a payment that has just been confirmed.
    pub fn of(payment: &Payment, paid_at: Moment, payment_reference: Option<&str>) -> Self {
        PaymentReceipt {
            format: FORMAT.to_owned(),
            payment_reference: payment_reference.unwrap_or_default().to_owned(),
            paid_at: paid_at.rfc3339(),
            means: "carte bancaire".to_owned(),
            cents: payment.amount.cents(),
            co_owner: payment.co_owner.code().to_owned(),
            reference: payment.reference.clone(),
            label: payment.label.clone(),
            debtor: payment.debtor.clone(),
            siret: payment.siret.clone(),
            recette: payment.recette.clone(),
            salt: Salt::generate(),
        }
    }

    /// Returns the bytes that the log records.
    ///
    /// # Errors
    /// None in practice: every member has a form in JSON.
    pub fn canonical_json(&self) -> serde_json::Result<String> {
        serde_json::to_string(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Receipts already issued are verified against these bytes: a change of members needs another [`FORMAT`].
    #[test]
    fn form_of_the_json_is_fixed() {
        let receipt = PaymentReceipt {
            format: FORMAT.to_owned(),
            payment_reference: "CB-1".to_owned(),
            paid_at: "2026-11-29T14:52:03.120Z".to_owned(),
            means: "carte bancaire".to_owned(),
            cents: 48_730,
            co_owner: "dgddi".to_owned(),
            reference: "DEMO-CI-0027".to_owned(),
            label: "Droits sur l’alcool".to_owned(),
            debtor: "Dis… fictive".to_owned(),
            siret: "00030303200023".to_owned(),
            recette: "FR000000".to_owned(),
            salt: Salt::try_from("ab".repeat(32)).expect("a salt"),
        };
        let expected = concat!(
            r#"{"format":"prodouane/recu-de-paiement/1","reference_paiement":"CB-1","paye_le":"2026-11-29T14:52:03.120Z","#,
            r#""moyen":"carte bancaire","montant_centimes":48730,"coproprietaire":"dgddi","creance":"DEMO-CI-0027","#,
            r#""objet":"Droits sur l’alcool","redevable":"Dis… fictive","siret":"00030303200023","recette":"FR000000","#,
            r#""sel":"abababababababababababababababababababababababababababababababab"}"#,
        );
        let json = receipt.canonical_json().expect("JSON");
        assert_eq!(json, expected);
        assert_eq!(serde_json::from_str::<PaymentReceipt>(&json).expect("a receipt"), receipt);
    }
}
