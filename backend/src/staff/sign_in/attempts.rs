use platform::{Error, id::AttemptId, secret::Token, throttle};

use crate::{Portal, accounts::sessions::Client, id::StaffId, staff::members::Credentials};

/// Counts a sign-in attempt in the rate limits. Returns the attempts, to forgive once the sign-in succeeds.
///
/// The network of the member's last sign-in has its own limit, so that attempts from elsewhere never lock the member out.
/// Unknown logins are limited like known ones.
///
/// # Errors
/// [`Error::Invalid`]: `TooManyAttempts`.
pub async fn count_attempt(
    portal: &Portal,
    login: &str,
    member: Option<&Credentials>,
    client: &Client,
) -> Result<Vec<AttemptId>, Error> {
    let settings = &portal.config.sign_in;
    let network = throttle::network(client.address);
    let of_member = match member {
        Some(member) => format!("equipe:{}", limited_part(member, &network)),
        None => format!("equipe-inconnu:{}", hex::encode(Token::hash(login))),
    };
    let buckets = [
        (format!("reseau:{network}"), settings.attempts_per_network),
        (of_member, settings.attempts_per_account),
    ];
    let mut attempts = Vec::with_capacity(buckets.len());
    for (bucket, limit) in buckets {
        attempts.push(throttle::allow(portal, &bucket, limit, settings.window()).await?);
    }
    Ok(attempts)
}

/// Counts the comparison of a code, to forgive if it is correct. Same limit as for the codes of operators, over all codes
/// sent; the network of the last sign-in has its own.
///
/// # Errors
/// [`Error::Invalid`]: `TooManyAttempts`.
pub async fn count_code(portal: &Portal, member: &Credentials, client: &Client) -> Result<AttemptId, Error> {
    let settings = &portal.config.sign_in;
    let bucket = format!("code-equipe:{}", limited_part(member, &throttle::network(client.address)));
    throttle::allow(portal, &bucket, settings.attempts_per_account, settings.window()).await
}

/// Part of a bucket's name: the member, with the network if it is that of the last sign-in.
fn limited_part(member: &Credentials, network: &str) -> String {
    match &member.network {
        Some(own) if own == network => format!("{}:{network}", member.id),
        _ => member.id.to_string(),
    }
}

/// Removes the attempts of a successful sign-in from the rate limits.
pub async fn forgive(portal: &Portal, attempts: Vec<AttemptId>) -> Result<(), Error> {
    for attempt in attempts {
        throttle::forgive(portal, attempt).await?;
    }
    Ok(())
}

/// Counts a mailed code in the rate limit of the member.
///
/// # Errors
/// [`Error::Invalid`]: `TooManyAttempts`.
pub async fn limit_codes(portal: &Portal, member: StaffId) -> Result<(), Error> {
    let settings = &portal.config.sign_in;
    let bucket = format!("codes-equipe:{member}");
    throttle::allow(portal, &bucket, settings.codes_per_account, settings.window()).await?;
    Ok(())
}
