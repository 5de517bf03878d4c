use leptos::prelude::*;

use crate::ui::*;

/// What to do when a mail with a link does not arrive; the children say it of this one.
#[component]
pub fn LateMail(children: Children) -> impl IntoView {
    view! {
        <Notice kind=NoticeKind::Info title="Le mél n’arrive pas\u{a0}?">
            <p>
                {children()}
                ". Si vous ne lisez plus l’adresse de votre compte, appelez l’assistance au "
                <span class="nowrap">"0809\u{a0}400\u{a0}210"</span>"."
            </p>
        </Notice>
    }
}
