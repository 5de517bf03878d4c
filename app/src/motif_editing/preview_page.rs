use backend::{
    messaging,
    motifs::{self, PreviewedMotif},
};
use domain::{
    form::{Answers, FormDefinition},
    motif::{Motif, editing::Difference},
    path,
};
use jiff::civil::Date;
use leptos::prelude::*;

use super::trail::motif_trail;
use crate::{
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/administration/motifs/{id}/apercu?version=…`: the draft or a version as operators fill it in, and what it changes.
#[component]
pub fn MotifPreviewPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let session = request.administrator_session()?;
        let id: String = request.param("id")?;
        let number = request.query("version").and_then(|text| text.parse().ok());
        let previewed = motifs::preview(request.portal(), session, &id, number).await?;
        let motif = &previewed.definition;
        let form = messaging::preview_form(request.portal(), motif).await?;
        let detail = number.map_or_else(
            || "aperçu du brouillon".to_owned(),
            |number| format!("aperçu de la version {number}"),
        );
        let title = motif.title.clone();
        let changes = changes(&previewed);
        let receipt = receipt(motif, request.portal().clock.now().day());
        let form = disabled_form(motif, form);
        Ok(view! {
            <Page title=title.clone() detail=detail lead=motif.theme.label() crumb="Aperçu" trail=motif_trail(&id, &title)>
                <Notice kind=NoticeKind::Info title="Aperçu">
                    <p>
                        "Le formulaire est celui des opérateurs, mais rien ne peut y être saisi ni envoyé. "
                        <a href=path::edited_motif(&id)>"Revenir au motif"</a>
                    </p>
                </Notice>
                {changes}
                {form}
                {receipt}
            </Page>
        }
        .into_any())
    })
}

fn changes(previewed: &PreviewedMotif) -> Option<AnyView> {
    let number = previewed.compared_with?;
    let caption = format!("Changements par rapport à la version {number}");
    if previewed.differences.is_empty() {
        return Some(
            view! { <p class="muted">{format!("Aucun changement par rapport à la version {number}.")}</p> }
                .into_any(),
        );
    }
    let columns = [Column::text("Élément"), Column::wide("Avant"), Column::wide("Après")];
    Some(Table::new(&caption, &columns).rows(&previewed.differences, difference_row).finish())
}

fn difference_row(row: &mut Row<'_>, difference: &Difference) {
    row.cell().text(&difference.subject);
    for text in [&difference.before, &difference.after] {
        match text.as_str() {
            "" => row.cell().none(),
            text => row.cell().text(text),
        };
    }
}

/// The form of the motif, disabled as a whole, with the documents that it asks for.
fn disabled_form(motif: &Motif, definition: FormDefinition) -> impl IntoView + use<> {
    let files: Vec<_> = motif
        .form
        .file_slots()
        .map(|slot| {
            let mandatory = if slot.mandatory { " (obligatoire)" } else { "" };
            let hint = slot.hint.clone().map(|hint| view! { <span class="field__hint">{hint}</span> });
            view! { <li>{slot.label.clone()} {mandatory} {hint}</li> }
        })
        .collect();
    let files = (!files.is_empty()).then(|| view! { <h3>"Pièces demandées"</h3> <ul>{files}</ul> });
    let intro = (!motif.intro.is_empty()).then(|| view! { <p>{motif.intro.clone()}</p> });
    view! {
        <Card title="Formulaire">
            {intro}
            <fieldset class="stack" disabled>
                <legend class="visually-hidden">"Formulaire, sans saisie possible"</legend>
                <MandatoryNote/>
                <FormFields definition answers=Answers::default() problems=Vec::new()/>
            </fieldset>
            {files}
        </Card>
    }
}

/// Renders the mentions that the receipt of a question sent today would have.
fn receipt(motif: &Motif, today: Date) -> Option<AnyView> {
    let mentions = motif.demande?.mentions(today);
    let mentions = mentions.into_iter().map(|mention| view! { <p>{mention}</p> }).collect_view();
    Some(view! { <Card title="Accusé de réception">{mentions}</Card> }.into_any())
}
