use domain::{
    form::{Answers, checked},
    problem::Problem,
    sharing::{CODE, CODE_VALIDITY, SCRIPTS, form},
};
use platform::{
    Error,
    db::{Duration, Moment, Tx},
    on_tx,
    throttle::{self, network},
};

use super::{
    audit, create,
    end::{self, End},
    store,
};
use crate::{
    Portal,
    accounts::sessions::{Client, Session, Visitor},
    id::{AccountId, SharedViewId, StaffId},
};

/// Codes that one network may try in ten minutes. A guessed code gives no access: it shares the view of the person who typed it.
const TRIES: i64 = 10;
const WINDOW: Duration = Duration::from_secs(600);

/// Shares the pages of the session with the adviser who has created the code.
///
/// # Errors
/// [`Error::Invalid`]: problems of the form; [`Problem::ScriptsRequired`]; [`Problem::SharingCodeUnknown`];
/// `TooManyAttempts`.
pub async fn start(
    portal: &Portal,
    session: &Session,
    client: &Client,
    answers: &Answers,
) -> Result<(), Error> {
    if answers.raw(SCRIPTS).is_empty() {
        return Err(Error::invalid("", Problem::ScriptsRequired));
    }
    let checked = checked(&form(), answers, &())?;
    let bucket = format!("partage:{}", network(client.address));
    let attempt = throttle::allow(portal, &bucket, TRIES, WINDOW).await?;
    // The pages of the staff show other people.
    if matches!(session.visitor, Visitor::Staff(_)) {
        return Err(unknown());
    }
    for former in store::open_of_session(portal, session.id).await? {
        end::end(portal, &store::read(portal, former).await?, End::Replaced).await?;
    }
    let (now, account) = (portal.clock.now(), session.usager().ok().map(|usager| usager.account));
    let mut tx = portal.db.begin().await?;
    let Some((id, adviser, name)) = claim(&mut tx, now, session, account, checked.text(CODE)).await? else {
        return Err(unknown());
    };
    audit::record_start(&mut tx, now, id, (adviser, &name), account.is_some()).await?;
    tx.commit().await?;
    throttle::forgive(portal, attempt).await
}

fn unknown() -> Error {
    Error::invalid(CODE, Problem::SharingCodeUnknown)
}

/// Uses a code. One statement, so that of two people who type it at once only one shares.
async fn claim(
    tx: &mut Tx,
    now: Moment,
    session: &Session,
    account: Option<AccountId>,
    code: &str,
) -> Result<Option<(SharedViewId, StaffId, String)>, Error> {
    Ok(on_tx!(tx, |c| {
        sqlx::query_as(
            "UPDATE shared_view SET code_hash = NULL, session_id = $1, account_id = $2, started_at = $3
             WHERE code_hash = $4 AND created_at > $5 AND started_at IS NULL AND ended_at IS NULL
             RETURNING id, adviser, adviser_name",
        )
        .bind(session.id)
        .bind(account)
        .bind(now)
        .bind(create::hash(code))
        .bind(now - CODE_VALIDITY)
        .fetch_optional(c)
        .await
    })?)
}
