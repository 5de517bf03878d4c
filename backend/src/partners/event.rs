//! A change of rights as a co-owner pushes it. Read strictly: whoever signs it knows the contract.

use domain::{co_owner::CoOwner, rights::Habilitation};
use serde::Deserialize;
use uuid::Uuid;

use super::{GrantedCompany, contract, http::Failure, wire};

/// Longest identifier of an account, in bytes.
const MAX_SUBJECT_BYTES: usize = 200;

/// What changed for one account, between two versions of its rights.
#[derive(Clone, Debug)]
pub struct RightsEvent {
    /// Drawn by the co-owner, the same at every delivery.
    pub id: Uuid,
    /// The account at the co-owner.
    pub subject: String,
    /// The version that the change made.
    pub version: i64,
    /// The version that it changed: whoever holds another one has missed something.
    pub previous: i64,
    /// `None` when the change is too large to be told: everything is to be read again.
    pub changes: Option<RightsChanges>,
}

#[derive(Clone, Debug)]
pub struct RightsChanges {
    pub granted: Vec<Habilitation>,
    pub withdrawn: Vec<Habilitation>,
    /// The companies that the granted rights are about.
    pub companies: Vec<GrantedCompany>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Event {
    evenement: Uuid,
    compte: String,
    version: i64,
    version_precedente: i64,
    changements: Option<Changes>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Changes {
    accordees: Vec<Right>,
    retirees: Vec<Right>,
    entreprises: Vec<wire::Entreprise>,
}

/// The contract's habilitation, with nothing beside it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Right {
    teleservice: String,
    droit: String,
    siret: Option<String>,
    siren: Option<String>,
}

/// # Errors
/// [`Failure::Unreadable`] for anything that the contract does not say.
pub(super) fn read(co_owner: CoOwner, body: &[u8]) -> Result<RightsEvent, Failure> {
    let text = std::str::from_utf8(body).map_err(|_| Failure::Unreadable("not UTF-8".to_owned()))?;
    let event: Event = contract::parse(text)?;
    if event.compte.is_empty() || event.compte.len() > MAX_SUBJECT_BYTES {
        return Err(Failure::Unreadable("no account".to_owned()));
    }
    if event.version_precedente < 0 || event.version <= event.version_precedente {
        return Err(Failure::Unreadable("versions that do not rise".to_owned()));
    }
    Ok(RightsEvent {
        id: event.evenement,
        subject: event.compte,
        version: event.version,
        previous: event.version_precedente,
        changes: event.changements.map(|changes| changes.read(co_owner)).transpose()?,
    })
}

impl Changes {
    fn read(self, co_owner: CoOwner) -> Result<RightsChanges, Failure> {
        Ok(RightsChanges {
            granted: rights(co_owner, self.accordees)?,
            withdrawn: rights(co_owner, self.retirees)?,
            companies: self.entreprises.into_iter().filter_map(contract::company).collect(),
        })
    }
}

fn rights(co_owner: CoOwner, rights: Vec<Right>) -> Result<Vec<Habilitation>, Failure> {
    let mut read = Vec::new();
    for right in rights {
        let Right { teleservice, droit, siret, siren } = right;
        if siret.is_some() == siren.is_some() {
            return Err(Failure::Unreadable("a right needs one place".to_owned()));
        }
        // As in a full answer: what the portal does not know gives nothing.
        read.extend(contract::habilitation(
            co_owner,
            &wire::Habilitation { teleservice, droit, siret, siren },
        ));
    }
    Ok(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RIGHT: &str = r#"{"teleservice":"DELTA-G","droit":"lire","siret":"00010101400017"}"#;

    fn event(changes: &str) -> String {
        format!(
            r#"{{"evenement":"0190a5c4-7c1e-7cc3-98c4-dc0c0c07398f","compte":"alix.demo","version":8,"version_precedente":5{changes}}}"#
        )
    }

    fn read_text(text: &str) -> Result<RightsEvent, Failure> {
        read(CoOwner::Dgddi, text.as_bytes())
    }

    #[test]
    fn an_event_is_read_with_or_without_its_changes() {
        let changes = format!(r#","changements":{{"accordees":[{RIGHT}],"retirees":[],"entreprises":[]}}"#);
        let read = read_text(&event(&changes)).expect("an event");
        assert_eq!((read.version, read.previous, read.subject.as_str()), (8, 5, "alix.demo"));
        assert_eq!(read.changes.expect("changes").granted.len(), 1);
        assert!(read_text(&event("")).expect("an event").changes.is_none());
    }

    #[test]
    fn what_the_contract_does_not_say_is_refused() {
        let two_places = RIGHT.replace('}', r#","siren":"000101014"}"#);
        for wrong in [
            "[]".to_owned(),
            event(r#","autre":1"#),
            event(r#","changements":{"accordees":[]}"#),
            event(&format!(
                r#","changements":{{"accordees":[{two_places}],"retirees":[],"entreprises":[]}}"#
            )),
            event("").replace("\"version\":8", "\"version\":5"),
            event("").replace("\"version\":8", "\"version\":\"8\""),
            event("").replace("alix.demo", ""),
            event("").replace("0190a5c4-", ""),
        ] {
            assert!(matches!(read_text(&wrong), Err(Failure::Unreadable(_))), "{wrong}");
        }
    }
}
