//! The form of a definition.

use std::borrow::Cow;

use backend::accounts::flash::Flash;
use domain::form::{Answers, FormDefinition};
use leptos::prelude::*;

use super::{ButtonForm, Endpoint};
use crate::{
    page::{PageRequest, Stop},
    ui::{ErrorSummary, FormFields},
};

/// A form of the requested page.
pub struct PageForm {
    action: &'static str,
    page: String,
    /// Its input and problems if it was refused.
    pub flash: Flash,
}

impl PageForm {
    /// Reads the flash of the form that `F` handles.
    pub async fn read<F: Endpoint>(request: &PageRequest) -> Result<PageForm, Stop> {
        Self::read_or::<F>(request, Answers::default()).await
    }

    /// Like [`Self::read`]; fills the form with `answers` if it was not refused.
    pub async fn read_or<F: Endpoint>(request: &PageRequest, answers: Answers) -> Result<PageForm, Stop> {
        let flash = request.flash(F::NAME).await?;
        let flash = flash.unwrap_or_else(|| Flash { answers, ..Flash::default() });
        Ok(PageForm { action: F::ACTION, page: request.path.clone(), flash })
    }

    /// Like [`Self::read`], for the form of this name and address.
    pub async fn of(
        request: &PageRequest,
        (name, action): (&'static str, &'static str),
    ) -> Result<PageForm, Stop> {
        let flash = request.flash(name).await?.unwrap_or_default();
        Ok(PageForm { action, page: request.path.clone(), flash })
    }
}

/// Renders error summary, children, all fields of the definition and one submit button.
#[component]
pub fn FieldForm(
    form: PageForm,
    definition: FormDefinition,
    /// Label of the button.
    #[prop(into)]
    submit: Cow<'static, str>,
    /// See [`ButtonForm`].
    #[prop(optional, into)]
    cancel: String,
    /// See [`Form`](super::Form).
    #[prop(optional)]
    native: bool,
    /// Rendered between the fields and the button.
    #[prop(optional)]
    after_fields: Option<AnyView>,
    /// Note, texts and hidden fields.
    children: Children,
) -> impl IntoView {
    let PageForm { action, page, flash: Flash { answers, problems, .. } } = form;
    view! {
        <ButtonForm action page submit cancel native>
            <ErrorSummary problems=problems.clone()/>
            {children()}
            <FormFields definition answers problems/>
            {after_fields}
        </ButtonForm>
    }
}
