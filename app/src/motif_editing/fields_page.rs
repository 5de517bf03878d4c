use backend::motifs::MotifDraft;
use domain::{
    form::FieldDefinition,
    motif::editing::{self, Nature},
    path,
};
use leptos::prelude::*;

use super::{
    server::{MoveMotifField, RemoveMotifField},
    trail::{load_draft, motif_trail},
};
use crate::{
    forms::{Endpoint, Form},
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/administration/motifs/{id}/champs`: the fields of the draft, in order.
#[component]
pub fn MotifFieldsPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let (id, draft) = load_draft(&request).await?;
        let problems = request.problems(&[RemoveMotifField::NAME, MoveMotifField::NAME]).await?;
        let title = draft.definition.title.clone();
        let table = fields_table(&id, &draft, &request.path);
        let preview = path::motif_preview(&id);
        Ok(view! {
            <Page
                title="Champs du motif"
                detail=title.clone()
                lead="L’objet, le message, le téléphone et le service destinataire sont demandés après ces champs, pour tous les \
                      motifs."
                crumb="Champs"
                trail=motif_trail(&id, &title)
                wide=true
            >
                <ErrorSummary problems/>
                {table}
                {new_field(&id)}
                <p class="cluster">
                    <ButtonLink href=preview variant=Variant::Secondary>"Aperçu et changements"</ButtonLink>
                    <ButtonLink href=path::edited_motif(&id) variant=Variant::Secondary>"Revenir au motif"</ButtonLink>
                </p>
            </Page>
        }
        .into_any())
    })
}

fn fields_table(id: &str, draft: &MotifDraft, page: &str) -> AnyView {
    let columns = [
        Column::wide("Libellé"),
        Column::text("Nature"),
        Column::text("Réponse"),
        Column::text("Demandé"),
        Column::actions("Déplacer ou retirer"),
    ];
    let fields = &draft.definition.form.fields;
    let last = fields.len().saturating_sub(1);
    Table::new("Champs", &columns)
        .rows(fields.iter().enumerate(), |row, (place, field)| {
            row.cell().link(path::motif_field(id, &field.name), &field.label);
            row.cell().text(Nature::of(&field.kind).map_or("Autre", Nature::label));
            row.cell().text(if field.mandatory { "Obligatoire" } else { "Facultative" });
            row.cell().text(editing::asked_words(field, fields));
            let acts = Acts { id, revision: draft.revision, field, page };
            row.cell().view(acts.buttons(place > 0, place < last));
        })
        .finish()
}

/// Forms about one field.
struct Acts<'a> {
    id: &'a str,
    revision: i64,
    field: &'a FieldDefinition,
    page: &'a str,
}

impl Acts<'_> {
    fn buttons(&self, up: bool, down: bool) -> AnyView {
        let up = up.then(|| self.form(MoveMotifField::ACTION, "Monter", "haut"));
        let down = down.then(|| self.form(MoveMotifField::ACTION, "Descendre", "bas"));
        let remove = self.form(RemoveMotifField::ACTION, "Retirer", "");
        view! { <div class="cluster">{up} {down} {remove}</div> }.into_any()
    }

    /// `direction`: empty for a form that moves nothing.
    fn form(&self, action: &'static str, label: &'static str, direction: &'static str) -> AnyView {
        let (id, page, revision) = (self.id.to_owned(), self.page.to_owned(), self.revision.to_string());
        let (name, about) = (self.field.name.clone(), self.field.label.clone());
        let direction =
            (!direction.is_empty()).then(|| view! { <input type="hidden" name="sens" value=direction/> });
        view! {
            <Form action=action page=page>
                <input type="hidden" name="motif" value=id/>
                <input type="hidden" name="revision" value=revision/>
                <input type="hidden" name="champ" value=name/>
                {direction}
                <RowSubmit label>{about}</RowSubmit>
            </Form>
        }
        .into_any()
    }
}

/// Leads to the form of a field of the chosen nature.
fn new_field(id: &str) -> impl IntoView + use<> {
    let natures = Nature::ALL.map(|nature| (nature.code(), nature.label()));
    let action = path::new_motif_field(id);
    view! {
        <Card title="Ajouter un champ">
            <form class="cluster" method="get" action=action>
                {choice_list("nature", "Nature du champ", Nature::ShortText.code(), &natures)}
                <Submit variant=Variant::Secondary>"Ajouter un champ"</Submit>
            </form>
        </Card>
    }
}
