//! The markup of a form.

use domain::siren::Siren;
use leptos::prelude::*;

use super::request::PROBE;
use crate::{context::RequestContext, ui::PersonField};

/// Renders a form that works without scripts and is enhanced by [`crate::navigation`].
#[component]
pub fn Form(
    /// Address of its server function, [`Endpoint::ACTION`](super::Endpoint::ACTION).
    #[prop(into)]
    action: String,
    /// Path of the page that shows the form.
    #[prop(into)]
    page: String,
    /// The company of the page: the form is refused if another one is chosen meanwhile.
    #[prop(optional_no_strip)]
    siren: Option<Siren>,
    /// Identifies one of several forms with one address when its input is shown again.
    #[prop(optional, into)]
    name: String,
    /// Submitted by the browser, not by scripts, which may not follow a redirection outside the portal.
    #[prop(optional)]
    native: bool,
    /// Address that saves the form while it is typed; empty for a form that is only sent.
    #[prop(optional)]
    autosave: &'static str,
    #[prop(default = "form".into(), into)] class: String,
    children: Children,
) -> impl IntoView {
    let siren = siren.map(|siren| view! { <input type="hidden" name="_siren" value=siren.to_string()/> });
    let name = (!name.is_empty()).then(|| view! { <input type="hidden" name="_formulaire" value=name/> });
    let probe = set_probe_cookie().then(|| view! { <input type="hidden" name=PROBE value="oui"/> });
    view! {
        <form
            class=class
            method="post"
            action=action
            novalidate
            data-form=(!native).then_some("")
            data-autosave=(!autosave.is_empty()).then_some(autosave)
        >
            <input type="hidden" name="_page" value=page/>
            <PersonField/>
            {siren}
            {name}
            {probe}
            {children()}
            {(!autosave.is_empty()).then(|| view! { <p class="muted small" data-autosave-state hidden></p> })}
        </form>
    }
}

/// Sets the probe cookie unless the browser has a cookie of the portal. Returns `true` for a visitor without a session,
/// whose form is refused without a cookie.
fn set_probe_cookie() -> bool {
    let Some(context) = use_context::<RequestContext>() else { return false };
    if !context.has_cookie {
        context.cookies.set_probe();
    }
    context.session.is_none()
}
