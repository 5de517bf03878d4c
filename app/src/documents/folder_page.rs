use backend::{
    documents::{self, FolderDocument, FolderPage as PageOfFolder},
    id::{DocumentFolderId, DocumentId},
};
use domain::{calendar::french_date, documents::Availability, path, rights::Action};
use jiff::civil::Date;
use leptos::prelude::*;

use super::manager_server::CreateDocument;
use crate::{
    forms::{FieldForm, PageForm},
    page::{self, Page, PageRequest, list_detail},
    ui::*,
};

/// `/gestionnaire/dossier/{id}?avant=…`: the documents of a folder, and the form that adds one.
#[component]
pub fn FolderPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let session = request.staff_session(&Action::ShareDocuments)?;
        let id: DocumentFolderId = request.param("id")?;
        let after: Option<DocumentId> = request.query("avant").and_then(|text| text.parse().ok());
        let shown = documents::folder_page(request.portal(), session, id, after).await?;
        let form = PageForm::read::<CreateDocument>(&request).await?;
        let today = request.portal().clock.now().day();
        let number = if after.is_some() { request.page_number().max(1) } else { 1 };
        let detail = list_detail([shown.folder.title.clone()], number, 0);
        let lead = format!("Partagé par\u{a0}: {}.", shown.folder.service_name);
        let (label, explanation) = (shown.folder.circle_label(), shown.folder.explanation());
        let list = list(&shown, after.is_some(), number, today);
        let trail = vec![("Dossiers documentaires".to_owned(), path::MANAGED_FOLDERS.to_owned())];
        Ok(view! {
            <Page title="Dossier documentaire" detail lead trail crumb="Dossier" wide=true>
                <div class="grid grid--main">
                    <div class="stack">{list} {creation(id, form)}</div>
                    <aside class="stack" aria-label="À propos du dossier">
                        <Card title="Qui voit ces documents, et pourquoi\u{a0}?">
                            <p><strong>{label}</strong></p>
                            <p>{explanation}</p>
                        </Card>
                    </aside>
                </div>
            </Page>
        }
        .into_any())
    })
}

fn list(shown: &PageOfFolder, is_later: bool, number: u32, today: Date) -> AnyView {
    if shown.documents.is_empty() {
        return view! {
            <EmptyState title="Aucun document"><p>"Ajoutez un document avec le formulaire ci-dessous."</p></EmptyState>
        }
        .into_any();
    }
    let id = shown.folder.id;
    let first = is_later.then(|| ("Revenir aux plus récents", path::managed_folder(id)));
    let next = shown.next.as_deref().map(|next| {
        let number = number.saturating_add(1);
        ("Documents plus anciens", format!("{}?avant={next}&page={number}", path::managed_folder(id)))
    });
    let columns = [
        Column::wide("Document"),
        Column::text("Version"),
        Column::text("Publiée le"),
        Column::text("Visible jusqu’au"),
        Column::text("État"),
    ];
    let table = Table::with_hidden_caption("Documents du dossier", &columns)
        .rows(&shown.documents, |row, one| document_row(row, one, today))
        .finish();
    view! { {table} <CursorPagination first next/> }.into_any()
}

fn document_row(row: &mut Row<'_>, one: &FolderDocument, today: Date) {
    row.cell().link(path::managed_document(one.id), &one.title);
    match one.published_at {
        Some(at) => {
            row.cell().text(one.version);
            row.cell().date(at.day());
        }
        None => {
            row.cell().none();
            row.cell().none();
        }
    }
    match one.validity().until {
        Some(day) => row.cell().text(french_date(day)),
        None => row.cell().none(),
    };
    let availability = one.availability(today);
    row.cell().tag(tone(availability), availability.label());
}

/// Tone of the state of a document.
pub(super) fn tone(availability: Availability) -> Tone {
    match availability {
        Availability::Current => Tone::Success,
        Availability::Unpublished | Availability::Early => Tone::Info,
        Availability::Expired => Tone::Warning,
        Availability::Archived | Availability::Binned => Tone::Neutral,
    }
}

fn creation(folder: DocumentFolderId, form: PageForm) -> impl IntoView {
    let (folder, key) = (folder.to_string(), DocumentId::generate().to_string());
    let definition = domain::documents::document();
    view! {
        <Card title="Ajouter un document">
            <FieldForm form definition submit="Ajouter le document">
                <input type="hidden" name="dossier" value=folder/>
                <input type="hidden" name="document" value=key/>
                <MandatoryNote/>
            </FieldForm>
        </Card>
    }
}
