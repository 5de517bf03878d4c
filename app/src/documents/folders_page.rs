use backend::{
    documents::{self, Folder},
    id::DocumentFolderId,
};
use domain::{path, rights::Action};
use leptos::prelude::*;

use super::manager_server::CreateFolder;
use crate::{
    forms::{FieldForm, PageForm},
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/gestionnaire`: the folders of the services of a document manager.
#[component]
pub fn FoldersPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let session = request.staff_session(&Action::ShareDocuments)?;
        let folders = documents::folders(request.portal(), session).await?;
        let choices = documents::folder_choices(request.portal(), session).await?;
        let content = match (choices.own.is_empty(), folders.is_empty()) {
            (true, _) => without_service().into_any(),
            (false, true) => without_folder().into_any(),
            (false, false) => table(folders),
        };
        let new = (!choices.own.is_empty())
            .then(|| view! { <p><ButtonLink href=path::NEW_FOLDER>"Créer un dossier"</ButtonLink></p> });
        Ok(view! {
            <Page
                title="Dossiers documentaires"
                lead="Un dossier est partagé par un service avec un seul ensemble de lecteurs."
                trail=Vec::new()
                wide=true
            >
                {new}
                {content}
            </Page>
        }
        .into_any())
    })
}

fn without_service() -> impl IntoView {
    view! {
        <EmptyState title="Aucun service">
            <p>"Un administrateur du portail doit d’abord vous affecter à un service."</p>
        </EmptyState>
    }
}

fn without_folder() -> impl IntoView {
    view! {
        <EmptyState title="Aucun dossier">
            <p>"Créez un dossier pour choisir ses lecteurs, puis ajoutez-y des documents."</p>
        </EmptyState>
    }
}

fn table(folders: Vec<Folder>) -> AnyView {
    let columns = [
        Column::wide("Dossier"),
        Column::text("Lecteurs"),
        Column::text("Service qui partage"),
        Column::amount("Documents"),
    ];
    Table::with_hidden_caption("Dossiers documentaires", &columns)
        .rows(folders, |row, folder| {
            row.cell().link(path::managed_folder(folder.id), &folder.title);
            row.cell().text(folder.circle_label());
            row.cell().text(&folder.service_name);
            row.cell().text(folder.documents);
        })
        .finish()
}

/// `/gestionnaire/nouveau-dossier`: creates a folder.
#[component]
pub fn NewFolderPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let session = request.staff_session(&Action::ShareDocuments)?;
        let choices = documents::folder_choices(request.portal(), session).await?;
        let form = PageForm::read::<CreateFolder>(&request).await?;
        let (definition, key) = (choices.form(), DocumentFolderId::generate().to_string());
        let trail = vec![("Dossiers documentaires".to_owned(), path::MANAGED_FOLDERS.to_owned())];
        Ok(view! {
            <Page title="Créer un dossier documentaire" trail>
                <FieldForm form definition submit="Créer le dossier" cancel=path::MANAGED_FOLDERS>
                    <input type="hidden" name="dossier" value=key/>
                    <MandatoryNote/>
                </FieldForm>
            </Page>
        }
        .into_any())
    })
}
