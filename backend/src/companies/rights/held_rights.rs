//! List of the rights that a person holds, with their dates. Filtered, sorted and paged by the database: a broker has
//! ten thousand.

use domain::rights::{Habilitation, Place};
use platform::{Error, co_owners::Etablissement, db::Moment};

use super::{
    change_log::RETENTION,
    filter::{RightsFilter, RightsOrder},
    held_query::{HeldQuery, HeldRow},
    refresh,
};
use crate::{Portal, accounts::sessions::Session};

pub use super::held_query::RIGHTS_PAGE;

/// Time at which the portal received a right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since {
    Known(Moment),
    /// Before that day, at which the stored history begins.
    Before(Moment),
}

/// A right that is held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldRight {
    pub right: Habilitation,
    pub raison_sociale: String,
    /// « 123 456 782 00015 – Siège, Lille » for a right at a SIRET.
    pub etablissement: Option<String>,
    pub since: Since,
    /// Name of the administrateur général who delegated the right; `None` for the person's own.
    pub delegated_by: Option<String>,
}

/// One page of held rights.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldRights {
    pub rights: Vec<HeldRight>,
    /// Number of rights that match the filter, on all pages.
    pub matching: u32,
    /// Number of companies that these rights are on.
    pub companies: u32,
    /// Number of rights without filter.
    pub total: u32,
    /// Number of the page, from 1.
    pub page: u32,
    pub pages: u32,
}

/// Returns the signed-in person's rights, their own and delegated, the current company's first. `page` counts from 1
/// and is limited to the existing pages. Refreshes stale rights first.
///
/// # Errors
/// [`Error::NotFound`] if no usager is signed in; [`Error::Busy`].
pub async fn held_rights(
    portal: &Portal,
    session: &Session,
    order: RightsOrder,
    filter: &RightsFilter,
    page: u32,
) -> Result<HeldRights, Error> {
    let account = session.usager()?.account;
    refresh::refresh_if_stale(portal, account).await?;
    let now = portal.clock.now();
    let query = HeldQuery::new(account, now, filter);
    let (matching, companies) = query.count(portal).await?;
    let total = match filter.is_empty() {
        true => matching,
        false => HeldQuery::new(account, now, &RightsFilter::default()).count(portal).await?.0,
    };
    let pages = matching.div_ceil(RIGHTS_PAGE).max(1);
    let page = page.clamp(1, pages);
    let rows = query.page(portal, order, session.siren.as_ref(), (page - 1) * RIGHTS_PAGE).await?;
    let rights = rows.into_iter().filter_map(|row| row.read(now)).collect();
    Ok(HeldRights { rights, matching, companies, total, page, pages })
}

impl HeldRow {
    fn read(self, now: Moment) -> Option<HeldRight> {
        let right = self.right.read()?;
        let since = self.since(now);
        let etablissement = match &right.place {
            Place::Siren(_) => None,
            Place::Siret(siret) => Some(
                Etablissement {
                    siret: siret.clone(),
                    nom: self.nom.unwrap_or_default(),
                    commune: self.commune.unwrap_or_default(),
                }
                .label(),
            ),
        };
        let delegated_by = self.first_name.zip(self.last_name).map(|(first, last)| format!("{first} {last}"));
        Some(HeldRight { right, raison_sociale: self.raison_sociale, etablissement, since, delegated_by })
    }

    /// Returns the start of the right. Without a recorded grant, it is before the history, or before the co-owner's
    /// last answer.
    fn since(&self, now: Moment) -> Since {
        let limit = now - RETENTION;
        match self.granted_at {
            Some(granted) => Since::Known(granted.max(self.delegated_at)),
            None if self.delegated_at.micros() > 0 => Since::Known(self.delegated_at),
            None if self.linked_at <= limit => Since::Before(limit),
            None => Since::Before(self.answered_at.unwrap_or(now)),
        }
    }
}
