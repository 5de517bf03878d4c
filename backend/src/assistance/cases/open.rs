//! Opening of a case, by a signed-in person or by a visitor whose address is confirmed first.

use domain::{
    assistance::{self, CaseKind, CaseReference, CaseSecret, CaseState},
    calendar::french_date,
    form::{Answers, checked},
    path,
};
use platform::{
    Error,
    db::{Duration, Tx},
    mail::{self, Lifetime},
    secret::{Token, random_bytes},
    throttle,
};

use super::{
    letters::{CaseConfirmationLetter, CaseOpenedLetter},
    store::{self, NewCase},
};
use crate::{
    Portal,
    accounts::sessions::{Client, Session, Visitor},
    companies,
    id::{CaseId, RowId},
};

/// Cases of one network, and of one address, within an hour.
const PER_NETWORK: i64 = 20;
const PER_ADDRESS: i64 = 5;
const HOUR: Duration = Duration::from_secs(3600);
/// Time to confirm the address.
pub(super) const CONFIRMATION: Duration = Duration::from_secs(48 * 3600);

/// Outcome of the form.
#[derive(Clone, Debug)]
pub enum Opened {
    /// The case is open: its reference, and its secret, displayed once.
    Open(CaseReference, CaseSecret),
    /// The form was sent before: its case is in the list of the account.
    Before,
    /// A link was sent to the address.
    AwaitsConfirmation,
}

/// Opens a case. Idempotent per `cle`, generated with the form; `page` is the page it was opened from.
///
/// # Errors
/// [`Error::Invalid`]: problems of the form; `TooManyRequests` for the network or the address.
pub async fn open(
    portal: &Portal,
    session: &Session,
    client: &Client,
    answers: &Answers,
) -> Result<Opened, Error> {
    open_kind(portal, session, client, CaseKind::Technical, answers).await
}

/// Opens a case about regulations, like [`open`].
///
/// # Errors
/// As [`open`].
pub async fn open_regulation(
    portal: &Portal,
    session: &Session,
    client: &Client,
    answers: &Answers,
) -> Result<Opened, Error> {
    open_kind(portal, session, client, CaseKind::Regulation, answers).await
}

async fn open_kind(
    portal: &Portal,
    session: &Session,
    client: &Client,
    kind: CaseKind,
    answers: &Answers,
) -> Result<Opened, Error> {
    let account = match &session.visitor {
        Visitor::Usager(usager) => Some(usager.account),
        _ => None,
    };
    let form = match kind {
        CaseKind::Technical => assistance::open,
        CaseKind::Regulation => assistance::open_regulation,
    };
    let answers = &checked(&form(account.is_some()), answers, &())?;
    let email = answers.text("email");
    let network = format!("saisine:{}", throttle::network(client.address));
    throttle::allow_work(portal, &network, PER_NETWORK, HOUR).await?;
    let address = format!("saisine-adresse:{}", hex::encode(Token::hash(email)));
    throttle::allow_work(portal, &address, PER_ADDRESS, HOUR).await?;
    let (reference, token) = (random_reference(), Token::generate());
    let secret = account.map(|_| random_secret());
    let new = NewCase {
        id: CaseId::generate(),
        reference: reference.as_str(),
        kind,
        secret: secret.as_ref(),
        account,
        name: answers.text("nom"),
        email,
        company: answers.text("entreprise"),
        subject: answers.text("sujet"),
        page: page_path(answers.text("page")),
        self_check: answers.text("diagnostic"),
        description: answers.text("description"),
        state: if account.is_some() { CaseState::Open } else { CaseState::Unconfirmed },
        confirmation: account.is_none().then_some(&token),
        key: answers.text("cle").parse().unwrap_or_else(|_| RowId::generate()),
    };
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let is_new = store::insert(&mut tx, now, &new).await?;
    if is_new {
        match &secret {
            Some(secret) => send_opened(&mut tx, portal, &new, secret).await?,
            None => send_confirmation(&mut tx, portal, &new, &token).await?,
        }
    }
    tx.commit().await?;
    portal.wake_workers();
    Ok(match (account, secret) {
        (Some(_), Some(secret)) if is_new => Opened::Open(reference, secret),
        (Some(_), _) => Opened::Before,
        (None, _) => Opened::AwaitsConfirmation,
    })
}

async fn send_opened(
    tx: &mut Tx,
    portal: &Portal,
    case: &NewCase<'_>,
    secret: &CaseSecret,
) -> Result<(), Error> {
    let letter = opened_letter(portal, case.kind, case.name, case.reference, secret);
    mail::enqueue(tx, portal.clock.now(), case.email, &letter, Lifetime::Unlimited).await
}

pub(super) fn opened_letter(
    portal: &Portal,
    kind: CaseKind,
    name: &str,
    reference: &str,
    secret: &CaseSecret,
) -> CaseOpenedLetter {
    CaseOpenedLetter {
        kind,
        answer_by: kind.answer_by(portal.clock.now().day()).map(french_date),
        name: name.to_owned(),
        reference: reference.to_owned(),
        link: portal.link(&path::case_with_secret(reference, secret.expose())),
    }
}

async fn send_confirmation(
    tx: &mut Tx,
    portal: &Portal,
    case: &NewCase<'_>,
    token: &Token,
) -> Result<(), Error> {
    let now = portal.clock.now();
    let letter = CaseConfirmationLetter {
        kind: case.kind,
        name: case.name.to_owned(),
        link: portal.link(&path::case_confirmation_link(token.expose())),
    };
    mail::enqueue(tx, now, case.email, &letter, Lifetime::Until(now + CONFIRMATION)).await
}

fn random_reference() -> CaseReference {
    CaseReference::from_bits(u64::from_be_bytes(random_bytes()))
}

pub(super) fn random_secret() -> CaseSecret {
    CaseSecret::from_bits(u64::from_be_bytes(random_bytes()), u64::from_be_bytes(random_bytes()))
}

/// Path of a page without its query, which may contain a secret.
fn page_path(sent: &str) -> &str {
    let path = sent.split(['?', '#']).next().unwrap_or("");
    if path.starts_with('/') && path.len() <= 200 { path } else { "" }
}

/// Returns the answers that a signed-in person finds in the form, to be edited.
pub async fn prefilled(portal: &Portal, session: Option<&Session>) -> Result<Answers, Error> {
    let mut answers = Answers::default();
    let Some((session, Visitor::Usager(usager))) = session.map(|session| (session, &session.visitor)) else {
        return Ok(answers);
    };
    answers.set("nom", usager.full_name());
    answers.set("email", usager.email.clone());
    if let Some(siren) = &session.siren {
        // Without a right on the company, the field stays empty.
        if let Ok(companies) = companies::switcher(portal, usager.account, siren).await {
            let name = companies.current.raison_sociale;
            answers.set("entreprise", format!("{name} ({})", siren.grouped()));
        }
    }
    Ok(answers)
}
