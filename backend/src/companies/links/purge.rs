use platform::Error;

use super::{authorization_request, opening};
use crate::Portal;

/// Deletes expired authorization requests, and requests to open an account that got no answer for a month.
pub async fn purge(portal: &Portal) -> Result<u64, Error> {
    let now = portal.clock.now();
    Ok(authorization_request::purge(portal, now).await? + opening::purge(portal, now).await?)
}
