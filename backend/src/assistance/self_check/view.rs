use domain::self_check::Reference;

use platform::{
    Error,
    db::{Duration, Moment},
    throttle,
};

use super::{report::Report, store};

use crate::{
    Portal,
    accounts::sessions::{Client, Session},
};

/// Maximum number of self-checks viewed per network and hour.
const VIEWED_PER_HOUR: i64 = 120;
const HOUR: Duration = Duration::from_secs(3600);

/// Time during which a browser without cookies may view its own self-check.
const WITHOUT_COOKIES: Duration = Duration::from_secs(600);

/// A stored self-check.
#[derive(Clone, Debug)]
pub struct SelfCheck {
    pub reference: Reference,
    pub created_at: Moment,
    /// The browser returned the cookie that it was given.
    pub cookies: bool,
    pub report: Report,
}

/// Returns the visitor's own self-check, and records that the browser returned its cookie. A browser that sends no
/// cookie may view it for 10 minutes, provided that it contains nothing about an account.
///
/// # Errors
/// [`Error::NotFound`] for another visitor's self-check; [`Error::Invalid`]: `TooManyAttempts`.
pub async fn view(
    portal: &Portal,
    session: Option<&Session>,
    client: &Client,
    reference: &str,
) -> Result<SelfCheck, Error> {
    let reference = Reference::parse(reference).map_err(|_| Error::NotFound)?;
    let bucket = format!("auto-controle-lu:{}", throttle::network(client.address));
    throttle::allow(portal, &bucket, VIEWED_PER_HOUR, HOUR).await?;
    let row = store::find(portal, &reference).await?;
    let now = portal.clock.now();
    let same_session = session.is_some() && row.session_id == session.map(|session| session.id);
    let without_cookies = session.is_none()
        && row.cookie_received_at.is_none()
        && row.report.account.is_none()
        && now.since(row.created_at) < WITHOUT_COOKIES;
    if !(same_session || without_cookies) {
        return Err(Error::NotFound);
    }
    if same_session && row.cookie_received_at.is_none() {
        store::record_cookies(portal, &reference, now).await?;
    }
    Ok(SelfCheck { reference, created_at: row.created_at, cookies: same_session, report: row.report.0 })
}

/// Returns a self-check for the assistance, by the reference read on the telephone.
///
/// # Errors
/// [`Error::Invalid`]: malformed; [`Error::NotFound`]: unknown, or older than 30 days.
pub async fn find(portal: &Portal, reference: &str) -> Result<SelfCheck, Error> {
    let reference = Reference::parse(reference).map_err(|problem| Error::invalid("reference", problem))?;
    let row = store::find(portal, &reference).await?;
    let cookies = row.cookie_received_at.is_some();
    Ok(SelfCheck { reference, created_at: row.created_at, cookies, report: row.report.0 })
}
