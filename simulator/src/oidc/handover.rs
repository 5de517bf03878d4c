//! What a co-owner hands over for a registration on the portal: a signed JWT, for ten minutes, once.

use jiff::SignedDuration;
use openidconnect::core::{CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm};
use openidconnect::{AdditionalClaims, Audience, EndUserPhoneNumber, IdToken, IdTokenClaims, IssuerUrl};
use serde::{Deserialize, Serialize};

use crate::faults::TokenFault;
use crate::keys::secret;
use crate::site::Site;
use crate::world::Account;

use super::token::{OUT_OF_DATE, utc};
use super::user_info;

const LIFE: SignedDuration = SignedDuration::from_mins(10);

/// Beside the standard claims.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Handed {
    jti: String,
    /// The company that the person works for, as far as it is known here.
    #[serde(skip_serializing_if = "Option::is_none")]
    siren: Option<String>,
}

impl AdditionalClaims for Handed {}

type HandoverToken =
    IdToken<Handed, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>;

/// Signed with the key of the ID tokens; its audience is the portal's registration page, so that neither serves as the
/// other.
pub async fn token(site: &Site, account: &Account, portal: &str) -> anyhow::Result<String> {
    let fault = site.simulator.faults().of(site.co_owner).token;
    let now = site.simulator.clock.now();
    let issued = if fault == Some(TokenFault::Expire) { now - OUT_OF_DATE } else { now };
    let audience = match fault {
        Some(TokenFault::Audience) => "https://autre-portail.invalid/inscription".to_owned(),
        _ => format!("{portal}/inscription"),
    };
    let siren = account.habilitations.iter().map(|one| one.place.siren().to_owned()).next();
    let standard =
        user_info::claims(account).set_phone_number(account.phone.clone().map(EndUserPhoneNumber::new));
    let claims = IdTokenClaims::new(
        IssuerUrl::new(site.base())?,
        vec![Audience::new(audience)],
        utc(issued + LIFE),
        utc(issued),
        standard,
        Handed { jti: secret(), siren },
    );
    let key = site.simulator.keys.of(site.co_owner).await?;
    let token = HandoverToken::new(claims, &*key, CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256, None, None)?;
    let token = token.to_string();
    match fault {
        // Signed by somebody else: one bit of the signature is another.
        Some(TokenFault::Signature) => {
            let (signed, signature) = token.rsplit_once('.').unwrap_or((&token, ""));
            let turned: String = signature.chars().rev().collect();
            Ok(format!("{signed}.{turned}"))
        }
        _ => Ok(token),
    }
}
