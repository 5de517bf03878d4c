//! ID tokens (OpenID Connect Core, §2).

use domain::destination::Destination;
use serde::{Deserialize, Serialize};

use super::{claims::Person, code::Grant, jwt, metadata::issuer};
use platform::{Error, db::Moment, secret::Token};

use crate::{Portal, id::RpSessionId};

/// `typ` of ID tokens.
pub(super) const ID_TOKEN: &str = "JWT";

/// Claims of an ID token.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct IdClaims {
    pub iss: String,
    pub aud: String,
    pub sid: RpSessionId,
    exp: i64,
    iat: i64,
    auth_time: i64,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    nonce: Option<String>,
    acr: String,
    at_hash: String,
    #[serde(flatten)]
    person: Person,
}

/// Signs an ID token for a grant, issued together with its access token.
pub(super) async fn id_token(
    portal: &Portal,
    grant: &Grant,
    person: &Person,
    acr: &str,
    access_token: &Token,
) -> Result<String, Error> {
    let seconds = |at: Moment| at.timestamp().as_second();
    let now = portal.clock.now();
    let client = Destination::from_code(&grant.teleservice);
    let settings = client.and_then(|client| portal.config.teleservices.of_client(client));
    let claims = IdClaims {
        iss: issuer(portal),
        aud: settings.ok_or(Error::NotFound)?.client_id.clone(),
        sid: grant.rp_session_id,
        exp: seconds(now + portal.config.oidc_provider.token_life()),
        iat: seconds(now),
        auth_time: seconds(grant.auth_time),
        nonce: grant.nonce.clone(),
        acr: acr.to_owned(),
        at_hash: jwt::at_hash(access_token.expose()),
        person: person.clone(),
    };
    jwt::sign(portal, ID_TOKEN, &claims).await
}
