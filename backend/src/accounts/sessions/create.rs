use platform::{
    Error,
    db::{Duration, Tx},
    execute_tx,
    secret::Token,
    throttle,
};

use super::{
    close::close,
    find::idle,
    owner::Owner,
    place::device_label,
    session::{Client, Session, Visitor},
    stage::SessionStage,
};
use crate::{Portal, id::SessionId};

/// One creation in this number also checks the total.
const TOTAL_CHECK_EVERY: u128 = 64;

/// Creates an anonymous session, for the first form of a visitor.
pub async fn create(portal: &Portal, client: &Client) -> Result<(Token, Session), Error> {
    create_after(portal, client, None).await
}

/// Like [`create`], in a browser whose session has ended: `chain` is the first session of its chain.
pub async fn create_after(
    portal: &Portal,
    client: &Client,
    chain: Option<SessionId>,
) -> Result<(Token, Session), Error> {
    let now = portal.clock.now();
    let (token, id) = (Token::generate(), SessionId::generate());
    let absolute_end = now + Duration::from_secs(portal.config.sessions.absolute_hours * 3600);
    let subnet = throttle::subnet(client.address);
    let mut tx = portal.db.begin().await?;
    execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO session (id, token_hash, stage, created_at, seen_at, expires_at, network, device,
                                  chain, subnet)
             VALUES ($1, $2, $8, $3, $3, $4, $5, $6, $7, $9)",
        )
        .bind(id)
        .bind(Token::hash(token.expose()))
        .bind(now)
        .bind(absolute_end)
        .bind(throttle::network(client.address))
        .bind(device_label(&client.user_agent))
        .bind(chain)
        .bind(SessionStage::Anonymous.code())
        .bind(&subnet)
    )?;
    delete_excess(&mut tx, portal, &subnet, id).await?;
    tx.commit().await?;
    let session = Session {
        id,
        visitor: Visitor::Anonymous,
        siren: None,
        created_at: now,
        idle_end: now + idle(portal),
        absolute_end,
        signed_in_at: None,
        authenticated_at: None,
        authentication_end: None,
        chain,
        has_flash: false,
        shared_view: None,
        rights_mark: 0,
        previous: None,
    };
    Ok((token, session))
}

/// Returns the session in which `owner` signs in: this one, or a new one of its chain if another person is signed in. That
/// person's session is closed, as by a sign-out: a session never passes from one person to another.
pub(crate) async fn for_sign_in(
    portal: &Portal,
    session: &Session,
    client: &Client,
    owner: Owner,
) -> Result<Session, Error> {
    let is_signed_in = session.account().is_ok() || session.staff().is_ok();
    if !is_signed_in || session.owner() == Some(owner) {
        return Ok(session.clone());
    }
    close(portal, session.id).await?;
    let (_, created) = create_after(portal, client, Some(session.first_of_chain())).await?;
    Ok(created)
}

/// Deletes the anonymous sessions, with their input, that were unused for the longest time among too many of one subnet or
/// of all: anyone can create any number of them.
async fn delete_excess(tx: &mut Tx, portal: &Portal, subnet: &str, created: SessionId) -> Result<(), Error> {
    let limits = &portal.config.sessions;
    execute_tx!(
        tx,
        sqlx::query(
            "DELETE FROM session WHERE id IN (
                 SELECT id FROM session WHERE stage = 'anonyme' AND subnet = $1 AND id <> $2
                 ORDER BY seen_at DESC, id DESC LIMIT 100 OFFSET $3)",
        )
        .bind(subnet)
        .bind(created)
        .bind(limits.anonymous_per_subnet - 1)
    )?;
    // The low bits are random. Finding the last of all takes longer than creating a session.
    if !created.as_u128().is_multiple_of(TOTAL_CHECK_EVERY) {
        return Ok(());
    }
    execute_tx!(
        tx,
        sqlx::query(
            "DELETE FROM session WHERE id IN (
                 SELECT id FROM session WHERE stage = 'anonyme' AND id <> $1
                 ORDER BY seen_at DESC, id DESC LIMIT 1000 OFFSET $2)",
        )
        .bind(created)
        .bind(limits.anonymous - 1)
    )?;
    Ok(())
}
