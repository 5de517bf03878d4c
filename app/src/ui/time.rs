use leptos::prelude::*;
use platform::db::Moment;

/// A date and time of Paris, written long. Scripts add the time of the person's device where it differs.
#[component]
pub fn Time(
    at: Moment,
    /// Shows the seconds, for the evidence that a receipt or a status gives.
    #[prop(optional)]
    seconds: bool,
) -> impl IntoView {
    let shown = if seconds { at.french() } else { minute(at) };
    view! { <time datetime=at.rfc3339()>{shown}</time> }
}

/// Writes a date and time of Paris long, to the minute.
pub(super) fn minute(at: Moment) -> String {
    at.french_minute()
}
