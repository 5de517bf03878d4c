use platform::{Error, db::Duration, throttle};

use crate::{Portal, accounts::sessions::Session};

/// Exports that an account may download within an hour: each one reads and writes up to all the figures of a company.
const PER_HOUR: i64 = 30;
const HOUR: Duration = Duration::from_secs(3600);

/// Counts an export.
///
/// # Errors
/// [`Error::NotFound`] without usager; [`Error::Invalid`]: `TooManyRequests`.
pub(crate) async fn count_export(portal: &Portal, session: &Session) -> Result<(), Error> {
    let bucket = format!("export:{}", session.usager()?.account);
    throttle::allow_work(portal, &bucket, PER_HOUR, HOUR).await
}
