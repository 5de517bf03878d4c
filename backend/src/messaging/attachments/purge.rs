use platform::{
    Error,
    db::{Moment, Tx},
    files::FileKey,
};

use super::store::{self, discard_all};
use crate::Portal;

/// Deletes each object in a transaction of its own, then its files. `delete` gets the limit, and returns the keys of the
/// files, or `None` if the object was used after it. Returns the number of deleted objects.
pub async fn purge_each<I, L: Copy>(
    portal: &Portal,
    ids: Vec<I>,
    limit: L,
    delete: impl AsyncFn(&mut Tx, I, L) -> Result<Option<Vec<FileKey>>, Error>,
) -> Result<u64, Error> {
    let mut purged = 0;
    for id in ids {
        let mut tx = portal.db.begin().await?;
        let Some(keys) = delete(&mut tx, id, limit).await? else { continue };
        tx.commit().await?;
        discard_all(portal, &keys).await;
        purged += 1;
    }
    Ok(purged)
}

/// Deletes the files that were added to a case before `limit` and never sent. Returns their number.
pub async fn purge_unsent_of_cases(portal: &Portal, limit: Moment) -> Result<u64, Error> {
    let keys = store::delete_unsent_of_cases(portal, limit).await?;
    discard_all(portal, &keys).await;
    Ok(keys.len() as u64)
}
