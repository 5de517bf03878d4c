//! The request that submits a form.

use std::str::FromStr;

use backend::{Portal, accounts::sessions::Session};
use domain::{form::Answers, path};
use platform::Error;

use crate::context::RequestContext;

/// A submitted form.
pub struct FormRequest {
    pub context: RequestContext,
    pub portal: Portal,
    pub session: Session,
    pub answers: Answers,
    /// Path of the page with the form, shown again if the form is refused.
    pub page: String,
    /// The page with the form set the probe cookie.
    sets_probe: bool,
}

/// Field of the forms whose page set the probe cookie.
pub(super) const PROBE: &str = "_temoin";

impl FormRequest {
    /// Returns `None` if the request did not pass through the layer that reads forms and opens a session.
    pub(super) fn read(context: RequestContext) -> Option<FormRequest> {
        let mut answers = context.answers.clone()?;
        let session = context.session.clone()?;
        let page = path::local(answers.raw("_page")).unwrap_or("/").to_owned();
        answers.remove("_page");
        let sets_probe = !answers.raw(PROBE).is_empty();
        answers.remove(PROBE);
        Some(FormRequest { portal: context.portal.clone(), session, answers, page, sets_probe, context })
    }

    /// Returns `true` if the browser did not return the cookie that was set with the form.
    pub(super) fn refuses_cookies(&self) -> bool {
        self.sets_probe && !self.context.has_cookie
    }

    /// Reads the identifier in a hidden field.
    ///
    /// # Errors
    /// [`Error::NotFound`] if it is malformed.
    pub fn id<T: FromStr>(&self, field: &str) -> Result<T, Error> {
        self.answers.text(field).parse().map_err(|_| Error::NotFound)
    }
}
