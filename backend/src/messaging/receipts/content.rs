use anyhow::Context;
use domain::{answer_delay::WorkingDays, phone::Phone};
use serde::{Deserialize, Serialize};

use platform::{Error, db::Moment, transparency::Salt};

use crate::{
    directory::services::Service,
    messaging::{attachments::Attachment, conversations::ShownAnswer},
};

/// Value of `format`; another one for every change of the members.
pub const FORMAT: &str = "prodouane/accuse-de-reception/2";

/// Said instead of a promise.
pub const NO_PROMISE: &str = "Ce service n’a pas pris d’engagement de délai.";

/// What the acknowledgement of receipt of a question says (CRPA R112-11-1; mission §5), as a JSON object with French
/// member names. Its bytes are the entry of the transparency log: members in this order, no white space, no fractions,
/// texts in UTF-8.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    pub format: String,
    #[serde(rename = "numero")]
    pub number: String,
    /// Date of reception, RFC 3339.
    #[serde(rename = "recu_le")]
    pub received_at: String,
    pub service: ReceiptService,
    #[serde(rename = "entreprise")]
    pub company: ReceiptCompany,
    #[serde(rename = "expediteur")]
    pub sender: ReceiptSender,
    pub motif: ReceiptMotif,
    #[serde(rename = "objet")]
    pub subject: String,
    #[serde(rename = "reponses")]
    pub answers: Vec<ReceiptAnswer>,
    pub message: String,
    #[serde(rename = "pieces")]
    pub files: Vec<ReceiptFile>,
    /// Commitment of the service; `null` if it promises nothing.
    #[serde(rename = "engagement_jours_ouvres")]
    pub working_days: Option<WorkingDays>,
    /// End of the commitment, RFC 3339; `null` without one.
    #[serde(rename = "reponse_promise_avant")]
    pub answer_due_at: Option<String>,
    /// Sentences on silence and appeal; empty if the motif is not a *demande*.
    #[serde(rename = "silence_et_recours")]
    pub silence: Vec<String>,
    #[serde(rename = "sel")]
    pub salt: Salt,
}

/// Service in charge, as it was when the question was received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiptService {
    pub code: String,
    #[serde(rename = "nom")]
    pub name: String,
    /// Postal address.
    #[serde(rename = "adresse")]
    pub address: String,
    #[serde(rename = "courriel")]
    pub email: String,
    #[serde(rename = "telephone")]
    pub phone: Phone,
}

impl From<&Service> for ReceiptService {
    fn from(service: &Service) -> Self {
        ReceiptService {
            code: service.code.clone(),
            name: service.name.clone(),
            address: service.address.clone(),
            email: service.email.clone(),
            phone: service.phone().clone(),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiptCompany {
    pub siren: String,
    #[serde(rename = "raison_sociale")]
    pub name: String,
}

/// Author of the question, without their mail address: colleagues read the receipt too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiptSender {
    #[serde(rename = "nom")]
    pub name: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiptMotif {
    pub code: String,
    pub version: u32,
    #[serde(rename = "titre")]
    pub title: String,
}

/// An answer of the form, as displayed when it was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiptAnswer {
    #[serde(rename = "question")]
    pub label: String,
    #[serde(rename = "valeurs")]
    pub values: Vec<String>,
}

impl From<ShownAnswer> for ReceiptAnswer {
    fn from(answer: ShownAnswer) -> Self {
        ReceiptAnswer { label: answer.label, values: answer.values }
    }
}

/// An attachment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiptFile {
    #[serde(rename = "nom")]
    pub name: String,
    #[serde(rename = "octets")]
    pub size: i64,
    /// In hexadecimal.
    pub sha256: String,
}

impl From<&Attachment> for ReceiptFile {
    fn from(file: &Attachment) -> Self {
        ReceiptFile { name: file.name.clone(), size: file.size, sha256: file.sha256.to_string() }
    }
}

impl Receipt {
    /// Describes the commitment: « sous 5 jours ouvrés, au plus tard le … ». `None` if the service promises nothing.
    ///
    /// # Errors
    /// None in practice: the date is that of the commitment.
    pub fn promise(&self) -> Result<Option<String>, Error> {
        let (Some(days), Some(due)) = (self.working_days, self.due_at()?) else { return Ok(None) };
        Ok(Some(format!("sous {}, au plus tard le {}", days.words(), due.french_minute())))
    }

