//! Files of which only a part was received, for example because the page was reloaded.

use backend::messaging::UnfinishedUpload;
use domain::siren::Siren;
use leptos::prelude::*;

use super::server::RemoveUpload;
use crate::{
    forms::{Endpoint, Form},
    ui::{RowSubmit, file_size},
};

/// Renders the files received in part, each with a form that removes it. Scripts hide those that they are sending.
pub(crate) fn unfinished_files<'a>(
    uploads: impl IntoIterator<Item = &'a UnfinishedUpload>,
    page: &str,
    siren: Option<&Siren>,
) -> Option<AnyView> {
    let items: Vec<_> = uploads.into_iter().map(|upload| item(upload, page, siren.cloned())).collect();
    (!items.is_empty()).then(|| view! { <ul class="upload__list">{items}</ul> }.into_any())
}

fn item(upload: &UnfinishedUpload, page: &str, siren: Option<Siren>) -> impl IntoView + use<> {
    let (received, size) = (file_size(upload.received), file_size(upload.size));
    let state = format!(
        "Envoi non terminé\u{a0}: {received} sur {size}. Choisissez de nouveau ce fichier pour le terminer."
    );
    let (id, hidden) = (upload.id.to_string(), format!(" l’envoi du fichier {}", upload.name));
    view! {
        <li class="upload__item" data-unfinished=upload.name.clone()>
            <div>
                <span class="upload__name">{upload.name.clone()}</span>
                <p class="attachment__facts">{state}</p>
            </div>
            <Form action=RemoveUpload::ACTION page=page.to_owned() siren class="upload__actions">
                <input type="hidden" name="envoi" value=id/>
                <RowSubmit label="Retirer">{hidden}</RowSubmit>
            </Form>
        </li>
    }
}
