//! The flash of the preceding form, shown once at the top of a page.

use std::sync::{Arc, Mutex, PoisonError};

use backend::accounts::flash::{self, Flash, NOTICE};

use crate::context::RequestContext;

/// The success message of the preceding form. Shared by the parts of a page: the first [`Page`](super::Page) rendered
/// takes it.
#[derive(Clone, Default)]
pub(super) struct FlashNotice(Arc<Mutex<Option<Flash>>>);

impl FlashNotice {
    pub(super) async fn take(context: &RequestContext) -> Self {
        let Some(session) = context.session_with_flash() else { return Self::default() };
        // If it cannot be read now, a later page shows it.
        let flash = flash::take(&context.portal, session.id, NOTICE).await.ok().flatten();
        Self(Arc::new(Mutex::new(flash)))
    }

    /// Removes and returns the sentence to show.
    pub(super) fn show(&self) -> Option<String> {
        self.take_out()?.notice
    }

    fn take_out(&self) -> Option<Flash> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Stores the flash again for the next page, if this response was a redirection or had no place for it.
    pub(super) async fn restore_unless_shown(&self, context: &RequestContext) {
        if let (Some(session), Some(flash)) = (&context.session, self.take_out())
            && let Err(error) = flash::store(&context.portal, session.id, &flash).await
        {
            tracing::warn!(%error, "failed to restore the flash");
        }
    }
}
