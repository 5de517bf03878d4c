//! Files of a case, on the pages of its person and of advisers.

use backend::{
    assistance::cases::Case,
    id::RowId,
    messaging::{self, Attachment, CaseWriter, Scan, Target},
};
use domain::{attachment::MAX_FILES, path, problem::Problems};
use leptos::prelude::*;

use super::{adviser_server::RemoveAdviserFile, server::RemoveCaseFile};
use crate::{
    forms::{Endpoint, Form},
    messaging::{file_item, unfinished_files},
    page::{PageRequest, Stop},
    ui::*,
};

/// Side whose page shows a case.
pub enum Side {
    /// With the secret; empty for the owner of the account.
    Person(String),
    Adviser,
}

impl Side {
    /// Renders the files of a message.
    pub fn files_of(&self, case: &Case, entry: RowId) -> Option<AnyView> {
        let files: Vec<_> =
            case.files_of(Some(entry)).map(|file| self.item(case, file, true, None)).collect();
        (!files.is_empty()).then(|| view! { <AttachmentList files folded=true/> }.into_any())
    }

    /// Renders the files of the next message, and the form that adds one. First on the page, so that adding one does not lose
    /// the text typed after it.
    pub async fn next_files(
        &self,
        request: &PageRequest,
        case: &Case,
        problems: &Problems,
    ) -> Result<AnyView, Stop> {
        let page = &request.path;
        let unfinished = self.unfinished(request, case).await?;
        let files: Vec<_> = case
            .files_of(None)
            .map(|file| self.item(case, file, false, Some(self.removal(case, file, page))))
            .collect();
        let form = (files.len() < MAX_FILES).then(|| self.upload(case, page, problems));
        let list = (!files.is_empty()).then(|| {
            view! {
                <p class="muted">"À envoyer avec votre message\u{a0}:"</p>
                <AttachmentList files/>
            }
        });
        Ok(view! { {list} {unfinished} {form} }.into_any())
    }

    async fn unfinished(&self, request: &PageRequest, case: &Case) -> Result<Option<AnyView>, Stop> {
        let Some(session) = request.session() else { return Ok(None) };
        let writer = match self {
            Side::Person(_) => CaseWriter::Person(case.account_id),
            Side::Adviser => CaseWriter::Adviser(session.staff()?.id),
        };
        let attached: Vec<_> = case.files_of(None).cloned().collect();
        let target = Target::Case(case.id, writer);
        let found = messaging::unfinished_uploads(request.portal(), session, target, &attached).await?;
        Ok(unfinished_files(&found, &request.path, None))
    }

    fn item(&self, case: &Case, file: &Attachment, print: bool, remove: Option<AnyView>) -> AttachmentItem {
        let mut item = file_item(file, print, remove);
        if !item.href.is_empty() {
            item.href = self.address(case, file);
        }
        if matches!(self, Side::Adviser) && file.scan == Scan::None {
            item.state = "non analysé".to_owned();
        }
        item
    }

    fn address(&self, case: &Case, file: &Attachment) -> String {
        match self {
            Side::Person(secret) if secret.is_empty() => path::case_file(&case.reference, file.id),
            Side::Person(secret) => {
                path::case_file_with_secret(&case.reference, file.id, path::encode(secret))
            }
            Side::Adviser => path::adviser_case_file(case.id, file.id),
        }
    }

    fn removal(&self, case: &Case, file: &Attachment, page: &str) -> AnyView {
        let (action, field, value) = match self {
            Side::Person(_) => (RemoveCaseFile::ACTION, "reference", case.reference.clone()),
            Side::Adviser => (RemoveAdviserFile::ACTION, "dossier", case.id.to_string()),
        };
        let secret = match self {
            Side::Person(secret) => secret.clone(),
            Side::Adviser => String::new(),
        };
        let (id, hidden) = (file.id.to_string(), format!(" le fichier {}", file.shown_name()));
        view! {
            <Form action=action page=page.to_owned() class="cluster">
                <input type="hidden" name=field value=value/>
                <input type="hidden" name="cle" value=secret/>
                <input type="hidden" name="piece" value=id/>
                <RowSubmit label="Retirer">{hidden}</RowSubmit>
            </Form>
        }
        .into_any()
    }

    fn upload(&self, case: &Case, page: &str, problems: &Problems) -> AnyView {
        let (action, secret) = match self {
            Side::Person(secret) => (path::case_upload(&case.reference), secret.clone()),
            Side::Adviser => (path::adviser_case_upload(case.id), String::new()),
        };
        let error = sentence_for("fichier", problems).unwrap_or_default();
        let (page, label) = (page.to_owned(), "Pièces jointes (facultatif)");
        let hint = "Elles partent avec votre message.";
        view! { <UploadForm action page secret place="" label hint many=true error/> }.into_any()
    }
}
