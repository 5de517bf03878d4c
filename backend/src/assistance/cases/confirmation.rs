//! Confirmation of the address of a visitor: opening the link uses nothing, the form does.

use domain::assistance::{CaseKind, CaseSecret, CaseState};
use platform::{
    Error,
    db::Moment,
    mail::{self, Lifetime},
    on, on_tx,
};

use super::{
    case::Case,
    open::{CONFIRMATION, opened_letter, random_secret},
    store::{self, case_columns},
};
use crate::{Portal, accounts::links};

/// Returns `true` if the link can be used, without using it: mail scanners follow links.
pub async fn awaits_confirmation(portal: &Portal, token: &str) -> Result<bool, Error> {
    Ok(kind_to_confirm(portal, token).await?.is_some())
}

/// Returns the kind of the case that the link confirms, without using it; `None` if it cannot be used.
pub async fn kind_to_confirm(portal: &Portal, token: &str) -> Result<Option<CaseKind>, Error> {
    let since = portal.clock.now() - CONFIRMATION;
    let found: Option<String> = on!(portal.db, |c| {
        sqlx::query_scalar("SELECT kind FROM support_case WHERE confirmation_hash = $1 AND created_at > $2")
            .bind(links::hash(token))
            .bind(since)
            .fetch_optional(c)
            .await
    })?;
    Ok(found.as_deref().and_then(CaseKind::from_code))
}

/// Opens the case of a confirmed address. Returns its reference and its secret, displayed once; `None` if the link was used,
/// or has ended.
pub async fn confirm(portal: &Portal, token: &str) -> Result<Option<(String, CaseSecret)>, Error> {
    let (now, secret) = (portal.clock.now(), random_secret());
    let mut tx = portal.db.begin().await?;
    let Some(case) = use_link(&mut tx, token, now - CONFIRMATION, &secret).await? else { return Ok(None) };
    if !store::step(&mut tx, now, &case, CaseState::Open, &case.name).await? {
        return Ok(None);
    }
    store::promise(&mut tx, now, &case).await?;
    let letter = opened_letter(portal, case.kind(), &case.name, &case.reference, &secret);
    mail::enqueue(&mut tx, now, &case.email, &letter, Lifetime::Unlimited).await?;
    tx.commit().await?;
    portal.wake_workers();
    Ok(Some((case.reference, secret)))
}

/// Uses the link; among concurrent uses only one gets the case.
async fn use_link(
    tx: &mut platform::db::Tx,
    token: &str,
    since: Moment,
    secret: &CaseSecret,
) -> Result<Option<Case>, Error> {
    Ok(on_tx!(tx, |c| {
        sqlx::query_as(concat!(
            "UPDATE support_case SET confirmation_hash = NULL, secret_hash = $1
             WHERE confirmation_hash = $2 AND created_at > $3 RETURNING ",
            case_columns!()
        ))
        .bind(store::hash(secret))
        .bind(links::hash(token))
        .bind(since)
        .fetch_optional(c)
        .await
    })?)
}
