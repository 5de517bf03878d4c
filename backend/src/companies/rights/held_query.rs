//! SQL of the list of held rights.

use domain::{co_owner::CoOwner, rights::Droit, rights::Teleservice, siren::Siren, siret::Siret};
use platform::{
    Error, contains_words,
    db::{Moment, SearchedWords},
    on,
};

use super::{
    filter::{RightsFilter, RightsOrder},
    right_row::RightRow,
};
use crate::{Portal, companies::search::searched, id::AccountId};

/// Number of rights on one page.
pub const RIGHTS_PAGE: u32 = 25;

#[derive(sqlx::FromRow)]
pub(super) struct HeldRow {
    #[sqlx(flatten)]
    pub right: RightRow,
    pub raison_sociale: String,
    pub nom: Option<String>,
    pub commune: Option<String>,
    /// Start of the delegation; 0 for a right of the account itself.
    pub delegated_at: Moment,
    pub granted_at: Option<Moment>,
    pub linked_at: Moment,
    pub answered_at: Option<Moment>,
    /// Name of the delegator; `None` for a right of the account itself.
    pub first_name: Option<String>,
    pub last_name: Option<String>,
}

/// Filtered rights of account `$1`: `$2` now, `$3` co-owner, `$4` téléservice, `$5` droit, `$6` SIRET, `$7` to `$12`
/// words of the company's name or SIREN. Empty texts do not filter.
macro_rules! held_rights {
    () => {
        concat!(
            "FROM right_link l
         JOIN habilitation h ON h.rattachement_id = l.rattachement_id
         JOIN entreprise e ON e.rattachement_id = l.rattachement_id AND e.siren = h.siren
         WHERE l.account_id = $1 AND l.until > $2 AND l.only_siren IN ('', h.siren)
           AND ($3 = '' OR l.co_owner = $3) AND ($4 = '' OR h.teleservice = $4) AND ($5 = '' OR h.droit = $5)
           AND ($6 = '' OR h.place = $6) AND ",
            contains_words!("e.search_key", "$7", "$8", "$9", "$10", "$11", "$12")
        )
    };
}

/// Binds `$1` to `$12`.
macro_rules! bind_held {
    ($statement:expr, $query:expr) => {
        $query.company.patterns().iter().fold(
            $statement
                .bind($query.account)
                .bind($query.now)
                .bind($query.co_owner)
                .bind($query.teleservice)
                .bind($query.droit)
                .bind(&$query.siret),
            |statement, pattern| statement.bind(pattern),
        )
    };
}

/// Parameters `$1` to `$12`.
pub(super) struct HeldQuery {
    account: AccountId,
    now: Moment,
    co_owner: &'static str,
    teleservice: &'static str,
    droit: &'static str,
    company: SearchedWords,
    siret: String,
}

impl HeldQuery {
    pub fn new(account: AccountId, now: Moment, filter: &RightsFilter) -> Self {
        HeldQuery {
            account,
            now,
            co_owner: filter.co_owner.map_or("", CoOwner::code),
            teleservice: filter.teleservice.map_or("", Teleservice::code),
            droit: filter.droit.map_or("", Droit::code),
            company: searched(&filter.company),
            siret: Siret::parse(&filter.company).map_or_else(|_| String::new(), |siret| siret.to_string()),
        }
    }

    /// Number of rights, and of companies they are on.
    pub async fn count(&self, portal: &Portal) -> Result<(u32, u32), Error> {
        let (rights, companies): (i64, i64) = on!(portal.db, |c| {
            let select = sqlx::query_as(concat!("SELECT COUNT(*), COUNT(DISTINCT h.siren) ", held_rights!()));
            bind_held!(select, self).fetch_one(c).await
        })?;
        let number = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
        Ok((number(rights), number(companies)))
    }

    /// One page of rights, those of `current` first. Rows are limited in the subquery, so that dates, names and
    /// establishments are looked up for one page only.
    pub async fn page(
        &self,
        portal: &Portal,
        order: RightsOrder,
        current: Option<&Siren>,
        offset: u32,
    ) -> Result<Vec<HeldRow>, Error> {
        Ok(on!(portal.db, |c| {
            let select = sqlx::query_as::<_, HeldRow>(concat!(
                "SELECT p.co_owner, p.place, p.teleservice, p.droit, p.raison_sociale, t.nom, t.commune,
                        p.since AS delegated_at, r.linked_at, r.answered_at, a.first_name, a.last_name,
                        (SELECT MAX(c.changed_at) FROM right_change c
                         WHERE c.account_id = p.holder AND c.place = p.place AND c.teleservice = p.teleservice
                           AND c.droit = p.droit AND c.co_owner = p.co_owner AND c.granted) AS granted_at
                 FROM (SELECT l.co_owner, l.rattachement_id, l.holder, l.since, h.siren, h.place, h.teleservice,
                              h.droit, e.raison_sociale,
                              CASE $13 WHEN 'administration' THEN l.co_owner WHEN 'teleservice' THEN h.teleservice
                                  ELSE '' END AS heading,
                              CASE h.siren WHEN $14 THEN '' ELSE e.search_key END AS rank ",
                held_rights!(),
                " ORDER BY heading, rank, h.siren, h.place, h.teleservice, h.droit, l.since LIMIT $15 OFFSET $16) p
                 JOIN rattachement r ON r.id = p.rattachement_id
                 LEFT JOIN etablissement t
                     ON t.rattachement_id = p.rattachement_id AND t.siren = p.siren AND t.siret = p.place
                 LEFT JOIN account a ON a.id = p.holder AND a.id <> $1
                 ORDER BY p.heading, p.rank, p.siren, p.place, p.teleservice, p.droit, p.since"
            ));
            bind_held!(select, self)
                .bind(order.code())
                .bind(current.map_or("", Siren::as_str))
                .bind(i64::from(RIGHTS_PAGE))
                .bind(i64::from(offset))
                .fetch_all(c)
                .await
        })?)
    }
}
