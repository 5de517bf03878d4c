//! Reads one upload request: a few fields, then files.

use std::time::Duration;

use app::context::RequestContext;
use axum::body::Body;
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{FromRequest, Request};
use axum::http::HeaderMap;
use backend::agents;
use backend::files::{Stored, UploadError};
use backend::messaging::{self, Attachment};
use backend::session::{self, Session};
use domain::problem::{FieldProblem, Problem};
use uuid::Uuid;

use super::answer::Failure;
use super::limited_body::{LimitedBody, TooLong, announces_too_much};
use crate::layers::cookies;
use crate::listener::TooSlow;

/// Names, paths and numbers: short.
const MAX_FIELD_BYTES: usize = 2048;
/// Our forms send four.
const MAX_PARTS: usize = 24;

/// What came before the files.
#[derive(Default)]
pub struct Fields {
    pub page: String,
    siren: String,
    slot: String,
}

/// Receives every file of the request into the draft. The fields read so far are given back in any case: they tell
/// where a refusal is shown.
pub async fn receive(
    context: &RequestContext,
    session: &Session,
    draft: Uuid,
    request: Request,
) -> (Fields, Result<Vec<Attachment>, Failure>) {
    let _counted = InFlight::begin();
    let headers = request.headers().clone();
    let (parts, body) = request.into_parts();
    let body = LimitedBody::new(body);
    let mut fields = Fields::default();
    let reception = Reception { context, session, draft, headers: &headers };
    let time = Duration::from_secs(context.portal.config.limits.upload_seconds);
    let received = if announces_too_much(&headers) {
        Err(Failure::TooLarge(String::new()))
    } else {
        let request = Request::from_parts(parts, Body::from_stream(body.clone()));
        match tokio::time::timeout(time, reception.run(request, &mut fields)).await {
            Ok(received) => received,
            Err(_) => Err(Failure::Slow),
        }
    };
    if received.is_err() {
        // Ends by itself: the body is limited in pace and in length.
        let _ = tokio::time::timeout(time, body.throw_away()).await;
    }
    (fields, received)
}

/// Refuses before reading; listens to the end, so that the client reads the answer.
pub async fn refuse(request: Request, failure: Failure) -> (Fields, Result<Vec<Attachment>, Failure>) {
    LimitedBody::new(request.into_body()).throw_away().await;
    (Fields::default(), Err(failure))
}

struct Reception<'a> {
    context: &'a RequestContext,
    session: &'a Session,
    draft: Uuid,
    headers: &'a HeaderMap,
}

impl Reception<'_> {
    async fn run(&self, request: Request, fields: &mut Fields) -> Result<Vec<Attachment>, Failure> {
        let mut parts = Multipart::from_request(request, &()).await.map_err(|_| Failure::NotAnUpload)?;
        let mut received = Vec::new();
        for _ in 0..MAX_PARTS {
            let Some(field) = parts.next_field().await.map_err(|error| unreadable(&error, ""))? else {
                return if received.is_empty() { Err(self.no_file(fields)) } else { Ok(received) };
            };
            match field.name().unwrap_or("") {
                "_page" => fields.page = text(field).await?,
                "_siren" => fields.siren = text(field).await?,
                "emplacement" => fields.slot = text(field).await?,
                "fichier" if field.file_name().is_none_or(str::is_empty) => {} // nothing was chosen
                "fichier" => received.push(self.file(field, fields).await?),
                _ => return Err(Failure::NotAnUpload),
            }
        }
        Err(Failure::NotAnUpload)
    }

    fn no_file(&self, fields: &Fields) -> Failure {
        let field = if fields.slot.is_empty() { "fichier" } else { &fields.slot };
        let problem = Problem::MissingFile { label: "Fichier".to_owned() };
        Failure::Refused(backend::Error::Invalid(vec![FieldProblem::new(field, problem)]))
    }

    async fn file(&self, mut field: Field<'_>, fields: &Fields) -> Result<Attachment, Failure> {
        self.check_company(&fields.siren)?;
        let portal = &self.context.portal;
        let name = field.file_name().unwrap_or("").to_owned();
        let guard = messaging::begin_upload(portal, self.session, self.draft, &fields.slot).await?;
        let mut upload = portal.files.begin(guard.max_bytes).await?;
        loop {
            let piece = match field.chunk().await {
                Ok(Some(piece)) => piece,
                Ok(None) => break,
                Err(error) => {
                    upload.abort().await;
                    return Err(unreadable(&error, &name));
                }
            };
            match upload.write(&piece).await {
                Ok(()) => {}
                Err(UploadError::TooLarge { .. }) => {
                    upload.abort().await;
                    return Err(Failure::TooLarge(name));
                }
                Err(error) => return Err(Failure::Refused(error.into())),
            }
        }
        let stored = upload.finish().await.map_err(|error| Failure::Refused(error.into()))?;
        self.keep(&fields.slot, &name, stored).await
    }

    /// The upload may have lasted: the session may be over, rights may be gone.
    async fn keep(&self, slot: &str, name: &str, stored: Stored) -> Result<Attachment, Failure> {
        let portal = &self.context.portal;
        match self.session_now().await {
            Ok(Some(session)) => {
                Ok(messaging::finish_upload(portal, &session, self.draft, slot, name, stored).await?)
            }
            Ok(None) => {
                messaging::abandon_upload(portal, stored).await;
                Err(Failure::SignedOut)
            }
            Err(error) => {
                messaging::abandon_upload(portal, stored).await;
                Err(Failure::Refused(error))
            }
        }
    }

    /// The session as it is now. Its secret may have changed meanwhile in another tab: it is then the same session.
    async fn session_now(&self) -> Result<Option<Session>, backend::Error> {
        let portal = &self.context.portal;
        if let Some(token) = cookies::read(self.headers, cookies::SESSION)
            && let Some(session) = session::find(portal, &token).await?
        {
            return agents::within_reach(portal, session, &self.context.client).await;
        }
        Ok(session::is_open(portal, self.session.id).await?.then(|| self.session.clone()))
    }

    fn check_company(&self, shown: &str) -> Result<(), Failure> {
        let chosen = self.session.siren.as_ref().map_or("", |siren| siren.as_str());
        if shown.is_empty() || shown == chosen {
            return Ok(());
        }
        Err(Failure::Refused(backend::Error::Invalid(vec![FieldProblem::of_form(Problem::OtherCompany)])))
    }
}

async fn text(mut field: Field<'_>) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    while let Some(piece) = field.chunk().await.map_err(|error| unreadable(&error, ""))? {
        bytes.extend_from_slice(&piece);
        if bytes.len() > MAX_FIELD_BYTES {
            return Err(Failure::NotAnUpload);
        }
    }
    String::from_utf8(bytes).map_err(|_| Failure::NotAnUpload)
}

/// Why a part could not be read; `name` is that of the file being received, if any.
fn unreadable(error: &MultipartError, name: &str) -> Failure {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if error.is::<TooLong>() {
            return Failure::TooLarge(name.to_owned());
        }
        if error.is::<TooSlow>() {
            return Failure::Slow;
        }
        cause = error.source();
    }
    if name.is_empty() { Failure::NotAnUpload } else { Failure::Interrupted(name.to_owned()) }
}

/// Counts an upload as long as it lasts, however it ends.
struct InFlight;

impl InFlight {
    fn begin() -> Self {
        metrics::gauge!("uploads_in_flight").increment(1);
        Self
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        metrics::gauge!("uploads_in_flight").decrement(1);
    }
}
