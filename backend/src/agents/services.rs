//! The services that receive questions: PAE and recettes.

use domain::{motif::RecipientKind, problem::Problem};
use sqlx::FromRow;

use crate::{Error, Portal, change, messaging::UnknownCode, on};

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

/// Longest code of a service: it also stands in addresses.
const MAX_CODE: usize = 32;
const MAX_NAME: usize = 120;

/// Adds a service, or changes the name and office of one that exists.
///
/// # Errors
/// [`Error::Invalid`] for a code that is not 1 to 32 letters, digits or dashes, an empty name, an unknown office, or a
/// change of kind: questions already sent would stand at the wrong service.
pub async fn add(
    portal: &Portal,
    code: &str,
    kind: RecipientKind,
    name: &str,
    office: Option<&str>,
) -> Result<(), Error> {
    let plain = |c: u8| c.is_ascii_alphanumeric() || c == b'-';
    if code.is_empty() || code.len() > MAX_CODE || !code.bytes().all(plain) {
        return Err(refused(
            "code",
            "Le code d’un service compte 1 à 32 lettres sans accent, chiffres ou tirets.",
        ));
    }
    if name.trim().is_empty() || name.chars().count() > MAX_NAME || name.chars().any(char::is_control) {
        return Err(refused("nom", "Donnez au service un nom de 120 caractères au plus."));
    }
    if let Some(office) = office {
        super::offices::find(portal, office)
            .await?
            .ok_or_else(|| refused("bureau", "Ce bureau n’est pas dans la liste importée."))?;
    }
    let written = change!(portal.db, |c| {
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
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?;
    if written == 1 {
        Ok(())
    } else {
        Err(refused("nature", "Un service ne change pas de nature : créez-en un autre."))
    }
}

pub(super) fn refused(field: &str, sentence: &str) -> Error {
    Error::invalid(field, Problem::Stated { sentence: sentence.to_owned() })
}

/// Every service, by kind and name.
pub async fn list(portal: &Portal) -> Result<Vec<Service>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as("SELECT code, kind, name, office FROM service ORDER BY kind, name, code")
            .fetch_all(c)
            .await
    })?)
}

/// The services that questions of a motif may be sent to, by name.
pub async fn of_kind(portal: &Portal, kind: RecipientKind) -> Result<Vec<Service>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as("SELECT code, kind, name, office FROM service WHERE kind = $1 ORDER BY name, code")
            .bind(kind.code())
            .fetch_all(c)
            .await
    })?)
}
