//! SQL of payments by card.

use domain::{amount::Amount, card_payment::CardPaymentState, co_owner::CoOwner, siren::Siren};
use platform::{
    Error,
    co_owners::Failure,
    db::{Duration, Moment, Tx},
    error::UnknownCode,
    execute, execute_tx,
    id::CardPaymentId,
    on, on_tx,
};

use super::payable::Payable;
use crate::{Portal, id::SessionId};

/// A payment by card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    pub id: CardPaymentId,
    /// Session of the payer; `None` once it is purged.
    pub(super) session: Option<SessionId>,
    pub co_owner: CoOwner,
    /// Reference of the créance.
    pub reference: String,
    pub label: String,
    pub debtor: String,
    pub siren: Siren,
    pub siret: String,
    /// Code of the recette that collects the créance; empty if unknown.
    pub recette: String,
    pub amount: Amount,
    pub state: CardPaymentState,
    /// Page of the co-owner where the card is entered; `None` until the co-owner has accepted the payment.
    pub(super) address: Option<String>,
    pub started_at: Moment,
    /// End of the time to pay.
    pub expires_at: Moment,
    pub ended_at: Option<Moment>,
    /// Reference of the payment at the co-owner, once paid.
    pub payment_reference: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: CardPaymentId,
    session_id: Option<SessionId>,
    co_owner: String,
    reference: String,
    label: String,
    debtor: String,
    siren: String,
    siret: String,
    recette: String,
    amount: i64,
    state: String,
    address: Option<String>,
    started_at: Moment,
    expires_at: Moment,
    ended_at: Option<Moment>,
    payment_reference: Option<String>,
}

impl Row {
    fn into_payment(self) -> Result<Payment, Error> {
        let unknown = |code: String| Error::Unexpected(UnknownCode(code).into());
        Ok(Payment {
            id: self.id,
            session: self.session_id,
            co_owner: CoOwner::from_code(&self.co_owner).ok_or_else(|| unknown(self.co_owner))?,
            reference: self.reference,
            label: self.label,
            debtor: self.debtor,
            siren: Siren::parse(&self.siren).map_err(|_| unknown(self.siren))?,
            siret: self.siret,
            recette: self.recette,
            amount: Amount::from_cents(self.amount),
            state: CardPaymentState::from_code(&self.state).ok_or_else(|| unknown(self.state))?,
            address: self.address,
            started_at: self.started_at,
            expires_at: self.expires_at,
            ended_at: self.ended_at,
            payment_reference: self.payment_reference,
        })
    }
}

/// Columns of [`Row`].
macro_rules! select_payments {
    ($end:literal) => {
        concat!(
            "SELECT id, session_id, co_owner, reference, label, debtor, siren, siret, recette, amount, state, address,
                    started_at, expires_at, ended_at, payment_reference
             FROM card_payment ",
            $end
        )
    };
}

/// Shortest time between two queries about one payment, whose page refreshes itself.
pub(super) const QUERY_INTERVAL: Duration = Duration::from_secs(2);

/// Inserts a running payment. Returns `false` if another payment of the créance is running.
pub(super) async fn insert(
    portal: &Portal,
    id: CardPaymentId,
    session: SessionId,
    co_owner: CoOwner,
    creance: &Payable,
    expires_at: Moment,
) -> Result<bool, Error> {
    let now = portal.clock.now();
    let inserted = execute!(
        portal.db,
        sqlx::query(
            "INSERT INTO card_payment (id, session_id, co_owner, reference, label, debtor, siren, siret, recette, amount,
                                       state, started_at, expires_at, checked_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT DO NOTHING",
        )
        .bind(id)
        .bind(session)
        .bind(co_owner.code())
        .bind(&creance.reference)
        .bind(&creance.label)
        .bind(&creance.debtor)
        .bind(creance.siret.siren().as_str())
        .bind(creance.siret.as_str())
        .bind(&creance.recette)
        .bind(creance.remaining.cents())
        .bind(CardPaymentState::Running.code())
        .bind(now)
        .bind(expires_at)
        // The payer may return at once: the page then queries the co-owner.
        .bind(now - QUERY_INTERVAL)
    )?;
    Ok(inserted == 1)
}

/// Returns the payment with this identifier.
///
/// # Errors
/// [`Error::NotFound`] for an unknown one.
pub(super) async fn find(portal: &Portal, id: CardPaymentId) -> Result<Payment, Error> {
    let row: Option<Row> = on!(portal.db, |c| {
        sqlx::query_as(select_payments!("WHERE id = $1")).bind(id).fetch_optional(c).await
    })?;
    row.ok_or(Error::NotFound)?.into_payment()
}

const RUNNING_OF_CREANCE: &str =
    select_payments!("WHERE co_owner = $1 AND reference = $2 AND state = 'en_cours'");
