//! The one island: what makes the pages comfortable once scripts run. Nothing here is needed to use the portal.
//!
//! It listens on the document, so pages hold no island of their own and can be swapped as plain HTML: links and
//! forms are followed without a full load ([`visit`]), forms are checked with the domain's own rules before they
//! are sent ([`submit`]), passkeys are asked ([`passkey`]), files go up with their progress ([`upload`]), fields help
//! while typing ([`fields`]), what a script alone can see is told to who asks for it ([`observe`]), work under way is
//! followed ([`refresh`]), the end of the session is announced ([`session`]), and what changes elsewhere is told ([`live`]).

use leptos::prelude::*;

#[cfg(feature = "hydrate")]
mod check;
#[cfg(feature = "hydrate")]
mod closing;
#[cfg(feature = "hydrate")]
mod dom;
#[cfg(feature = "hydrate")]
mod fields;
#[cfg(feature = "hydrate")]
mod links;
#[cfg(feature = "hydrate")]
mod live;
#[cfg(feature = "hydrate")]
mod observe;
#[cfg(feature = "hydrate")]
mod passkey;
#[cfg(feature = "hydrate")]
mod refresh;
#[cfg(feature = "hydrate")]
mod session;
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

/// The progress line, the polite announcements, the warning before the end of the session, and the listeners.
#[island]
pub fn Comfort() -> impl IntoView {
    let waiting = RwSignal::new(false);
    let announcement = RwSignal::new(String::new());
    #[cfg(feature = "hydrate")]
    {
        visit::listen(visit::Status { waiting, announcement });
        links::listen();
        closing::listen();
        observe::listen();
        // Before the forms: one that a passkey must answer is sent once it has.
        passkey::listen();
        submit::listen();
        fields::listen();
        upload::listen();
        session::listen();
        live::listen();
    }
    view! {
        <div class="progress-bar" data-progress hidden=move || !waiting.get()></div>
        <p class="visually-hidden" role="status" data-announce>{announcement}</p>
        <dialog id="fin-de-session" class="dialog" aria-labelledby="fin-de-session-titre" aria-describedby="fin-de-session-texte">
            <h2 id="fin-de-session-titre">"Votre session va bientôt se fermer"</h2>
            <p id="fin-de-session-texte" data-session-text></p>
            <form method="dialog" class="form__actions">
                <button type="button" class="button" data-session-stay>"Rester connecté"</button>
                <button type="submit" class="button button--secondary">"Fermer ce message"</button>
            </form>
        </dialog>
    }
}
