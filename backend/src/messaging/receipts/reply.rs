use domain::question::Party;
use serde::{Deserialize, Serialize};

use platform::{db::Moment, transparency::Salt};

use super::content::{ReceiptFile, ReceiptSender};
use crate::messaging::{attachments::Attachment, conversations::Conversation};

/// Value of `format`; another one for every change of the members.
const FORMAT: &str = "prodouane/message/1";

/// What the transparency log records of a follow-up or an answer, as a JSON object with French member names: members in
/// this order, no white space, no fractions, texts in UTF-8.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReplyRecord {
    pub format: String,
    /// Number of the question.
    #[serde(rename = "question")]
    pub number: String,
    #[serde(rename = "nature")]
    pub kind: String,
    /// RFC 3339.
    #[serde(rename = "envoye_le")]
    pub sent_at: String,
    #[serde(rename = "auteur")]
    pub author: ReceiptSender,
    /// Name of the service of the question.
    pub service: String,
    #[serde(rename = "acte_officiel")]
    pub official: bool,
    pub message: String,
    #[serde(rename = "pieces")]
    pub files: Vec<ReceiptFile>,
    #[serde(rename = "sel")]
    pub salt: Salt,
}

/// A reply as it is sent.
pub struct SentReply<'a> {
    pub conversation: &'a Conversation,
    pub party: Party,
    pub author: &'a str,
    pub official: bool,
    pub message: &'a str,
    pub files: &'a [Attachment],
    pub now: Moment,
}

impl SentReply<'_> {
    pub fn record(&self) -> ReplyRecord {
        let kind = match self.party {
            Party::Usager => "suite",
            Party::Agent => "réponse",
        };
        ReplyRecord {
            format: FORMAT.to_owned(),
            number: self.conversation.number.clone(),
            kind: kind.to_owned(),
            sent_at: self.now.rfc3339(),
            author: ReceiptSender { name: self.author.to_owned() },
            service: self.conversation.service_name.clone(),
            official: self.official,
            message: self.message.to_owned(),
            files: self.files.iter().map(ReceiptFile::from).collect(),
            salt: Salt::generate(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Records already issued are verified against these bytes: a change of members needs another [`FORMAT`].
    #[test]
    fn form_of_the_json_is_fixed() {
        let record = ReplyRecord {
            format: FORMAT.to_owned(),
            number: "Q-2026-7F3K9M".to_owned(),
            kind: "réponse".to_owned(),
            sent_at: "2026-11-30T09:00:00.000Z".to_owned(),
            author: ReceiptSender { name: "Camille Essai".to_owned() },
            service: "PAE fictif".to_owned(),
            official: true,
            message: "Bonjour,\nvoici.".to_owned(),
            files: vec![ReceiptFile { name: "a.pdf".to_owned(), size: 12, sha256: "00".repeat(32) }],
            salt: Salt::try_from("ab".repeat(32)).expect("a salt"),
        };
        let expected = concat!(
            r#"{"format":"prodouane/message/1","question":"Q-2026-7F3K9M","nature":"réponse","#,
            r#""envoye_le":"2026-11-30T09:00:00.000Z","auteur":{"nom":"Camille Essai"},"service":"PAE fictif","#,
            r#""acte_officiel":true,"message":"Bonjour,\nvoici.","#,
            r#""pieces":[{"nom":"a.pdf","octets":12,"sha256":"0000000000000000000000000000000000000000000000000000000000000000"}],"#,
            r#""sel":"abababababababababababababababababababababababababababababababab"}"#,
        );
        let json = serde_json::to_string(&record).expect("JSON");
        assert_eq!(json, expected);
        assert_eq!(serde_json::from_str::<ReplyRecord>(&json).expect("a record"), record);
    }
}
