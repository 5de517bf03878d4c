//! The SIREN being worked on (mission §3.2): chosen once after sign-in, changed at any time, never anybody else's.

use domain::{problem::Problem, siren::Siren};
use uuid::Uuid;

use super::{
    listing::{self, ALL},
    read, refresh,
    store::plain,
};
use crate::{Error, Portal, change, on, secret::Token, session, session::Session};

/// Companies on one page of the choice: a broker may hold 500.
pub const PAGE_SIZE: u32 = 25;
/// Up to here the list itself is read at a glance: no recents before it.
const LONG_LIST: u32 = 8;
/// Companies chosen lately that are shown first.
const RECENTS: i64 = 5;
/// Companies offered by the head of every page.
const SWITCH: i64 = 4;
/// Longest search, in characters.
const MAX_SEARCH: usize = 100;

/// What the page of choice shows.
#[derive(Clone, Debug)]
pub struct Choice {
    /// One page of the companies that match the search, sorted by name.
    pub found: Vec<Listed>,
    /// How many match on all pages.
    pub matching: u32,
    /// How many the person has in all.
    pub total: u32,
    /// From 1.
    pub page: u32,
    /// Chosen lately, latest first; only without search and on the first page of a long list.
    pub recent: Vec<Listed>,
    pub current: Option<Siren>,
    /// The current company is one on which nothing is held any more.
    pub lost: bool,
}

/// A company in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub siren: Siren,
    pub raison_sociale: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    siren: String,
    raison_sociale: String,
}

impl Row {
    fn read(self) -> Option<Listed> {
        Some(Listed { siren: Siren::parse(&self.siren).ok()?, raison_sociale: self.raison_sociale })
    }
}

/// The SIREN of the session after a choice.
#[derive(Clone, Debug)]
pub struct ChosenSiren {
    pub siren: Siren,
    /// The session's new secret.
    pub token: Token,
}

/// The companies to choose from, rights asked again first. `search` looks into names and numbers, whatever the
/// accents; `page` counts from 1 and is brought back within what there is.
pub async fn choice(portal: &Portal, session: &Session, search: &str, page: u32) -> Result<Choice, Error> {
    let account = session.usager()?.account;
    refresh::when_stale(portal, account).await?;
    let links = listing::links(portal, account).await?;
    let pattern = pattern(search);
    let total = listing::count(portal, account, &links, ALL).await?;
    let matching =
        if pattern == ALL { total } else { listing::count(portal, account, &links, &pattern).await? };
    let page = page.clamp(1, matching.div_ceil(PAGE_SIZE).max(1));
    let found = listing::found(portal, &links, &pattern, (page - 1) * PAGE_SIZE, PAGE_SIZE).await?;
    let long = pattern == ALL && page == 1 && total > LONG_LIST;
    let recent = if long { recent(portal, account, None, RECENTS).await? } else { Vec::new() };
    let current = session.siren.clone();
    let lost = match &current {
        Some(siren) => read::known_habilitations(portal, account, Some(siren)).await?.is_empty(),
        None => false,
    };
    Ok(Choice { found, matching, total, page, recent, current, lost })
}

/// `LIKE` pattern of a search; `plain` leaves no wildcard of the person's own in it.
pub(super) fn pattern(search: &str) -> String {
    let search: String = search.chars().take(MAX_SEARCH).collect();
    let words = plain(&search);
    if words.is_empty() {
        return ALL.to_owned();
    }
    // « 123 456 782 » is typed with spaces, kept without.
    let digits: String = words.chars().filter(|c| *c != ' ').collect();
    if digits.bytes().all(|byte| byte.is_ascii_digit()) {
        // A SIRET is looked for by its SIREN.
        return format!("%{}%", digits.get(..9).unwrap_or(&digits));
    }
    format!("%{}%", words.replace(' ', "%"))
}

/// Chosen lately, latest first, without `current`.
async fn recent(
    portal: &Portal,
    account: Uuid,
    current: Option<&Siren>,
    limit: i64,
) -> Result<Vec<Listed>, Error> {
    let rows = on!(portal.db, |c| {
        sqlx::query_as::<_, Row>(
            "SELECT n.siren, MIN(e.raison_sociale) AS raison_sociale
             FROM recent_company n
             JOIN right_link l ON l.account_id = n.account_id AND l.only_siren IN ('', n.siren)
             JOIN entreprise e ON e.rattachement_id = l.rattachement_id AND e.siren = n.siren
             WHERE n.account_id = $1 AND n.siren <> $3 AND l.until > $4
             GROUP BY n.siren ORDER BY MAX(n.chosen_at) DESC LIMIT $2",
        )
        .bind(account)
        .bind(limit)
        .bind(current.map_or("", Siren::as_str))
        .bind(portal.clock.now())
        .fetch_all(c)
        .await
    })?;
    Ok(rows.into_iter().filter_map(Row::read).collect())
}

