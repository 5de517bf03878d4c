use domain::siren::Siren;
use serde_json::json;

use platform::{Error, db::Moment};

use super::question::LeftOut;
use crate::{
    archives::{Order, WrittenEntry, entry_name},
    messaging::conversations::Conversation,
};

/// Value of `format`; another one for every change of the members.
const FORMAT: &str = "prodouane/archive-des-echanges/1";

/// What an archive contains.
pub(super) struct Manifest {
    pub siren: String,
    /// First and last day, as displayed.
    pub days: (String, String),
    /// RFC 3339, for the JSON.
    days_rfc3339: (String, String),
    pub built_at: Moment,
    pub questions: Vec<ListedQuestion>,
}

/// A question of the manifest.
pub(super) struct ListedQuestion {
    pub conversation: Conversation,
    pub left_out: Vec<LeftOut>,
}

impl ListedQuestion {
    /// Returns the folder of the question.
    pub fn folder(&self) -> String {
        entry_name(&self.conversation.number)
    }
}

impl Manifest {
    pub fn new(order: &Order, now: Moment) -> Manifest {
        let today = now.day();
        let (first, last) = order.days().unwrap_or((today, today));
        Manifest {
            siren: order.siren.clone(),
            days: (domain::calendar::french_date(first), domain::calendar::french_date(last)),
            days_rfc3339: (first.to_string(), last.to_string()),
            built_at: now,
            questions: Vec::new(),
        }
    }

    pub fn add(&mut self, conversation: Conversation, left_out: Vec<LeftOut>) {
        self.questions.push(ListedQuestion { conversation, left_out });
    }

    pub fn has_confidential(&self) -> bool {
        self.questions.iter().any(|question| question.conversation.confidential)
    }

    /// Returns the SIREN as displayed.
    pub fn grouped_siren(&self) -> String {
        grouped(&self.siren)
    }

    /// Returns the JSON, with the SHA-256 of the files written so far and the files left out.
    pub fn json(&self, entries: &[WrittenEntry]) -> Result<String, Error> {
        let files = entries
            .iter()
            .map(|entry| json!({ "chemin": entry.path, "octets": entry.size, "sha256": entry.sha256 }));
        let left_out = self.questions.iter().flat_map(|question| {
            question.left_out.iter().map(|file| {
                json!({
                    "question": question.conversation.number, "nom": file.name, "octets": file.size,
                    "sha256": file.sha256, "absent_car": file.reason,
                })
            })
        });
        let (first, last) = &self.days_rfc3339;
        let document = json!({
            "format": FORMAT, "siren": self.siren, "periode": { "du": first, "au": last },
            "prepare_le": self.built_at.rfc3339(), "questions": self.questions.len(),
            "fichiers": files.collect::<Vec<_>>(), "absents": left_out.collect::<Vec<_>>(),
        });
        Ok(serde_json::to_string_pretty(&document)?)
    }

    /// Returns the SHA-256 of the files as `sha256sum --check` reads them.
    pub fn sums(entries: &[WrittenEntry]) -> String {
        entries.iter().map(|entry| format!("{}  {}\n", entry.sha256, entry.path)).collect()
    }
}

/// Returns a SIREN as displayed.
pub(super) fn grouped(siren: &str) -> String {
    Siren::parse(siren).map_or_else(|_| siren.to_owned(), |siren| siren.grouped())
}
