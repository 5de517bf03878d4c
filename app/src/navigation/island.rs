//! The island's markup, and the start of every enhancement.

use leptos::prelude::*;

#[cfg(feature = "hydrate")]
use super::{
    autosave, closing, dom, fields, links, live, local_time, observe, passkey, refresh, remember, session,
    submit, swap, upload, visit,
};

/// Renders the progress bar, the polite live region and the session warning, and adds the listeners.
#[island]
pub fn Enhancements() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    listen();
    view! {
        <div class="progress-bar" data-progress hidden></div>
        <p class="visually-hidden" role="status" data-announce></p>
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

#[cfg(feature = "hydrate")]
fn listen() {
    visit::listen(swap::Hooks {
        before_navigation: autosave::save_before_leaving,
        after_main_swap: prepare,
        after_header_swap: session::schedule,
        after_navigation: live::update_connection,
    });
    links::listen();
    closing::listen();
    observe::listen();
    // Before `submit`: a form with a challenge is sent only once its passkey has answered.
    passkey::listen();
    submit::listen();
    remember::listen();
    autosave::listen();
    prepare(&dom::body());
    fields::listen();
    upload::listen();
    session::listen();
    live::listen();
}

/// Prepares the parts of a newly displayed page that depend on scripts.
#[cfg(feature = "hydrate")]
fn prepare(root: &web_sys::Element) {
    // First: the others depend on the values.
    remember::restore(root);
    fields::prepare(root);
    local_time::prepare(root);
    upload::prepare(root);
    passkey::prepare(root);
    refresh::prepare(root);
}
