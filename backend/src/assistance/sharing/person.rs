use platform::{
    Error,
    db::Duration,
    relay::{Batch, Sent},
};

use super::end::{self, End};
use crate::{Portal, accounts::sessions::Session, id::SharedViewId};

/// Silence of the adviser's browser that ends a shared view: longer than the reload of its page.
const ADVISER_ABSENCE: Duration = Duration::from_secs(10);

/// Relays what the person's browser has recorded, which also shows that it is there. Returns `None` if the shared view has
/// ended.
///
/// # Errors
/// [`Error::NotFound`] if the session does not share this view.
pub async fn receive(
    portal: &Portal,
    session: &Session,
    id: SharedViewId,
    batch: Batch<'_>,
) -> Result<Option<Sent>, Error> {
    let view = end::current(portal, id).await?;
    let Some(started) = view.started_at.filter(|_| view.session_id == Some(session.id)) else {
        return Err(Error::NotFound);
    };
    if view.ended_at.is_some() {
        return Ok(None);
    }
    let now = portal.clock.now();
    let sent = portal.relay.send(id.into(), now, batch);
    let seen = sent.followed_at.map_or(started, |followed| followed.max(started));
    if !sent.is_followed && now.since(seen) >= ADVISER_ABSENCE {
        end::end(portal, &view, End::AdviserLeft).await?;
        return Ok(None);
    }
    Ok(Some(sent))
}
