//! The history of an account (mission §2.4): what was done with it, when and from where, for its owner to recognise or
//! not. Written in the transaction of what it tells; holds no secret, only coarse places; kept for 13 months.

mod read;
mod wording;

use std::net::IpAddr;

use domain::{account::SecurityLevel, co_owner::CoOwner, identity_provider::IdentityProvider};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use sqlx::types::Json;
use uuid::Uuid;

use crate::{
    Error, Portal, change,
    db::{Duration, Moment, Tx},
    on_tx,
    session::{Client, Session},
    sign_in, throttle,
};

pub use read::{Entry, PAGE, Page, page};

/// Thirteen months: a whole year can be compared with the one before.
const KEPT: Duration = Duration::from_secs(396 * 24 * 3600);

const HOUR_MICROS: i64 = 3_600_000_000;

/// What can happen to an account. Stored as it serialises: variants and fields are renamed with a migration only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// On a trusted device.
    SignedIn,
    /// On a device that was not trusted; the owner is also told by mail.
    NewDevice,
    /// The password, or what the security level asks after it, was wrong.
    SignInFailed,
    /// `factor`: its kind as people read it (« application d’authentification »); `name`: as the owner called it.
    FactorAdded {
        factor: String,
        name: String,
    },
    FactorRemoved {
        factor: String,
        name: String,
    },
    FactorUsed {
        factor: String,
        name: String,
    },
    /// A passkey whose signature counter went back.
    PasskeyRefused {
        name: String,
    },
    RecoveryCodesDrawn,
    /// `left`: codes that can still be used.
    RecoveryCodeUsed {
        left: u32,
    },
    LevelChanged {
        from: SecurityLevel,
        to: SecurityLevel,
    },
    PasswordChanged,
    PasswordResetAsked,
    PasswordReset,
    /// Masked addresses: « a•••@exemple.fr ».
    EmailChangeAsked {
        to: String,
    },
    EmailChanged {
        from: String,
        to: String,
    },
    SituationChanged,
    ChoicesChanged,
    /// By their owner, from another session.
    SessionsClosed {
        count: u64,
    },
    /// `label`: « Firefox sous Linux ».
    DeviceForgotten {
        label: String,
    },
    /// « Ce n’était pas moi »: everything closed, every device forgotten.
    Secured,
    /// A copy of the person's data was asked for.
    DataAsked,
    DataDownloaded,
    Linked {
        co_owner: CoOwner,
    },
    Unlinked {
        co_owner: CoOwner,
    },
    /// An identity provider opens the account from then on.
    IdentityAttached {
        provider: IdentityProvider,
    },
    IdentityDetached {
        provider: IdentityProvider,
    },
    /// The role of « administrateur général », on the SIREN as people read it: offered to somebody, held from then on, or
    /// over (one's own, or one that was delegated).
    RoleOffered {
        siren: String,
    },
    RoleTaken {
        siren: String,
    },
    RoleEnded {
        siren: String,
    },
}

/// Notes an event in the transaction of what it tells. `place`: as [`sign_in::place`] gives it.
pub async fn note(tx: &mut Tx, at: Moment, account: Uuid, place: &str, event: Event) -> Result<(), Error> {
    on_tx!(tx, |c| {
        sqlx::query(
            "INSERT INTO account_event (id, account_id, happened_at, place, event, times)
             VALUES ($1, $2, $3, $4, $5, 1)",
        )
        .bind(Uuid::now_v7())
        .bind(account)
        .bind(at)
        .bind(place)
        .bind(Json(&event))
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// Notes what a signed-in person does, from the place that their session was opened at.
///
/// # Errors
/// [`Error::NotFound`] when nobody is signed in.
pub async fn note_by(tx: &mut Tx, at: Moment, session: &Session, event: Event) -> Result<(), Error> {
    let account = session.account()?.account;
    let (network, device): (String, String) = on_tx!(tx, |c| {
        sqlx::query_as("SELECT network, device FROM session WHERE id = $1")
            .bind(session.id)
            .fetch_one(c)
            .await
    })?;
    note(tx, at, account, &stored_place(&network, &device), event).await
}

/// The place of a session as [`sign_in::place`] would have called it.
pub(crate) fn stored_place(network: &str, device: &str) -> String {
    let address = network.split('/').next().and_then(|address| address.parse::<IpAddr>().ok());
    match address {
        Some(address) => format!("réseau {}, {device}", sign_in::coarse_network(address)),
        None => device.to_owned(),
    }
}

/// Notes a failed sign-in; `account` is `None` when there is no such account, which then takes as long.
///
/// The failures of one hour are one row with the last place: 24 rows a day at most, whatever is tried.
pub async fn note_failure(portal: &Portal, account: Option<Uuid>, client: &Client) -> Result<(), Error> {
    let now = portal.clock.now();
    let Some(account) = account else { return write_for_nobody(portal, client, now).await };
    change!(portal.db, |c| {
        sqlx::query(
            "INSERT INTO account_event (id, account_id, happened_at, place, event, times)
             VALUES ($1, $2, $3, $4, $5, 1)
             ON CONFLICT (id) DO UPDATE SET happened_at = excluded.happened_at, place = excluded.place,
                    times = account_event.times + 1",
        )
        .bind(failures_of_the_hour(account, now))
        .bind(account)
        .bind(now)
        .bind(sign_in::place(client))
        .bind(Json(&Event::SignInFailed))
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// One write like the other, so that time does not tell which accounts exist.
async fn write_for_nobody(portal: &Portal, client: &Client, now: Moment) -> Result<(), Error> {
    change!(portal.db, |c| {
        sqlx::query(
            "INSERT INTO throttle (bucket, touched_at) VALUES ($1, $2)
             ON CONFLICT (bucket) DO UPDATE SET touched_at = excluded.touched_at",
        )
        .bind(format!("echec:{}", throttle::network(client.address)))
        .bind(now)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

fn failures_of_the_hour(account: Uuid, now: Moment) -> Uuid {
    let hour = now.micros().div_euclid(HOUR_MICROS);
    let digest = Sha256::new().chain_update(account.as_bytes()).chain_update(hour.to_be_bytes()).finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// Forgets what happened more than thirteen months ago.
pub(crate) async fn purge(portal: &Portal) -> Result<u64, Error> {
    let limit = portal.clock.now() - KEPT;
    Ok(change!(portal.db, |c| {
        sqlx::query("DELETE FROM account_event WHERE happened_at < $1")
            .bind(limit)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
    })?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stored_place_reads_as_a_fresh_one() {
        for (network, expected) in [
            ("192.0.2.7", "réseau 192.0.2.x, Firefox sous Linux"),
            ("2001:db8:1:2::/64", "réseau 2001:db8:1:…, Firefox sous Linux"),
            ("", "Firefox sous Linux"),
        ] {
            assert_eq!(stored_place(network, "Firefox sous Linux"), expected);
        }
    }

    #[test]
    fn failures_are_grouped_by_account_and_hour() {
        let (alix, basile) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let at = Moment::from_micros(10 * HOUR_MICROS);
        let later = at + Duration::from_secs(3599);
        assert_eq!(failures_of_the_hour(alix, at), failures_of_the_hour(alix, later));
        assert_ne!(failures_of_the_hour(alix, at), failures_of_the_hour(basile, at));
        assert_ne!(
            failures_of_the_hour(alix, at),
            failures_of_the_hour(alix, at + Duration::from_secs(3600))
        );
    }
}
