use domain::helpline::HOTLINE;
use leptos::prelude::*;

use crate::ui::*;

/// Advice for a mail that does not arrive. The children are specific to the mail.
#[component]
pub fn LateMail(children: Children) -> impl IntoView {
    view! {
        <Notice kind=NoticeKind::Info title="Le courriel n’arrive pas\u{a0}?">
            <p>
                {children()}
                ". Si vous n’avez plus accès à l’adresse de votre compte, appelez l’assistance au "
                <HelplineNumber line=&HOTLINE/>"."
            </p>
        </Notice>
    }
}
