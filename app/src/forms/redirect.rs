//! The response to an accepted form.

/// Redirection after an accepted form.
pub struct Redirect {
    pub(super) to: String,
    pub(super) notice: Option<String>,
}

impl Redirect {
    /// Redirects to a page of the portal, or to a co-owner's address taken from the configuration.
    pub fn to(address: impl Into<String>) -> Redirect {
        Redirect { to: address.into(), notice: None }
    }

    /// Adds a flash: a sentence shown once at the top of the next page.
    pub fn with_notice(mut self, notice: impl Into<String>) -> Redirect {
        self.notice = Some(notice.into());
        self
    }
}
