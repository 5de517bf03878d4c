use leptos::prelude::*;
use platform::db::Moment;

/// A time of an office, as `text` says it with its clock. Scripts add the time of the person's device where it differs.
#[component]
pub fn ZonedTime(
    /// Beginning.
    at: Moment,
    #[prop(into)] zone: String,
    #[prop(into)] text: String,
) -> impl IntoView {
    view! { <time datetime=at.rfc3339() data-zone=zone>{text}</time> }
}
