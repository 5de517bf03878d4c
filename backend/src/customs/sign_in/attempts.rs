use platform::{Error, id::AttemptId, secret::Token, throttle};

use crate::{Portal, accounts::sessions::Client, customs::agents::Credentials, id::AgentId};

/// Counts a sign-in attempt in the rate limits. Returns the attempts, to forgive once the sign-in succeeds.
///
/// The network of the agent's last sign-in has its own limit, so that attempts from elsewhere never lock the agent out.
/// Unknown logins are limited like known ones.
///
/// # Errors
/// [`Error::Invalid`]: `TooManyAttempts`.
pub async fn count_attempt(
    portal: &Portal,
    login: &str,
    agent: Option<&Credentials>,
    client: &Client,
) -> Result<Vec<AttemptId>, Error> {
    let settings = &portal.config.sign_in;
    let network = throttle::network(client.address);
    let of_agent = match agent {
        Some(agent) if agent.network.as_ref() == Some(&network) => format!("agent:{}:{network}", agent.id),
        Some(agent) => format!("agent:{}", agent.id),
        None => format!("agent-inconnu:{}", hex::encode(Token::hash(login))),
    };
    let buckets = [
        (format!("reseau:{network}"), settings.attempts_per_network),
        (of_agent, settings.attempts_per_account),
    ];
    let mut attempts = Vec::with_capacity(buckets.len());
    for (bucket, limit) in buckets {
        attempts.push(throttle::allow(portal, &bucket, limit, settings.window()).await?);
    }
    Ok(attempts)
}

/// Removes the attempts of a successful sign-in from the rate limits.
pub async fn forgive(portal: &Portal, attempts: Vec<AttemptId>) -> Result<(), Error> {
    for attempt in attempts {
        throttle::forgive(portal, attempt).await?;
    }
    Ok(())
}

/// Counts a mailed code in the rate limit of the agent.
///
/// # Errors
/// [`Error::Invalid`]: `TooManyAttempts`.
pub async fn limit_codes(portal: &Portal, agent: AgentId) -> Result<(), Error> {
    let settings = &portal.config.sign_in;
    let bucket = format!("codes-agent:{agent}");
    throttle::allow(portal, &bucket, settings.codes_per_account, settings.window()).await?;
    Ok(())
}
