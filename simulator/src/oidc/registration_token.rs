//! Token that prefills the portal's registration form with a co-owner's data: a signed JWT, valid once, for
//! ten minutes.

use jiff::SignedDuration;
use openidconnect::core::{CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm};
use openidconnect::{AdditionalClaims, Audience, EndUserPhoneNumber, IdToken, IdTokenClaims, IssuerUrl};
use serde::{Deserialize, Serialize};

use crate::faults::TokenFault;
use crate::keys::random_token;
use crate::site::Site;
use crate::world::Account;

use super::token::{EXPIRED_AGE, utc};
use super::user_info;

const LIFETIME: SignedDuration = SignedDuration::from_mins(10);

/// Claims in addition to the standard ones.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct RegistrationClaims {
    jti: String,
    /// SIREN of the person's company, if they have a habilitation.
    #[serde(skip_serializing_if = "Option::is_none")]
    siren: Option<String>,
}

impl AdditionalClaims for RegistrationClaims {}

type RegistrationToken =
    IdToken<RegistrationClaims, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>;

/// Creates the token, signed with the key of the ID tokens. Its audience is the portal's registration page,
/// so that neither kind of token is accepted as the other.
pub async fn create(site: &Site, account: &Account, portal: &str) -> anyhow::Result<String> {
    let fault = site.simulator.faults().of(site.co_owner).token;
    let now = site.simulator.clock.now();
    let issued = if fault == Some(TokenFault::Expire) { now - EXPIRED_AGE } else { now };
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
        utc(issued + LIFETIME),
        utc(issued),
        standard,
        RegistrationClaims { jti: random_token(), siren },
    );
    let key = site.simulator.keys.of(site.co_owner).await?;
    let token =
        RegistrationToken::new(claims, &*key, CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256, None, None)?;
    let token = token.to_string();
    match fault {
        // An invalid signature: the characters in reverse order.
        Some(TokenFault::Signature) => {
            let (signed, signature) = token.rsplit_once('.').unwrap_or((&token, ""));
            let reversed: String = signature.chars().rev().collect();
            Ok(format!("{signed}.{reversed}"))
        }
        _ => Ok(token),
    }
}
