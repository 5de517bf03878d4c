use platform::{Error, co_owners::GrantedCompany, db::Tx, execute_tx};

use super::insert::insert;
use crate::{companies::rights::difference::Difference, id::RattachementId};

/// Grants and withdraws single rights of a link. Companies and establishments without any right left are deleted.
pub(crate) async fn change_rights(
    tx: &mut Tx,
    link: RattachementId,
    difference: &Difference<'_>,
    companies: &[GrantedCompany],
) -> Result<(), Error> {
    for right in &difference.withdrawn {
        execute_tx!(
            tx,
            sqlx::query(
                "DELETE FROM habilitation WHERE rattachement_id = $1 AND siren = $2 AND place = $3
                 AND teleservice = $4 AND droit = $5",
            )
            .bind(link)
            .bind(right.place.siren().as_str())
            .bind(right.place.number())
            .bind(right.teleservice.code())
            .bind(right.droit.code())
        )?;
    }
    let granted = difference.granted.iter().map(|right| (*right).clone()).collect();
    insert(tx, link, &granted, companies).await?;
    for statement in [
        "DELETE FROM entreprise WHERE rattachement_id = $1 AND siren NOT IN
             (SELECT h.siren FROM habilitation h WHERE h.rattachement_id = $1)",
        "DELETE FROM etablissement WHERE rattachement_id = $1 AND siren NOT IN
             (SELECT h.siren FROM habilitation h WHERE h.rattachement_id = $1)",
    ] {
        execute_tx!(tx, sqlx::query(statement).bind(link))?;
    }
    Ok(())
}
