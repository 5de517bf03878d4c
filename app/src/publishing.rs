//! Parts of the pages where editors publish texts with versions: frequent questions and articles.

use domain::form::FormDefinition;
use leptos::prelude::*;
use platform::db::Moment;

use crate::{
    forms::{ButtonForm, Endpoint, FieldForm, FormRequest, PageForm},
    ui::*,
};

/// Form that publishes a version. `field`: name of the field with the identifier of the text.
pub fn publication_form(
    form: PageForm,
    definition: FormDefinition,
    field: &'static str,
    id: &str,
    revision: i64,
) -> AnyView {
    let (id, revision) = (id.to_owned(), revision.to_string());
    view! {
        <Card title="Publier cette version">
            <FieldForm form definition submit="Publier">
                <MandatoryNote/>
                <input type="hidden" name=field value=id/>
                <input type="hidden" name="revision" value=revision/>
            </FieldForm>
        </Card>
    }
    .into_any()
}

/// A publication to come, with the form `F` that cancels it. A version written meanwhile does not stop it.
pub fn planned_publication<F: Endpoint>(
    field: &'static str,
    id: &str,
    number: i64,
    at: Moment,
    page: &str,
) -> AnyView {
    let (id, page) = (id.to_owned(), page.to_owned());
    view! {
        <Card title="Publication prévue">
            <p>{format!("La version {number} paraîtra le ")} <Time at/> "."</p>
            <ButtonForm action=F::ACTION page submit="Annuler cette publication" variant=Variant::Secondary>
                <input type="hidden" name=field value=id/>
                <input type="hidden" name="numero" value=number.to_string()/>
            </ButtonForm>
        </Card>
    }
    .into_any()
}

/// Notice of a publication, at once or to come.
pub fn published_notice(from: Moment, now: Moment) -> String {
    match from > now {
        true => format!("La version sera publiée le {}.", from.french_day()),
        false => "La version est publiée.".to_owned(),
    }
}

/// Number of a version in a hidden field; 0, that of none, if it is malformed.
pub fn version_number(request: &FormRequest, field: &str) -> i64 {
    request.answers.text(field).parse().unwrap_or(0)
}
