//! What a person holds, to be read: every right with its date, page by page. A broker holds ten thousand: the database
//! filters, sorts, counts and cuts.

use domain::{
    co_owner::CoOwner,
    rights::{Droit, Habilitation, Place, Teleservice},
    siren::Siren,
    siret::Siret,
};
use uuid::Uuid;

use super::{Etablissement, changes::KEPT, choice::pattern, read::RightRow, refresh};
use crate::{Error, Portal, db::Moment, on, session::Session};

/// Rights on one page.
pub const RIGHTS_PAGE: u32 = 25;

/// By what the rights are put together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RightsOrder {
    #[default]
    Company,
    CoOwner,
    Teleservice,
}

impl RightsOrder {
    pub const ALL: [RightsOrder; 3] = [RightsOrder::Company, RightsOrder::CoOwner, RightsOrder::Teleservice];

    /// As in the page's address.
    pub const fn code(self) -> &'static str {
        match self {
            RightsOrder::Company => "entreprise",
            RightsOrder::CoOwner => "administration",
            RightsOrder::Teleservice => "teleservice",
        }
    }

    /// Anything unknown is « by company ».
    pub fn from_code(code: &str) -> Self {
        RightsOrder::ALL.into_iter().find(|order| order.code() == code).unwrap_or_default()
    }
}

/// Which rights are wanted; nothing set: all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RightsFilter {
    /// As typed: a name or part of it, a SIREN, a SIRET.
    pub company: String,
    pub co_owner: Option<CoOwner>,
    pub teleservice: Option<Teleservice>,
    pub droit: Option<Droit>,
}

impl RightsFilter {
    pub fn is_empty(&self) -> bool {
        *self == RightsFilter::default()
    }
}

/// Since when the portal knows of a right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since {
    Known(Moment),
    /// Older than what is remembered: before that day.
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
    /// Name of the administrateur général whose right it is.
    pub delegated_by: Option<String>,
}

/// One page of the rights that were asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldRights {
    pub rights: Vec<HeldRight>,
    /// How many match, and on how many companies.
    pub matching: u32,
    pub companies: u32,
    /// How many the person has in all.
    pub total: u32,
    /// From 1.
    pub page: u32,
    pub pages: u32,
}

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(flatten)]
    right: RightRow,
    raison_sociale: String,
    nom: Option<String>,
    commune: Option<String>,
    delegated_at: Moment,
    granted_at: Option<Moment>,
    linked_at: Moment,
    answered_at: Option<Moment>,
    first_name: Option<String>,
    last_name: Option<String>,
}

/// The wanted rights of the links that open something to `$1`: `$2` now, `$3` co-owner, `$4` téléservice, `$5` droit,
/// `$6` pattern of the company's name or SIREN, `$7` a whole SIRET or nothing.
macro_rules! wanted {
    () => {
        "FROM right_link l
         JOIN habilitation h ON h.rattachement_id = l.rattachement_id
         JOIN entreprise e ON e.rattachement_id = l.rattachement_id AND e.siren = h.siren
         WHERE l.account_id = $1 AND l.until > $2 AND l.only_siren IN ('', h.siren)
           AND ($3 = '' OR l.co_owner = $3) AND ($4 = '' OR h.teleservice = $4) AND ($5 = '' OR h.droit = $5)
           AND e.search_key LIKE $6 AND ($7 = '' OR h.place = $7)"
    };
}

/// The filter as the database takes it.
struct Bound {
    account: Uuid,
    now: Moment,
    co_owner: &'static str,
    teleservice: &'static str,
    droit: &'static str,
    company: String,
    siret: String,
}

impl Bound {
    fn new(account: Uuid, now: Moment, filter: &RightsFilter) -> Self {
        Bound {
            account,
            now,
            co_owner: filter.co_owner.map_or("", CoOwner::code),
            teleservice: filter.teleservice.map_or("", Teleservice::code),
            droit: filter.droit.map_or("", Droit::code),
            company: pattern(&filter.company),
            siret: Siret::parse(&filter.company).map_or_else(|_| String::new(), |siret| siret.to_string()),
        }
    }
}

