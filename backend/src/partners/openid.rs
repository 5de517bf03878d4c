//! The proof of an account at a co-owner (004, Rattachement).

use domain::co_owner::CoOwner;
use url::Url;

use super::Partners;
use crate::openid::{Authorization, Demand, OpenIdFailure, Relation};

/// Who the co-owner says the person is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The account's identifier at the co-owner.
    pub subject: String,
    pub name: Option<String>,
    pub email: Option<String>,
}

impl Partners {
    /// Begins a journey; the co-owner asks for its password again even when the browser has a session there, because a
    /// shared computer must not link somebody else's account.
    ///
    /// # Errors
    /// [`OpenIdFailure::Silent`] when the provider's metadata cannot be had.
    pub async fn begin_authorization(&self, co_owner: CoOwner) -> Result<Authorization, OpenIdFailure> {
        let scopes = ["profile".to_owned(), "email".to_owned()];
        let demand = Demand { scopes: &scopes, acr_values: &[], sign_in_again: true };
        self.relation(co_owner)?.begin(demand).await
    }

    /// Exchanges the code that the browser brought back, see [`Relation::finish`].
    ///
    /// # Errors
    /// See [`OpenIdFailure`].
    pub async fn finish_authorization(
        &self,
        co_owner: CoOwner,
        code: &str,
        nonce: String,
        pkce_verifier: String,
    ) -> Result<Identity, OpenIdFailure> {
        let proof = self.relation(co_owner)?.finish(code, nonce, pkce_verifier, false).await?;
        Ok(Identity { subject: proof.subject, name: proof.name, email: proof.email })
    }

    fn relation(&self, co_owner: CoOwner) -> Result<Relation<'_>, OpenIdFailure> {
        let silent = |error: &dyn std::fmt::Display| OpenIdFailure::Silent(error.to_string());
        let settings = &self.partner(co_owner).map_err(|error| silent(&error))?.settings;
        Ok(Relation {
            issuer: &settings.base_url,
            client_id: &settings.client_id,
            client_secret: &settings.client_secret,
            redirect: self.redirect_address(co_owner).map_err(|error| silent(&error))?,
            http: &self.0.http,
        })
    }

    /// The address registered at the co-owner.
    fn redirect_address(&self, co_owner: CoOwner) -> Result<Url, url::ParseError> {
        self.0.portal_url.join(&format!("/rattachement/{}/retour", co_owner.code()))
    }
}
