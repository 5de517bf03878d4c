use backend::motifs;
use domain::{
    motif::editing::{self, Nature},
    path,
};
use leptos::prelude::*;
use platform::Error;

use super::{
    server::{AddMotifField, ChangeMotifField},
    trail::{field_trail, load_draft},
};
use crate::{
    forms::{FieldForm, PageForm},
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/administration/motifs/{id}/champs/nouveau?nature=…`: adds a field to the draft.
#[component]
pub fn NewMotifFieldPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let (id, draft) = load_draft(&request).await?;
        let nature = request.query("nature").and_then(Nature::from_code).unwrap_or(Nature::ShortText);
        let (kind, conditions) = (nature.kind(), motifs::new_field_conditions(&draft.definition));
        let empty = editing::field_answers(&domain::form::FieldDefinition::new("", "", kind.clone()));
        let form = PageForm::read_or::<AddMotifField>(&request, empty).await?;
        let definition = editing::field(&kind, conditions);
        Ok(view! {
            <Page
                title="Ajouter un champ"
                detail=nature.label()
                lead="Le champ est ajouté après les autres. Sa nature ne change plus ensuite."
                trail=field_trail(&id, &draft.definition.title)
            >
                <FieldForm form definition submit="Ajouter au brouillon" cancel=path::motif_fields(&id)>
                    <input type="hidden" name="motif" value=id/>
                    <input type="hidden" name="revision" value=draft.revision.to_string()/>
                    <input type="hidden" name="nature" value=nature.code()/>
                    <MandatoryNote/>
                </FieldForm>
            </Page>
        }
        .into_any())
    })
}

/// `/administration/motifs/{id}/champs/{champ}`: changes a field of the draft.
#[component]
pub fn MotifFieldPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let (id, draft) = load_draft(&request).await?;
        let name: String = request.param("champ")?;
        let fields = &draft.definition.form.fields;
        let place = fields.iter().position(|field| field.name == name).ok_or(Error::NotFound)?;
        let field = &fields[place];
        let form = PageForm::read_or::<ChangeMotifField>(&request, editing::field_answers(field)).await?;
        let conditions = editing::conditions(&fields[..place], field.only_if.as_ref());
        let definition = editing::field(&field.kind, conditions);
        let nature = Nature::of(&field.kind).map_or("Autre", Nature::label);
        Ok(view! {
            <Page
                title="Modifier un champ"
                detail=field.label.clone()
                lead=format!("Nature\u{a0}: {nature}. Pour en changer, retirez ce champ et ajoutez-en un autre.")
                trail=field_trail(&id, &draft.definition.title)
            >
                <FieldForm form definition submit="Enregistrer dans le brouillon" cancel=path::motif_fields(&id)>
                    <input type="hidden" name="motif" value=id/>
                    <input type="hidden" name="revision" value=draft.revision.to_string()/>
                    <input type="hidden" name="champ" value=name/>
                    <MandatoryNote/>
                </FieldForm>
            </Page>
        }
        .into_any())
    })
}
