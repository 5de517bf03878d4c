//! The co-owners (DGDDI, DGFiP, Urssaf, net-entreprises), reached through one documented HTTP contract and OpenID Connect.
//!
//! Nothing here decides a right or keeps anything: [`Partners`] asks, reads what comes back with distrust (bounded,
//! typed, cleaned) and says plainly when there is no usable answer. Contract: `docs/api/contrat-coproprietaires.json`.

mod contract;
mod event;
mod http;
mod openid;
mod settings;
mod signature;
mod wire;

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use domain::{co_owner::CoOwner, siren::Siren};
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderName, HeaderValue};
use url::Url;

pub(crate) use contract::clean;
pub use contract::{
    Creance, CreanceState, DeclarationCount, Echeance, Etablissement, Figures, GrantedCompany, Mandat,
    MandatState, Payment, PaymentMeans, Rights, Synthese,
};
pub use event::{RightsChanges, RightsEvent};
pub use http::Failure;
pub(crate) use http::{OpenIdHttp, client};
pub use openid::Errand;
pub use settings::{PartnerSettings, Settings};
pub use signature::{Signed, TOLERANCE};
pub(crate) use wire::NewPerson;

use crate::{clock::Clock, db::Moment, openid::issuer_text};

/// Every co-owner of the configuration. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Partners(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    http: reqwest::Client,
    settings: Settings,
    portal_url: Url,
    partners: Vec<Partner>,
}

#[derive(Debug)]
struct Partner {
    co_owner: CoOwner,
    settings: PartnerSettings,
    /// Instant, in microseconds, before which the contract is not asked again after a time-out.
    paused_until: AtomicI64,
}

/// The kinds of figures of the contract, each cached under its own name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FigureKind {
    Synthese,
    CreancesEnCours,
    CreancesHistorique,
    Mandats,
    Echeancier,
    Declarations,
}

impl FigureKind {
    /// Name in the database's cache.
    pub fn code(self) -> &'static str {
        match self {
            FigureKind::Synthese => "synthese",
            FigureKind::CreancesEnCours => "creances-en-cours",
            FigureKind::CreancesHistorique => "creances-historique",
            FigureKind::Mandats => "mandats",
            FigureKind::Echeancier => "echeancier",
            FigureKind::Declarations => "declarations",
        }
    }

    /// Last segment of the address, and the query.
    fn address(self) -> (&'static str, Option<(&'static str, &'static str)>) {
        match self {
            FigureKind::Synthese => ("synthese", None),
            FigureKind::CreancesEnCours => ("creances", Some(("etat", "en_cours"))),
            FigureKind::CreancesHistorique => ("creances", Some(("etat", "historique"))),
            FigureKind::Mandats => ("mandats", None),
            FigureKind::Echeancier => ("echeancier", None),
            FigureKind::Declarations => ("declarations", None),
        }
    }
}

impl Partners {
    /// Makes ready to call the configured co-owners; calls nobody yet.
    ///
    /// # Errors
    /// An address that cannot carry a path, or a TLS set-up that the machine refuses.
    pub fn open(settings: &Settings, portal_url: &Url) -> anyhow::Result<Self> {
        let mut partners = Vec::new();
        for co_owner in CoOwner::ALL {
            let Some(of_partner) = settings.of(co_owner) else { continue };
            anyhow::ensure!(
                matches!(of_partner.base_url.scheme(), "http" | "https"),
                "partners.{}.base_url is not an http(s) address",
                co_owner.settings_key()
            );
            anyhow::ensure!(
                of_partner
                    .push_secret
                    .as_ref()
                    .is_none_or(|secret| secret.expose().len() >= signature::MIN_SECRET_BYTES),
                "partners.{}.push_secret is shorter than {} bytes",
                co_owner.settings_key(),
                signature::MIN_SECRET_BYTES
            );
            let settings = of_partner.clone();
            partners.push(Partner { co_owner, settings, paused_until: AtomicI64::new(i64::MIN) });
        }
        let http = client(settings)?;
        let (settings, portal_url) = (settings.clone(), portal_url.clone());
        Ok(Partners(Arc::new(Inner { http, settings, portal_url, partners })))
    }

    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// The co-owners that are configured, in their usual order.
    pub fn offered(&self) -> impl Iterator<Item = CoOwner> {
        self.0.partners.iter().map(|partner| partner.co_owner)
    }

