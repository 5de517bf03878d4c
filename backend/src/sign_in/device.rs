//! Devices: the ones that are trusted, and how one is called.

use std::net::IpAddr;

use domain::browser::Browser;
use uuid::Uuid;

use crate::{
    Error, Portal,
    db::{Duration, Tx},
    on, on_tx,
    secret::Token,
    session::Client,
};

/// The trusted device of this account that the request comes from. Asked for an unknown account too (nil
/// identifier), so that both take the same time.
pub(super) async fn known(portal: &Portal, account: Uuid, client: &Client) -> Result<Option<Uuid>, Error> {
    let Some(token) = &client.device else { return Ok(None) };
    let now = portal.clock.now();
    Ok(on!(portal.db, |c| {
        sqlx::query_scalar(
            "SELECT id FROM trusted_device WHERE token_hash = $1 AND account_id = $2 AND expires_at > $3",
        )
        .bind(Token::hash(token))
        .bind(account)
        .bind(now)
        .fetch_optional(c)
        .await
    })?)
}

pub(super) async fn trust(
    tx: &mut Tx,
    portal: &Portal,
    account: Uuid,
    client: &Client,
    token: &Token,
) -> Result<(), Error> {
    let now = portal.clock.now();
    on_tx!(tx, |c| {
        sqlx::query(
            "INSERT INTO trusted_device (id, token_hash, account_id, label, created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(Uuid::now_v7())
        .bind(Token::hash(token.expose()))
        .bind(account)
        .bind(device_label(&client.user_agent))
        .bind(now)
        .bind(now + Duration::from_secs(portal.config.sessions.device_days * 24 * 3600))
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// A code is asked again on every device of the account.
pub(crate) async fn forget_devices(tx: &mut Tx, account: Uuid) -> Result<(), Error> {
    on_tx!(tx, |c| {
        sqlx::query("DELETE FROM trusted_device WHERE account_id = $1")
            .bind(account)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

/// « réseau 192.0.2.x, Firefox sous Linux »: enough for the owner to recognise, not enough to locate.
pub fn place(client: &Client) -> String {
    format!("réseau {}, {}", coarse_network(client.address), device_label(&client.user_agent))
}

pub fn coarse_network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => {
            let [a, b, c, _] = address.octets();
            format!("{a}.{b}.{c}.x")
        }
        IpAddr::V6(address) => {
            let [a, b, c, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:…")
        }
    }
}

/// « Firefox sous Linux », from the header that browsers send; only known names are ever repeated.
pub fn device_label(user_agent: &str) -> String {
    const SYSTEMS: [(&str, &str); 6] = [
        ("Android", "Android"),
        ("iPhone", "iOS"),
        ("iPad", "iPadOS"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ];
    let system = SYSTEMS.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name);
    match (Browser::of(user_agent), system) {
        (Some(browser), Some(system)) => format!("{} sous {system}", browser.family.label()),
        (Some(browser), None) => browser.family.label().to_owned(),
        _ => "navigateur inconnu".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_are_called_by_known_names_only() {
        for (user_agent, label) in [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", "Firefox sous Linux"),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36 Edg/142.0",
                "Edge sous Windows",
            ),
            ("curl/8.5 <script>", "navigateur inconnu"),
            ("", "navigateur inconnu"),
        ] {
            assert_eq!(device_label(user_agent), label);
        }
    }

    #[test]
    fn places_are_coarse() {
        for (address, coarse) in [("192.0.2.77", "192.0.2.x"), ("2001:db8:1:2::3", "2001:db8:1:…")] {
            assert_eq!(coarse_network(address.parse().expect("an address")), coarse);
        }
    }
}
