use std::collections::BTreeSet;

use domain::rights::Habilitation;
use platform::{Error, db::Tx, on_tx};

use crate::{companies::rights::right_row::RightRow, id::RattachementId};

/// Reads the stored rights of a link.
pub(crate) async fn current_rights(
    tx: &mut Tx,
    link: RattachementId,
) -> Result<BTreeSet<Habilitation>, Error> {
    let rows = on_tx!(tx, |c| {
        sqlx::query_as::<_, RightRow>(
            "SELECT r.co_owner, h.place, h.teleservice, h.droit
             FROM rattachement r JOIN habilitation h ON h.rattachement_id = r.id WHERE r.id = $1",
        )
        .bind(link)
        .fetch_all(c)
        .await
    })?;
    Ok(rows.iter().filter_map(RightRow::read).collect())
}
