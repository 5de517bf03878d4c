//! Entries of the audit trail. They name the adviser; the row of `shared_view` names the account, and goes with it.

use domain::french;
use platform::{
    Error,
    db::{Moment, Tx},
};

use super::{end::End, store::SharedView};
use crate::{
    id::{SharedViewId, StaffId},
    staff::{self, ActKind, Author, Change},
};

/// Records that a view is shared with the adviser.
pub async fn record_start(
    tx: &mut Tx,
    now: Moment,
    id: SharedViewId,
    (adviser, name): (StaffId, &str),
    has_account: bool,
) -> Result<(), Error> {
    let person = if has_account { "titulaire d’un compte" } else { "visiteur" };
    let author = Author::Absent(adviser, name);
    staff::record(
        tx,
        now,
        &author,
        ActKind::SharingStarted,
        &subject(id),
        &[Change::new("Personne", "", person)],
    )
    .await
}

/// Records the end of a shared view, with its duration.
pub async fn record_end(
    tx: &mut Tx,
    now: Moment,
    view: &SharedView,
    started: Moment,
    reason: End,
) -> Result<(), Error> {
    let author = Author::Absent(view.adviser, &view.adviser_name);
    let seconds = usize::try_from(now.since(started).as_secs()).unwrap_or(usize::MAX);
    let duration = french::count(seconds, "seconde", "secondes");
    let facts = [Change::new("Durée", "", &duration), Change::new("Fin", "", reason.label())];
    staff::record(tx, now, &author, ActKind::SharingEnded, &subject(view.id), &facts).await
}

/// Reference of the shared view in the trail: the beginning of its identifier.
fn subject(id: SharedViewId) -> String {
    id.to_string().chars().take(8).collect()
}