    /// Returns the end of the commitment; `None` without one.
    ///
    /// # Errors
    /// None in practice, as for [`Receipt::promise`].
    pub fn due_at(&self) -> Result<Option<Moment>, Error> {
        let due = self.answer_due_at.as_ref().map(|due| due.parse().context("a date of a receipt"));
        Ok(due.transpose()?.map(Moment::from_timestamp))
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

    fn receipt() -> Receipt {
        let salt = Salt::try_from("ab".repeat(32)).expect("a salt");
        Receipt {
            format: FORMAT.to_owned(),
            number: "Q-2026-7F3K9M".to_owned(),
            received_at: "2026-11-29T14:52:03.120Z".to_owned(),
            service: ReceiptService {
                code: "PAE".to_owned(),
                name: "PAE fictif".to_owned(),
                address: "1 quai fictif".to_owned(),
                email: "pae@exemple.fr".to_owned(),
                phone: Phone::parse("02 40 00 00 00").expect("a number"),
            },
            company: ReceiptCompany { siren: "123456782".to_owned(), name: "Brumaire".to_owned() },
            sender: ReceiptSender { name: "Alix Essai".to_owned() },
            motif: ReceiptMotif { code: "mandat".to_owned(), version: 1, title: "Question".to_owned() },
            subject: "Été".to_owned(),
            answers: vec![ReceiptAnswer { label: "Mandat".to_owned(), values: vec!["RUM-1".to_owned()] }],
            message: "Bonjour,\n« à bientôt »".to_owned(),
            files: vec![ReceiptFile { name: "a.pdf".to_owned(), size: 12, sha256: "00".repeat(32) }],
            working_days: WorkingDays::new(5),
            answer_due_at: Some("2026-12-04T16:00:00.000Z".to_owned()),
            silence: Vec::new(),
            salt,
        }
    }

    /// Receipts already issued are verified against these bytes: a change of members needs another [`FORMAT`].
    #[test]
    fn form_of_the_json_is_fixed() {
        let expected = concat!(
            r#"{"format":"prodouane/accuse-de-reception/2","numero":"Q-2026-7F3K9M","recu_le":"2026-11-29T14:52:03.120Z","#,
            r#""service":{"code":"PAE","nom":"PAE fictif","adresse":"1 quai fictif","courriel":"pae@exemple.fr","#,
            r#""telephone":"+33240000000"},"entreprise":{"siren":"123456782","raison_sociale":"Brumaire"},"#,
            r#""expediteur":{"nom":"Alix Essai"},"#,
            r#""motif":{"code":"mandat","version":1,"titre":"Question"},"objet":"Été","#,
            r#""reponses":[{"question":"Mandat","valeurs":["RUM-1"]}],"message":"Bonjour,\n« à bientôt »","#,
            r#""pieces":[{"nom":"a.pdf","octets":12,"sha256":"0000000000000000000000000000000000000000000000000000000000000000"}],"#,
            r#""engagement_jours_ouvres":5,"reponse_promise_avant":"2026-12-04T16:00:00.000Z","silence_et_recours":[],"#,
            r#""sel":"abababababababababababababababababababababababababababababababab"}"#,
        );
        let json = receipt().canonical_json().expect("JSON");
        assert_eq!(json, expected);
        assert_eq!(serde_json::from_str::<Receipt>(&json).expect("a receipt"), receipt());
    }
}
