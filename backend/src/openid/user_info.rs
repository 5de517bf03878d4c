//! Userinfo: JSON, or a signed JWT as ProConnect and FranceConnect answer.

use openidconnect::{
    AdditionalClaims, OAuth2TokenResponse, SubjectIdentifier, UserInfoClaims, UserInfoError,
    core::{CoreGenderClaim, CoreTokenResponse},
};
use serde::{Deserialize, Serialize};

use super::{Client, OpenIdFailure, Proof};
use crate::partners::{Failure, OpenIdHttp, clean};

/// Beyond the standard claims: ProConnect calls the family name `usual_name`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Beyond {
    #[serde(default)]
    usual_name: Option<String>,
}

impl AdditionalClaims for Beyond {}

/// Asks who the person is and completes what the ID token said. The answer must be about the same subject.
pub(super) async fn complete(
    client: &Client,
    http: &OpenIdHttp<'_>,
    tokens: &CoreTokenResponse,
    proof: &mut Proof,
) -> Result<(), OpenIdFailure> {
    let subject = SubjectIdentifier::new(proof.subject.clone());
    let told: UserInfoClaims<Beyond, CoreGenderClaim> = client
        .user_info(tokens.access_token().clone(), Some(subject))
        .map_err(|error| OpenIdFailure::Silent(error.to_string()))?
        .request_async(http)
        .await
        .map_err(failure)?;
    let text = |text: &str| Some(clean(text)).filter(|text| !text.is_empty());
    let usual = told.additional_claims().usual_name.as_deref().and_then(text);
    let family = told.family_name().and_then(|names| text(names.get(None)?));
    let given = told.given_name().and_then(|names| text(names.get(None)?));
    proof.name = told.name().and_then(|names| text(names.get(None)?)).or(proof.name.take());
    proof.given_name = given.or(proof.given_name.take());
    proof.family_name = usual.or(family).or(proof.family_name.take());
    proof.email = told.email().and_then(|email| text(email)).or(proof.email.take());
    Ok(())
}

fn failure(error: UserInfoError<Failure>) -> OpenIdFailure {
    match error {
        // Signature, issuer, audience or subject: somebody else's words.
        UserInfoError::ClaimsVerification(error) => OpenIdFailure::Refused(format!("userinfo: {error}")),
        UserInfoError::Request(failure) => OpenIdFailure::Silent(failure.to_string()),
        // The body is personal: only the status is logged.
        UserInfoError::Response(status, ..) => OpenIdFailure::Silent(format!("userinfo: status {status}")),
        UserInfoError::Parse(error) => {
            OpenIdFailure::Silent(format!("unreadable userinfo at {}", error.path()))
        }
        _ => OpenIdFailure::Silent("userinfo".to_owned()),
    }
}
