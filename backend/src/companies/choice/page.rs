use domain::siren::Siren;
use platform::{Error, db::SearchedWords};

use super::{list, listed::ListedCompany, recent::recent};
use crate::{
    Portal,
    accounts::sessions::Session,
    companies::{
        rights::{known_habilitations, refresh_if_stale},
        search::searched,
    },
};

/// Number of companies on one page.
pub const PAGE_SIZE: u32 = 25;
/// Maximum length of a list that is shown without recent companies before it.
const SHORT_LIST: u32 = 8;
/// Number of recent companies shown before a long list.
const RECENTS: i64 = 5;

/// Page on which the current company is selected.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Companies that match the search, sorted by name: one page of them.
    pub found: Vec<ListedCompany>,
    /// Number of companies that match, on all pages.
    pub matching: u32,
    /// Number of companies without search.
    pub total: u32,
    /// Number of the page, from 1.
    pub page: u32,
    /// Selected recently, latest first. Only on the first page of a long list without search.
    pub recent: Vec<ListedCompany>,
    pub current: Option<Siren>,
    /// The person no longer has a right on the current company.
    pub lost: bool,
}

/// Returns the companies to select from. `search`: see [`domain::search`]; `page` counts from 1 and
/// is limited to the existing pages. Refreshes stale rights first.
pub async fn choice(portal: &Portal, session: &Session, search: &str, page: u32) -> Result<Choice, Error> {
    let account = session.usager()?.account;
    refresh_if_stale(portal, account).await?;
    let links = list::links(portal, account).await?;
    let searched = searched(search);
    let total = list::count(portal, account, &links, &SearchedWords::of(&[])).await?;
    let matching =
        if searched.is_empty() { total } else { list::count(portal, account, &links, &searched).await? };
    let page = page.clamp(1, matching.div_ceil(PAGE_SIZE).max(1));
    let found = list::page(portal, &links, &searched, (page - 1) * PAGE_SIZE, PAGE_SIZE).await?;
    let is_long = searched.is_empty() && page == 1 && total > SHORT_LIST;
    let recent = if is_long { recent(portal, account, None, RECENTS).await? } else { Vec::new() };
    let current = session.siren.clone();
    let lost = match &current {
        Some(siren) => known_habilitations(portal, account, Some(siren)).await?.is_empty(),
        None => false,
    };
    Ok(Choice { found, matching, total, page, recent, current, lost })
}
