//! What the form that led here has to say.

use std::sync::{Arc, Mutex, PoisonError};

use backend::flash::{self, Flash, NOTICE};

use crate::context::RequestContext;

/// « C'est fait »: left by the form that led here, shown once by the first [`Page`] that is drawn.
#[derive(Clone, Default)]
pub(super) struct KeptNotice(Arc<Mutex<Option<Flash>>>);

impl KeptNotice {
    pub(super) async fn take(context: &RequestContext) -> Self {
        // What a form has to say waits for the page that it leads to.
        let Some(session) = context.session.as_ref().filter(|_| !context.by_itself) else {
            return Self::default();
        };
        // A notice that cannot be read now is shown by a later page.
        let kept = flash::take(&context.portal, session.id, NOTICE).await.ok().flatten();
        Self(Arc::new(Mutex::new(kept)))
    }

    pub(super) fn show(&self) -> Option<String> {
        self.take_out()?.notice
    }

    fn take_out(&self) -> Option<Flash> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// A redirection, or a page without a place for it: the next page says it.
    pub(super) async fn put_back_unless_shown(&self, context: &RequestContext) {
        if let (Some(session), Some(notice)) = (&context.session, self.take_out())
            && let Err(error) = flash::keep(&context.portal, session.id, &notice).await
        {
            tracing::warn!(%error, "a notice is lost");
        }
    }
}
