//! Handover tokens: JWTs by which a provider's own site passes a person's details, signed with the key of its ID
//! tokens.

use std::str::FromStr;

use openidconnect::{
    AdditionalClaims, ClaimsVerificationError, ClientId, IdToken, IssuerUrl, Nonce,
    ProviderMetadataWithLogout,
    core::{
        CoreGenderClaim, CoreIdTokenVerifier, CoreJsonWebKeySet, CoreJweContentEncryptionAlgorithm,
        CoreJwsSigningAlgorithm,
    },
};
use serde::{Deserialize, Serialize};

use super::{ClientRegistration, exchange::MAX_SUBJECT, issuer_text};
use crate::co_owners::{OpenIdHttp, clean};

/// Maximum time between issue and expiry, in seconds.
const MAX_LIFE: i64 = 600;
/// Maximum length of a token, in bytes.
const MAX_TOKEN: usize = 8 * 1024;
/// Maximum length of `jti`, in bytes.
const MAX_TOKEN_ID: usize = 255;

/// Claims of a handover token that are not standard ID token claims.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct ExtraClaims {
    /// Identifier of the token, which is accepted once.
    jti: String,
    #[serde(default)]
    siren: Option<String>,
    #[serde(default)]
    siret: Option<String>,
}

impl AdditionalClaims for ExtraClaims {}

type HandoverToken =
    IdToken<ExtraClaims, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>;

/// Claims of a verified handover token. The person confirms them before they are used. Texts are cleaned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandoverClaims {
    /// `jti` of the token.
    pub identifier: String,
    /// Account at the provider.
    pub subject: String,
    pub given_name: String,
    pub family_name: String,
    pub email: String,
    pub phone: String,
    /// SIRET, or SIREN if there is no SIRET.
    pub company_number: String,
}

/// Reason why a handover token is refused. Contains nothing of the token, which is personal data.
#[derive(Debug, thiserror::Error)]
pub enum HandoverRefusal {
    #[error("the provider's keys cannot be fetched: {0}")]
    Unavailable(String),
    #[error("expired")]
    Expired,
    #[error("{0}")]
    Refused(&'static str),
}

impl ClientRegistration<'_> {
    /// Verifies signature (RS256, by a published key), issuer, audience, expiry and lifetime. `audience` must differ
    /// from the client identifier, so that an ID token is not accepted as a handover token, nor the reverse.
    ///
    /// # Errors
    /// See [`HandoverRefusal`].
    pub async fn verify_handover(
        &self,
        token: &str,
        audience: &str,
    ) -> Result<HandoverClaims, HandoverRefusal> {
        if token.len() > MAX_TOKEN {
            return Err(HandoverRefusal::Refused("too long"));
        }
        let token = HandoverToken::from_str(token).map_err(|_| HandoverRefusal::Refused("unreadable"))?;
        let issuer = IssuerUrl::new(issuer_text(self.issuer))
            .map_err(|error| HandoverRefusal::Unavailable(error.to_string()))?;
        let keys = self.keys(&issuer).await?;
        let verifier =
            CoreIdTokenVerifier::new_public_client(ClientId::new(audience.to_owned()), issuer, keys)
                .set_allowed_algs([CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256]);
        let claims = token.claims(&verifier, |_: Option<&Nonce>| Ok(())).map_err(refusal)?;
        let life = claims.expiration().timestamp() - claims.issue_time().timestamp();
        if !(0..=MAX_LIFE).contains(&life) {
            return Err(HandoverRefusal::Refused("lifetime too long"));
        }
        let extra = claims.additional_claims();
        let (subject, identifier) = (claims.subject().as_str(), extra.jti.as_str());
        if subject.is_empty() || subject.len() > MAX_SUBJECT || subject.chars().any(char::is_control) {
            return Err(HandoverRefusal::Refused("unusable subject"));
        }
        if identifier.is_empty() || identifier.len() > MAX_TOKEN_ID {
            return Err(HandoverRefusal::Refused("unusable identifier"));
        }
        let number = extra.siret.as_deref().or(extra.siren.as_deref());
        Ok(HandoverClaims {
            identifier: identifier.to_owned(),
            subject: subject.to_owned(),
            given_name: claims
                .given_name()
                .and_then(|names| names.get(None))
                .map(|one| clean(one))
                .unwrap_or_default(),
            family_name: claims
                .family_name()
                .and_then(|names| names.get(None))
                .map(|one| clean(one))
                .unwrap_or_default(),
            email: claims.email().map(|one| clean(one)).unwrap_or_default(),
            phone: claims.phone_number().map(|one| clean(one)).unwrap_or_default(),
            company_number: number.map(clean).unwrap_or_default(),
        })
    }

    async fn keys(&self, issuer: &IssuerUrl) -> Result<CoreJsonWebKeySet, HandoverRefusal> {
        let metadata = ProviderMetadataWithLogout::discover_async(issuer.clone(), &OpenIdHttp(self.http))
            .await
            .map_err(|error| HandoverRefusal::Unavailable(error.to_string()))?;
        Ok(metadata.jwks().clone())
    }
}

fn refusal(error: ClaimsVerificationError) -> HandoverRefusal {
    match error {
        ClaimsVerificationError::Expired(_) => HandoverRefusal::Expired,
        ClaimsVerificationError::InvalidAudience(_) => HandoverRefusal::Refused("wrong audience"),
        ClaimsVerificationError::InvalidIssuer(_) => HandoverRefusal::Refused("wrong issuer"),
        ClaimsVerificationError::SignatureVerification(_) => HandoverRefusal::Refused("wrong signature"),
        _ => HandoverRefusal::Refused("wrong claims"),
    }
}
