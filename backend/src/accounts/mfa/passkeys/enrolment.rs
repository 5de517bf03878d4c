//! Enrolment of a passkey: the browser creates it in response to a challenge.

use domain::{
    form::{Answers, checked},
    mfa_forms::{self, PASSKEY_RESPONSE},
};
use platform::Error;
use webauthn_rs::prelude::{Passkey as Credential, PasskeyRegistration, RegisterPublicKeyCredential};

use super::{
    super::{
        authorization::{Holder, authorize_addition},
        factor_kind::FactorAdded,
        owner,
    },
    challenge::{self, Purpose, USER_VERIFICATION},
    relying_party::{relying_party, unexpected},
    stored::{self, KIND},
};
use crate::{Portal, accounts::sessions::Session};

/// Creates the challenge for a new passkey: `PublicKeyCredentialCreationOptionsJSON` for the browser.
///
/// # Errors
/// [`Error::NotFound`] if passkeys are not supported; [`Error::Invalid`]: `ReauthenticationRequired`.
pub async fn begin_passkey(portal: &Portal, session: &Session) -> Result<String, Error> {
    let Holder { owner, login, name } = authorize_addition(portal, session)?;
    let known = stored::of_owner(portal, owner).await?;
    let known = known.iter().map(|key| key.credential.0.cred_id().clone()).collect();
    let (challenge, state) = relying_party(portal)?
        .start_passkey_registration(owner.id().into(), &login, &name, Some(known))
        .map_err(unexpected)?;
    challenge::store(portal, session.id, Purpose::Enrolment, Some(owner), &state).await?;
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
    let owner = authorize_addition(portal, session)?.owner;
    let answers = &checked(&mfa_forms::passkey(), answers, &())?;
    let response: RegisterPublicKeyCredential = challenge::parse_response(answers.raw(PASSKEY_RESPONSE))?;
    let state: PasskeyRegistration =
        challenge::take(portal, session.id, Purpose::Enrolment, Some(owner)).await?;
    let credential: Credential = relying_party(portal)?
        .finish_passkey_registration(&response, &state)
        .map_err(|error| stored::refused(&error))?;
    let mut tx = portal.db.begin().await?;
    owner::lock(&mut tx, portal, owner).await?;
    stored::insert(&mut tx, portal.clock.now(), owner, answers.text("nom"), &credential).await?;
    KIND.complete_addition(tx, portal, session, answers).await
}
