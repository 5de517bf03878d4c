//! Writing what a co-owner says an account may do.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    rights::{Habilitation, Place},
    siren::Siren,
    siret::Siret,
};
use uuid::Uuid;

use super::Etablissement;
use crate::{
    Error, Portal, change,
    db::{Duration, Moment, Tx},
    on_tx,
    partners::Rights,
};

/// An answer with a smaller version than the one kept arrived late, unless the one kept is older than this: then the
/// co-owner counts anew (restored from a copy).
const LATE: Duration = Duration::from_secs(60);

/// Rows per statement: far below what SQLite (32 766) and PostgreSQL (65 535) take as values of one statement.
const ROWS: usize = 1_000;

#[derive(sqlx::FromRow)]
struct Kept {
    version: i64,
    fingerprint: Option<Vec<u8>>,
    answered_at: Option<Moment>,
}

impl Kept {
    fn gives_way_to(&self, rights: &Rights, asked_at: Moment) -> bool {
        self.version <= rights.version || self.answered_at.is_none_or(|at| asked_at.since(at) > LATE)
    }
}

/// Puts what the co-owner just said in the place of what it said before. Nothing happens when the link is gone or
/// when a newer answer was kept meanwhile.
pub(super) async fn replace(tx: &mut Tx, link: Uuid, rights: &Rights, asked_at: Moment) -> Result<(), Error> {
    // Written first: from here on the row is ours on PostgreSQL too, and what is read next cannot change.
    touch(tx, link, asked_at).await?;
    let kept = on_tx!(tx, |c| {
        sqlx::query_as::<_, Kept>("SELECT version, fingerprint, answered_at FROM rattachement WHERE id = $1")
            .bind(link)
            .fetch_optional(c)
            .await
    })?;
    let Some(kept) = kept.filter(|kept| kept.gives_way_to(rights, asked_at)) else { return Ok(()) };
    on_tx!(tx, |c| {
        sqlx::query("UPDATE rattachement SET known = $2, version = $3, fingerprint = $4, answered_at = $5 WHERE id = $1")
            .bind(link)
            .bind(true)
            .bind(rights.version)
            .bind(rights.fingerprint.as_slice())
            .bind(asked_at)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    if kept.fingerprint.as_deref() != Some(rights.fingerprint.as_slice()) {
        clear(tx, link).await?;
        insert(tx, link, rights).await?;
    }
    Ok(())
}

/// The co-owner does not know the account: nothing is held through it any more.
pub(super) async fn withdraw(portal: &Portal, link: Uuid, asked_at: Moment) -> Result<(), Error> {
    let mut tx = portal.db.begin().await?;
    on_tx!(tx, |c| {
        sqlx::query(
            "UPDATE rattachement SET known = $2, fingerprint = NULL, asked_at = $3, answered_at = $3 WHERE id = $1",
        )
        .bind(link)
        .bind(false)
        .bind(asked_at)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    clear(&mut tx, link).await?;
    tx.commit().await?;
    Ok(())
}

/// The co-owner did not answer: what it said last stands, and it is not asked again at once.
pub(super) async fn note_silence(portal: &Portal, link: Uuid, asked_at: Moment) -> Result<(), Error> {
    change!(portal.db, |c| {
        sqlx::query("UPDATE rattachement SET asked_at = $2 WHERE id = $1")
            .bind(link)
            .bind(asked_at)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

async fn touch(tx: &mut Tx, link: Uuid, asked_at: Moment) -> Result<(), Error> {
    on_tx!(tx, |c| {
        sqlx::query("UPDATE rattachement SET asked_at = $2 WHERE id = $1")
            .bind(link)
            .bind(asked_at)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

async fn clear(tx: &mut Tx, link: Uuid) -> Result<(), Error> {
    for statement in [
        "DELETE FROM habilitation WHERE rattachement_id = $1",
        "DELETE FROM entreprise WHERE rattachement_id = $1",
        "DELETE FROM etablissement WHERE rattachement_id = $1",
    ] {
        on_tx!(tx, |c| sqlx::query(statement).bind(link).execute(c).await.map(|_| ()))?;
    }
    Ok(())
}

async fn insert(tx: &mut Tx, link: Uuid, rights: &Rights) -> Result<(), Error> {
    // A set: a co-owner that says the same right twice must not break the key.
    let held: BTreeSet<&Habilitation> = rights.habilitations.iter().collect();
    let held: Vec<_> = held.into_iter().map(|right| (right.place.siren(), right)).collect();
    for rows in held.chunks(ROWS) {
        on_tx!(tx, |c| {
            let mut insert = sqlx::QueryBuilder::new(
                "INSERT INTO habilitation (rattachement_id, siren, place, teleservice, droit) ",
            );
            insert.push_values(rows, |mut row, (siren, right)| {
                row.push_bind(link).push_bind(siren.as_str()).push_bind(right.place.number());
                row.push_bind(right.teleservice.code()).push_bind(right.droit.code());
            });
            insert.build().execute(c).await.map(|_| ())
        })?;
    }
    insert_companies(tx, link, rights).await
}

async fn insert_companies(tx: &mut Tx, link: Uuid, rights: &Rights) -> Result<(), Error> {
    let companies = held_companies(rights);
    let rows: Vec<_> = companies
        .iter()
        .map(|(siren, held)| (siren, held.name.as_str(), search_key(&held.name, siren)))
        .collect();
    for rows in rows.chunks(ROWS) {
        on_tx!(tx, |c| {
            let mut insert = sqlx::QueryBuilder::new(
                "INSERT INTO entreprise (rattachement_id, siren, raison_sociale, search_key) ",
            );
            insert.push_values(rows, |mut row, (siren, name, key)| {
                row.push_bind(link).push_bind(siren.as_str()).push_bind(*name).push_bind(key.as_str());
            });
            insert.build().execute(c).await.map(|_| ())
        })?;
    }
    let places: Vec<_> = companies
        .iter()
        .flat_map(|(siren, held)| held.places.values().map(move |place| (siren, place)))
        .collect();
    for rows in places.chunks(ROWS) {
        on_tx!(tx, |c| {
            let mut insert = sqlx::QueryBuilder::new(
                "INSERT INTO etablissement (rattachement_id, siren, siret, nom, commune) ",
            );
            insert.push_values(rows, |mut row, (siren, place)| {
                row.push_bind(link).push_bind(siren.as_str()).push_bind(place.siret.as_str());
                row.push_bind(place.nom.as_str()).push_bind(place.commune.as_str());
            });
            insert.build().execute(c).await.map(|_| ())
        })?;
    }
    Ok(())
}

struct Held {
    name: String,
    places: BTreeMap<Siret, Etablissement>,
}

/// The companies with at least one right: named by the co-owner, or by their number when it forgets to.
fn held_companies(rights: &Rights) -> BTreeMap<Siren, Held> {
    let mut companies: BTreeMap<Siren, Held> = BTreeMap::new();
    for right in &rights.habilitations {
        let siren = right.place.siren();
        let name = format!("Entreprise {}", siren.grouped());
        let held = companies.entry(siren).or_insert_with(|| Held { name, places: BTreeMap::new() });
        if let Place::Siret(siret) = &right.place {
            let unnamed =
                || Etablissement { siret: siret.clone(), nom: String::new(), commune: String::new() };
            held.places.entry(siret.clone()).or_insert_with(unnamed);
        }
    }
    for company in &rights.companies {
        let Some(held) = companies.get_mut(&company.siren) else { continue };
        if !company.raison_sociale.is_empty() {
            held.name.clone_from(&company.raison_sociale);
        }
        held.places.extend(company.etablissements.iter().map(|place| (place.siret.clone(), place.clone())));
    }
    companies
}

fn search_key(name: &str, siren: &Siren) -> String {
    format!("{} {}", plain(name), siren.as_str())
}

/// Lower case, without accents, one space between words: what is typed in the search box meets what is kept.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'à' | 'â' | 'ä' | 'á' | 'ã' => plain.push('a'),
            'ç' => plain.push('c'),
            'é' | 'è' | 'ê' | 'ë' => plain.push('e'),
            'î' | 'ï' | 'í' => plain.push('i'),
            'ñ' => plain.push('n'),
            'ô' | 'ö' | 'ó' | 'õ' => plain.push('o'),
            'ù' | 'û' | 'ü' | 'ú' => plain.push('u'),
            'ÿ' => plain.push('y'),
            'œ' => plain.push_str("oe"),
            'æ' => plain.push_str("ae"),
            c if c.is_alphanumeric() => plain.push(c),
            _ if plain.ends_with(' ') || plain.is_empty() => {}
            _ => plain.push(' '),
        }
    }
    plain.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_searched_without_accents_nor_punctuation() {
        assert_eq!(plain("  Îlot des Épices (fictif)"), "ilot des epices fictif");
        assert_eq!(plain("Œuvre & Cie"), "oeuvre cie");
    }

    #[test]
    fn a_late_answer_does_not_undo_a_newer_one() {
        let at = Moment::from_micros(1_000_000_000);
        let kept = Kept { version: 5, fingerprint: None, answered_at: Some(at) };
        let rights =
            |version| Rights { version, fingerprint: vec![], habilitations: vec![], companies: vec![] };
        assert!(kept.gives_way_to(&rights(5), at));
        assert!(!kept.gives_way_to(&rights(4), at + Duration::from_secs(2)));
        assert!(kept.gives_way_to(&rights(1), at + Duration::from_secs(61)));
    }
}
