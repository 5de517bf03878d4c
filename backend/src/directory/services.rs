//! Customs services that receive questions: PAE and recettes.

use domain::{motif::RecipientKind, problem::Problem};
use sqlx::FromRow;

use platform::{Error, error::UnknownCode, execute, on};

use crate::Portal;

/// A customs service.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Service {
    pub code: String,
    #[sqlx(try_from = "String")]
    kind: Kind,
    pub name: String,
    /// Code of the customs office it belongs to.
    pub office: Option<String>,
}

impl Service {
    pub fn kind(&self) -> RecipientKind {
        self.kind.0
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Kind(RecipientKind);

impl TryFrom<String> for Kind {
    type Error = UnknownCode;

    fn try_from(code: String) -> Result<Self, UnknownCode> {
        RecipientKind::from_code(&code).map(Kind).ok_or(UnknownCode(code))
    }
}

/// Maximum length of a code, which is also used in addresses.
const MAX_CODE: usize = 32;
/// Maximum length of a name, in characters.
const MAX_NAME: usize = 120;

/// Adds a service, or updates the name and office of an existing one.
///
/// # Errors
/// [`Error::Invalid`] for a code that is not 1 to 32 letters, digits or dashes, an empty name, an unknown office, or a
/// change of kind: the questions already sent would be at a service of the wrong kind.
pub async fn add(
    portal: &Portal,
    code: &str,
    kind: RecipientKind,
    name: &str,
    office: Option<&str>,
) -> Result<(), Error> {
    let is_allowed = |c: u8| c.is_ascii_alphanumeric() || c == b'-';
    if code.is_empty() || code.len() > MAX_CODE || !code.bytes().all(is_allowed) {
        return Err(Error::invalid("code", Problem::ServiceCode));
    }
    if name.trim().is_empty() || name.chars().count() > MAX_NAME || name.chars().any(char::is_control) {
        return Err(Error::invalid("nom", Problem::ServiceName));
    }
    if let Some(office) = office {
        super::offices::find(portal, office)
            .await?
            .ok_or_else(|| Error::invalid("bureau", Problem::UnknownOffice))?;
    }
    let written = execute!(
        portal.db,
        sqlx::query(
            "INSERT INTO service (code, kind, name, office, created_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (code) DO UPDATE SET name = excluded.name, office = excluded.office
             WHERE service.kind = excluded.kind",
        )
        .bind(code)
        .bind(kind.code())
        .bind(name.trim())
        .bind(office)
        .bind(portal.clock.now())
    )?;
    if written == 1 { Ok(()) } else { Err(Error::invalid("nature", Problem::ServiceKindFixed)) }
}

/// Returns every service, sorted by kind and name.
pub async fn list(portal: &Portal) -> Result<Vec<Service>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as("SELECT code, kind, name, office FROM service ORDER BY kind, name, code")
            .fetch_all(c)
            .await
    })?)
}

/// Returns the services of one kind, to which questions of a motif may be sent, sorted by name.
pub async fn of_kind(portal: &Portal, kind: RecipientKind) -> Result<Vec<Service>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as("SELECT code, kind, name, office FROM service WHERE kind = $1 ORDER BY name, code")
            .bind(kind.code())
            .fetch_all(c)
            .await
    })?)
}
