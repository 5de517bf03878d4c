//! Calls of the HTTP contract.

use std::sync::atomic::Ordering;

use domain::{co_owner::CoOwner, export_follow_up::ExportPath, mrn::Mrn, siren::Siren};
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderName, HeaderValue};
use serde::Serialize;
use url::Url;

use super::{
    CardPayment, CoOwners, FigureKind, Figures, NewCardPayment, NewPerson, PaymentNotice, Rights,
    connection::Connection,
    contract,
    http::{self, Failure},
    observation,
    wire::PrintedNotice,
};
use crate::{clock::Clock, id::CardPaymentId};

impl CoOwners {
    /// Fetches the current rights of a co-owner's account, with the companies that they concern.
    ///
    /// # Errors
    /// [`Failure::Unknown`] if the co-owner no longer knows the account; other failures if there is no usable answer.
    pub async fn rights(&self, clock: &Clock, co_owner: CoOwner, subject: &str) -> Result<Rights, Failure> {
        contract::read_rights(co_owner, &self.rights_text(clock, co_owner, subject).await?)
    }

    /// Like [`CoOwners::rights`]; `None` if the answer has this fingerprint ([`Rights::fingerprint`]), so that
    /// thousands of unchanged rights are not parsed again.
    ///
    /// # Errors
    /// See [`CoOwners::rights`].
    pub async fn rights_if_changed(
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
        let connection = self.connection(co_owner)?;
        let address = connection.address(&["contrat", "v1", "comptes", subject, "habilitations"]);
        self.get(clock, connection, address).await
    }

    /// Fetches figures of a company. Returns the body, for the cache, and the figures read from it.
    ///
    /// # Errors
    /// If the co-owner gives no usable answer; see [`Failure`].
    pub async fn figures(
        &self,
        clock: &Clock,
        co_owner: CoOwner,
        siren: &Siren,
        kind: FigureKind,
    ) -> Result<(String, Figures), Failure> {
        let connection = self.connection(co_owner)?;
        let (last, query) = kind.address();
        let mut address = connection.address(&["contrat", "v1", "entreprises", siren.as_str(), last]);
        if let Some((name, value)) = query {
            address.query_pairs_mut().append_pair(name, value);
        }
        let body = self.get(clock, connection, address).await?;
        let figures = Figures::read(co_owner, kind, &body)?;
        Ok((body, figures))
    }

    /// Fetches the path of one export declaration of any company.
    ///
    /// # Errors
    /// [`Failure::Unknown`] if the co-owner does not know the MRN; other failures if there is no usable answer.
    pub async fn export_path(
        &self,
        clock: &Clock,
        co_owner: CoOwner,
        mrn: &Mrn,
    ) -> Result<ExportPath, Failure> {
        let connection = self.connection(co_owner)?;
        let address = connection.address(&["contrat", "v1", "exports", mrn.as_str()]);
        contract::read_export(&self.get(clock, connection, address).await?)
    }

    /// Opens an account at the co-owner and returns its identifier there. Idempotent per `key`.
    ///
    /// # Errors
    /// [`Failure::Status`] 409 if the e-mail address already has an account; other failures if there is no usable
    /// answer.
    pub async fn open_account(
        &self,
        clock: &Clock,
        co_owner: CoOwner,
        key: &str,
        person: &NewPerson<'_>,
    ) -> Result<String, Failure> {
        let connection = self.connection(co_owner)?;
        let mut request =
            reqwest::Request::new(reqwest::Method::POST, connection.address(&["contrat", "v1", "comptes"]));
        let value = |text: &str| {
            HeaderValue::try_from(text).map_err(|_| Failure::Unreadable("not a header value".to_owned()))
        };
        request.headers_mut().insert(HeaderName::from_static("idempotency-key"), value(key)?);
        set_json(&mut request, person)?;
        contract::read_opened_account(&self.send(clock, connection, request).await?)
    }

    /// Finds a créance by what is printed on its payment notice.
    ///
    /// # Errors
    /// [`Failure::Unknown`] if no créance has this reference and this password, whichever is wrong; other failures if
    /// there is no usable answer.
    pub async fn find_notice(
        &self,
        clock: &Clock,
        co_owner: CoOwner,
        reference: &str,
        password: &str,
    ) -> Result<PaymentNotice, Failure> {
        let connection = self.connection(co_owner)?;
        let address = connection.address(&["contrat", "v1", "avis"]);
        let mut request = reqwest::Request::new(reqwest::Method::POST, address);
        set_json(&mut request, &PrintedNotice { reference, mot_de_passe: password })?;
        contract::read_notice(&self.send(clock, connection, request).await?)
    }

