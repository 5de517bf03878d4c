use platform::{Error, db::Duration, execute, secret::Token, throttle};

use super::{
    find::idle,
    place::device_label,
    session::{Client, Session, Visitor},
    stage::SessionStage,
};
use crate::{Portal, id::SessionId};

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
    execute!(
        portal.db,
        sqlx::query(
            "INSERT INTO session (id, token_hash, stage, created_at, seen_at, expires_at, network, device,
                                  chain)
             VALUES ($1, $2, $8, $3, $3, $4, $5, $6, $7)",
        )
        .bind(id)
        .bind(Token::hash(token.expose()))
        .bind(now)
        .bind(absolute_end)
        .bind(throttle::network(client.address))
        .bind(device_label(&client.user_agent))
        .bind(chain)
        .bind(SessionStage::Anonymous.code())
    )?;
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
        rights_mark: 0,
        previous: None,
    };
    Ok((token, session))
}
