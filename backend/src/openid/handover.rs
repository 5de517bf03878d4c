//! What a co-owner's site hands over for a registration: a JWT signed with the key of its ID tokens.

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

use super::{Relation, issuer_text, proof::MAX_SUBJECT};
use crate::partners::{OpenIdHttp, clean};

/// Longest life that is accepted, in seconds.
const MAX_LIFE: i64 = 600;
/// Longest token that is looked at, in bytes.
const MAX_TOKEN: usize = 8 * 1024;
/// Longest identifier of a token, in bytes.
const MAX_IDENTIFIER: usize = 255;

/// Beside the standard claims.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Beyond {
    /// Each token serves once.
    jti: String,
    #[serde(default)]
    siren: Option<String>,
    #[serde(default)]
    siret: Option<String>,
}

impl AdditionalClaims for Beyond {}

type HandoverToken =
    IdToken<Beyond, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>;

/// What the co-owner says of the person; they confirm it before anything is made of it. Texts are cleaned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handed {
    /// Of the token.
    pub identifier: String,
    /// The account at the co-owner.
    pub subject: String,
    pub given_name: String,
    pub family_name: String,
    pub email: String,
    pub phone: String,
    /// SIRET, or SIREN when there is none.
    pub company_number: String,
}

/// Why a token is not accepted. Its content is personal: nothing of it is in the reason.
#[derive(Debug, thiserror::Error)]
pub enum HandoverRefusal {
    #[error("the co-owner's keys cannot be had: {0}")]
    Silent(String),
    #[error("out of date")]
    Expired,
    #[error("{0}")]
    Refused(&'static str),
}

impl Relation<'_> {
    /// Verifies signature (RS256, by one of the published keys), issuer, audience, expiry and life. `audience`: the address
    /// of the portal's registration page, which no ID token names, so that neither serves as the other.
    ///
    /// # Errors
    /// See [`HandoverRefusal`].
    pub async fn verify_handover(&self, token: &str, audience: &str) -> Result<Handed, HandoverRefusal> {
        if token.len() > MAX_TOKEN {
            return Err(HandoverRefusal::Refused("too long"));
        }
        let token = HandoverToken::from_str(token).map_err(|_| HandoverRefusal::Refused("unreadable"))?;
        let issuer = IssuerUrl::new(issuer_text(self.issuer))
            .map_err(|error| HandoverRefusal::Silent(error.to_string()))?;
        let keys = self.keys(&issuer).await?;
        let verifier =
            CoreIdTokenVerifier::new_public_client(ClientId::new(audience.to_owned()), issuer, keys)
                .set_allowed_algs([CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256]);
        let claims = token.claims(&verifier, |_: Option<&Nonce>| Ok(())).map_err(refusal)?;
        let life = claims.expiration().timestamp() - claims.issue_time().timestamp();
        if !(0..=MAX_LIFE).contains(&life) {
            return Err(HandoverRefusal::Refused("valid for too long"));
        }
        let beyond = claims.additional_claims();
        let (subject, identifier) = (claims.subject().as_str(), beyond.jti.as_str());
        if subject.is_empty() || subject.len() > MAX_SUBJECT || subject.chars().any(char::is_control) {
            return Err(HandoverRefusal::Refused("unusable subject"));
        }
        if identifier.is_empty() || identifier.len() > MAX_IDENTIFIER {
            return Err(HandoverRefusal::Refused("unusable identifier"));
        }
        let number = beyond.siret.as_deref().or(beyond.siren.as_deref());
        Ok(Handed {
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
            .map_err(|error| HandoverRefusal::Silent(error.to_string()))?;
        Ok(metadata.jwks().clone())
    }
}

fn refusal(error: ClaimsVerificationError) -> HandoverRefusal {
    match error {
        ClaimsVerificationError::Expired(_) => HandoverRefusal::Expired,
        ClaimsVerificationError::InvalidAudience(_) => HandoverRefusal::Refused("for somebody else"),
        ClaimsVerificationError::InvalidIssuer(_) => HandoverRefusal::Refused("by somebody else"),
        ClaimsVerificationError::SignatureVerification(_) => HandoverRefusal::Refused("wrong signature"),
        _ => HandoverRefusal::Refused("wrong claims"),
    }
}
