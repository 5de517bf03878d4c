use domain::{
    form::{Answers, checked},
    self_check::{Reference, form},
};

use platform::{Error, db::Duration, throttle};

use super::{report, store};

use crate::{
    Portal,
    accounts::sessions::{Client, Session},
};

/// Maximum number of self-checks per network and hour.
const CREATED_PER_HOUR: i64 = 30;
const HOUR: Duration = Duration::from_secs(3600);

/// Number of random references tried.
const REFERENCE_ATTEMPTS: usize = 8;

/// Runs a self-check, stores it and returns its reference.
///
/// # Errors
/// [`Error::Invalid`]: problems of the form; `TooManyAttempts` for the network.
pub async fn create(
    portal: &Portal,
    session: &Session,
    client: &Client,
    answers: &Answers,
) -> Result<Reference, Error> {
    let answers = &checked(&form(), answers, &())?;
    let bucket = format!("auto-controle:{}", throttle::network(client.address));
    throttle::allow(portal, &bucket, CREATED_PER_HOUR, HOUR).await?;
    let report = report::build(portal, session, client, answers).await?;
    for _ in 0..REFERENCE_ATTEMPTS {
        let reference = Reference::new(rand::random());
        if store::insert(portal, session.id, &reference, &report).await? {
            return Ok(reference);
        }
    }
    Err(Error::Unexpected(anyhow::anyhow!("no free reference for a self-check")))
}
