use platform::{
    Error,
    db::{Moment, Tx},
    execute_tx, on_tx,
};

use crate::{accounts::sessions::PreviousSignIn, id::AccountId};

/// Records a sign-in and returns the one before it.
pub(crate) async fn record_sign_in(
    tx: &mut Tx,
    now: Moment,
    account: AccountId,
    place: &str,
) -> Result<Option<PreviousSignIn>, Error> {
    let previous: (Option<Moment>, Option<String>) = on_tx!(tx, |c| {
        sqlx::query_as("SELECT last_sign_in_at, last_sign_in_place FROM account WHERE id = $1")
            .bind(account)
            .fetch_one(c)
            .await
    })?;
    execute_tx!(
        tx,
        sqlx::query("UPDATE account SET last_sign_in_at = $1, last_sign_in_place = $2 WHERE id = $3")
            .bind(now)
            .bind(place)
            .bind(account)
    )?;
    let (at, place) = previous;
    Ok(at.map(|at| PreviousSignIn { at, place: place.unwrap_or_default() }))
}