/// What the signed-in person holds, by itself and by delegation, the chosen company first; `page` counts from 1 and is
/// brought back within what there is. The co-owners are asked again first when what they said is too old.
///
/// # Errors
/// [`Error::NotFound`] when nobody is signed in; [`Error::Busy`].
pub async fn held_rights(
    portal: &Portal,
    session: &Session,
    order: RightsOrder,
    filter: &RightsFilter,
    page: u32,
) -> Result<HeldRights, Error> {
    let account = session.usager()?.account;
    refresh::when_stale(portal, account).await?;
    let now = portal.clock.now();
    let bound = Bound::new(account, now, filter);
    let (matching, companies) = count(portal, &bound).await?;
    let total = match filter.is_empty() {
        true => matching,
        false => count(portal, &Bound::new(account, now, &RightsFilter::default())).await?.0,
    };
    let pages = matching.div_ceil(RIGHTS_PAGE).max(1);
    let page = page.clamp(1, pages);
    let rows = rows(portal, &bound, order, session.siren.as_ref(), (page - 1) * RIGHTS_PAGE).await?;
    let rights = rows.into_iter().filter_map(|row| row.read(now)).collect();
    Ok(HeldRights { rights, matching, companies, total, page, pages })
}

async fn count(portal: &Portal, bound: &Bound) -> Result<(u32, u32), Error> {
    let (rights, companies): (i64, i64) = on!(portal.db, |c| {
        sqlx::query_as(concat!("SELECT COUNT(*), COUNT(DISTINCT h.siren) ", wanted!()))
            .bind(bound.account)
            .bind(bound.now)
            .bind(bound.co_owner)
            .bind(bound.teleservice)
            .bind(bound.droit)
            .bind(&bound.company)
            .bind(&bound.siret)
            .fetch_one(c)
            .await
    })?;
    let number = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
    Ok((number(rights), number(companies)))
}

/// The page is cut first: dates, names and places are looked up for its rows only.
async fn rows(
    portal: &Portal,
    bound: &Bound,
    order: RightsOrder,
    chosen: Option<&Siren>,
    offset: u32,
) -> Result<Vec<Row>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as::<_, Row>(concat!(
            "SELECT p.co_owner, p.place, p.teleservice, p.droit, p.raison_sociale, t.nom, t.commune,
                    p.since AS delegated_at, r.linked_at, r.answered_at, a.first_name, a.last_name,
                    (SELECT MAX(c.changed_at) FROM right_change c
                     WHERE c.account_id = p.holder AND c.place = p.place AND c.teleservice = p.teleservice
                       AND c.droit = p.droit AND c.co_owner = p.co_owner AND c.granted) AS granted_at
             FROM (SELECT l.co_owner, l.rattachement_id, l.holder, l.since, h.siren, h.place, h.teleservice, h.droit,
                          e.raison_sociale,
                          CASE $8 WHEN 'administration' THEN l.co_owner WHEN 'teleservice' THEN h.teleservice ELSE '' END
                              AS heading,
                          CASE h.siren WHEN $9 THEN '' ELSE e.search_key END AS rank ",
            wanted!(),
            " ORDER BY heading, rank, h.siren, h.place, h.teleservice, h.droit, l.since LIMIT $10 OFFSET $11) p
             JOIN rattachement r ON r.id = p.rattachement_id
             LEFT JOIN etablissement t
                 ON t.rattachement_id = p.rattachement_id AND t.siren = p.siren AND t.siret = p.place
             LEFT JOIN account a ON a.id = p.holder AND a.id <> $1
             ORDER BY p.heading, p.rank, p.siren, p.place, p.teleservice, p.droit, p.since"
        ))
        .bind(bound.account)
        .bind(bound.now)
        .bind(bound.co_owner)
        .bind(bound.teleservice)
        .bind(bound.droit)
        .bind(&bound.company)
        .bind(&bound.siret)
        .bind(order.code())
        .bind(chosen.map_or("", Siren::as_str))
        .bind(i64::from(RIGHTS_PAGE))
        .bind(i64::from(offset))
        .fetch_all(c)
        .await
    })?)
}

impl Row {
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

    /// The co-owner said so at `answered_at`; a link older than the history had it before the history began.
    fn since(&self, now: Moment) -> Since {
        let limit = now - KEPT;
        match self.granted_at {
            Some(granted) => Since::Known(granted.max(self.delegated_at)),
            None if self.delegated_at.micros() > 0 => Since::Known(self.delegated_at),
            None if self.linked_at <= limit => Since::Before(limit),
            None => Since::Before(self.answered_at.unwrap_or(now)),
        }
    }
}
