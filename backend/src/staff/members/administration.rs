//! Creation of members, by an administrator or by the command line, and the changes that the command line makes.

use domain::{
    login::{Login, account_key},
    problem::{FieldProblem, Problem},
    rights::StaffRole,
};
use platform::{Error, db::Tx};

use super::{
    change::{change_by, replace_services},
    details::{Details, personal_words},
    invitation,
    store::{self, NewMember},
};
use crate::{
    Portal,
    accounts::sessions::{self, Session},
    id::StaffId,
    staff::audit::{self, ActKind, Author},
};

/// Creates a member with a password, from the command line.
///
/// # Errors
/// [`Error::Invalid`]: invalid or taken login, invalid e-mail address, weak password, unknown service, no name.
pub async fn create(portal: &Portal, member: &NewMember<'_>) -> Result<StaffId, Error> {
    let personal = personal_words(member.login, member.name, member.mail);
    let password = portal.passwords.check_new(member.password, &personal).await?.err();
    check(member.login, &member.details(), password)?;
    let hash = portal.passwords.hash(member.password.to_owned()).await?;
    let mut tx = portal.db.begin().await?;
    let id =
        insert(&mut tx, portal, &Author::CommandLine, member.login, &member.details(), Some(&hash)).await?;
    tx.commit().await?;
    Ok(id)
}

/// Creates a member without a password and sends the link to choose one.
///
/// # Errors
/// As [`create`]; [`Error::Refused`] as [`Author::of`].
pub async fn create_invited(
    portal: &Portal,
    session: &Session,
    login: &str,
    details: Details,
) -> Result<StaffId, Error> {
    let author = Author::of(portal, session)?;
    let details = details.normal();
    check(login, &details, None)?;
    let mut tx = portal.db.begin().await?;
    let id = insert(&mut tx, portal, &author, login, &details, None).await?;
    invitation::send(&mut tx, portal, &author, id).await?;
    tx.commit().await?;
    portal.wake_workers();
    Ok(id)
}

fn check(login: &str, details: &Details, password: Option<Problem>) -> Result<(), Error> {
    let login = Login::parse(login).err();
    let mut problems: Vec<FieldProblem> =
        login.into_iter().map(|problem| FieldProblem::new("identifiant", problem)).collect();
    problems.extend(details.problems());
    problems.extend(password.map(|problem| FieldProblem::new("mot_de_passe", problem)));
    if problems.is_empty() { Ok(()) } else { Err(Error::Invalid(problems)) }
}

async fn insert(
    tx: &mut Tx,
    portal: &Portal,
    author: &Author<'_>,
    login: &str,
    details: &Details,
    password_hash: Option<&str>,
) -> Result<StaffId, Error> {
    let now = portal.clock.now();
    let Some(id) = store::insert(tx, login, details, password_hash, now).await? else {
        return Err(Error::invalid("identifiant", Problem::LoginTaken));
    };
    store::replace_roles(tx, id, &details.roles).await?;
    replace_services(tx, id, &details.services).await?;
    let login = account_key(login);
    let changes = Details::empty().changes_to(details);
    audit::record(tx, now, author, ActKind::MemberCreated, &login, &changes).await?;
    Ok(id)
}

impl NewMember<'_> {
    fn details(&self) -> Details {
        Details {
            name: self.name.to_owned(),
            mail: self.mail.to_owned(),
            roles: self.roles.to_vec(),
            services: self.services.to_vec(),
            remote: self.remote,
            enabled: true,
        }
        .normal()
    }
}

/// Replaces the roles of the member, from their next request on.
///
/// # Errors
/// [`Error::NotFound`] for an unknown member.
pub async fn set_roles(portal: &Portal, login: &str, roles: &[StaffRole]) -> Result<(), Error> {
    let roles = roles.to_vec();
    set(portal, login, |before| Details { roles, ..before }).await
}

/// Replaces the services of the member.
///
/// # Errors
/// [`Error::NotFound`] for an unknown member, [`Error::Invalid`] for an unknown service.
pub async fn set_services(portal: &Portal, login: &str, services: &[String]) -> Result<(), Error> {
    let services = services.to_vec();
    set(portal, login, |before| Details { services, ..before }).await
}

/// Grants or withdraws remote access, from the member's next request on.
///
/// # Errors
/// [`Error::NotFound`] for an unknown member.
pub async fn set_remote(portal: &Portal, login: &str, remote: bool) -> Result<(), Error> {
    set(portal, login, |before| Details { remote, ..before }).await
}

/// Disables the member and closes their sessions.
///
/// # Errors
/// [`Error::NotFound`] for an unknown member.
pub async fn disable(portal: &Portal, login: &str) -> Result<(), Error> {
    set(portal, login, |before| Details { enabled: false, ..before }).await
}

async fn set(portal: &Portal, login: &str, change: impl FnOnce(Details) -> Details) -> Result<(), Error> {
    let member = store::find(portal, login).await?.id;
    change_by(portal, &Author::CommandLine, member, change).await
}

/// Replaces the member's password and closes their sessions.
///
/// # Errors
/// [`Error::NotFound`] for an unknown member, [`Error::Invalid`] for a weak password.
pub async fn set_password(portal: &Portal, login: &str, typed: &str) -> Result<(), Error> {
    let member = store::find(portal, login).await?;
    let personal = personal_words(&member.login, &member.name, &member.mail);
    if let Err(problem) = portal.passwords.check_new(typed, &personal).await? {
        return Err(Error::invalid("mot_de_passe", problem));
    }
    let (hash, now) = (portal.passwords.hash(typed.to_owned()).await?, portal.clock.now());
    let mut tx = portal.db.begin().await?;
    store::update_password(&mut tx, member.id, &hash).await?;
    sessions::close_of_staff(&mut tx, now, member.id).await?;
    let author = Author::CommandLine;
    audit::record(&mut tx, now, &author, ActKind::PasswordChosen, &member.login, &[]).await?;
    Ok(tx.commit().await?)
}
