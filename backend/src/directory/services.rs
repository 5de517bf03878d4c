//! Customs services that receive questions: PAE and recettes.

use domain::{
    email::Email,
    motif::RecipientKind,
    phone::Phone,
    problem::{FieldProblem, Problem, Problems},
    typed_text,
};
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
    /// Postal address, on one line.
    pub address: String,
    pub email: String,
    #[sqlx(try_from = "String")]
    phone: StoredPhone,
    /// Code of the customs office it belongs to.
    pub office: Option<String>,
}

impl Service {
    pub fn kind(&self) -> RecipientKind {
        self.kind.0
    }

    pub fn phone(&self) -> &Phone {
        &self.phone.0
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

#[derive(Clone, Debug, PartialEq, Eq)]
struct StoredPhone(Phone);

impl TryFrom<String> for StoredPhone {
    type Error = UnknownCode;

    fn try_from(number: String) -> Result<Self, UnknownCode> {
        Phone::parse(&number).map(StoredPhone).map_err(|_| UnknownCode(number))
    }
}

/// A service to add or to update.
#[derive(Clone, Copy, Debug)]
pub struct NewService<'a> {
    /// 1 to 32 letters, digits or dashes.
    pub code: &'a str,
    pub kind: RecipientKind,
    pub name: &'a str,
    /// Postal address, on one line.
    pub address: &'a str,
    pub email: &'a str,
    pub phone: &'a str,
    /// Code of its customs office.
    pub office: Option<&'a str>,
}

/// Maximum length of a code, which is also used in addresses.
const MAX_CODE: usize = 32;
/// Maximum length of a name, in characters.
const MAX_NAME: usize = 120;
/// Maximum length of a postal address, in characters.
const MAX_ADDRESS: usize = 200;

/// Adds a service, or updates everything but the kind of an existing one. Receipts already sent keep what they say.
///
/// # Errors
/// [`Error::Invalid`] for a code that is not 1 to 32 letters, digits or dashes, an empty name or postal address, an
/// invalid mail address or telephone number, an unknown office, or a change of kind: the questions already sent would be
/// at a service of the wrong kind.
pub async fn add(portal: &Portal, service: &NewService<'_>) -> Result<(), Error> {
    let problems = problems(service);
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    if let Some(office) = service.office {
        super::offices::find(portal, office)
            .await?
            .ok_or_else(|| Error::invalid("bureau", Problem::UnknownOffice))?;
    }
    let written = execute!(
        portal.db,
        sqlx::query(
            "INSERT INTO service (code, kind, name, address, email, phone, office, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (code) DO UPDATE SET name = excluded.name, address = excluded.address,
                 email = excluded.email, phone = excluded.phone, office = excluded.office
             WHERE service.kind = excluded.kind",
        )
        .bind(service.code)
        .bind(service.kind.code())
        .bind(service.name.trim())
        .bind(typed_text::line(service.address))
        .bind(Email::parse(service.email).map(String::from).unwrap_or_default())
        .bind(Phone::parse(service.phone).map(String::from).unwrap_or_default())
        .bind(service.office)
        .bind(portal.clock.now())
    )?;
    if written == 1 { Ok(()) } else { Err(Error::invalid("nature", Problem::ServiceKindFixed)) }
}

fn problems(service: &NewService<'_>) -> Problems {
    let is_allowed = |c: u8| c.is_ascii_alphanumeric() || c == b'-';
    let code = service.code;
    let valid_code = !code.is_empty() && code.len() <= MAX_CODE && code.bytes().all(is_allowed);
    [
        ("code", (!valid_code).then_some(Problem::ServiceCode)),
        ("nom", (!is_line(service.name, MAX_NAME)).then_some(Problem::ServiceName)),
        ("adresse", (!is_line(service.address, MAX_ADDRESS)).then_some(Problem::ServiceAddress)),
        ("courriel", Email::parse(service.email).err()),
        ("telephone", Phone::parse(service.phone).err()),
    ]
    .into_iter()
    .filter_map(|(field, problem)| problem.map(|problem| FieldProblem::new(field, problem)))
    .collect()
}

/// Returns `true` for a text of one line that is not empty.
fn is_line(text: &str, max: usize) -> bool {
    !text.trim().is_empty() && text.chars().count() <= max && !text.chars().any(char::is_control)
}

/// Returns every service, sorted by kind and name.
pub async fn list(portal: &Portal) -> Result<Vec<Service>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT code, kind, name, address, email, phone, office FROM service ORDER BY kind, name, code",
        )
        .fetch_all(c)
        .await
    })?)
}

/// Returns the services of one kind, to which questions of a motif may be sent, sorted by name.
pub async fn of_kind(portal: &Portal, kind: RecipientKind) -> Result<Vec<Service>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT code, kind, name, address, email, phone, office FROM service WHERE kind = $1 ORDER BY name, code",
        )
        .bind(kind.code())
        .fetch_all(c)
        .await
    })?)
}
