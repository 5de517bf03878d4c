//! Parts of the pages with the settings of a service or of an office: sections, lists whose items can be removed, forms about the service.

use std::fmt::Display;

use domain::{form::FormDefinition, french::capitalised};
use leptos::prelude::*;

use super::{Endpoint, FieldForm, Form, PageForm};
use crate::{
    page::PageRequest,
    ui::{Submit, Variant},
};

/// A section with its heading. `id`: that of the heading.
pub fn section(id: &'static str, title: &'static str, content: impl IntoView + 'static) -> AnyView {
    view! {
        <section class="stack" aria-labelledby=id>
            <h2 id=id>{title}</h2>
            {content}
        </section>
    }
    .into_any()
}

/// Owner of the settings of a page, with its code.
#[derive(Clone, Copy, Debug)]
pub enum Owner<'a> {
    Service(&'a str),
    /// A customs office.
    Office(&'a str),
}

impl Owner<'_> {
    /// The field that names it in a form.
    fn field(self) -> AnyView {
        let (name, code) = match self {
            Owner::Service(code) => ("service", code),
            Owner::Office(code) => ("bureau", code),
        };
        view! { <input type="hidden" name=name value=code.to_owned()/> }.into_any()
    }
}

/// A form about the service, with one button.
pub fn settings_form(
    form: PageForm,
    service: &str,
    definition: FormDefinition,
    submit: &'static str,
) -> AnyView {
    owned_form(form, Owner::Service(service), definition, submit)
}

/// A form about the owner of the settings, with one button.
pub fn owned_form(
    form: PageForm,
    owner: Owner<'_>,
    definition: FormDefinition,
    submit: &'static str,
) -> AnyView {
    let field = owner.field();
    view! { <FieldForm form definition submit>{field}</FieldForm> }.into_any()
}

/// The items, or `empty` without any.
pub fn list(items: Vec<AnyView>, empty: &'static str) -> AnyView {
    match items.is_empty() {
        true => view! { <p class="muted">{empty}</p> }.into_any(),
        false => view! { <ul class="stack stack--small">{items}</ul> }.into_any(),
    }
}

/// An item with the button that removes it. `line`: its identifier in the form `F`; `words`: its text.
pub fn removable<F: Endpoint>(
    request: &PageRequest,
    service: &str,
    line: impl Display,
    words: &str,
) -> AnyView {
    removable_of::<F>(request, Owner::Service(service), line, words)
}

/// As [`removable`], of the owner of the settings.
pub fn removable_of<F: Endpoint>(
    request: &PageRequest,
    owner: Owner<'_>,
    line: impl Display,
    words: &str,
) -> AnyView {
    let (page, field, line) = (request.path.clone(), owner.field(), line.to_string());
    let (words, about) = (capitalised(words), format!(" {words}"));
    view! {
        <li class="cluster">
            <span>{words}</span>
            <Form action=F::ACTION page class="cluster">
                {field}
                <input type="hidden" name="ligne" value=line/>
                <Submit variant=Variant::Quiet>"Retirer" <span class="visually-hidden">{about}</span></Submit>
            </Form>
        </li>
    }
    .into_any()
}
