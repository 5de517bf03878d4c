use domain::{problem::Problem, siren::Siren};
use platform::{Error, on, secret::Token};

use super::recent;
use crate::{
    Portal,
    accounts::sessions::{self, Session},
    companies::rights::{habilitations, refresh_if_stale},
    id::AccountId,
};

/// The current company after a selection.
#[derive(Clone, Debug)]
pub struct ChosenSiren {
    pub siren: Siren,
    /// New token of the session cookie.
    pub token: Token,
}

/// Selects the current company and rotates the session's token.
///
/// # Errors
/// [`Error::Invalid`] with [`Problem::CompanyNotYours`]. An invalid SIREN, an unknown company and a company without
/// rights are indistinguishable.
pub async fn choose(portal: &Portal, session: &Session, siren: &str) -> Result<ChosenSiren, Error> {
    let account = session.usager()?.account;
    let not_yours = || Error::invalid("siren", Problem::CompanyNotYours);
    let siren = Siren::parse(siren).map_err(|_| not_yours())?;
    if habilitations(portal, account, Some(&siren)).await?.is_empty() {
        return Err(not_yours());
    }
    let token = sessions::choose_siren(portal, session, &siren).await?;
    recent::record(portal, account, &siren).await;
    Ok(ChosenSiren { siren, token })
}

/// Returns the account's company if it has exactly one: there is nothing to select then (mission §3.2). Refreshes stale
/// rights first.
pub async fn only_siren(portal: &Portal, account: AccountId) -> Result<Option<Siren>, Error> {
    refresh_if_stale(portal, account).await?;
    let Some(first) = any_siren(portal, account, None).await? else { return Ok(None) };
    let is_only = any_siren(portal, account, Some(&first)).await?.is_none();
    Ok(is_only.then_some(first))
}

/// Returns `true` if the account has rights on a company, as last known.
pub async fn has_company(portal: &Portal, account: AccountId) -> Result<bool, Error> {
    Ok(any_siren(portal, account, None).await?.is_some())
}

/// Returns one company of the account other than `except`. Reads one row, whatever the number of companies.
async fn any_siren(
    portal: &Portal,
    account: AccountId,
    except: Option<&Siren>,
) -> Result<Option<Siren>, Error> {
    let found: Option<String> = on!(portal.db, |c| {
        sqlx::query_scalar(
            "SELECT e.siren
             FROM right_link l JOIN entreprise e ON e.rattachement_id = l.rattachement_id
             WHERE l.account_id = $1 AND l.only_siren IN ('', e.siren) AND l.until > $3 AND e.siren <> $2
             LIMIT 1",
        )
        .bind(account)
        .bind(except.map_or("", Siren::as_str))
        .bind(portal.clock.now())
        .fetch_optional(c)
        .await
    })?;
    Ok(found.and_then(|siren| Siren::parse(&siren).ok()))
}
