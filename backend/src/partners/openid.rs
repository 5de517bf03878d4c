//! The proof of an account at a co-owner (004, Rattachement).

use domain::co_owner::CoOwner;
use url::Url;

use super::Partners;
use crate::openid::{Authorization, Demand, Handed, HandoverRefusal, OpenIdFailure, Proof, Relation};

/// What a journey to a co-owner is for: each has a return address of its own, both registered there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Errand {
    /// To link the account. Its password is asked again even when the browser has a session there: a shared computer must
    /// not link somebody else's account.
    Link,
    /// To open the portal with an account that is linked: the co-owner's session is enough (004, Authentification).
    SignIn,
}

impl Partners {
    /// Begins a journey.
    ///
    /// # Errors
    /// [`OpenIdFailure::Silent`] when the provider's metadata cannot be had.
    pub async fn begin_authorization(
        &self,
        co_owner: CoOwner,
        errand: Errand,
    ) -> Result<Authorization, OpenIdFailure> {
        let scopes = ["profile".to_owned(), "email".to_owned()];
        let demand = Demand { scopes: &scopes, acr_values: &[], sign_in_again: errand == Errand::Link };
        self.relation(co_owner, errand)?.begin(demand).await
    }

    /// Exchanges the code that the browser brought back, see [`Relation::finish`].
    ///
    /// # Errors
    /// See [`OpenIdFailure`].
    pub async fn finish_authorization(
        &self,
        co_owner: CoOwner,
        errand: Errand,
        code: &str,
        nonce: String,
        pkce_verifier: String,
    ) -> Result<Proof, OpenIdFailure> {
        self.relation(co_owner, errand)?.finish(code, nonce, pkce_verifier, false).await
    }

    /// Reads what the co-owner's site handed over for a registration, see [`Relation::verify_handover`].
    ///
    /// # Errors
    /// See [`HandoverRefusal`].
    pub async fn read_handover(&self, co_owner: CoOwner, token: &str) -> Result<Handed, HandoverRefusal> {
        let audience = self
            .0
            .portal_url
            .join("/inscription")
            .map_err(|error| HandoverRefusal::Silent(error.to_string()))?;
        let relation = self
            .relation(co_owner, Errand::SignIn)
            .map_err(|error| HandoverRefusal::Silent(error.to_string()))?;
        relation.verify_handover(token, audience.as_str()).await
    }

    fn relation(&self, co_owner: CoOwner, errand: Errand) -> Result<Relation<'_>, OpenIdFailure> {
        let silent = |error: &dyn std::fmt::Display| OpenIdFailure::Silent(error.to_string());
        let settings = &self.partner(co_owner).map_err(|error| silent(&error))?.settings;
        Ok(Relation {
            issuer: &settings.base_url,
            client_id: &settings.client_id,
            client_secret: &settings.client_secret,
            redirect: self.redirect_address(co_owner, errand).map_err(|error| silent(&error))?,
            http: &self.0.http,
        })
    }

    /// The address registered at the co-owner.
    fn redirect_address(&self, co_owner: CoOwner, errand: Errand) -> Result<Url, url::ParseError> {
        let code = co_owner.code();
        self.0.portal_url.join(&match errand {
            Errand::Link => format!("/rattachement/{code}/retour"),
            Errand::SignIn => format!("/connexion/fournisseur/{code}/retour"),
        })
    }
}
