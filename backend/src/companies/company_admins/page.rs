//! Roles that a person holds, was offered, or gave.

use domain::siren::Siren;

use super::close_reason::CloseReason;
use platform::{Error, db::Moment, on};

use crate::{
    Portal,
    accounts::sessions::Session,
    id::{AccountId, CompanyAdminRoleId},
};

/// Maximum number of entries, enough for thirteen months of frequent delegations.
const MAX_ENTRIES: i64 = 200;

/// Part of the signed-in person in a role or an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoleSide {
    /// Holder, or recipient of the offer.
    Received,
    Given,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoleState {
    Offered {
        until: Moment,
    },
    /// Held now.
    Active,
    Closed {
        at: Moment,
        reason: CloseReason,
    },
}

/// A role or an offer.
#[derive(Clone, Debug)]
pub struct RoleEntry {
    pub id: CompanyAdminRoleId,
    pub siren: Siren,
    /// « Brumaire Négoce (SIREN 123 456 782) ».
    pub company: String,
    pub side: RoleSide,
    /// The other person: their name, or the giver's input as long as the offer is not answered; `None` for the portal's
    /// operator.
    pub other: Option<String>,
    pub state: RoleState,
    pub offered_at: Moment,
    pub starts_at: Option<Moment>,
    pub ends_at: Option<Moment>,
}

/// The person's roles and offers, latest first.
#[derive(Clone, Debug, Default)]
pub struct RolesPage {
    pub entries: Vec<RoleEntry>,
}

impl RolesPage {
    /// Returns `true` if the person holds the role on that company.
    pub fn holds(&self, siren: &Siren) -> bool {
        self.held().any(|entry| entry.siren == *siren)
    }

    pub fn held(&self) -> impl Iterator<Item = &RoleEntry> {
        self.entries
            .iter()
            .filter(|entry| entry.side == RoleSide::Received && entry.state == RoleState::Active)
    }

    pub fn offered(&self) -> impl Iterator<Item = &RoleEntry> {
        let is_offer = |entry: &&RoleEntry| {
            entry.side == RoleSide::Received && matches!(entry.state, RoleState::Offered { .. })
        };
        self.entries.iter().filter(is_offer)
    }

    /// Roles and offers on that company that the person gave and that are not closed.
    pub fn given(&self, siren: &Siren) -> impl Iterator<Item = &RoleEntry> {
        let is_open = move |entry: &&RoleEntry| {
            entry.side == RoleSide::Given
                && entry.siren == *siren
                && !matches!(entry.state, RoleState::Closed { .. })
        };
        self.entries.iter().filter(is_open)
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: CompanyAdminRoleId,
    siren: String,
    raison_sociale: String,
    giver: Option<AccountId>,
    typed: String,
    is_received: bool,
    offered_at: Moment,
    answer_until: Moment,
    starts_at: Option<Moment>,
    ends_at: Option<Moment>,
    closed_at: Option<Moment>,
    close_reason: Option<String>,
    holder_name: Option<String>,
    giver_name: Option<String>,
}

/// Returns the roles that the signed-in person holds, is offered, or gave, and those that are closed.
///
/// # Errors
/// [`Error::NotFound`] if no usager is signed in; [`Error::Busy`].
pub async fn roles(portal: &Portal, session: &Session) -> Result<RolesPage, Error> {
    let account = session.usager()?.account;
    let rows: Vec<Row> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT r.id, r.siren, COALESCE(NULLIF(r.raison_sociale, ''), (SELECT MIN(e.raison_sociale)
                        FROM right_link l JOIN entreprise e ON e.rattachement_id = l.rattachement_id
                        WHERE l.account_id = $1 AND e.siren = r.siren), '') AS raison_sociale,
                    r.giver, r.typed, (r.account_id IS NOT NULL AND r.account_id = $1) AS is_received,
                    r.offered_at, r.answer_until, r.starts_at, r.ends_at, r.closed_at, r.close_reason,
                    h.first_name || ' ' || h.last_name AS holder_name,
                    g.first_name || ' ' || g.last_name AS giver_name
             FROM company_admin_role r
             LEFT JOIN account h ON h.id = r.account_id LEFT JOIN account g ON g.id = r.giver
             WHERE r.account_id = $1 OR r.giver = $1
             ORDER BY COALESCE(r.closed_at, r.starts_at, r.offered_at) DESC, r.id DESC LIMIT $2",
        )
        .bind(account)
        .bind(MAX_ENTRIES)
        .fetch_all(c)
        .await
    })?;
    let now = portal.clock.now();
    Ok(RolesPage { entries: rows.into_iter().filter_map(|row| row.read(now)).collect() })
}

impl Row {
    fn read(self, now: Moment) -> Option<RoleEntry> {
        let state = self.state(now);
        let deleted = || "Compte supprimé".to_owned();
        let other = match (self.is_received, self.giver) {
            (true, None) => None,
            (true, Some(_)) => Some(self.giver_name.unwrap_or_else(deleted)),
            // Before an answer, the recipient's name would reveal that the account exists.
            (false, _) if self.is_answered() => Some(self.holder_name.unwrap_or_else(deleted)),
            (false, _) => Some(self.typed.clone()),
        };
        Some(RoleEntry {
            id: self.id,
            siren: Siren::parse(&self.siren).ok()?,
            company: company_name(&self.raison_sociale, &self.siren),
            side: if self.is_received { RoleSide::Received } else { RoleSide::Given },
            other,
            state,
            offered_at: self.offered_at,
            starts_at: self.starts_at,
            ends_at: self.ends_at,
        })
    }

    fn is_answered(&self) -> bool {
        self.starts_at.is_some() || self.close_reason.as_deref() == Some(CloseReason::Declined.code())
    }

    fn state(&self, now: Moment) -> RoleState {
        let reason = self.close_reason.as_deref().and_then(CloseReason::from_code);
        match (self.closed_at, self.starts_at, self.ends_at) {
            (Some(at), ..) => RoleState::Closed { at, reason: reason.unwrap_or(CloseReason::ParentClosed) },
            (None, Some(_), Some(end)) if end <= now => {
                RoleState::Closed { at: end, reason: CloseReason::Expired }
            }
            (None, Some(_), _) => RoleState::Active,
            (None, None, _) if self.answer_until <= now => {
                RoleState::Closed { at: self.answer_until, reason: CloseReason::Unanswered }
            }
            (None, None, _) => RoleState::Offered { until: self.answer_until },
        }
    }
}

/// « Brumaire Négoce (SIREN 123 456 782) ».
pub(super) fn company_name(raison_sociale: &str, siren: &str) -> String {
    let siren = Siren::parse(siren).map_or_else(|_| siren.to_owned(), |siren| siren.grouped());
    match raison_sociale {
        "" => format!("l’entreprise SIREN {siren}"),
        name => format!("{name} (SIREN {siren})"),
    }
}