const LAST_OF_CREANCE: &str =
    select_payments!("WHERE co_owner = $1 AND reference = $2 ORDER BY started_at DESC, id DESC LIMIT 1");

/// Returns the running payment of a créance.
pub(super) async fn running_of_creance(
    portal: &Portal,
    co_owner: CoOwner,
    reference: &str,
) -> Result<Option<Payment>, Error> {
    of_creance(portal, RUNNING_OF_CREANCE, co_owner, reference).await
}

/// Returns the last payment of a créance.
pub(super) async fn last_of_creance(
    portal: &Portal,
    co_owner: CoOwner,
    reference: &str,
) -> Result<Option<Payment>, Error> {
    of_creance(portal, LAST_OF_CREANCE, co_owner, reference).await
}

async fn of_creance(
    portal: &Portal,
    statement: &'static str,
    co_owner: CoOwner,
    reference: &str,
) -> Result<Option<Payment>, Error> {
    let row: Option<Row> = on!(portal.db, |c| {
        sqlx::query_as(statement).bind(co_owner.code()).bind(reference).fetch_optional(c).await
    })?;
    row.map(Row::into_payment).transpose()
}

/// Returns running payments that were not queried since `before`, the least recently queried first.
pub(super) async fn unchecked_since(
    portal: &Portal,
    before: Moment,
    limit: i64,
) -> Result<Vec<Payment>, Error> {
    let rows: Vec<Row> = on!(portal.db, |c| {
        sqlx::query_as(select_payments!(
            "WHERE state = 'en_cours' AND checked_at < $1 ORDER BY checked_at, id LIMIT $2"
        ))
        .bind(before)
        .bind(limit)
        .fetch_all(c)
        .await
    })?;
    rows.into_iter().map(Row::into_payment).collect()
}

/// Records that the co-owner is being queried. Returns `false` if the payment has ended, or was queried within `interval`.
pub(super) async fn record_check(
    portal: &Portal,
    id: CardPaymentId,
    interval: Duration,
) -> Result<bool, Error> {
    let now = portal.clock.now();
    let recorded = execute!(
        portal.db,
        sqlx::query(
            "UPDATE card_payment SET checked_at = $1 WHERE id = $2 AND state = 'en_cours' AND checked_at <= $3",
        )
        .bind(now)
        .bind(id)
        .bind(now - interval)
    )?;
    Ok(recorded == 1)
}

/// Stores where the card is entered and until when. Returns `false` if the payment has ended meanwhile.
pub(super) async fn record_acceptance(
    portal: &Portal,
    id: CardPaymentId,
    address: &str,
    expires_at: Moment,
) -> Result<bool, Error> {
    let recorded = execute!(
        portal.db,
        sqlx::query(
            "UPDATE card_payment SET address = $1, expires_at = $2 WHERE id = $3 AND state = 'en_cours'",
        )
        .bind(address)
        .bind(expires_at)
        .bind(id)
    )?;
    Ok(recorded == 1)
}

/// Deletes a payment that the co-owner has refused to begin.
pub(super) async fn delete_refused(portal: &Portal, id: CardPaymentId) -> Result<(), Error> {
    execute!(
        portal.db,
        sqlx::query("DELETE FROM card_payment WHERE id = $1 AND state = 'en_cours' AND address IS NULL")
            .bind(id)
    )?;
    Ok(())
}

/// Ends a running payment. Returns `false` if it had ended already.
pub(super) async fn end(
    tx: &mut Tx,
    id: CardPaymentId,
    state: CardPaymentState,
    ended_at: Moment,
    payment_reference: Option<&str>,
) -> Result<bool, Error> {
    let ended = execute_tx!(
        tx,
        sqlx::query(
            "UPDATE card_payment SET state = $1, ended_at = $2, payment_reference = $3
             WHERE id = $4 AND state = 'en_cours'",
        )
        .bind(state.code())
        .bind(ended_at)
        .bind(payment_reference)
        .bind(id)
    )?;
    Ok(ended == 1)
}

/// Deletes a payment. Returns its reference at the co-owner, empty if it gave none; `None` if there is no such payment.
pub(super) async fn delete(tx: &mut Tx, id: CardPaymentId) -> Result<Option<String>, Error> {
    let deleted: Option<Option<String>> = on_tx!(tx, |c| {
        sqlx::query_scalar("DELETE FROM card_payment WHERE id = $1 RETURNING payment_reference")
            .bind(id)
            .fetch_optional(c)
            .await
    })?;
    Ok(deleted.map(Option::unwrap_or_default))
}

/// Logs why Télépaiement CB gave no usable answer; returns the error to show.
pub(super) fn unavailable(failure: &Failure) -> Error {
    tracing::warn!(%failure, "Télépaiement CB gave no usable answer");
    Error::CoOwnerDown { what: "Télépaiement CB".to_owned() }
}
