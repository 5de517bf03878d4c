use domain::{french, helpline::Helpline};
use leptos::prelude::*;

use crate::context::RequestContext;

/// Number of a telephone service, and whether it is open: « 0809 400 210 (ouvert jusqu’à 19 h 30) ».
#[component]
pub fn HelplineNumber(line: &'static Helpline) -> impl IntoView {
    view! {
        <a href=line.link>{line.number}</a>
        {state(line).map(|state| format!(" ({state})"))}
    }
}

/// Whether a telephone service is open, as a tag: « Ouvert jusqu’à 19 h 30 ».
#[component]
pub fn HelplineState(line: &'static Helpline) -> impl IntoView {
    state(line).map(|state| view! { <strong>{french::capitalised(&state)}</strong> })
}

/// The state at the time of the request. Reads the request itself, because every page has the number.
fn state(line: &Helpline) -> Option<String> {
    let context = use_context::<RequestContext>()?;
    Some(line.state_in_words(context.portal.clock.now().paris_time()))
}
