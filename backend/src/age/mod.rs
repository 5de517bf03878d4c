//! « Administrateur général de l'entreprise »: a role of the portal on a SIREN, which its holder delegates to others (004,
//! Habilitation: « délégation de rôle »). It gives the habilitations that the giver holds at the co-owners that recognise
//! it, as long as both hold; customs do not.
//!
//! The first of a company is named by the portal's operator. A delegation is an offer that the other person accepts; it
//! comes from the giver's own role and never outlives it.

mod answer;
mod close;
mod letters;
mod offer;
mod operator;
mod read;

use domain::{
    rights::{Action, Actor, decide},
    siren::Siren,
};
use uuid::Uuid;

use crate::{
    Error, Portal,
    db::{Duration, Moment, Tx},
    on, on_tx,
};

pub use answer::{accept, decline};
pub(crate) use close::forget;
pub use close::{close_due, give_up, withdraw};
pub use offer::{offer, offer_form, seek};
pub use operator::{RoleLine, grant, list, revoke};
pub use read::{Line, RolesPage, Side, State, roles};

/// An offer that nobody answers lapses after that.
const ANSWER_TIME: Duration = Duration::from_secs(14 * 24 * 3600);
/// What is over is remembered as long as the history of rights.
const KEPT: Duration = Duration::from_secs(396 * 24 * 3600);

/// Why an offer or a role is over. Stored by its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closing {
    /// By who gave it.
    Withdrawn,
    /// By who held it.
    GivenUp,
    Declined,
    /// Nobody answered in time.
    Unanswered,
    /// The end that was set.
    Term,
    /// The role it came from is over.
    Source,
    /// By the portal's operator.
    Operator,
}

impl Closing {
    const ALL: [Closing; 7] = [
        Closing::Withdrawn,
        Closing::GivenUp,
        Closing::Declined,
        Closing::Unanswered,
        Closing::Term,
        Closing::Source,
        Closing::Operator,
    ];

    const fn code(self) -> &'static str {
        match self {
            Closing::Withdrawn => "retiree",
            Closing::GivenUp => "rendue",
            Closing::Declined => "declinee",
            Closing::Unanswered => "sans_reponse",
            Closing::Term => "terme",
            Closing::Source => "amont",
            Closing::Operator => "operateur",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        Closing::ALL.into_iter().find(|closing| closing.code() == code)
    }

    /// « retirée par son auteur ».
    pub const fn label(self) -> &'static str {
        match self {
            Closing::Withdrawn => "retirée par son auteur",
            Closing::GivenUp => "rendue par son titulaire",
            Closing::Declined => "déclinée",
            Closing::Unanswered => "restée sans réponse",
            Closing::Term => "arrivée à son terme",
            Closing::Source => "finie avec le rôle dont elle venait",
            Closing::Operator => "retirée par l’exploitant du portail",
        }
    }
}

/// A role that is held now.
#[derive(Clone, Debug, sqlx::FromRow)]
struct OpenRole {
    id: Uuid,
    siren: String,
    ends_at: Option<Moment>,
}

/// Every role that the account holds now.
async fn held(portal: &Portal, account: Uuid) -> Result<Vec<OpenRole>, Error> {
    let now = portal.clock.now();
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT id, siren, ends_at FROM age_role
             WHERE account_id = $1 AND starts_at IS NOT NULL AND closed_at IS NULL AND (ends_at IS NULL OR ends_at > $2)",
        )
        .bind(account)
        .bind(now)
        .fetch_all(c)
        .await
    })?)
}

/// The role from which the account may delegate.
///
/// # Errors
/// [`Error::Refused`] when it holds none on that SIREN.
async fn role_to_delegate(portal: &Portal, account: Uuid, siren: &Siren) -> Result<OpenRole, Error> {
    let held = held(portal, account).await?;
    let sirens: Vec<Siren> = held.iter().filter_map(|role| Siren::parse(&role.siren).ok()).collect();
    decide(&Actor::Administrator { sirens: &sirens }, &Action::DelegateRole(siren))
        .or_denied()
        .map_err(Error::Refused)?;
    held.into_iter().find(|role| role.siren == siren.as_str()).ok_or(Error::NotFound)
}

/// What people are told in the portal. Stored by its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// To who is asked.
    Offered,
    /// To the giver.
    Accepted,
    Declined,
    /// To the giver: given up.
    Returned,
    /// To who held it, or was asked.
    Over,
    /// To who was named by the operator.
    Named,
}

impl Told {
    const ALL: [Told; 6] =
        [Told::Offered, Told::Accepted, Told::Declined, Told::Returned, Told::Over, Told::Named];

    pub const fn code(self) -> &'static str {
        match self {
            Told::Offered => "proposee",
            Told::Accepted => "acceptee",
            Told::Declined => "declinee",
            Told::Returned => "rendue",
            Told::Over => "finie",
            Told::Named => "nommee",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Told::ALL.into_iter().find(|told| told.code() == code)
    }
}

/// Those who hold rights of this account by delegation: its loss is theirs.
pub(crate) async fn delegates_of(tx: &mut Tx, account: Uuid) -> Result<Vec<Uuid>, Error> {
    Ok(on_tx!(tx, |c| {
        sqlx::query_scalar(
            "SELECT DISTINCT r.account_id FROM age_source s JOIN age_role r ON r.id = s.role_id
             WHERE s.account_id = $1 AND r.starts_at IS NOT NULL AND r.closed_at IS NULL ORDER BY r.account_id",
        )
        .bind(account)
        .fetch_all(c)
        .await
    })?)
}

async fn tell(tx: &mut Tx, now: Moment, account: Option<Uuid>, role: Uuid, what: Told) -> Result<(), Error> {
    // A giver may be gone: the row is then not written, rather than refused by its key.
    on_tx!(tx, |c| {
        sqlx::query(
            "INSERT INTO age_notice (id, account_id, role_id, what, created_at)
             SELECT $1, a.id, $3, $4, $5 FROM account a WHERE a.id = $2",
        )
        .bind(Uuid::now_v7())
        .bind(account)
        .bind(role)
        .bind(what.code())
        .bind(now)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}
