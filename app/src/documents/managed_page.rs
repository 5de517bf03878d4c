use backend::{
    documents::{self, ManagedDocument},
    id::DocumentId,
};
use domain::{
    documents::{Availability, document_answers},
    path,
    rights::Action,
};
use leptos::prelude::*;

use super::{
    folder_page::tone,
    manager_server::{ChangeDocument, MoveDocument, PublishDocument, RemoveDocumentFile},
    versions::{acknowledgements, next_version, versions},
};
use crate::{
    forms::{ButtonForm, Endpoint, FieldForm, PageForm},
    messaging::RemoveUpload,
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/gestionnaire/document/{id}`: a document with its versions, its readers and its settings.
#[component]
pub fn ManagedDocumentPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let session = request.staff_session(&Action::ShareDocuments)?;
        let portal = request.portal();
        let found = documents::managed_document(portal, session, request.param("id")?).await?;
        let availability = found.document.availability(portal.clock.now().day());
        let publishing = PageForm::read::<PublishDocument>(&request).await?;
        let settings = document_answers(&found.document.settings());
        let changing = PageForm::read_or::<ChangeDocument>(&request, settings).await?;
        let file_problems =
            request.problems(&[page::UPLOAD, RemoveDocumentFile::NAME, RemoveUpload::NAME]).await?;
        let problems = request.problems(&[MoveDocument::NAME]).await?;
        let read = match found.versions.first() {
            Some(current) => {
                let readers = documents::acknowledgements(portal, session, found.document.id, current.id);
                acknowledgements(&found, readers.await?)
            }
            None => None,
        };
        let next = match availability {
            Availability::Binned => None,
            _ => Some(next_version(&request, &found, publishing, file_problems).await?),
        };
        let settings = (availability != Availability::Binned).then(|| settings_form(&found, changing));
        let folder = path::managed_folder(found.folder.id);
        let trail = vec![
            ("Dossiers documentaires".to_owned(), path::MANAGED_FOLDERS.to_owned()),
            (found.folder.title.clone(), folder),
        ];
        Ok(view! {
            <Page
                title="Document partagé"
                detail=found.document.title.clone()
                trail
                crumb="Document"
                wide=true
            >
                <ProblemNotice problems/>
                <div class="grid grid--main">
                    <div class="stack">{next} {versions(&found)} {read} {settings}</div>
                    <aside class="stack" aria-label="État et lecteurs du document">
                        {state(&found, availability, &request.path)}
                        {readers(&found)}
                    </aside>
                </div>
            </Page>
        }
        .into_any())
    })
}

/// Says who reads the document, and why.
fn readers(found: &ManagedDocument) -> impl IntoView + use<> {
    let (label, explanation) = (found.folder.circle_label(), found.folder.explanation());
    view! {
        <Card title="Qui voit ce document, et pourquoi\u{a0}?">
            <p><strong>{label}</strong></p>
            <p>{explanation}</p>
            <p class="muted">
                "Un droit retiré ferme le document aussitôt. Les gestionnaires documentaires du service le voient \
                aussi, pour le tenir à jour."
            </p>
        </Card>
    }
}

fn state(found: &ManagedDocument, availability: Availability, page: &str) -> impl IntoView + use<> {
    let id = found.document.id;
    let button = |action, label, variant| moving(id, action, label, variant, page);
    let buttons = match availability {
        Availability::Archived => vec![
            button("retablir", "Rétablir", Variant::Secondary),
            button("jeter", "Mettre à la corbeille", Variant::Danger),
        ],
        Availability::Binned => vec![button("retablir", "Rétablir", Variant::Secondary)],
        _ => vec![
            button("archiver", "Archiver", Variant::Secondary),
            button("jeter", "Mettre à la corbeille", Variant::Danger),
        ],
    };
    view! {
        <Card title="État">
            <p><Tag tone=tone(availability)>{availability.label()}</Tag></p>
            <p>{availability.explanation()}</p>
            {buttons}
        </Card>
    }
}

fn moving(
    id: DocumentId,
    action: &'static str,
    label: &'static str,
    variant: Variant,
    page: &str,
) -> AnyView {
    let (id, page) = (id.to_string(), page.to_owned());
    view! {
        <ButtonForm action=MoveDocument::ACTION page submit=label variant>
            <input type="hidden" name="document" value=id/>
            <input type="hidden" name="action" value=action/>
        </ButtonForm>
    }
    .into_any()
}

fn settings_form(found: &ManagedDocument, form: PageForm) -> impl IntoView + use<> {
    let id = found.document.id.to_string();
    let definition = domain::documents::document();
    view! {
        <Card title="Réglages">
            <FieldForm form definition submit="Enregistrer">
                <input type="hidden" name="document" value=id/>
                <MandatoryNote/>
            </FieldForm>
        </Card>
    }
}
