//! Archive and bin.

use domain::documents::Availability;
use platform::Error;

use super::{access::manager, managed::find, store};
use crate::{
    Portal,
    accounts::sessions::Session,
    id::DocumentId,
    staff::{self, ActKind, Author},
};

/// Act of a manager on a whole document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Withdraws it from its readers.
    Archive,
    /// Puts it into the bin, from which a job deletes it.
    Bin,
    /// Gives it back to its readers, from the archive or the bin.
    Restore,
}

/// Changes the state of a document. Does nothing if it is in that state.
///
/// # Errors
/// As [`managed_document`](super::managed_document).
pub async fn set_state(
    portal: &Portal,
    session: &Session,
    id: DocumentId,
    change: Change,
) -> Result<(), Error> {
    let (found, folder) = find(portal, session, id).await?;
    let author = Author::Member(manager(session, &folder.service)?);
    let now = portal.clock.now();
    let (archived_at, binned_at) = match change {
        Change::Archive => (Some(now), None),
        Change::Bin => (None, Some(now)),
        Change::Restore => (None, None),
    };
    let before = found.availability(now.day());
    let mut tx = portal.db.begin().await?;
    if store::set_state(&mut tx, id, archived_at, binned_at).await? {
        let after = match change {
            Change::Archive => Availability::Archived.label(),
            Change::Bin => Availability::Binned.label(),
            Change::Restore => "Rétabli",
        };
        let changes: Vec<_> = staff::Change::of("État", before.label(), after).into_iter().collect();
        staff::record(&mut tx, now, &author, ActKind::DocumentChanged, &found.title, &changes).await?;
    }
    Ok(tx.commit().await?)
}
