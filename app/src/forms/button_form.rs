//! A form with one submit button.

use std::borrow::Cow;

use leptos::prelude::*;

use super::Form;
use crate::ui::{ButtonLink, Submit, Variant, harmless};

/// Renders a form with one submit button, after the children: texts and fields.
#[component]
pub fn ButtonForm(
    #[prop(into)] action: String,
    /// Path of the page that shows the form.
    #[prop(into)]
    page: String,
    /// Label of the button.
    #[prop(into)]
    submit: Cow<'static, str>,
    #[prop(optional)] variant: Variant,
    /// Address of the link « Annuler »; no link if empty.
    #[prop(optional, into)]
    cancel: String,
    /// See [`Form`].
    #[prop(optional)]
    native: bool,
    children: Children,
) -> impl IntoView {
    let (visible, label) = harmless(submit);
    let submit = view! { <Submit variant visible>{label}</Submit> };
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
