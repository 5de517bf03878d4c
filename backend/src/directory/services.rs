//! Customs services that receive questions: PAE and recettes.

use domain::{
    email::Email,
    motif::RecipientKind,
    phone::Phone,
    problem::{FieldProblem, Problem, Problems},
    typed_text,
};
use sqlx::FromRow;

use platform::{
    Error,
    db::{Moment, Tx},
    error::UnknownCode,
    execute_tx, on, on_tx,
};

use crate::{
    Portal,
    staff::{self, ActKind, Author, Change},
};

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

/// What [`save`] does with the code of a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saving {
    /// No service has the code yet.
    New,
    /// A service has the code.
    Existing,
    Either,
}

/// Adds a service, or updates everything but the kind of an existing one, from the command line. Receipts already sent keep
/// what they say.
///
/// # Errors
/// As [`save`].
pub async fn add(portal: &Portal, service: &NewService<'_>) -> Result<(), Error> {
    save(portal, &Author::CommandLine, service, Saving::Either).await
}

/// Adds or updates a service, and records it in the audit trail.
///
/// # Errors
/// [`Error::Invalid`] for a code that is not 1 to 32 letters, digits or dashes, an empty name or postal address, an
/// invalid mail address or telephone number, an unknown office, a taken code, or a change of kind: the questions already
/// sent would be at a service of the wrong kind. [`Error::NotFound`] for an unknown service.
pub async fn save(
    portal: &Portal,
    author: &Author<'_>,
    service: &NewService<'_>,
    saving: Saving,
) -> Result<(), Error> {
    let problems = problems(service);
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    if let Some(office) = service.office {
        super::offices::find(portal, office)
            .await?
            .ok_or_else(|| Error::invalid("bureau", Problem::UnknownOffice))?;
    }
    let mut tx = portal.db.begin().await?;
    let before: Option<Service> =
        on_tx!(tx, |c| sqlx::query_as(BY_CODE).bind(service.code).fetch_optional(c).await)?;
    match (saving, &before) {
        (Saving::New, Some(_)) => return Err(Error::invalid("code_service", Problem::ServiceCodeTaken)),
        (Saving::Existing, None) => return Err(Error::NotFound),
        _ => {}
    }
    if before.as_ref().is_some_and(|before| before.kind() != service.kind) {
        return Err(Error::invalid("nature", Problem::ServiceKindFixed));
    }
    let now = portal.clock.now();
    if !write(&mut tx, service, now).await? {
        return Err(Error::invalid("nature", Problem::ServiceKindFixed));
    }
    let after: Service = on_tx!(tx, |c| sqlx::query_as(BY_CODE).bind(service.code).fetch_one(c).await)?;
    let kind = if before.is_some() { ActKind::ServiceChanged } else { ActKind::ServiceCreated };
    let changes = changes(before.as_ref(), &after);
    if before.is_none() || !changes.is_empty() {
        staff::record(&mut tx, now, author, kind, service.code, &changes).await?;
    }
    // Offices are found by their services.
    if before.as_ref() != Some(&after)
        && (after.office.is_some() || before.is_some_and(|before| before.office.is_some()))
    {
        super::index::write(&mut tx).await?;
    }
    Ok(tx.commit().await?)
}

const BY_CODE: &str = "SELECT code, kind, name, address, email, phone, office FROM service WHERE code = $1";

/// Writes the service; returns `false` if one of another kind has the code.
async fn write(tx: &mut Tx, service: &NewService<'_>, now: Moment) -> Result<bool, Error> {
    let written = execute_tx!(
        tx,
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
        .bind(now)
    )?;
    Ok(written == 1)
}

/// Returns what changes, with French labels.
fn changes(before: Option<&Service>, after: &Service) -> Vec<Change> {
    let of = |value: fn(&Service) -> &str| (before.map_or("", value), value(after));
    [
        ("Nom", of(|service| &service.name)),
        ("Adresse postale", of(|service| &service.address)),
        ("Adresse de courriel", of(|service| &service.email)),
        ("Téléphone", of(|service| service.phone().as_str())),
        ("Bureau de douane", of(|service| service.office.as_deref().unwrap_or_default())),
    ]
    .into_iter()
    .filter_map(|(field, (before, after))| Change::of(field, before, after))
    .collect()
}

/// Returns the service with this code.
///
/// # Errors
/// [`Error::NotFound`] for an unknown code.
pub async fn by_code(portal: &Portal, code: &str) -> Result<Service, Error> {
    let found: Option<Service> =
        on!(portal.db, |c| sqlx::query_as(BY_CODE).bind(code).fetch_optional(c).await)?;
    found.ok_or(Error::NotFound)
}

fn problems(service: &NewService<'_>) -> Problems {
    let is_allowed = |c: u8| c.is_ascii_alphanumeric() || c == b'-';
    let code = service.code;
    let valid_code = !code.is_empty() && code.len() <= MAX_CODE && code.bytes().all(is_allowed);
    [
        ("code_service", (!valid_code).then_some(Problem::ServiceCode)),
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
    Ok(on!(portal.db, |c| sqlx::query_as(LIST).fetch_all(c).await)?)
}

/// As [`list`].
pub(super) async fn list_tx(tx: &mut Tx) -> Result<Vec<Service>, Error> {
    Ok(on_tx!(tx, |c| sqlx::query_as(LIST).fetch_all(c).await)?)
}

const LIST: &str =
    "SELECT code, kind, name, address, email, phone, office FROM service ORDER BY kind, name, code";

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