    /// Is `issuer`, sent back with a code, the co-owner's own (RFC 9207)?
    pub fn is_issuer(&self, co_owner: CoOwner, issuer: &str) -> bool {
        self.issuer(co_owner).is_some_and(|own| own == issuer)
    }

    /// As its discovery document says; `None` when it is not configured.
    pub fn issuer(&self, co_owner: CoOwner) -> Option<String> {
        Some(issuer_text(&self.partner(co_owner).ok()?.settings.base_url))
    }

    /// Home page of a téléservice at its co-owner.
    pub fn teleservice_address(&self, co_owner: CoOwner, code: &str) -> Option<Url> {
        Some(self.partner(co_owner).ok()?.address(&["teleservices", code]))
    }

    /// Where the account and its rights are managed at the co-owner.
    pub fn home_address(&self, co_owner: CoOwner) -> Option<Url> {
        Some(self.partner(co_owner).ok()?.settings.base_url.clone())
    }

    /// Everything a co-owner's account may do now, and the companies concerned.
    ///
    /// # Errors
    /// [`Failure::Unknown`] when the co-owner no longer knows the account; otherwise there is no usable answer.
    pub async fn rights(&self, clock: &Clock, co_owner: CoOwner, subject: &str) -> Result<Rights, Failure> {
        contract::read_rights(co_owner, &self.rights_text(clock, co_owner, subject).await?)
    }

    /// The same, unless the answer is the very one that has this fingerprint ([`Rights::fingerprint`]): ten thousand rights
    /// that are known already are not read again.
    ///
    /// # Errors
    /// As [`Partners::rights`].
    pub async fn rights_unless(
        &self,
        clock: &Clock,
        co_owner: CoOwner,
        subject: &str,
        fingerprint: &[u8],
    ) -> Result<Option<Rights>, Failure> {
        let text = self.rights_text(clock, co_owner, subject).await?;
        if contract::fingerprint(&text) == fingerprint {
            return Ok(None);
        }
        contract::read_rights(co_owner, &text).map(Some)
    }

    async fn rights_text(&self, clock: &Clock, co_owner: CoOwner, subject: &str) -> Result<String, Failure> {
        let partner = self.partner(co_owner)?;
        let address = partner.address(&["contrat", "v1", "comptes", subject, "habilitations"]);
        self.ask(clock, partner, address).await
    }

    /// Does it tell its changes of rights by itself?
    pub fn pushes(&self, co_owner: CoOwner) -> bool {
        self.partner(co_owner).is_ok_and(|partner| partner.settings.push_secret.is_some())
    }

    /// Did that co-owner sign this, a short while ago? Never when it is not configured to push.
    pub fn signed_by(&self, co_owner: CoOwner, now: Moment, signed: &Signed<'_>) -> bool {
        let secret = self.partner(co_owner).ok().and_then(|partner| partner.settings.push_secret.as_ref());
        secret.is_some_and(|secret| signed.is_genuine(secret, now))
    }

    /// Reads a pushed change of rights; whether the co-owner signed it is asked first.
    ///
    /// # Errors
    /// [`Failure::Unreadable`] for anything that the contract does not say.
    pub fn read_event(&self, co_owner: CoOwner, body: &[u8]) -> Result<RightsEvent, Failure> {
        event::read(co_owner, body)
    }

    /// Figures of a company as sent by the co-owner, already proved readable by [`Figures::read`].
    ///
    /// # Errors
    /// No usable answer; see [`Failure`].
    pub async fn figures(
        &self,
        clock: &Clock,
        co_owner: CoOwner,
        siren: &Siren,
        kind: FigureKind,
    ) -> Result<(String, Figures), Failure> {
        let partner = self.partner(co_owner)?;
        let (last, query) = kind.address();
        let mut address = partner.address(&["contrat", "v1", "entreprises", siren.as_str(), last]);
        if let Some((name, value)) = query {
            address.query_pairs_mut().append_pair(name, value);
        }
        let body = self.ask(clock, partner, address).await?;
        let figures = Figures::read(co_owner, kind, &body)?;
        Ok((body, figures))
    }

