//! Versions of a document on the page of its managers: the next one, those published, those who have acknowledged.

use backend::{
    documents::{Acknowledgement, ManagedDocument},
    id::DocumentVersionId,
    messaging::{self, Attachment, Scan, Target},
};
use domain::{documents::version, french, path, problem::Problems, rights::Action};
use leptos::prelude::*;

use super::manager_server::RemoveDocumentFile;
use crate::{
    forms::{Endpoint, FieldForm, Form, PageForm},
    messaging::{file_item, unfinished_files},
    page::{PageRequest, Stop},
    ui::*,
};

/// Renders the file of the next version, then the form that publishes it.
pub async fn next_version(
    request: &PageRequest,
    found: &ManagedDocument,
    form: PageForm,
    problems: Problems,
) -> Result<AnyView, Stop> {
    let page = &request.path;
    let title = if found.versions.is_empty() { "Première version" } else { "Nouvelle version" };
    let content = match &found.file {
        Some(file) => view! {
            <ErrorSummary problems/>
            <AttachmentList files=vec![item(found, file, page)]/>
            {publication(found, file, form)}
        }
        .into_any(),
        None => {
            let (session, target) =
                (request.staff_session(&Action::ShareDocuments)?, Target::Document(found.document.id));
            let unfinished = messaging::unfinished_uploads(request.portal(), session, target, &[]).await?;
            let unfinished = unfinished_files(&unfinished, page, None);
            view! { {unfinished} {upload(found, problems, page)} }.into_any()
        }
    };
    Ok(view! { <Card title=title>{content}</Card> }.into_any())
}

fn item(found: &ManagedDocument, file: &Attachment, page: &str) -> AttachmentItem {
    let (id, piece, page) = (found.document.id.to_string(), file.id.to_string(), page.to_owned());
    let hidden = format!(" le fichier {}", file.name);
    let removal = view! {
        <Form action=RemoveDocumentFile::ACTION page class="cluster">
            <input type="hidden" name="document" value=id/>
            <input type="hidden" name="piece" value=piece/>
            <RowSubmit label="Retirer">{hidden}</RowSubmit>
        </Form>
    }
    .into_any();
    let state = if file.scan == Scan::None { Some("non analysé".to_owned()) } else { None };
    let item = file_item(file, true, Some(removal));
    // It can be downloaded once it is published.
    AttachmentItem { href: String::new(), state: state.unwrap_or(item.state), ..item }
}

fn upload(found: &ManagedDocument, problems: Problems, page: &str) -> AnyView {
    let (action, page) = (path::document_upload(found.document.id), page.to_owned());
    let error = sentence_for("fichier", &problems).unwrap_or_default();
    let hint = "Personne ne le voit avant sa publication.";
    view! {
        <ErrorSummary problems/>
        <UploadForm action page place="" label="Fichier" hint error/>
    }
    .into_any()
}

fn publication(found: &ManagedDocument, file: &Attachment, form: PageForm) -> AnyView {
    if !file.scan.allows_opening() {
        let text = match file.scan {
            Scan::Infected => {
                "Un virus a été trouvé dans ce fichier\u{a0}: retirez-le et choisissez-en un autre."
            }
            _ => "L’antivirus analyse ce fichier. Rechargez la page dans quelques minutes pour le publier.",
        };
        return view! { <Notice kind=NoticeKind::Warning><p>{text}</p></Notice> }.into_any();
    }
    let (id, key) = (found.document.id.to_string(), DocumentVersionId::generate().to_string());
    let note = match (found.versions.is_empty(), found.document.settings().asks_acknowledgement) {
        (false, true) => {
            "Elle remplace la version en vigueur, et les lecteurs devront confirmer de nouveau leur lecture."
        }
        (false, false) => "Elle remplace la version en vigueur pour tous les lecteurs.",
        (true, _) => "Les lecteurs la voient dès sa publication, sauf premier jour à venir.",
    };
    let definition = version();
    view! {
        <FieldForm form definition submit="Publier la version">
            <p>{note}</p>
            <input type="hidden" name="document" value=id/>
            <input type="hidden" name="version" value=key/>
            <MandatoryNote/>
        </FieldForm>
    }
    .into_any()
}

/// Renders the published versions.
pub fn versions(found: &ManagedDocument) -> Option<AnyView> {
    if found.versions.is_empty() {
        return None;
    }
    let columns = [
        Column::text("Version"),
        Column::wide("Fichier"),
        Column::text("Publiée le"),
        Column::text("Par"),
        Column::wide("Ce qui change"),
        Column::amount("Confirmations"),
    ];
    let table = Table::new("Versions publiées", &columns).rows(&found.versions, |row, one| {
        row.cell().text(one.number);
        let size = file_size(u64::try_from(one.size).unwrap_or(0));
        let hidden = format!(" (version {})", one.number);
        row.cell()
            .link_about(path::document_file(one.id), &one.file_name, hidden)
            .note(format_args!("{size} · SHA-256\u{a0}: {}…", &one.sha256.as_str()[..16]));
        row.cell().minute(one.published_at);
        row.cell().text(&one.author_name).note(&one.service_name);
        row.cell().text(&one.note);
        row.cell().text(one.acknowledged);
    });
    Some(table.finish())
}

/// Renders those who have acknowledged the current version, if that is asked or was.
pub fn acknowledgements(found: &ManagedDocument, readers: Vec<Acknowledgement>) -> Option<AnyView> {
    let current = found.versions.first()?;
    if !found.document.settings().asks_acknowledgement && readers.is_empty() {
        return None;
    }
    let title = format!(
        "Version {}\u{a0}: {}",
        current.number,
        french::count(current.acknowledged, "lecture confirmée", "lectures confirmées")
    );
    if readers.is_empty() {
        let text = "Personne n’a encore confirmé sa lecture de cette version.";
        return Some(view! { <Card title=title><p class="muted">{text}</p></Card> }.into_any());
    }
    let columns =
        [Column::text("Personne"), Column::wide("Entreprise"), Column::text("Lecture confirmée le")];
    let table = Table::new(&title, &columns).rows(readers, |row, one| {
        row.cell().text(&one.reader_name);
        match one.company.as_str() {
            "" => row.cell().none(),
            company => row.cell().text(company),
        };
        row.cell().minute(one.acknowledged_at);
    });
    Some(table.finish())
}
