//! The configured providers, and the portal as their client.

use std::sync::Arc;

use domain::identity_provider::IdentityProvider;
use url::Url;

use super::settings::{IdentityConfig, ProviderSettings};
use crate::{
    openid::{Authorization, Demand, OpenIdFailure, Proof, Relation, issuer_text},
    partners,
};

/// Every provider of the configuration. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Providers(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    http: reqwest::Client,
    settings: IdentityConfig,
    portal_url: Url,
}

impl Providers {
    /// Makes ready to call the configured providers, with the time limits of the co-owners; calls nobody yet.
    ///
    /// # Errors
    /// An issuer that is no http(s) address, or a TLS set-up that the machine refuses.
    pub fn open(
        settings: &IdentityConfig,
        limits: &partners::Settings,
        portal_url: &Url,
    ) -> anyhow::Result<Self> {
        for provider in IdentityProvider::ALL {
            let usable =
                settings.of(provider).is_none_or(|one| matches!(one.issuer.scheme(), "http" | "https"));
            anyhow::ensure!(usable, "identity.{}.issuer is not an http(s) address", provider.code());
        }
        let http = partners::client(limits)?;
        let (settings, portal_url) = (settings.clone(), portal_url.clone());
        Ok(Providers(Arc::new(Inner { http, settings, portal_url })))
    }

    /// The providers that are configured, in their usual order.
    pub fn offered(&self) -> impl Iterator<Item = IdentityProvider> {
        IdentityProvider::ALL.into_iter().filter(|provider| self.0.settings.of(*provider).is_some())
    }

    pub(super) fn settings(&self, provider: IdentityProvider) -> Option<&ProviderSettings> {
        self.0.settings.of(provider)
    }

    /// The issuer of a configured provider, as it is stored beside subjects.
    pub(super) fn issuer(&self, provider: IdentityProvider) -> Option<String> {
        self.settings(provider).map(|settings| issuer_text(&settings.issuer))
    }

    pub(super) async fn begin(
        &self,
        provider: IdentityProvider,
        sign_in_again: bool,
    ) -> Result<Authorization, OpenIdFailure> {
        let settings = self.configured(provider)?;
        let scopes = settings.scopes(provider);
        let demand = Demand { scopes: &scopes, acr_values: &settings.acr_values, sign_in_again };
        self.relation(provider, settings)?.begin(demand).await
    }

    pub(super) async fn finish(
        &self,
        provider: IdentityProvider,
        code: &str,
        nonce: String,
        pkce_verifier: String,
    ) -> Result<Proof, OpenIdFailure> {
        self.relation(provider, self.configured(provider)?)?.finish(code, nonce, pkce_verifier, true).await
    }

    fn configured(&self, provider: IdentityProvider) -> Result<&ProviderSettings, OpenIdFailure> {
        self.settings(provider).ok_or_else(|| OpenIdFailure::Silent("not configured".to_owned()))
    }

    fn relation<'a>(
        &'a self,
        provider: IdentityProvider,
        settings: &'a ProviderSettings,
    ) -> Result<Relation<'a>, OpenIdFailure> {
        let redirect = format!("/connexion/fournisseur/{}/retour", provider.code());
        Ok(Relation {
            issuer: &settings.issuer,
            client_id: &settings.client_id,
            client_secret: &settings.client_secret,
            redirect: self
                .0
                .portal_url
                .join(&redirect)
                .map_err(|error| OpenIdFailure::Silent(error.to_string()))?,
            http: &self.0.http,
        })
    }
}
