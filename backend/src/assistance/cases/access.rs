//! Access of a person to their case.

use domain::assistance::{CaseReference, CaseSecret};
use platform::{Error, db::Duration, execute, throttle};

use super::{
    case::Case,
    store::{find_by_secret, with_entries},
};
use crate::{
    Portal,
    accounts::sessions::{Client, Session, Visitor},
};

/// Wrong references and secrets of one network within an hour.
const ATTEMPTS: i64 = 20;
const HOUR: Duration = Duration::from_secs(3600);

/// What a person shows to read a case.
#[derive(Clone, Copy, Debug)]
pub struct Access<'a> {
    pub session: Option<&'a Session>,
    pub client: &'a Client,
    /// As typed, or as a link has them.
    pub reference: &'a str,
    /// Empty for the owner of the account.
    pub secret: &'a str,
}

/// Returns the case, without internal notes.
///
/// # Errors
/// [`Error::NotFound`] without distinction for a wrong reference, a wrong secret and another person's case; [`Error::Invalid`]:
/// `TooManyAttempts` for the network.
pub async fn read(portal: &Portal, access: &Access<'_>) -> Result<Case, Error> {
    let case = find(portal, access).await?;
    Ok(with_entries(portal, case, None).await?.for_person())
}

/// Returns the case without its entries.
pub(super) async fn find(portal: &Portal, access: &Access<'_>) -> Result<Case, Error> {
    let reference = CaseReference::parse(access.reference);
    if access.secret.is_empty() {
        return of_account(portal, access, reference).await;
    }
    let bucket = format!("dossier:{}", throttle::network(access.client.address));
    let attempt = throttle::allow(portal, &bucket, ATTEMPTS, HOUR).await?;
    // A text that cannot be a reference or a secret is looked up too, so that it takes the same time.
    let reference = reference.map_or_else(String::new, |reference| reference.as_str().to_owned());
    let secret = CaseSecret::parse(access.secret).unwrap_or_else(|| CaseSecret::from_bits(0, 0));
    let case = find_by_secret(portal, &reference, &secret).await?.ok_or(Error::NotFound)?;
    throttle::forgive(portal, attempt).await?;
    Ok(case)
}

/// Returns a case of the signed-in account.
async fn of_account(
    portal: &Portal,
    access: &Access<'_>,
    reference: Option<CaseReference>,
) -> Result<Case, Error> {
    let Some(Visitor::Usager(usager)) = access.session.map(|session| &session.visitor) else {
        return Err(Error::NotFound);
    };
    let reference = reference.ok_or(Error::NotFound)?;
    super::list::of_account(portal, usager.account, reference.as_str()).await
}

/// Attaches a case to the signed-in account, with its secret. Idempotent.
///
/// # Errors
/// As [`read`]; [`Error::NotFound`] if another account has it or no person is signed in.
pub async fn claim(portal: &Portal, access: &Access<'_>) -> Result<(), Error> {
    let case = find(portal, access).await?;
    let account = access.session.ok_or(Error::NotFound)?.usager()?.account;
    let claimed = execute!(
        portal.db,
        sqlx::query(
            "UPDATE support_case SET account_id = $1 WHERE id = $2 AND (account_id IS NULL OR account_id = $1)",
        )
        .bind(account)
        .bind(case.id)
    )?;
    if claimed == 1 { Ok(()) } else { Err(Error::NotFound) }
}
