use platform::Error;
use url::Url;

use crate::{
    Portal,
    accounts::{
        identity_providers,
        sessions::{self, Session},
    },
};

/// Closes the session. If an identity provider opened it, returns the URL where the browser must go to sign out there.
pub async fn sign_out(portal: &Portal, session: &Session) -> Result<Option<Url>, Error> {
    sessions::close(portal, session.id).await?;
    identity_providers::start_provider_sign_out(portal, session).await
}
