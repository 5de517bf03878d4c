//! Userinfo endpoint: JSON, or a signed JWT as ProConnect and FranceConnect answer.

use openidconnect::{
    AdditionalClaims, OAuth2TokenResponse, SubjectIdentifier, UserInfoClaims, UserInfoError,
    core::{CoreGenderClaim, CoreTokenResponse},
};
use serde::{Deserialize, Serialize};

use super::{
    VerifiedIdentity,
    registration::{Client, OpenIdFailure},
};
use crate::co_owners::{Failure, OpenIdHttp, clean};

/// Claims that are not standard: ProConnect calls the family name `usual_name`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct ExtraClaims {
    #[serde(default)]
    usual_name: Option<String>,
}

impl AdditionalClaims for ExtraClaims {}

/// Fetches the userinfo and completes the identity. Requires the subject of the ID token.
pub(super) async fn complete(
    client: &Client,
    http: &OpenIdHttp<'_>,
    tokens: &CoreTokenResponse,
    identity: &mut VerifiedIdentity,
) -> Result<(), OpenIdFailure> {
    let subject = SubjectIdentifier::new(identity.subject.clone());
    let claims: UserInfoClaims<ExtraClaims, CoreGenderClaim> = client
        .user_info(tokens.access_token().clone(), Some(subject))
        .map_err(|error| OpenIdFailure::Unavailable(error.to_string()))?
        .request_async(http)
        .await
        .map_err(failure)?;
    let text = |text: &str| Some(clean(text)).filter(|text| !text.is_empty());
    let usual = claims.additional_claims().usual_name.as_deref().and_then(text);
    let family = claims.family_name().and_then(|names| text(names.get(None)?));
    let given = claims.given_name().and_then(|names| text(names.get(None)?));
    identity.name = claims.name().and_then(|names| text(names.get(None)?)).or(identity.name.take());
    identity.given_name = given.or(identity.given_name.take());
    identity.family_name = usual.or(family).or(identity.family_name.take());
    identity.email = claims.email().and_then(|email| text(email)).or(identity.email.take());
    Ok(())
}

fn failure(error: UserInfoError<Failure>) -> OpenIdFailure {
    match error {
        // Signature, issuer, audience or subject does not match.
        UserInfoError::ClaimsVerification(error) => OpenIdFailure::Refused(format!("userinfo: {error}")),
        UserInfoError::Request(failure) => OpenIdFailure::Unavailable(failure.to_string()),
        // Logs the status only: the body is personal data.
        UserInfoError::Response(status, ..) => {
            OpenIdFailure::Unavailable(format!("userinfo: status {status}"))
        }
        UserInfoError::Parse(error) => {
            OpenIdFailure::Unavailable(format!("unreadable userinfo at {}", error.path()))
        }
        _ => OpenIdFailure::Unavailable("userinfo".to_owned()),
    }
}