    /// Does it open accounts that the portal asks for?
    pub fn opens_accounts(&self, co_owner: CoOwner) -> bool {
        self.partner(co_owner).is_ok_and(|partner| partner.settings.opens_accounts)
    }

    /// Asks the co-owner for an account; the same key again gives the same account. Gives its identifier there.
    ///
    /// # Errors
    /// [`Failure::Status`] 409: the address has an account already; otherwise there is no usable answer.
    pub async fn open_account(
        &self,
        clock: &Clock,
        co_owner: CoOwner,
        key: &str,
        person: &NewPerson<'_>,
    ) -> Result<String, Failure> {
        let partner = self.partner(co_owner)?;
        let mut request =
            reqwest::Request::new(reqwest::Method::POST, partner.address(&["contrat", "v1", "comptes"]));
        let value = |text: &str| {
            HeaderValue::try_from(text).map_err(|_| Failure::Unreadable("not a header value".to_owned()))
        };
        request.headers_mut().insert(HeaderName::from_static("idempotency-key"), value(key)?);
        request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        let body = serde_json::to_vec(person).map_err(|error| Failure::Unreadable(error.to_string()))?;
        *request.body_mut() = Some(body.into());
        contract::read_opened(&self.send(clock, partner, request).await?)
    }

    async fn ask(&self, clock: &Clock, partner: &Partner, address: Url) -> Result<String, Failure> {
        self.send(clock, partner, reqwest::Request::new(reqwest::Method::GET, address)).await
    }

    async fn send(
        &self,
        clock: &Clock,
        partner: &Partner,
        mut request: reqwest::Request,
    ) -> Result<String, Failure> {
        if clock.now().micros() < partner.paused_until.load(Ordering::Relaxed) {
            return Err(Failure::Paused);
        }
        let token = format!("Bearer {}", partner.settings.api_token.expose());
        let mut token = HeaderValue::try_from(token)
            .map_err(|_| Failure::Unreadable("the configured token is not a header value".to_owned()))?;
        token.set_sensitive(true);
        request.headers_mut().insert(AUTHORIZATION, token);
        request.headers_mut().insert(ACCEPT, HeaderValue::from_static("application/json"));
        match http::exchange(&self.0.http, request).await {
            Ok((status, _, body)) if status.is_success() => {
                String::from_utf8(body).map_err(|_| Failure::Unreadable("not UTF-8".to_owned()))
            }
            Ok((status, _, _)) if status == reqwest::StatusCode::NOT_FOUND => Err(Failure::Unknown),
            Ok((status, _, _)) => Err(Failure::Status(status.as_u16())),
            Err(failure) => {
                if matches!(failure, Failure::TimedOut) {
                    let until = clock.now() + self.0.settings.pause();
                    partner.paused_until.store(until.micros(), Ordering::Relaxed);
                }
                Err(failure)
            }
        }
    }

    fn partner(&self, co_owner: CoOwner) -> Result<&Partner, Failure> {
        self.0.partners.iter().find(|partner| partner.co_owner == co_owner).ok_or(Failure::NotConfigured)
    }
}

impl Partner {
    fn address(&self, segments: &[&str]) -> Url {
        let mut address = self.settings.base_url.clone();
        if let Ok(mut path) = address.path_segments_mut() {
            // `push` encodes: an identifier with a slash stays one segment.
            path.pop_if_empty().extend(segments);
        }
        address
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::Secret;

    fn partner(base: &str) -> Partner {
        let settings = PartnerSettings {
            base_url: base.parse().expect("an address"),
            client_id: "prodouane".to_owned(),
            client_secret: Secret::new(""),
            api_token: Secret::new(""),
            push_secret: None,
            opens_accounts: false,
        };
        Partner { co_owner: CoOwner::Dgddi, settings, paused_until: AtomicI64::new(i64::MIN) }
    }

    #[test]
    fn addresses_keep_the_base_path_and_encode_identifiers() {
        for base in ["https://douane.example/dgddi", "https://douane.example/dgddi/"] {
            let address = partner(base).address(&["contrat", "v1", "comptes", "a/../b?c", "habilitations"]);
            assert_eq!(
                address.as_str(),
                "https://douane.example/dgddi/contrat/v1/comptes/a%2F..%2Fb%3Fc/habilitations"
            );
        }
    }
}
