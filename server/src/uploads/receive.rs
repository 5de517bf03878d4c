//! Reads an upload request: a few text fields, then files.

use std::time::Duration;

use app::context::RequestContext;
use axum::body::Body;
use axum::extract::multipart::{Field, Multipart};
use axum::extract::{FromRequest, Request};
use axum::http::HeaderMap;
use backend::{
    accounts::sessions::{self, Session},
    messaging::{self, Attachment, Target},
    staff,
};
use domain::problem::{FieldProblem, Problem};
use platform::files::{StoredFile, UploadError};

use super::{
    destination::Destination,
    failure::Failure,
    fields::{Fields, read_text},
    file_name,
    in_flight::InFlight,
    limited_body::{LimitedBody, declares_excess_length},
    shown_page,
};
use crate::layers::cookies;

/// Maximum number of parts of a request; the portal's forms send six.
const MAX_PARTS: usize = 24;

/// Receives every file of the request into its destination. Returns the fields read so far even after a failure: they name
/// the page that shows it.
pub async fn receive(
    context: &RequestContext,
    session: &Session,
    destination: &Destination,
    request: Request,
) -> (Fields, Result<Vec<Attachment>, Failure>) {
    let _in_flight = InFlight::begin();
    let headers = request.headers().clone();
    let (parts, body) = request.into_parts();
    let body = LimitedBody::new(body);
    let mut fields = Fields::default();
    let reception = Reception { context, session, destination, headers: &headers };
    let time_limit = Duration::from_secs(context.portal.config.limits.upload_seconds);
    let received = if declares_excess_length(&headers) {
        Err(Failure::TooLarge(String::new()))
    } else {
        let request = Request::from_parts(parts, Body::from_stream(body.clone()));
        match tokio::time::timeout(time_limit, reception.run(request, &mut fields)).await {
            Ok(received) => received,
            Err(_) => Err(Failure::Slow),
        }
    };
    if received.as_ref().is_err_and(|failure| !matches!(failure, Failure::Slow)) {
        body.drain().await;
    }
    (fields, received)
}

/// Refuses an upload without parsing it. Drains the body, so that the client reads the response.
pub async fn refuse(request: Request, failure: Failure) -> (Fields, Result<Vec<Attachment>, Failure>) {
    LimitedBody::new(request.into_body()).drain().await;
    (Fields::default(), Err(failure))
}

struct Reception<'a> {
    context: &'a RequestContext,
    session: &'a Session,
    destination: &'a Destination,
    headers: &'a HeaderMap,
}

impl Reception<'_> {
    async fn run(&self, request: Request, fields: &mut Fields) -> Result<Vec<Attachment>, Failure> {
        let mut parts = Multipart::from_request(request, &()).await.map_err(|_| Failure::NotAnUpload)?;
        let mut received = Vec::new();
        for _ in 0..MAX_PARTS {
            let Some(field) = parts.next_field().await.map_err(|error| Failure::of_part(&error, ""))? else {
                return if received.is_empty() { Err(self.no_file(fields)) } else { Ok(received) };
            };
            match field.name().unwrap_or("") {
                "_page" => fields.page = read_text(field).await?,
                "_personne" => fields.person = read_text(field).await?,
                "_siren" => fields.siren = read_text(field).await?,
                "cle" => fields.secret = read_text(field).await?,
                "emplacement" => fields.slot = read_text(field).await?,
                "fichier" => {
                    if let Some(name) = file_name::of_part(&field) {
                        received.push(self.receive_file(field, name, fields).await?);
                    }
                }
                _ => return Err(Failure::NotAnUpload),
            }
        }
        Err(Failure::NotAnUpload)
    }

    fn no_file(&self, fields: &Fields) -> Failure {
        let field = if fields.slot.is_empty() { "fichier" } else { &fields.slot };
        let problem = Problem::MissingFile { label: "Fichier".to_owned() };
        Failure::Refused(platform::Error::Invalid(vec![FieldProblem::new(field, problem)]))
    }

    async fn receive_file(
        &self,
        mut field: Field<'_>,
        name: String,
        fields: &Fields,
    ) -> Result<Attachment, Failure> {
        shown_page::check(self.context, self.session, fields)?;
        let portal = &self.context.portal;
        let target = self.destination.begin(self.context, self.session, fields).await?;
        let guard = messaging::begin_upload(portal, self.session, target, &fields.slot).await?;
        let mut upload = portal.files.begin(guard.max_bytes).await?;
        loop {
            let chunk = match field.chunk().await {
                Ok(Some(chunk)) => chunk,
                Ok(None) => break,
                Err(error) => {
                    upload.abort().await;
                    return Err(Failure::of_part(&error, &name));
                }
            };
            match upload.write(&chunk).await {
                Ok(()) => {}
                Err(UploadError::TooLarge { .. }) => {
                    upload.abort().await;
                    return Err(Failure::TooLarge(name));
                }
                Err(error) => return Err(Failure::Refused(error.into())),
            }
        }
        let stored = upload.finish().await.map_err(|error| Failure::Refused(error.into()))?;
        self.attach(fields, &name, stored).await
    }

    /// Attaches the stored file. Checks the session and rights again, because they can end during the
    /// upload.
    async fn attach(&self, fields: &Fields, name: &str, stored: StoredFile) -> Result<Attachment, Failure> {
        let portal = &self.context.portal;
        match self.current_target(fields).await {
            Ok((session, target)) => {
                Ok(messaging::finish_upload(portal, &session, target, &fields.slot, name, stored).await?)
            }
            Err(failure) => {
                messaging::abandon_upload(portal, stored).await;
                Err(failure)
            }
        }
    }

    async fn current_target(&self, fields: &Fields) -> Result<(Session, Target), Failure> {
        let session = self.current_session().await?.ok_or(Failure::SignedOut)?;
        let target = self.destination.target(self.context, &session, fields).await?;
        Ok((session, target))
    }

    /// Looks up the session again. Another tab may have changed its token meanwhile: the session of the request then
    /// stays valid if it is active.
    async fn current_session(&self) -> Result<Option<Session>, platform::Error> {
        let portal = &self.context.portal;
        if let Some(token) = cookies::session(self.headers, &portal.config)
            && let Some(session) = sessions::find(portal, &token).await?
        {
            return staff::restrict_to_network(portal, session, &self.context.client).await;
        }
        Ok(sessions::is_still_active(portal, self.session.id).await?.then(|| self.session.clone()))
    }
}
