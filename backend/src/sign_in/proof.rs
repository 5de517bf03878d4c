//! A fresh proof of who is signed in (mission §2.4): the password and the factor of the level, asked again before what
//! is sensitive when the last proof is older than `sessions.proof_seconds`.

use domain::{
    account::SecurityLevel,
    factor::Way,
    factor_forms,
    form::{Answers, check},
    problem::Problem,
};

use super::{code, device, second_step::accept};
use crate::{
    Error, Portal, account,
    factors::{self, Standing},
    history,
    secret::Token,
    session::{self, Client, Session},
    throttle,
};

/// The ways that a proof accepts after the password, the first in front; none at the lowest level.
///
/// # Errors
/// [`Error::NotFound`] when nobody is signed in.
pub async fn proof_asked(portal: &Portal, session: &Session) -> Result<Vec<Way>, Error> {
    let standing = factors::standing(portal, session.account()?.account).await?;
    Ok(ways(&standing))
}

fn ways(standing: &Standing) -> Vec<Way> {
    match standing.proofs.level {
        SecurityLevel::Password => Vec::new(),
        _ => standing.proofs.ways(),
    }
}

/// Takes the password and a code of the way that `moyen` names, or of the first one.
///
/// # Errors
/// [`Error::Invalid`]: [`Problem::WrongPassword`], what is wrong with the code, [`Problem::TooManyAttempts`].
pub async fn prove(
    portal: &Portal,
    session: &Session,
    client: &Client,
    answers: &Answers,
) -> Result<Token, Error> {
    let id = session.account()?.account;
    let way = Way::chosen(&ways(&factors::standing(portal, id).await?), answers.text("moyen"));
    let problems = check(&factor_forms::proof(way), answers, &());
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let known = device::known(portal, id, client).await?;
    let attempt = factors::count(portal, id, known).await?;
    let found = account::by_id(&portal.db, id).await?.ok_or(Error::NotFound)?;
    let typed = answers.raw("mot_de_passe").to_owned();
    if !portal.passwords.verify(Some(&found.password_hash), typed).await? {
        history::note_failure(portal, Some(id), client).await?;
        return Err(Error::invalid("mot_de_passe", Problem::WrongPassword));
    }
    if let Some(way) = way {
        accept(portal, session.id, id, way, answers.text("code"), &device::place(client)).await?;
    }
    throttle::forgive(portal, attempt).await?;
    let mut tx = portal.db.begin().await?;
    let token = session::note_proof(&mut tx, session.id, portal.clock.now()).await?;
    tx.commit().await?;
    Ok(token)
}

/// Sends the code of a proof, where the way sends one.
///
/// # Errors
/// [`Error::NotFound`] where none does; [`Error::Invalid`]: too many codes.
pub async fn send_proof_code(portal: &Portal, session: &Session, wanted: &str) -> Result<(), Error> {
    let id = session.account()?.account;
    let standing = factors::standing(portal, id).await?;
    let way = Way::chosen(&ways(&standing), wanted);
    let found = account::by_id(&portal.db, id).await?.ok_or(Error::NotFound)?;
    code::send_again(portal, session.id, &found, &standing, way).await
}
