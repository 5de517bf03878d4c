//! Choice of a password with a link sent by mail: no administrator types or reads the password of another person.

use domain::{
    form::{Answers, checked},
    path,
    problem::Problem,
    staff_forms,
};
use platform::{
    Error,
    db::{Duration, Moment, Tx},
    execute, execute_tx,
    mail::{self, Lifetime},
    on, on_tx,
    secret::Token,
};
use sqlx::FromRow;

use super::{details::personal_words, letters::InvitationLetter, store};
use crate::{
    Portal,
    accounts::{
        links,
        sessions::{self, Session},
    },
    id::StaffId,
    staff::audit::{self, ActKind, Author},
};

/// Member whose password a link can set.
#[derive(Clone, Debug, FromRow)]
pub struct Invitee {
    pub(super) id: StaffId,
    pub login: String,
    pub name: String,
    pub(super) mail: String,
}

/// Sends a link to choose a password; earlier links of the member end. A password already chosen stays until then.
///
/// # Errors
/// [`Error::NotFound`] for an unknown or disabled member; [`Error::Refused`] as [`Author::of`].
pub async fn invite(portal: &Portal, session: &Session, member: StaffId) -> Result<(), Error> {
    let author = Author::of(portal, session)?;
    let mut tx = portal.db.begin().await?;
    send(&mut tx, portal, &author, member).await?;
    tx.commit().await?;
    portal.wake_workers();
    Ok(())
}

/// Sends the link and records it.
pub(super) async fn send(
    tx: &mut Tx,
    portal: &Portal,
    author: &Author<'_>,
    member: StaffId,
) -> Result<(), Error> {
    let (login, details) = store::details(tx, member).await?.ok_or(Error::NotFound)?;
    if !details.enabled {
        return Err(Error::NotFound);
    }
    let (now, token) = (portal.clock.now(), Token::generate());
    let hours = portal.config.security.activation_hours;
    let end = now + Duration::from_secs(hours * 3600);
    execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO staff_invitation (member, token_hash, expires_at) VALUES ($1, $2, $3)
             ON CONFLICT (member) DO UPDATE SET token_hash = excluded.token_hash, expires_at = excluded.expires_at",
        )
        .bind(member)
        .bind(Token::hash(token.expose()))
        .bind(end)
    )?;
    let letter = InvitationLetter {
        name: details.name.clone(),
        login: login.clone(),
        author: author.name().to_owned(),
        link: portal.link(&path::staff_password_link(token.expose())),
        valid_hours: hours,
    };
    let lifetime = Lifetime::LatestUntil { end, topic: topic(member) };
    mail::enqueue(tx, now, &details.mail, &letter, lifetime).await?;
    audit::record(tx, now, author, ActKind::MemberInvited, &login, &[]).await
}

/// Topic of the mails with a link.
fn topic(member: StaffId) -> String {
    format!("equipe-invitation:{member}")
}

/// Returns the member of a link that can be used, without using it: mail scanners follow links.
pub async fn invitee(portal: &Portal, token: &str) -> Result<Option<Invitee>, Error> {
    let now = portal.clock.now();
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT s.id, s.login, s.name, s.mail FROM staff_invitation i JOIN staff s ON s.id = i.member
             WHERE i.token_hash = $1 AND i.expires_at > $2 AND s.enabled",
        )
        .bind(links::hash(token))
        .bind(now)
        .fetch_optional(c)
        .await
    })?)
}

/// Sets the password chosen with a link (`jeton` in the answers) and closes the sessions of the member.
///
/// # Errors
/// [`Error::Invalid`]: the problems of the fields, which do not use the link; [`Problem::InvalidLink`].
pub async fn choose_password(portal: &Portal, answers: &Answers) -> Result<(), Error> {
    let answers = &checked(&staff_forms::password(), answers, &())?;
    let (token, new) = (answers.text("jeton"), answers.raw("mot_de_passe"));
    let invalid_link = || Error::invalid("", Problem::InvalidLink);
    let invitee = invitee(portal, token).await?.ok_or_else(invalid_link)?;
    let personal = personal_words(&invitee.login, &invitee.name, &invitee.mail);
    if let Err(problem) = portal.passwords.check_new(new, &personal).await? {
        return Err(Error::invalid("mot_de_passe", problem));
    }
    let hash = portal.passwords.hash(new.to_owned()).await?;
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    if !use_once(&mut tx, now, token, invitee.id).await? {
        return Err(invalid_link());
    }
    store::update_password(&mut tx, invitee.id, &hash).await?;
    sessions::close_of_staff(&mut tx, now, invitee.id).await?;
    let author = Author::Invited(invitee.id, &invitee.name);
    audit::record(&mut tx, now, &author, ActKind::PasswordChosen, &invitee.login, &[]).await?;
    tx.commit().await?;
    Ok(())
}

/// Uses the link; among concurrent uses only one gets `true`.
async fn use_once(tx: &mut Tx, now: Moment, token: &str, member: StaffId) -> Result<bool, Error> {
    let used: Option<StaffId> = on_tx!(tx, |c| {
        sqlx::query_scalar(
            "DELETE FROM staff_invitation WHERE token_hash = $1 AND member = $2 AND expires_at > $3 RETURNING member",
        )
        .bind(links::hash(token))
        .bind(member)
        .bind(now)
        .fetch_optional(c)
        .await
    })?;
    mail::withdraw(tx, &topic(member)).await?;
    Ok(used.is_some())
}

/// Deletes the links that have ended; returns their number.
pub async fn purge(portal: &Portal) -> Result<u64, Error> {
    let now = portal.clock.now();
    Ok(execute!(portal.db, sqlx::query("DELETE FROM staff_invitation WHERE expires_at < $1").bind(now))?)
}
