use leptos::prelude::*;

use crate::context::RequestContext;

/// Hidden field of a form: the tag of the person whose page it is; none for visitors. The form is refused once another
/// person has signed in. Reads the request itself, because every form needs it.
#[component]
pub fn PersonField() -> impl IntoView {
    let tag = use_context::<RequestContext>().map(|context| context.person()).filter(|tag| !tag.is_empty());
    tag.map(|tag| view! { <input type="hidden" name="_personne" value=tag/> })
}
