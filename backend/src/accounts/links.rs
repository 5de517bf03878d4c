//! One-time links sent by mail that act on an account, each for one purpose. Owns `account_link`.

use platform::{
    Error,
    db::{Duration, Moment, Tx},
    execute, execute_tx,
    mail::{self, Lifetime},
    on, on_tx,
    secret::Token,
};
use url::form_urlencoded;

use crate::{
    Portal,
    id::{AccountId, SessionId},
};

/// Action of a link when its form is sent. Opening the link does nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Activates a new account.
    Activation,
    /// Chooses a new password.
    Password,
    /// « Ce n'était pas moi »: closes every session and detaches everything.
    Securing,
    /// Confirms that the owner reads the new address.
    NewAddress,
    /// Agrees to the change from the current address.
    CurrentAddress,
}

impl Purpose {
    const fn code(self) -> &'static str {
        match self {
            Purpose::Activation => "activation",
            Purpose::Password => "mot-de-passe",
            Purpose::Securing => "securite",
            Purpose::NewAddress => "nouvelle-adresse",
            Purpose::CurrentAddress => "ancienne-adresse",
        }
    }
}

/// Returns the lifetime of a mail with a link of this purpose, valid until `end`. A later mail replaces a pending one, except
/// for « ce n'était pas moi »: each of those mails reports another change.
pub(crate) fn lifetime(account: AccountId, purpose: Purpose, end: Moment) -> Lifetime {
    match purpose {
        Purpose::Securing => Lifetime::Until(end),
        _ => Lifetime::LatestUntil { end, topic: topic(account, purpose) },
    }
}

/// Topic of the mails with a link.
fn topic(account: AccountId, purpose: Purpose) -> String {
    format!("{}:{account}", purpose.code())
}

/// Returns the hash of a token as it arrives from a link: mail programs, other sites and people add signs and parameters
/// around it, and encode it once more.
pub(crate) fn hash(typed: &str) -> Vec<u8> {
    let decoded = form_urlencoded::parse(typed.as_bytes()).next().map(|(token, _)| token.into_owned());
    let is_of_token = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let token = decoded.unwrap_or_default();
    let token = token.trim_start_matches(|c| !is_of_token(c)).split(|c| !is_of_token(c)).next();
    Token::hash(token.unwrap_or_default())
}

/// Generates the token of a link, which appears in the mail only; its hash is stored.
pub(crate) async fn generate(
    tx: &mut Tx,
    now: Moment,
    account: AccountId,
    purpose: Purpose,
    validity: Duration,
) -> Result<Token, Error> {
    let token = Token::generate();
    execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO account_link (token_hash, account_id, purpose, created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(Token::hash(token.expose()))
        .bind(account)
        .bind(purpose.code())
        .bind(now)
        .bind(now + validity)
    )?;
    Ok(token)
}

/// Returns `true` if the link can be used now. Does not use it: mail scanners follow links.
pub async fn is_usable(portal: &Portal, token: &str, purpose: Purpose) -> Result<bool, Error> {
    Ok(account_of(portal, token, purpose).await?.is_some())
}

/// Returns the account of a usable link, without using it.
pub(crate) async fn account_of(
    portal: &Portal,
    token: &str,
    purpose: Purpose,
) -> Result<Option<AccountId>, Error> {
    let now = portal.clock.now();
    Ok(on!(portal.db, |c| {
        sqlx::query_scalar(
            "SELECT account_id FROM account_link
             WHERE token_hash = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3",
        )
        .bind(hash(token))
        .bind(purpose.code())
        .bind(now)
        .fetch_optional(c)
        .await
    })?)
}

/// Uses a link and returns its account; among concurrent uses only one gets it. Pending mails with other links of this
/// purpose are withdrawn.
pub(crate) async fn use_once(
    tx: &mut Tx,
    now: Moment,
    token: &str,
    purpose: Purpose,
) -> Result<Option<AccountId>, Error> {
    let account: Option<AccountId> = on_tx!(tx, |c| {
        sqlx::query_scalar(
            "UPDATE account_link SET used_at = $1
             WHERE token_hash = $2 AND purpose = $3 AND used_at IS NULL AND expires_at > $1 RETURNING account_id",
        )
        .bind(now)
        .bind(hash(token))
        .bind(purpose.code())
        .fetch_optional(c)
        .await
    })?;
    if let Some(account) = account {
        mail::withdraw(tx, &topic(account, purpose)).await?;
    }
    Ok(account)
}

/// Records the browser that has used a link, for [`was_used_by`]. `chain`: first session of its chain.
pub async fn record_browser(
    portal: &Portal,
    chain: SessionId,
    token: &str,
    purpose: Purpose,
) -> Result<(), Error> {
    execute!(
        portal.db,
        sqlx::query(
            "UPDATE account_link SET used_chain = $1
             WHERE token_hash = $2 AND purpose = $3 AND used_at IS NOT NULL AND used_chain IS NULL",
        )
        .bind(chain)
        .bind(hash(token))
        .bind(purpose.code())
    )?;
    Ok(())
}

/// Returns `true` if this browser has used the link: it opens or sends the link again, and is shown what the link did.
/// `chain`: first session of its chain, if it has one.
pub async fn was_used_by(
    portal: &Portal,
    chain: Option<SessionId>,
    token: &str,
    purpose: Purpose,
) -> Result<bool, Error> {
    let Some(chain) = chain else { return Ok(false) };
    let used: Option<AccountId> = on!(portal.db, |c| {
        sqlx::query_scalar(
            "SELECT account_id FROM account_link WHERE token_hash = $1 AND purpose = $2 AND used_chain = $3",
        )
        .bind(hash(token))
        .bind(purpose.code())
        .bind(chain)
        .fetch_optional(c)
        .await
    })?;
    Ok(used.is_some())
}

/// Cancels the unused links of this purpose, and the pending mails with them.
pub(crate) async fn cancel(tx: &mut Tx, account: AccountId, purpose: Purpose) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query("DELETE FROM account_link WHERE account_id = $1 AND purpose = $2 AND used_at IS NULL")
            .bind(account)
            .bind(purpose.code())
    )?;
    mail::withdraw(tx, &topic(account, purpose)).await
}

/// Deletes the links that expired a day ago; returns their number.
pub(crate) async fn purge(portal: &Portal) -> Result<u64, Error> {
    let limit = portal.clock.now() - Duration::from_secs(24 * 3600);
    Ok(execute!(portal.db, sqlx::query("DELETE FROM account_link WHERE expires_at < $1").bind(limit))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn token_survives_what_is_added_to_a_link() {
        let token = Token::generate();
        let token = token.expose();
        let encoded = token.replace('-', "%2D").replace('_', "%5f");
        for typed in [
            format!("{token}."),
            format!("{token}>"),
            format!("{token})."),
            format!("{token},"),
            format!("{token};"),
            format!("{token}»"),
            format!("{token}\u{a0}»"),
            format!("{token}\""),
            format!("{token}’"),
            format!("<{token}>"),
            format!(" {token}\r\n"),
            format!("{token}&utm_source=lettre"),
            format!("{token}?fbclid=IwAR0"),
            format!("{token}#courriel"),
            format!("{token}&data=05%7C02%7C&sdata=x&reserved=0"),
            format!("{encoded}%26utm_source%3Dlettre"),
            encoded,
        ] {
            assert_eq!(hash(&typed), Token::hash(token), "{typed:?}");
        }
        assert_ne!(hash(&token[1..]), Token::hash(token));
        assert_eq!(hash(""), Token::hash(""));
    }
}
