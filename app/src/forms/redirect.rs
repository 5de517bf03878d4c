//! The response to an accepted form.

use platform::Error;

/// Redirection after an accepted form.
pub struct Redirect {
    pub(super) to: String,
    pub(super) notice: Option<String>,
    pub(super) once: bool,
}

impl Redirect {
    /// Redirects to a page of the portal, or to an address on the configured site of a co-owner.
    pub fn to(address: impl Into<String>) -> Redirect {
        Redirect { to: address.into(), notice: None, once: false }
    }

    /// Adds a flash: a sentence shown once at the top of the next page.
    pub fn with_notice(mut self, notice: impl Into<String>) -> Redirect {
        self.notice = Some(notice.into());
        self
    }

    /// Answers the form again instead of processing it a second time, if the browser sends it twice within seconds.
    #[must_use]
    pub fn once(mut self) -> Redirect {
        self.once = true;
        self
    }
}

/// Returns `None` instead of [`Error::NotFound`], for an object to remove: it was removed before, by a form sent twice or
/// in another tab.
///
/// # Errors
/// Any other error of `outcome`.
pub fn unless_removed<T>(outcome: Result<T, Error>) -> Result<Option<T>, Error> {
    match outcome {
        Err(Error::NotFound) => Ok(None),
        outcome => outcome.map(Some),
    }
}
