//! Elimination of questions and payments at the end of their term: an entry of the log says which entries have lost their
//! content, when and by which rule. It says nothing of the content or of the persons.

use serde::{Deserialize, Serialize};

use platform::{
    Error,
    db::{Moment, Tx},
    execute_tx, on,
    transparency::{self, Entry, Salt},
};

use crate::Portal;

/// Value of `format`; another one for every change of the members.
const FORMAT: &str = "prodouane/elimination/2";

/// What the log records of an elimination, as a JSON object with French member names: members in this order, no white
/// space, no fractions, texts in UTF-8.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EliminationRecord {
    format: String,
    /// `question` or `paiement`.
    #[serde(rename = "objet")]
    kind: String,
    /// Number of the question, or reference of the payment at the co-owner; empty if it gave none.
    #[serde(rename = "numero")]
    number: String,
    /// RFC 3339.
    #[serde(rename = "elimine_le")]
    eliminated_at: String,
    #[serde(rename = "regle")]
    rule: String,
    /// Numbers of the entries whose content was eliminated, from 0.
    #[serde(rename = "inscriptions")]
    entries: Vec<i64>,
    #[serde(rename = "sel")]
    salt: Salt,
}

/// Content that is eliminated.
#[derive(Clone, Copy, Debug)]
pub enum Eliminated<'a> {
    /// Number of a question, and its term in years after the last exchange.
    Question { number: &'a str, years: i16 },
    /// Reference of a payment at the co-owner, empty if it gave none, and its term in years.
    Payment { reference: &'a str, years: i16 },
}

impl<'a> Eliminated<'a> {
    /// Code of the object, its number, and the rule.
    fn described(self) -> (&'static str, &'a str, String) {
        match self {
            Eliminated::Question { number, years } => {
                ("question", number, format!("élimination {years}\u{a0}ans après le dernier échange"))
            }
            Eliminated::Payment { reference, years } => {
                ("paiement", reference, format!("élimination {years}\u{a0}ans après le début du paiement"))
            }
        }
    }
}

/// Records the elimination of content whose receipts were these entries, which locks the log until the end of the
/// transaction: call it last. Does nothing without entries.
pub async fn record_elimination(
    tx: &mut Tx,
    now: Moment,
    eliminated: Eliminated<'_>,
    entries: &[i64],
) -> Result<(), Error> {
    if entries.is_empty() {
        return Ok(());
    }
    let (kind, number, rule) = eliminated.described();
    let record = EliminationRecord {
        format: FORMAT.to_owned(),
        kind: kind.to_owned(),
        number: number.to_owned(),
        eliminated_at: now.rfc3339(),
        rule,
        entries: entries.to_vec(),
        salt: Salt::generate(),
    };
    let content = serde_json::to_string(&record)?;
    let entry = Entry { json: content.as_bytes(), salt: &record.salt };
    let elimination = transparency::append(tx, now, &entry).await?;
    execute_tx!(
        tx,
        sqlx::query("INSERT INTO elimination (entry, content, eliminated_at) VALUES ($1, $2, $3)")
            .bind(elimination)
            .bind(&content)
            .bind(now)
    )?;
    for entry in entries {
        execute_tx!(
            tx,
            sqlx::query("INSERT INTO eliminated_entry (entry, elimination) VALUES ($1, $2)")
                .bind(entry)
                .bind(elimination)
        )?;
    }
    Ok(())
}

/// Elimination of the content of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Elimination {
    /// Number of its own entry, from 0.
    pub entry: i64,
    pub eliminated_at: Moment,
}

/// Returns the elimination of the content of an entry; `None` for one whose content was not eliminated.
///
/// # Errors
/// [`Error::Busy`].
pub async fn elimination_of(portal: &Portal, entry: i64) -> Result<Option<Elimination>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT e.entry, e.eliminated_at FROM eliminated_entry o JOIN elimination e ON e.entry = o.elimination
             WHERE o.entry = $1",
        )
        .bind(entry)
        .fetch_optional(c)
        .await
    })?)
}

/// Returns the JSON of an elimination, to the byte as the log recorded it. Public: it names no person.
///
/// # Errors
/// [`Error::NotFound`] if the entry is no elimination.
pub async fn elimination_file(portal: &Portal, entry: i64) -> Result<String, Error> {
    let found: Option<String> = on!(portal.db, |c| {
        sqlx::query_scalar("SELECT content FROM elimination WHERE entry = $1")
            .bind(entry)
            .fetch_optional(c)
            .await
    })?;
    found.ok_or(Error::NotFound)
}

/// Returns the proof of an elimination; `None` until a checkpoint covers its entry.
///
/// # Errors
/// As [`elimination_file`].
pub async fn elimination_proof(portal: &Portal, entry: i64) -> Result<Option<String>, Error> {
    elimination_file(portal, entry).await?;
    Ok(transparency::proof(portal, entry).await?.map(|proof| proof.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Eliminations already recorded are verified against these bytes: a change of members needs another [`FORMAT`].
    #[test]
    fn form_of_the_json_is_fixed() {
        let record = EliminationRecord {
            format: FORMAT.to_owned(),
            kind: "question".to_owned(),
            number: "Q-2026-7F3K9M".to_owned(),
            eliminated_at: "2033-11-30T09:00:00.000Z".to_owned(),
            rule: "élimination 7\u{a0}ans après le dernier échange".to_owned(),
            entries: vec![3, 5],
            salt: Salt::try_from("ab".repeat(32)).expect("a salt"),
        };
        let expected = concat!(
            r#"{"format":"prodouane/elimination/2","objet":"question","numero":"Q-2026-7F3K9M","#,
            r#""elimine_le":"2033-11-30T09:00:00.000Z","#,
            "\"regle\":\"élimination 7\u{a0}ans après le dernier échange\",\"inscriptions\":[3,5],",
            r#""sel":"abababababababababababababababababababababababababababababababab"}"#,
        );
        let json = serde_json::to_string(&record).expect("JSON");
        assert_eq!(json, expected);
        assert_eq!(serde_json::from_str::<EliminationRecord>(&json).expect("a record"), record);
    }
}
