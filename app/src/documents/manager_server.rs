//! Server functions of document managers.

use backend::{
    documents::{self, Change},
    id::{DocumentFolderId, DocumentId},
};
use domain::path;
use leptos::prelude::*;
use platform::Error;

use crate::forms::{self, Endpoint, FormRequest, Redirect};

/// Creates a folder.
#[server(prefix = "/form", endpoint = "creer-dossier-documentaire")]
pub async fn create_folder() -> Result<(), ServerFnError> {
    forms::handle(CreateFolder::NAME, async |request: FormRequest| {
        let id = request.id::<DocumentFolderId>("dossier")?;
        documents::create_folder(&request.portal, &request.session, id, &request.answers).await?;
        Ok(Redirect::to(path::managed_folder(id)).with_notice("Le dossier est créé.").once())
    })
    .await
}

/// Creates a document without a version.
#[server(prefix = "/form", endpoint = "creer-document")]
pub async fn create_document() -> Result<(), ServerFnError> {
    forms::handle(CreateDocument::NAME, async |request: FormRequest| {
        let (folder, id) = (request.id("dossier")?, request.id::<DocumentId>("document")?);
        documents::create_document(&request.portal, &request.session, folder, id, &request.answers).await?;
        let notice = "Le document est créé. Ajoutez son fichier, puis publiez sa première version.";
        Ok(Redirect::to(path::managed_document(id)).with_notice(notice).once())
    })
    .await
}

/// Changes the settings of a document.
#[server(prefix = "/form", endpoint = "modifier-document")]
pub async fn change_document() -> Result<(), ServerFnError> {
    forms::handle(ChangeDocument::NAME, async |request: FormRequest| {
        let id = request.id::<DocumentId>("document")?;
        documents::change_document(&request.portal, &request.session, id, &request.answers).await?;
        Ok(Redirect::to(path::managed_document(id)).with_notice("Les réglages sont enregistrés."))
    })
    .await
}

/// Publishes a version.
#[server(prefix = "/form", endpoint = "publier-document")]
pub async fn publish_document() -> Result<(), ServerFnError> {
    forms::handle(PublishDocument::NAME, async |request: FormRequest| {
        let (id, version) = (request.id::<DocumentId>("document")?, request.id("version")?);
        documents::publish(&request.portal, &request.session, id, version, &request.answers).await?;
        Ok(Redirect::to(path::managed_document(id)).with_notice("La version est publiée.").once())
    })
    .await
}

/// Removes the file of the next version.
#[server(prefix = "/form", endpoint = "retirer-fichier-document")]
pub async fn remove_document_file() -> Result<(), ServerFnError> {
    forms::handle(RemoveDocumentFile::NAME, async |request: FormRequest| {
        let (id, file) = (request.id::<DocumentId>("document")?, request.id("piece")?);
        documents::remove_file(&request.portal, &request.session, id, file).await?;
        Ok(Redirect::to(path::managed_document(id)).with_notice("Fichier retiré."))
    })
    .await
}

/// Archives a document, puts it into the bin or restores it.
#[server(prefix = "/form", endpoint = "ranger-document")]
pub async fn move_document() -> Result<(), ServerFnError> {
    forms::handle(MoveDocument::NAME, async |request: FormRequest| {
        let id = request.id::<DocumentId>("document")?;
        let (change, notice) = match request.answers.text("action") {
            "archiver" => (Change::Archive, "Le document est archivé\u{a0}: ses lecteurs ne le voient plus."),
            "jeter" => (Change::Bin, "Le document est à la corbeille pour 30\u{a0}jours."),
            "retablir" => (Change::Restore, "Le document est rétabli."),
            _ => return Err(Error::NotFound),
        };
        documents::set_state(&request.portal, &request.session, id, change).await?;
        Ok(Redirect::to(path::managed_document(id)).with_notice(notice))
    })
    .await
}
