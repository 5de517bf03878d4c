use domain::rights::Action;
use platform::{
    Error,
    db::{Duration, Tx},
    execute_tx,
    secret::{self, Token},
    throttle,
};

use super::{
    end::{self, End},
    store::{self, SharedView},
};
use crate::{Portal, accounts::sessions::Session, id::SharedViewId};

/// Codes that an adviser may create per hour.
const PER_HOUR: i64 = 60;
const HOUR: Duration = Duration::from_secs(3600);

/// Codes tried until one is free: a million for the few calls that wait.
const TRIES: usize = 20;

/// A shared view that waits for the person.
pub struct NewShare {
    pub id: SharedViewId,
    /// Six digits, to be read out. Only their hash is stored.
    pub code: String,
}

/// Creates a shared view with its code. Ends the former ones of the adviser.
///
/// # Errors
/// [`Error::Refused`] or [`Error::NotFound`] without the right; [`Error::Invalid`]: `TooManyRequests`.
pub async fn create(portal: &Portal, session: &Session) -> Result<NewShare, Error> {
    let adviser = session.staff_allowed(&Action::AnswerCases)?;
    throttle::allow_work(portal, &format!("partage-code:{}", adviser.id), PER_HOUR, HOUR).await?;
    for former in store::open_of_adviser(portal, adviser.id).await? {
        end::end(portal, &store::read(portal, former).await?, End::Replaced).await?;
    }
    let id = SharedViewId::generate();
    let mut tx = portal.db.begin().await?;
    for _ in 0..TRIES {
        let code = secret::six_digits();
        if insert(&mut tx, portal, session, id, &code).await? {
            tx.commit().await?;
            return Ok(NewShare { id, code });
        }
    }
    Err(Error::Busy { retry_after_seconds: 60 })
}

/// Returns `false` if the code is in use.
async fn insert(
    tx: &mut Tx,
    portal: &Portal,
    session: &Session,
    id: SharedViewId,
    code: &str,
) -> Result<bool, Error> {
    let adviser = session.staff()?;
    let inserted = execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO shared_view (id, code_hash, adviser, adviser_name, adviser_session, created_at, end_reason)
             VALUES ($1, $2, $3, $4, $5, $6, '') ON CONFLICT (code_hash) DO NOTHING",
        )
        .bind(id)
        .bind(hash(code))
        .bind(adviser.id)
        .bind(&adviser.name)
        .bind(session.id)
        .bind(portal.clock.now())
    )?;
    Ok(inserted == 1)
}

/// Hash of a code. A reader of the database could try the million codes: it protects copies of the database, in which the
/// codes have expired.
pub(super) fn hash(code: &str) -> Vec<u8> {
    Token::hash(&format!("partage:{code}"))
}

/// Returns a shared view of the adviser, in its present state.
///
/// # Errors
/// [`Error::NotFound`] for an unknown one, or that of another adviser; [`Error::Refused`] or [`Error::NotFound`] without
/// the right.
pub async fn of_adviser(portal: &Portal, session: &Session, id: SharedViewId) -> Result<SharedView, Error> {
    let adviser = session.staff_allowed(&Action::AnswerCases)?;
    let view = end::current(portal, id).await?;
    if view.adviser == adviser.id { Ok(view) } else { Err(Error::NotFound) }
}
