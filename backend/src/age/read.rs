//! What a person sees of the roles that they hold, were offered, or gave.

use domain::siren::Siren;
use uuid::Uuid;

use super::{Closing, offer::named};
use crate::{Error, Portal, db::Moment, on, session::Session};

/// Lines that are read: thirteen months of somebody who delegates a lot.
const LINES: i64 = 200;

/// On which side of it the person stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Asked, or holder.
    Mine,
    Given,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Offered {
        until: Moment,
    },
    /// Held now.
    Open,
    Over {
        at: Moment,
        why: Closing,
    },
}

/// An offer or a role.
#[derive(Clone, Debug)]
pub struct Line {
    pub id: Uuid,
    pub siren: Siren,
    /// « Brumaire Négoce (SIREN 123 456 782) ».
    pub company: String,
    pub side: Side,
    /// The other person: as they are called, or as the giver typed it while nobody has answered; `None`: the portal's
    /// operator.
    pub other: Option<String>,
    pub state: State,
    pub offered_at: Moment,
    pub starts_at: Option<Moment>,
    pub ends_at: Option<Moment>,
}

/// Everything that concerns the person, latest first.
#[derive(Clone, Debug, Default)]
pub struct RolesPage {
    pub lines: Vec<Line>,
}

impl RolesPage {
    /// Does the person hold the role on that company?
    pub fn holds(&self, siren: &Siren) -> bool {
        self.held().any(|line| line.siren == *siren)
    }

    pub fn held(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| line.side == Side::Mine && line.state == State::Open)
    }

    pub fn offered(&self) -> impl Iterator<Item = &Line> {
        let asked = |line: &&Line| line.side == Side::Mine && matches!(line.state, State::Offered { .. });
        self.lines.iter().filter(asked)
    }

    /// What the person gave on that company and that is not over.
    pub fn given(&self, siren: &Siren) -> impl Iterator<Item = &Line> {
        let here = move |line: &&Line| {
            line.side == Side::Given && line.siren == *siren && !matches!(line.state, State::Over { .. })
        };
        self.lines.iter().filter(here)
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    siren: String,
    raison_sociale: String,
    giver: Option<Uuid>,
    typed: String,
    mine: bool,
    offered_at: Moment,
    answer_until: Moment,
    starts_at: Option<Moment>,
    ends_at: Option<Moment>,
    closed_at: Option<Moment>,
    closing: Option<String>,
    holder_name: Option<String>,
    giver_name: Option<String>,
}

/// The roles that the signed-in person holds, is offered, or gave, and what became of those that are over.
///
/// # Errors
/// [`Error::NotFound`] when nobody is signed in; [`Error::Busy`].
pub async fn roles(portal: &Portal, session: &Session) -> Result<RolesPage, Error> {
    let account = session.usager()?.account;
    let rows: Vec<Row> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT r.id, r.siren, COALESCE(NULLIF(r.raison_sociale, ''), (SELECT MIN(e.raison_sociale)
                        FROM right_link l JOIN entreprise e ON e.rattachement_id = l.rattachement_id
                        WHERE l.account_id = $1 AND e.siren = r.siren), '') AS raison_sociale,
                    r.giver, r.typed, (r.account_id IS NOT NULL AND r.account_id = $1) AS mine, r.offered_at,
                    r.answer_until, r.starts_at, r.ends_at, r.closed_at, r.closing,
                    h.first_name || ' ' || h.last_name AS holder_name, g.first_name || ' ' || g.last_name AS giver_name
             FROM age_role r LEFT JOIN account h ON h.id = r.account_id LEFT JOIN account g ON g.id = r.giver
             WHERE r.account_id = $1 OR r.giver = $1
             ORDER BY COALESCE(r.closed_at, r.starts_at, r.offered_at) DESC, r.id DESC LIMIT $2",
        )
        .bind(account)
        .bind(LINES)
        .fetch_all(c)
        .await
    })?;
    let now = portal.clock.now();
    Ok(RolesPage { lines: rows.into_iter().filter_map(|row| row.read(now)).collect() })
}

impl Row {
    fn read(self, now: Moment) -> Option<Line> {
        let state = self.state(now);
        let gone = || "Compte supprimé".to_owned();
        let other = match (self.mine, self.giver) {
            (true, None) => None,
            (true, Some(_)) => Some(self.giver_name.unwrap_or_else(gone)),
            // Who has not answered is called as the giver called them: no more is known of anybody.
            (false, _) if self.answered() => Some(self.holder_name.unwrap_or_else(gone)),
            (false, _) => Some(self.typed.clone()),
        };
        Some(Line {
            id: self.id,
            siren: Siren::parse(&self.siren).ok()?,
            company: named(&self.raison_sociale, &self.siren),
            side: if self.mine { Side::Mine } else { Side::Given },
            other,
            state,
            offered_at: self.offered_at,
            starts_at: self.starts_at,
            ends_at: self.ends_at,
        })
    }

    fn answered(&self) -> bool {
        self.starts_at.is_some() || self.closing.as_deref() == Some(Closing::Declined.code())
    }

    fn state(&self, now: Moment) -> State {
        let why = self.closing.as_deref().and_then(Closing::from_code);
        match (self.closed_at, self.starts_at, self.ends_at) {
            (Some(at), ..) => State::Over { at, why: why.unwrap_or(Closing::Source) },
            (None, Some(_), Some(end)) if end <= now => State::Over { at: end, why: Closing::Term },
            (None, Some(_), _) => State::Open,
            (None, None, _) if self.answer_until <= now => {
                State::Over { at: self.answer_until, why: Closing::Unanswered }
            }
            (None, None, _) => State::Offered { until: self.answer_until },
        }
    }
}
