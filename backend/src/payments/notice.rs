//! Créances that visitors find by the reference and the password of their payment notice.

use domain::{
    amount::Amount,
    card_payment::{self, CardKind, CardPaymentState, NOTICE_PASSWORD, REFERENCE, comparable},
    form::{Answers, checked},
    problem::Problem,
    siret::Siret,
};
use jiff::civil::Date;
use platform::{
    Error,
    co_owners::{Failure, PaymentNotice},
    db::{Duration, Moment},
    execute, on,
    throttle::{self, network},
};

use super::{
    payable::{CARDS_AT, Payable},
    store::{self, Payment},
};
use crate::{
    Portal,
    accounts::sessions::{Client, Session},
    id::{PaymentNoticeId, SessionId},
};

/// Wrong pairs accepted from one network per hour.
const WRONG_PER_NETWORK: i64 = 20;
/// Wrong pairs accepted for one reference per hour, from all networks: enough that its owner is not locked out by one
/// network, too few to guess the password.
const WRONG_PER_REFERENCE: i64 = 50;
const HOUR: Duration = Duration::from_secs(3600);

/// Time during which a session may open the page of a notice.
const VISIBLE: Duration = HOUR;

/// The créance of a payment notice, and its last payment by card.
#[derive(Clone, Debug)]
pub struct Notice {
    pub creance: Payable,
    pub last_payment: Option<Payment>,
    /// The last payment was begun in this session.
    pub is_own_payment: bool,
}

/// Finds the créance of a payment notice, and lets the session see it. The same answer, whichever of the two values is
/// wrong.
///
/// # Errors
/// [`Error::Invalid`]: problems of the form, [`Problem::WrongNotice`], `TooManyAttempts`; [`Error::CoOwnerDown`].
pub async fn find_notice(
    portal: &Portal,
    session: &Session,
    client: &Client,
    answers: &Answers,
) -> Result<PaymentNoticeId, Error> {
    let answers = checked(&card_payment::notice_form(), answers, &())?;
    let (reference, password) =
        (comparable(answers.text(REFERENCE)), comparable(answers.text(NOTICE_PASSWORD)));
    let by_network = format!("avis-de-paiement:{}", network(client.address));
    let by_reference = format!("avis-de-paiement-reference:{reference}");
    let attempts = [
        throttle::allow(portal, &by_network, WRONG_PER_NETWORK, HOUR).await?,
        throttle::allow(portal, &by_reference, WRONG_PER_REFERENCE, HOUR).await?,
    ];
    let found = portal.co_owners.find_notice(&portal.clock, CARDS_AT, &reference, &password).await;
    if !matches!(found, Err(Failure::Unknown)) {
        // Found, or no answer: neither tells anything about the password.
        for attempt in attempts {
            throttle::forgive(portal, attempt).await?;
        }
    }
    match found {
        Ok(found) => insert(portal, session.id, &found).await,
        Err(Failure::Unknown) => Err(Error::invalid("", Problem::WrongNotice)),
        Err(failure) => Err(store::unavailable(&failure)),
    }
}

async fn insert(
    portal: &Portal,
    session: SessionId,
    found: &PaymentNotice,
) -> Result<PaymentNoticeId, Error> {
    let id = PaymentNoticeId::generate();
    execute!(
        portal.db,
        sqlx::query(
            "INSERT INTO payment_notice (id, session_id, co_owner, reference, label, debtor, siret, kind, remaining,
                                         due, recette, shown_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        )
        .bind(id)
        .bind(session)
        .bind(CARDS_AT.code())
        .bind(&found.reference)
        .bind(&found.libelle)
        .bind(&found.debtor)
        .bind(found.siret.as_str())
        .bind(found.card_kind.map(CardKind::code))
        .bind(found.remaining.cents())
        .bind(found.due.to_string())
        .bind(found.usual_recette.as_deref().unwrap_or_default())
        .bind(portal.clock.now())
    )?;
    Ok(id)
}

/// Returns the créance of a payment notice that the session has found within the hour.
///
/// # Errors
/// [`Error::NotFound`] for another session's.
pub async fn notice(
    portal: &Portal,
    session: Option<&Session>,
    id: PaymentNoticeId,
) -> Result<Notice, Error> {
    let session = session.ok_or(Error::NotFound)?.id;
    let (creance, last_payment) = find(portal, session, id).await?;
    let is_own_payment = last_payment.as_ref().is_some_and(|payment| payment.session == Some(session));
    Ok(Notice { creance, last_payment, is_own_payment })
}

#[derive(sqlx::FromRow)]
struct Row {
    reference: String,
    label: String,
    debtor: String,
    siret: String,
    kind: Option<String>,
    remaining: i64,
    due: String,
    recette: String,
    shown_at: Moment,
}

/// Returns the créance of a notice of this session, as far as the portal knows, and its last payment.
///
/// # Errors
/// [`Error::NotFound`] for another session's.
pub(super) async fn find(
    portal: &Portal,
    session: SessionId,
    id: PaymentNoticeId,
) -> Result<(Payable, Option<Payment>), Error> {
    let row: Option<Row> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT reference, label, debtor, siret, kind, remaining, due, recette, shown_at FROM payment_notice
             WHERE id = $1 AND session_id = $2 AND shown_at > $3",
        )
        .bind(id)
        .bind(session)
        .bind(portal.clock.now() - VISIBLE)
        .fetch_optional(c)
        .await
    })?;
    let row = row.ok_or(Error::NotFound)?;
    let shown_at = row.shown_at;
    let mut creance = row.into_payable()?;
    let last = store::last_of_creance(portal, CARDS_AT, &creance.reference).await?;
    let is_paid = |payment: &Payment| {
        payment.state == CardPaymentState::Paid
            && payment.ended_at.is_some_and(|ended_at| ended_at >= shown_at)
    };
    if last.as_ref().is_some_and(is_paid) {
        creance.remaining = Amount::ZERO;
    }
    Ok((creance, last))
}

impl Row {
    fn into_payable(self) -> Result<Payable, Error> {
        Ok(Payable {
            siret: Siret::parse(&self.siret).map_err(|problem| anyhow::anyhow!("stored SIRET: {problem}"))?,
            kind: self.kind.as_deref().and_then(CardKind::from_code),
            due: self.due.parse::<Date>().map_err(|error| anyhow::anyhow!("stored date: {error}"))?,
            reference: self.reference,
            label: self.label,
            debtor: self.debtor,
            remaining: Amount::from_cents(self.remaining),
            recette: self.recette,
        })
    }
}

/// Returns `true` if the session has shown, within the hour, that it knows the payment notice of the créance.
pub(super) async fn is_known(
    portal: &Portal,
    session: SessionId,
    reference: &str,
    now: Moment,
) -> Result<bool, Error> {
    let known: Option<i64> = on!(portal.db, |c| {
        sqlx::query_scalar(
            "SELECT MAX(shown_at) FROM payment_notice
             WHERE session_id = $1 AND co_owner = $2 AND reference = $3 AND shown_at > $4",
        )
        .bind(session)
        .bind(CARDS_AT.code())
        .bind(reference)
        .bind(now - VISIBLE)
        .fetch_one(c)
        .await
    })?;
    Ok(known.is_some())
}

/// Deletes the payment notices that no session may open any more.
pub async fn purge_notices(portal: &Portal) -> Result<u64, Error> {
    let limit = portal.clock.now() - VISIBLE;
    Ok(execute!(portal.db, sqlx::query("DELETE FROM payment_notice WHERE shown_at <= $1").bind(limit))?)
}
