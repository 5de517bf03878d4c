//! Adding a passkey: the browser makes one, its answer is checked against what was asked.

use domain::{
    account::SecurityLevel,
    factor_forms,
    form::{Answers, check},
    problem::Problem,
};
use webauthn_rs::prelude::{Passkey as Credential, PasskeyRegistration, RegisterPublicKeyCredential};

use super::{FACTOR, question, question::Purpose, relying_party, stored, unexpected};
use crate::{
    Error, Portal,
    factors::{Confirmed, enrolment::standing_after, level, lock, may_add, recovery},
    history::{self, Event},
    session::Session,
};

/// What the browser needs to make a passkey (`PublicKeyCredentialCreationOptionsJSON`); each time another question.
///
/// # Errors
/// [`Error::NotFound`] where passkeys cannot be used; [`Error::Invalid`]: `ProofNeeded`.
pub async fn begin_passkey(portal: &Portal, session: &Session) -> Result<String, Error> {
    let account = may_add(portal, session)?;
    let usager = session.account()?;
    let known = stored::of_account(portal, account).await?;
    let known = known.iter().map(|key| key.credential.0.cred_id().clone()).collect();
    let (asked, state) = relying_party(portal)?
        .start_passkey_registration(account, &usager.login, &usager.full_name(), Some(known))
        .map_err(unexpected)?;
    question::keep(portal, session.id, Purpose::Enrolment, Some(account), &state).await?;
    let mut asked = serde_json::to_value(&asked.public_key)?;
    // A key that tells by itself whose it is: what signing in with it alone stands on.
    asked["authenticatorSelection"]["residentKey"] = "required".into();
    asked["authenticatorSelection"]["requireResidentKey"] = true.into();
    Ok(asked.to_string())
}

/// Adds the passkey that the browser made; `niveau` among the answers asks for the level « clé d'accès » too.
///
/// # Errors
/// [`Error::Invalid`]: problems of the form, [`Problem::NoPasskeyAnswer`], [`Problem::WrongPasskey`],
/// [`Problem::ExpiredPasskeyQuestion`], [`Problem::KnownPasskey`], [`Problem::TooManyPasskeys`],
/// [`Problem::ProofNeeded`].
pub async fn confirm_passkey(
    portal: &Portal,
    session: &Session,
    answers: &Answers,
) -> Result<Confirmed, Error> {
    let account = may_add(portal, session)?;
    let problems = check(&factor_forms::passkey(), answers, &());
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let answer: RegisterPublicKeyCredential = question::read(question::of(answers))?;
    let state: PasskeyRegistration =
        question::take(portal, session.id, Purpose::Enrolment, Some(account)).await?;
    let credential: Credential =
        relying_party(portal)?.finish_passkey_registration(&answer, &state).map_err(|error| {
            tracing::info!(%error, "a new passkey was refused");
            Error::invalid("", Problem::WrongPasskey)
        })?;
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    lock(&mut tx, account).await?;
    let name = answers.text("nom");
    stored::insert(&mut tx, now, account, name, &credential).await?;
    let event = Event::FactorAdded { factor: FACTOR.to_owned(), name: name.to_owned() };
    history::note_by(&mut tx, now, session, event).await?;
    let level_changed = answers.text("niveau") == SecurityLevel::Passkey.code()
        && level::set(&mut tx, now, session, SecurityLevel::Passkey).await?;
    let draws_codes = recovery::permit_first(&mut tx, now, session).await?;
    let token = standing_after(&mut tx, portal, session).await?;
    tx.commit().await?;
    Ok(Confirmed { token, draws_codes, level_changed })
}