    /// Begins a payment by card. Idempotent per `id`.
    ///
    /// # Errors
    /// [`Failure::Status`] 409 if the créance cannot be paid, or not this amount; other failures if there is no usable
    /// answer.
    pub async fn begin_card_payment(
        &self,
        clock: &Clock,
        co_owner: CoOwner,
        id: CardPaymentId,
        payment: &NewCardPayment<'_>,
    ) -> Result<CardPayment, Failure> {
        let connection = self.connection(co_owner)?;
        let mut request = reqwest::Request::new(reqwest::Method::PUT, card_payment_address(connection, id));
        set_json(&mut request, payment)?;
        let answer = self.send(clock, connection, request).await?;
        contract::read_card_payment(&answer, &connection.settings.base_url)
    }

    /// Fetches the state of a payment by card.
    ///
    /// # Errors
    /// [`Failure::Unknown`] if the co-owner never received it; other failures if there is no usable answer.
    pub async fn card_payment(
        &self,
        clock: &Clock,
        co_owner: CoOwner,
        id: CardPaymentId,
    ) -> Result<CardPayment, Failure> {
        let connection = self.connection(co_owner)?;
        let answer = self.get(clock, connection, card_payment_address(connection, id)).await?;
        contract::read_card_payment(&answer, &connection.settings.base_url)
    }

    async fn get(&self, clock: &Clock, connection: &Connection, address: Url) -> Result<String, Failure> {
        self.send(clock, connection, reqwest::Request::new(reqwest::Method::GET, address)).await
    }

    async fn send(
        &self,
        clock: &Clock,
        connection: &Connection,
        mut request: reqwest::Request,
    ) -> Result<String, Failure> {
        let sent = clock.now();
        if connection.is_paused(sent) {
            return Err(Failure::Paused);
        }
        request.headers_mut().insert(AUTHORIZATION, bearer(connection)?);
        request.headers_mut().insert(ACCEPT, HeaderValue::from_static("application/json"));
        let answer = self.exchange(request).await;
        if connection.observe(sent, clock.now(), observation::is_answer(&answer)) {
            self.0.changes.fetch_add(1, Ordering::Relaxed);
        }
        if matches!(answer, Err(Failure::TimedOut)) {
            connection.pause(clock.now() + self.0.settings.pause());
        }
        answer
    }

    async fn exchange(&self, request: reqwest::Request) -> Result<String, Failure> {
        match http::exchange(&self.0.http, request).await? {
            (status, _, body) if status.is_success() => {
                String::from_utf8(body).map_err(|_| Failure::Unreadable("not UTF-8".to_owned()))
            }
            (status, _, _) if status == reqwest::StatusCode::NOT_FOUND => Err(Failure::Unknown),
            (status, _, _) => Err(Failure::Status(status.as_u16())),
        }
    }

    /// Calls the co-owner to observe whether it answers.
    pub async fn probe(&self, clock: &Clock, co_owner: CoOwner) {
        let Ok(connection) = self.connection(co_owner) else { return };
        // Any answer is one, also that of a co-owner that does not have this address yet.
        let _ = self.get(clock, connection, connection.address(&["contrat", "v1", "etat"])).await;
    }
}

fn card_payment_address(connection: &Connection, id: CardPaymentId) -> Url {
    connection.address(&["contrat", "v1", "paiements", &id.to_string()])
}

/// Puts a JSON body into the request.
fn set_json(request: &mut reqwest::Request, body: &impl Serialize) -> Result<(), Failure> {
    let body = serde_json::to_vec(body).map_err(|error| Failure::Unreadable(error.to_string()))?;
    request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    *request.body_mut() = Some(body.into());
    Ok(())
}

fn bearer(connection: &Connection) -> Result<HeaderValue, Failure> {
    let token = format!("Bearer {}", connection.settings.api_token.expose());
    let mut token = HeaderValue::try_from(token)
        .map_err(|_| Failure::Unreadable("the configured token is not a header value".to_owned()))?;
    token.set_sensitive(true);
    Ok(token)
}
