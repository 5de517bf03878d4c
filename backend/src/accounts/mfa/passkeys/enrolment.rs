//! Enrolment of a passkey: the browser creates it in response to a challenge.

use domain::{
    form::{Answers, checked},
    mfa_forms::{self, PASSKEY_RESPONSE},
};
use platform::Error;
use webauthn_rs::prelude::{Passkey as Credential, PasskeyRegistration, RegisterPublicKeyCredential};

use super::{
    super::{authorization::authorize_addition, factor_kind::FactorAdded},
    challenge::{self, Purpose, USER_VERIFICATION},
    relying_party::{relying_party, unexpected},
    stored::{self, KIND},
};
use crate::{
    Portal,
    accounts::{account, sessions::Session},
};

/// Creates the challenge for a new passkey: `PublicKeyCredentialCreationOptionsJSON` for the browser.
///
/// # Errors
/// [`Error::NotFound`] if passkeys are not supported; [`Error::Invalid`]: `ReauthenticationRequired`.
pub async fn begin_passkey(portal: &Portal, session: &Session) -> Result<String, Error> {
    let account = authorize_addition(portal, session)?;
    let usager = session.account()?;
    let known = stored::of_account(portal, account).await?;
    let known = known.iter().map(|key| key.credential.0.cred_id().clone()).collect();
    let (challenge, state) = relying_party(portal)?
        .start_passkey_registration(account.into(), &usager.login, &usager.full_name(), Some(known))
        .map_err(unexpected)?;
    challenge::store(portal, session.id, Purpose::Enrolment, Some(account), &state).await?;
    let mut options = serde_json::to_value(&challenge.public_key)?;
    // Sign-in with the passkey alone needs a discoverable credential.
    options["authenticatorSelection"]["residentKey"] = "required".into();
    options["authenticatorSelection"]["requireResidentKey"] = true.into();
    options["authenticatorSelection"]["userVerification"] = USER_VERIFICATION.into();
    // Browsers refuse a credential protected by a verification that the options only prefer.
    if let Some(extensions) = options.get_mut("extensions").and_then(|found| found.as_object_mut()) {
        extensions.retain(|name, _| !name.ends_with("redentialProtectionPolicy"));
    }
    Ok(options.to_string())
}

/// Adds the passkey that the browser created. The answer `niveau` also sets the level « clé d'accès ».
///
/// # Errors
/// [`Error::Invalid`]: problems of the form, `NoPasskeyResponse`, `WrongPasskey`, `PasskeyWithoutVerification`,
/// `ExpiredChallenge`, `PasskeyAlreadyAdded`, `TooManyPasskeys`, `ReauthenticationRequired`.
pub async fn confirm_passkey(
    portal: &Portal,
    session: &Session,
    answers: &Answers,
) -> Result<FactorAdded, Error> {
    let account = authorize_addition(portal, session)?;
    let answers = &checked(&mfa_forms::passkey(), answers, &())?;
    let response: RegisterPublicKeyCredential = challenge::parse_response(answers.raw(PASSKEY_RESPONSE))?;
    let state: PasskeyRegistration =
        challenge::take(portal, session.id, Purpose::Enrolment, Some(account)).await?;
    let credential: Credential = relying_party(portal)?
        .finish_passkey_registration(&response, &state)
        .map_err(|error| stored::refused(&error))?;
    let mut tx = portal.db.begin().await?;
    account::lock(&mut tx, account).await?;
    stored::insert(&mut tx, portal.clock.now(), account, answers.text("nom"), &credential).await?;
    KIND.complete_addition(tx, portal, session, answers).await
}
