//! The one island: what makes the pages comfortable once scripts run. Nothing here is needed to use the portal.
//!
//! It listens on the document, so pages hold no island of their own and can be swapped as plain HTML: links and
//! forms are followed without a full load ([`visit`]), forms are checked with the domain's own rules before they
//! are sent ([`submit`]), files go up with their progress ([`upload`]), fields help while typing ([`fields`]), what
//! a script alone can see is told to who asks for it ([`observe`]).

use leptos::prelude::*;

#[cfg(feature = "hydrate")]
mod check;
#[cfg(feature = "hydrate")]
mod dom;
#[cfg(feature = "hydrate")]
mod fields;
#[cfg(feature = "hydrate")]
mod links;
#[cfg(feature = "hydrate")]
mod observe;
#[cfg(feature = "hydrate")]
mod refresh;
#[cfg(feature = "hydrate")]
mod strength;
#[cfg(feature = "hydrate")]
mod submit;
#[cfg(feature = "hydrate")]
mod upload;
#[cfg(feature = "hydrate")]
mod visit;

#[cfg(feature = "hydrate")]
pub use dom::mark_page_dead_on_panic;

/// The progress line, the polite announcements, and the listeners.
#[island]
pub fn Comfort() -> impl IntoView {
    let waiting = RwSignal::new(false);
    let announcement = RwSignal::new(String::new());
    #[cfg(feature = "hydrate")]
    {
        visit::listen(visit::Status { waiting, announcement });
        links::listen();
        observe::listen();
        submit::listen();
        fields::listen();
        upload::listen();
    }
    view! {
        <div class="progress-bar" data-progress hidden=move || !waiting.get()></div>
        <p class="visually-hidden" role="status" data-announce>{announcement}</p>
    }
}
