//! A fresh proof of who is signed in (mission §2.4): the password and the factor of the level, asked again before what
//! is sensitive when the last proof is older than `sessions.proof_seconds`.

use domain::{
    account::SecurityLevel,
    factor::Way,
    factor_forms,
    form::{Answers, check},
    problem::Problem,
};
use uuid::Uuid;

use super::{
    code, device,
    second_step::{accept, note_refusal, typed},
};
use crate::{
    Error, Portal, account,
    factors::{self, Standing, passkeys},
    history,
    secret::Token,
    session::{self, Client, Session},
    throttle,
};

/// What the page of a proof asks.
#[derive(Clone, Debug)]
pub struct ProofAsked {
    /// After the password, or in its place where it is a passkey; `None`: the password is enough.
    pub way: Option<Way>,
    /// What may be given instead.
    pub others: Vec<Option<Way>>,
    /// What the browser asks a passkey.
    pub question: Option<String>,
}

/// What is asked of a signed-in person. `wanted`: the code of a way that they chose instead.
///
/// # Errors
/// [`Error::NotFound`] when nobody is signed in.
pub async fn proof_asked(portal: &Portal, session: &Session, wanted: &str) -> Result<ProofAsked, Error> {
    let account = session.account()?.account;
    let ways = ways(&factors::standing(portal, account).await?);
    let way = chosen(&ways, wanted);
    let question = match way {
        Some(Way::Passkey) => Some(passkeys::begin_second(portal, session.id, account).await?),
        _ => None,
    };
    Ok(ProofAsked { way, others: ways.into_iter().filter(|other| *other != way).collect(), question })
}

fn ways(standing: &Standing) -> Vec<Option<Way>> {
    match standing.proofs.level {
        SecurityLevel::Password => {
            std::iter::once(None).chain(standing.proofs.passkey.then_some(Some(Way::Passkey))).collect()
        }
        _ => standing.proofs.ways().into_iter().map(Some).collect(),
    }
}

fn chosen(ways: &[Option<Way>], wanted: &str) -> Option<Way> {
    let wanted = Way::from_code(wanted);
    if ways.contains(&wanted) { wanted } else { ways.first().copied().flatten() }
}

/// Takes the password and a code of the way that `moyen` names, or of the first one; a passkey alone.
///
/// # Errors
/// [`Error::Invalid`]: [`Problem::WrongPassword`], what is wrong with the code or the answer of the passkey,
/// [`Problem::TooManyAttempts`].
pub async fn prove(
    portal: &Portal,
    session: &Session,
    client: &Client,
    answers: &Answers,
) -> Result<Token, Error> {
    let id = session.account()?.account;
    let way = chosen(&ways(&factors::standing(portal, id).await?), answers.text("moyen"));
    let problems = check(&factor_forms::proof(way), answers, &());
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let known = device::known(portal, id, client).await?;
    let attempt = factors::count(portal, id, known).await?;
    if way != Some(Way::Passkey) {
        verify_password(portal, id, client, answers.raw("mot_de_passe")).await?;
    }
    if let Some(way) = way {
        let place = device::place(client);
        let accepted = accept(portal, session.id, id, way, typed(way, answers), &place).await;
        note_refusal(portal, id, client, accepted).await?;
    }
    throttle::forgive(portal, attempt).await?;
    let mut tx = portal.db.begin().await?;
    let token = session::note_proof(&mut tx, session.id, portal.clock.now()).await?;
    tx.commit().await?;
    Ok(token)
}

async fn verify_password(portal: &Portal, id: Uuid, client: &Client, typed: &str) -> Result<(), Error> {
    let found = account::by_id(&portal.db, id).await?.ok_or(Error::NotFound)?;
    if portal.passwords.verify(Some(&found.password_hash), typed.to_owned()).await? {
        return Ok(());
    }
    history::note_failure(portal, Some(id), client).await?;
    Err(Error::invalid("mot_de_passe", Problem::WrongPassword))
}

/// Sends the code of a proof, where the way sends one.
///
/// # Errors
/// [`Error::NotFound`] where none does; [`Error::Invalid`]: too many codes.
pub async fn send_proof_code(portal: &Portal, session: &Session, wanted: &str) -> Result<(), Error> {
    let id = session.account()?.account;
    let standing = factors::standing(portal, id).await?;
    let way = chosen(&ways(&standing), wanted);
    let found = account::by_id(&portal.db, id).await?.ok_or(Error::NotFound)?;
    code::send_again(portal, session.id, &found, &standing, way).await
}
