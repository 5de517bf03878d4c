//! Failed sign-ins. Those of one hour are one row with the last place, so that an attack adds at most 24 rows a day.

use platform::{Error, db::Moment, execute, throttle};
use sha2::{Digest, Sha256};
use sqlx::types::Json;

use super::event::Event;
use crate::{
    Portal,
    accounts::sessions::{self, Client},
    id::{AccountId, RowId},
};

const HOUR_MICROS: i64 = 3_600_000_000;

/// Records a failed sign-in. `account` is `None` if no account matches; this case takes the same time.
pub async fn record_failed_sign_in(
    portal: &Portal,
    account: Option<AccountId>,
    client: &Client,
) -> Result<(), Error> {
    let now = portal.clock.now();
    let Some(account) = account else {
        // One write as for a known account, so that response times do not reveal which accounts exist.
        let bucket = format!("echec:{}", throttle::network(client.address));
        return throttle::touch(portal, &bucket).await;
    };
    execute!(
        portal.db,
        sqlx::query(
            "INSERT INTO account_event (id, account_id, happened_at, place, event, times)
             VALUES ($1, $2, $3, $4, $5, 1)
             ON CONFLICT (id) DO UPDATE SET happened_at = excluded.happened_at, place = excluded.place,
                    times = account_event.times + 1",
        )
        .bind(hourly_id(account, now))
        .bind(account)
        .bind(now)
        .bind(sessions::place(client))
        .bind(Json(&Event::SignInFailed))
    )?;
    Ok(())
}

/// Identifier of the row for the failures of an account within the hour of `now`.
fn hourly_id(account: AccountId, now: Moment) -> RowId {
    let hour = now.micros().div_euclid(HOUR_MICROS);
    let digest = Sha256::new().chain_update(account.as_bytes()).chain_update(hour.to_be_bytes()).finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid().into()
}

#[cfg(test)]
mod tests {
    use platform::db::Duration;

    use super::*;

    #[test]
    fn failures_are_grouped_by_account_and_hour() {
        let (alix, basile) = (AccountId::from_u128(1), AccountId::from_u128(2));
        let at = Moment::from_micros(10 * HOUR_MICROS);
        let later = at + Duration::from_secs(3599);
        assert_eq!(hourly_id(alix, at), hourly_id(alix, later));
        assert_ne!(hourly_id(alix, at), hourly_id(basile, at));
        assert_ne!(hourly_id(alix, at), hourly_id(alix, at + Duration::from_secs(3600)));
    }
}
