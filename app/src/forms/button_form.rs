//! A form with one submit button.

use leptos::prelude::*;

use super::Form;
use crate::ui::{ButtonLink, Submit, Variant};

/// Renders a form with one submit button, after the children: texts and fields.
#[component]
pub fn ButtonForm(
    #[prop(into)] action: String,
    /// Path of the page that shows the form.
    #[prop(into)]
    page: String,
    /// Label of the button.
    #[prop(into)]
    submit: String,
    #[prop(optional)] variant: Variant,
    /// Address of the link « Annuler »; no link if empty.
    #[prop(optional, into)]
    cancel: String,
    /// See [`Form`].
    #[prop(optional)]
    native: bool,
    children: Children,
) -> impl IntoView {
    let submit = view! { <Submit variant>{submit}</Submit> };
    let buttons = match cancel.is_empty() {
        true => submit.into_any(),
        false => view! {
            {submit}
            <ButtonLink href=cancel variant=Variant::Secondary>"Annuler"</ButtonLink>
        }
        .into_any(),
    };
    view! {
        <Form action page native>
            {children()}
            <div class="form__actions">{buttons}</div>
        </Form>
    }
}
