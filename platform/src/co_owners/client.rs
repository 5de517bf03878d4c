use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use domain::{co_owner::CoOwner, siren::Siren};
use url::Url;

use super::{
    CardPayment, RightsEvent, Settings, SignedBody,
    connection::Connection,
    contract, event,
    http::{self, Failure},
    observation::Observation,
};
use crate::{db::Moment, oidc_client::issuer_text};

/// Client of the configured co-owners. Cheap to clone.
#[derive(Clone, Debug)]
pub struct CoOwners(pub(super) Arc<Inner>);

#[derive(Debug)]
pub(super) struct Inner {
    pub http: reqwest::Client,
    pub settings: Settings,
    pub portal_url: Url,
    /// Number of times that a co-owner has stopped or resumed answering.
    pub changes: AtomicU64,
    connections: Vec<Connection>,
}

impl CoOwners {
    /// Prepares the client. Sends no request.
    ///
    /// # Errors
    /// An address that is not http(s), too short a push secret, or a failure of the TLS set-up.
    pub fn open(settings: &Settings, portal_url: &Url) -> anyhow::Result<Self> {
        let connections = CoOwner::ALL
            .into_iter()
            .filter_map(|co_owner| Some((co_owner, settings.of(co_owner)?.clone())))
            .map(|(co_owner, configured)| Connection::new(co_owner, configured))
            .collect::<anyhow::Result<_>>()?;
        let http = http::client(settings)?;
        let (settings, portal_url) = (settings.clone(), portal_url.clone());
        Ok(CoOwners(Arc::new(Inner { http, settings, portal_url, changes: AtomicU64::new(0), connections })))
    }

    /// HTTP client with the time limits of the co-owners.
    pub fn http(&self) -> &reqwest::Client {
        &self.0.http
    }

    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// Configured co-owners, in their usual order.
    pub fn offered(&self) -> impl Iterator<Item = CoOwner> {
        self.0.connections.iter().map(|connection| connection.co_owner)
    }

    /// What the calls of this process show about a co-owner; the default if it is not configured.
    pub fn observation(&self, co_owner: CoOwner) -> Observation {
        self.connection(co_owner).map(Connection::observation).unwrap_or_default()
    }

    /// Number of times that a co-owner has stopped or resumed answering this process.
    pub fn changes(&self) -> u64 {
        self.0.changes.load(Ordering::Relaxed)
    }

    /// Returns `true` if `issuer`, received in a callback, is the co-owner's (RFC 9207).
    pub fn is_issuer(&self, co_owner: CoOwner, issuer: &str) -> bool {
        self.issuer(co_owner).is_some_and(|own| own == issuer)
    }

    /// Issuer of the co-owner's OpenID Connect provider; `None` if it is not configured.
    pub fn issuer(&self, co_owner: CoOwner) -> Option<String> {
        Some(issuer_text(&self.connection(co_owner).ok()?.settings.base_url))
    }

    /// Home page of a téléservice at its co-owner.
    pub fn teleservice_address(&self, co_owner: CoOwner, code: &str) -> Option<Url> {
        Some(self.connection(co_owner).ok()?.address(&["teleservices", code]))
    }

    /// Page of the co-owner to manage the account and its rights.
    pub fn home_address(&self, co_owner: CoOwner) -> Option<Url> {
        Some(self.connection(co_owner).ok()?.settings.base_url.clone())
    }

    /// Returns `true` if the co-owner pushes its changes of rights.
    pub fn pushes(&self, co_owner: CoOwner) -> bool {
        self.connection(co_owner).is_ok_and(|connection| connection.settings.push_secret.is_some())
    }

    /// Returns `true` if the co-owner signed this body recently. Always `false` if it is not configured to push.
    pub fn is_signed_by(&self, co_owner: CoOwner, now: Moment, signed: &SignedBody<'_>) -> bool {
        let secret =
            self.connection(co_owner).ok().and_then(|connection| connection.settings.push_secret.as_ref());
        secret.is_some_and(|secret| signed.is_genuine(secret, now))
    }

    /// Parses a pushed change of rights. Call [`CoOwners::is_signed_by`] before.
    ///
    /// # Errors
    /// [`Failure::Unreadable`] for anything that the contract does not define.
    pub fn read_event(&self, co_owner: CoOwner, body: &[u8]) -> Result<RightsEvent, Failure> {
        event::read(co_owner, body)
    }

    /// Parses a pushed state of a payment by card. Call [`CoOwners::is_signed_by`] before.
    ///
    /// # Errors
    /// [`Failure::Unreadable`] for anything that the contract does not define.
    pub fn read_payment_event(&self, co_owner: CoOwner, body: &[u8]) -> Result<CardPayment, Failure> {
        contract::read_payment_event(body, &self.connection(co_owner)?.settings.base_url)
    }

    /// Parses a pushed change of figures, and returns the SIREN. Call [`CoOwners::is_signed_by`] before.
    ///
    /// # Errors
    /// [`Failure::Unreadable`] for anything that the contract does not define.
    pub fn read_figures_event(&self, body: &[u8]) -> Result<Siren, Failure> {
        event::read_figures_change(body)
    }

    /// Returns `true` if the co-owner opens accounts on request of the portal.
    pub fn opens_accounts(&self, co_owner: CoOwner) -> bool {
        self.connection(co_owner).is_ok_and(|connection| connection.settings.opens_accounts)
    }

    pub(super) fn connection(&self, co_owner: CoOwner) -> Result<&Connection, Failure> {
        self.0
            .connections
            .iter()
            .find(|connection| connection.co_owner == co_owner)
            .ok_or(Failure::NotConfigured)
    }
}
