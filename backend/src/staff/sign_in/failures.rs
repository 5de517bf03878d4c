//! Failed sign-ins of members, for the administrator. Those of one hour are one row with the last place, so that an attack
//! adds at most 24 rows a day.

use platform::{
    Error,
    db::{Duration, Moment},
    execute, on, throttle,
};
use sqlx::FromRow;

use crate::{
    Portal,
    accounts::sessions::{self, Client},
    id::StaffId,
};

const HOUR_MICROS: i64 = 3_600_000_000;
/// 13 months, like the history of an account.
const RETENTION: Duration = Duration::from_secs(396 * 24 * 3600);

/// Reason of a failed sign-in or re-authentication, for the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    Password,
    /// Code, recovery code or passkey.
    Factor,
    /// Outside the administration's networks without remote access.
    Network,
}

/// Failed sign-ins of a member within an hour.
#[derive(Clone, Debug, FromRow)]
pub struct FailedSignIns {
    pub login: String,
    /// Time of the last one.
    pub happened_at: Moment,
    /// Place of the last one, coarse: « réseau 192.0.2.x, Firefox sous Linux ».
    pub place: String,
    pub times: i64,
}

/// Logs and records a failed sign-in. `member` is `None` if none has the login; this case takes the same time. The login
/// typed is not logged: it may be a password.
pub async fn record(
    portal: &Portal,
    member: Option<StaffId>,
    client: &Client,
    cause: Cause,
) -> Result<(), Error> {
    let (now, place) = (portal.clock.now(), sessions::place(client));
    let Some(member) = member else {
        tracing::warn!(place, "sign-in of an unknown member failed");
        // One write as for a known member, so that response times do not reveal which logins exist.
        return throttle::touch(portal, &format!("echec:{}", throttle::network(client.address))).await;
    };
    tracing::warn!(%member, ?cause, place, "member sign-in failed");
    execute!(
        portal.db,
        sqlx::query(
            "INSERT INTO staff_failed_sign_in (member, hour, happened_at, place, times) VALUES ($1, $2, $3, $4, 1)
             ON CONFLICT (member, hour) DO UPDATE SET happened_at = excluded.happened_at, place = excluded.place,
                    times = staff_failed_sign_in.times + 1",
        )
        .bind(member)
        .bind(now.micros().div_euclid(HOUR_MICROS))
        .bind(now)
        .bind(place)
    )?;
    Ok(())
}

/// Returns the failed sign-ins of all members, the last ones first.
pub async fn list(portal: &Portal) -> Result<Vec<FailedSignIns>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT a.login, f.happened_at, f.place, f.times FROM staff_failed_sign_in f JOIN staff a ON a.id = f.member
             ORDER BY f.happened_at DESC, a.login",
        )
        .fetch_all(c)
        .await
    })?)
}

/// Deletes the failed sign-ins older than [`RETENTION`]; returns the number of rows.
pub async fn purge(portal: &Portal) -> Result<u64, Error> {
    let limit = portal.clock.now() - RETENTION;
    Ok(execute!(
        portal.db,
        sqlx::query("DELETE FROM staff_failed_sign_in WHERE happened_at < $1").bind(limit)
    )?)
}
