use std::collections::BTreeMap;

use domain::{motif::Motif, rights::Action};
use platform::{Error, db::Moment, on};

use crate::{Portal, accounts::sessions::Session};

/// A motif in the list of administrators.
#[derive(Clone, Debug)]
pub struct MotifRow {
    /// Definition in use.
    pub current: Motif,
    pub has_draft: bool,
    /// When the version to come is published.
    pub planned_at: Option<Moment>,
}

/// Returns all motifs, in the order of the tree.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Refused`] without the right.
pub async fn list(portal: &Portal, session: &Session) -> Result<Vec<MotifRow>, Error> {
    session.staff_allowed(&Action::SeeAdministration)?;
    let drafts: Vec<String> =
        on!(portal.db, |c| { sqlx::query_scalar("SELECT motif FROM motif_draft").fetch_all(c).await })?;
    let planned: Vec<(String, Moment)> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT motif, MIN(published_at) FROM motif_version WHERE published_at > $1 GROUP BY motif",
        )
        .bind(portal.clock.now())
        .fetch_all(c)
        .await
    })?;
    let planned: BTreeMap<String, Moment> = planned.into_iter().collect();
    let row = |motif: &Motif| MotifRow {
        current: motif.clone(),
        has_draft: drafts.contains(&motif.id),
        planned_at: planned.get(&motif.id).copied(),
    };
    Ok(portal.motifs.current().all().iter().map(row).collect())
}