/// What the head of every page offers: as many questions to the database for one company as for 500.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Switch {
    pub current: Listed,
    /// The others chosen lately, latest first.
    pub recent: Vec<Listed>,
    /// There is at least one other company.
    pub others: bool,
}

/// The company being worked on, by name, and the ones to change to; as last known.
///
/// # Errors
/// [`Error::NotFound`] when nothing is held on it any more; [`Error::Busy`].
pub async fn switch(portal: &Portal, account: Uuid, current: &Siren) -> Result<Switch, Error> {
    let now = portal.clock.now();
    let row: Option<Row> = on!(portal.db, |c| {
        sqlx::query_as::<_, Row>(
            "SELECT e.siren, e.raison_sociale
             FROM right_link l JOIN entreprise e ON e.rattachement_id = l.rattachement_id AND e.siren = $2
             WHERE l.account_id = $1 AND l.only_siren IN ('', $2) AND l.until > $3
             ORDER BY e.search_key, l.co_owner LIMIT 1",
        )
        .bind(account)
        .bind(current.as_str())
        .bind(now)
        .fetch_optional(c)
        .await
    })?;
    let listed = row.and_then(Row::read).ok_or(Error::NotFound)?;
    let recent = recent(portal, account, Some(current), SWITCH).await?;
    let others = !recent.is_empty() || some_siren(portal, account, Some(current)).await?.is_some();
    Ok(Switch { current: listed, recent, others })
}

/// Any company of the account other than `except`: the first that is met, so that 500 cost no more than two.
async fn some_siren(portal: &Portal, account: Uuid, except: Option<&Siren>) -> Result<Option<Siren>, Error> {
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

/// Is anything held on any company? As last known.
pub async fn has_company(portal: &Portal, account: Uuid) -> Result<bool, Error> {
    Ok(some_siren(portal, account, None).await?.is_some())
}

/// Works on that company from now on; the session gets a new secret.
///
/// # Errors
/// [`Error::Invalid`] with [`Problem::CompanyNotYours`], the same for a number that is no SIREN, a company that does not
/// exist and one that the person holds nothing on.
pub async fn choose(portal: &Portal, session: &Session, siren: &str) -> Result<ChosenSiren, Error> {
    let account = session.usager()?.account;
    let not_yours = || Error::invalid("siren", Problem::CompanyNotYours);
    let siren = Siren::parse(siren).map_err(|_| not_yours())?;
    if read::habilitations(portal, account, Some(&siren)).await?.is_empty() {
        return Err(not_yours());
    }
    let token = session::choose_siren(portal, session, &siren).await?;
    note(portal, account, &siren).await;
    Ok(ChosenSiren { siren, token })
}

/// Remembered for comfort only: a busy database must not undo the choice.
async fn note(portal: &Portal, account: Uuid, siren: &Siren) {
    let now = portal.clock.now();
    let noted = change!(portal.db, |c| {
        sqlx::query(
            "INSERT INTO recent_company (account_id, siren, chosen_at) VALUES ($1, $2, $3)
             ON CONFLICT (account_id, siren) DO UPDATE SET chosen_at = excluded.chosen_at",
        )
        .bind(account)
        .bind(siren.as_str())
        .bind(now)
        .execute(c)
        .await
        .map(|_| ())
    });
    if let Err(error) = noted {
        tracing::warn!(%error, "a choice of company could not be remembered");
    }
}

/// The account's company when it has exactly one: there is nothing to choose then (mission §3.2).
pub async fn only_siren(portal: &Portal, account: Uuid) -> Result<Option<Siren>, Error> {
    refresh::when_stale(portal, account).await?;
    let Some(first) = some_siren(portal, account, None).await? else { return Ok(None) };
    let alone = some_siren(portal, account, Some(&first)).await?.is_none();
    Ok(alone.then_some(first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_finds_names_and_numbers_as_people_type_them() {
        assert_eq!(pattern("  "), "%");
        assert_eq!(pattern("Épices"), "%epices%");
        assert_eq!(pattern("123 456 782"), "%123456782%");
        assert_eq!(pattern("123 456 782 00015"), "%123456782%");
        assert_eq!(pattern("brumaire négoce"), "%brumaire%negoce%");
        // Wildcards typed by the person are not ours.
        assert_eq!(pattern("100 %"), "%100%");
        assert_eq!(pattern("_a"), "%a%");
    }
}
