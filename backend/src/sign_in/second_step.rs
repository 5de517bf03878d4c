//! The second step: what the level asks after the password.

use domain::{
    email,
    factor::Way,
    factor_forms::{self, PASSKEY_ANSWER},
    form::{Answers, check},
    phone::Mobile,
    problem::Problem,
};
use uuid::Uuid;

use super::{
    SignedIn,
    code::{self, CodeCheck, Purpose},
    device, finish,
};
use crate::{
    Error, Portal,
    account::{self, Account},
    factors::{self, Standing, passkeys},
    history,
    secret::Token,
    session::{Client, CodeAwaited, Session, Visitor},
    throttle,
};

/// What the page of the second step shows.
#[derive(Clone, Debug)]
pub struct Asked {
    pub way: Way,
    /// The other ways that the level accepts.
    pub others: Vec<Way>,
    /// Where the code goes, as much as may be shown; empty when none is sent.
    pub destination: String,
    /// The code was sent at the first step; otherwise it goes when it is asked for.
    pub sent: bool,
    /// Trusted devices are asked too.
    pub everywhere: bool,
    /// What the browser asks a passkey.
    pub question: Option<String>,
}

/// What is asked of who gave the password. `wanted`: the code of a way that the person chose instead.
///
/// # Errors
/// [`Error::Invalid`]: [`Problem::ExpiredCode`] when nothing is awaited any more.
pub async fn asked(portal: &Portal, session: &Session, wanted: &str) -> Result<Asked, Error> {
    let (account, standing) = awaited(portal, session).await?;
    let ways = standing.proofs.ways();
    let way = Way::chosen(&ways, wanted).unwrap_or(Way::Mail);
    let destination = match (way, standing.sms_number.as_deref().map(Mobile::parse)) {
        (Way::Mail, _) => email::masked(&account.email),
        (Way::Sms, Some(Ok(number))) => number.masked(),
        _ => String::new(),
    };
    let question = match way {
        Way::Passkey => Some(passkeys::begin_second(portal, session.id, account.id).await?),
        _ => None,
    };
    Ok(Asked {
        question,
        sent: ways.first() == Some(&way),
        everywhere: standing.proofs.asked_everywhere(),
        others: ways.into_iter().filter(|other| *other != way).collect(),
        way,
        destination,
    })
}

/// Second step: a code, of the way that `moyen` names or of the first one.
///
/// # Errors
/// [`Error::Invalid`]: on `code`, what is wrong with it; [`Problem::ExpiredCode`] when none is awaited any more;
/// [`Problem::TooManyAttempts`].
pub async fn confirm_code(
    portal: &Portal,
    session: &Session,
    client: &Client,
    answers: &Answers,
) -> Result<SignedIn, Error> {
    let (account, standing) = awaited(portal, session).await?;
    let way = Way::chosen(&standing.proofs.ways(), answers.text("moyen")).unwrap_or(Way::Mail);
    let everywhere = standing.proofs.asked_everywhere();
    let problems = check(&factor_forms::sign_in_code(way, everywhere), answers, &());
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let known = device::known(portal, account.id, client).await?;
    let attempt = factors::count(portal, account.id, known).await?;
    let place = device::place(client);
    let accepted = accept(portal, session.id, account.id, way, typed(way, answers), &place).await;
    note_refusal(portal, account.id, client, accepted).await?;
    throttle::forgive(portal, attempt).await?;
    if way == Way::Sms {
        factors::note_confirmed(portal, account.id).await?;
    }
    let device = (!answers.text("confiance").is_empty()).then(Token::draw);
    let finished = finish::finish(portal, session, client, account.id, device.as_ref()).await?;
    Ok(SignedIn { device, ..finished.into() })
}

/// Writes a wrong code or answer down in the history.
pub(super) async fn note_refusal(
    portal: &Portal,
    account: Uuid,
    client: &Client,
    accepted: Result<(), Error>,
) -> Result<(), Error> {
    if let Err(Error::Invalid(problems)) = &accepted
        && problems.iter().any(|one| is_a_failure(&one.problem))
    {
        history::note_failure(portal, Some(account), client).await?;
    }
    accepted
}

/// Something wrong was given, rather than nothing, or too late.
fn is_a_failure(problem: &Problem) -> bool {
    !matches!(problem, Problem::ExpiredCode | Problem::ExpiredPasskeyQuestion | Problem::NoPasskeyAnswer)
}

/// What was given: a code, or what the browser got from a passkey.
pub(super) fn typed(way: Way, answers: &Answers) -> &str {
    match way {
        Way::Passkey => answers.raw(PASSKEY_ANSWER),
        _ => answers.text("code"),
    }
}

/// Uses a code, or the answer of a passkey, up.
///
/// # Errors
/// [`Error::Invalid`]: wrong, used or too old; on `code` where one was typed.
pub(super) async fn accept(
    portal: &Portal,
    session: Uuid,
    account: Uuid,
    way: Way,
    typed: &str,
    place: &str,
) -> Result<(), Error> {
    let wrong = match way {
        Way::Passkey => return passkeys::accept(portal, session, account, typed, place).await,
        Way::Application if factors::accept_application_code(portal, account, typed, place).await? => {
            return Ok(());
        }
        Way::Application => Problem::WrongApplicationCode,
        Way::RecoveryCode
            if factors::accept_recovery_code(portal, account, typed, place).await?.is_some() =>
        {
            return Ok(());
        }
        Way::RecoveryCode => Problem::WrongRecoveryCode,
        Way::Mail | Way::Sms => {
            let purpose = if way == Way::Sms { Purpose::Sms } else { Purpose::Mail };
            match code::check(portal, session, purpose, typed).await? {
                CodeCheck::Right => return Ok(()),
                CodeCheck::Wrong { .. } => Problem::WrongCode,
                CodeCheck::Expired => Problem::ExpiredCode,
            }
        }
    };
    Err(Error::invalid("code", wrong))
}

/// Sends another code by the way that `moyen` names; the one before is worth nothing any more.
pub async fn resend_code(portal: &Portal, session: &Session, wanted: &str) -> Result<(), Error> {
    let (account, standing) = awaited(portal, session).await?;
    let way = Way::chosen(&standing.proofs.ways(), wanted);
    code::send_again(portal, session.id, &account, &standing, way).await
}

/// The address of the account whose code is awaited, as much as may be shown: « a•••@exemple.fr ».
pub async fn masked_address(portal: &Portal, session: &Session) -> Result<String, Error> {
    Ok(email::masked(&awaited(portal, session).await?.0.email))
}

async fn awaited(portal: &Portal, session: &Session) -> Result<(Account, Standing), Error> {
    let Visitor::CodeAwaited(CodeAwaited::Account(account)) = session.visitor else {
        return Err(Error::invalid("", Problem::ExpiredCode));
    };
    let account = account::by_id(&portal.db, account).await?.ok_or(Error::NotFound)?;
    let standing = factors::standing(portal, account.id).await?;
    Ok((account, standing))
}
