//! « Cette réponse vous a-t-elle aidé ? »: one answer for each entry and browser. Owns `faq_vote`.

use platform::{Error, db::Duration, execute, throttle};
use sha2::{Digest, Sha256};

use super::read::entry;
use crate::{
    Portal,
    accounts::sessions::{Client, Session},
};

/// Maximum number of answers per network and hour: people of one company may share an address.
const PER_HOUR: i64 = 60;
const HOUR: Duration = Duration::from_secs(3600);

/// Time after which an answer is deleted, as opinions about the site are.
const RETENTION: Duration = Duration::from_secs(396 * 24 * 3600);

/// Longest value of a form that is read.
const MAX_FORM: usize = 64;

/// Sender of an answer, without a name: an answer sent twice is one.
#[derive(Clone, Copy, Debug)]
pub enum Voter<'a> {
    Session(&'a Session),
    /// Random value in the form of a browser that refuses cookies.
    Form(&'a str),
}

impl Voter<'_> {
    /// Does not lead back to the session: the hash of a random identifier and the entry.
    fn hash(self, entry: &str) -> Vec<u8> {
        let mut hash = Sha256::new();
        hash.update(entry);
        match self {
            Voter::Session(session) => hash.update(session.first_of_chain().to_string()),
            Voter::Form(value) => hash.update(value.chars().take(MAX_FORM).collect::<String>()),
        }
        hash.finalize().to_vec()
    }
}

/// Stores an answer; the last one of a browser counts.
///
/// # Errors
/// [`Error::NotFound`] without such an entry; [`Error::Invalid`]: `TooManyAttempts` for the network.
pub async fn vote(
    portal: &Portal,
    client: &Client,
    voter: Voter<'_>,
    id: &str,
    useful: bool,
) -> Result<(), Error> {
    let entry = entry(portal, id).await?;
    let bucket = format!("faq-utile:{}", throttle::network(client.address));
    throttle::allow(portal, &bucket, PER_HOUR, HOUR).await?;
    execute!(
        portal.db,
        sqlx::query(
            "INSERT INTO faq_vote (entry, voter, version, useful, given_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (entry, voter) DO UPDATE SET version = excluded.version, useful = excluded.useful,
                 given_at = excluded.given_at",
        )
        .bind(id)
        .bind(voter.hash(id))
        .bind(entry.number)
        .bind(useful)
        .bind(portal.clock.now())
    )?;
    Ok(())
}

/// Deletes the answers older than 13 months. Returns their number.
pub async fn purge(portal: &Portal) -> Result<u64, Error> {
    let limit = portal.clock.now() - RETENTION;
    Ok(execute!(portal.db, sqlx::query("DELETE FROM faq_vote WHERE given_at < $1").bind(limit))?)
}
