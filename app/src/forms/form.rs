//! The markup of a form.

use domain::siren::Siren;
use leptos::prelude::*;

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
    #[prop(default = "form".into(), into)] class: String,
    children: Children,
) -> impl IntoView {
    let siren = siren.map(|siren| view! { <input type="hidden" name="_siren" value=siren.to_string()/> });
    let name = (!name.is_empty()).then(|| view! { <input type="hidden" name="_formulaire" value=name/> });
    view! {
        <form class=class method="post" action=action novalidate data-form=(!native).then_some("")>
            <input type="hidden" name="_page" value=page/>
            {siren}
            {name}
            {children()}
        </form>
    }
}
