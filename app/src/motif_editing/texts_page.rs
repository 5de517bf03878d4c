use domain::{motif::editing, path};
use leptos::prelude::*;

use super::{
    server::ChangeMotifTexts,
    trail::{load_draft, motif_trail},
};
use crate::{
    forms::{FieldForm, PageForm},
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/administration/motifs/{id}/textes`: writes what the draft says besides its fields.
#[component]
pub fn MotifTextsPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let (id, draft) = load_draft(&request).await?;
        let current = editing::texts_answers(&draft.definition);
        let form = PageForm::read_or::<ChangeMotifTexts>(&request, current).await?;
        let title = draft.definition.title.clone();
        Ok(view! {
            <Page
                title="Textes du motif"
                detail=title.clone()
                lead="Les textes sont enregistrés dans le brouillon. Les opérateurs ne les voient qu’après sa publication."
                trail=motif_trail(&id, &title)
            >
                <FieldForm
                    form
                    definition=editing::texts()
                    submit="Enregistrer dans le brouillon"
                    cancel=path::edited_motif(&id)
                >
                    <input type="hidden" name="motif" value=id/>
                    <input type="hidden" name="revision" value=draft.revision.to_string()/>
                    <MandatoryNote/>
                </FieldForm>
            </Page>
        }
        .into_any())
    })
}
