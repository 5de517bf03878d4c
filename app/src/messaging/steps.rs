//! Helpers shared by the pages of a draft.

use backend::{
    id::DraftId,
    messaging::{self, Attachment, Draft, Lists, Scan},
};
use domain::{form::ChoiceOption, path, siren::Siren};
use leptos::prelude::*;
use platform::Error;

use super::server::RemoveFile;
use crate::{
    forms::{Endpoint, Form},
    page::{PageRequest, Stop},
    ui::{AttachmentItem, FieldLists, RowSubmit, Stepper},
};

/// Breadcrumb of the messaging pages.
pub(super) fn trail() -> Vec<(String, String)> {
    vec![
        ("Tableau de bord".to_owned(), path::DASHBOARD.to_owned()),
        ("Messagerie".to_owned(), path::QUESTIONS.to_owned()),
    ]
}

#[component]
pub(super) fn QuestionSteps(current: usize) -> impl IntoView {
    let steps = ["Motif", "Formulaire", "Pièces jointes", "Récapitulatif"].map(str::to_owned).to_vec();
    view! { <Stepper steps current/> }
}

/// Loads the draft of the page. Redirects to its receipt if it was sent meanwhile.
pub(super) async fn load_draft(request: &PageRequest) -> Result<Draft, Stop> {
    request.siren()?;
    let (portal, session, id) = (request.portal(), request.usager_session()?, request.param("id")?);
    match messaging::draft(portal, session, id).await {
        Err(Error::NotFound) => match messaging::conversation_of_draft(portal, session, id).await? {
            Some(question) => Err(Stop::Redirect(path::receipt(question))),
            None => Err(Stop::Error(Error::NotFound)),
        },
        draft => Ok(draft?),
    }
}

pub(super) fn field_lists(lists: &Lists) -> FieldLists {
    let pairs = |options: &Option<Vec<ChoiceOption>>| {
        let options = options.iter().flatten();
        options.map(|option| (option.value.clone(), option.label.clone())).collect()
    };
    FieldLists {
        sirets: pairs(&lists.sirets),
        creances: pairs(&lists.creances),
        mandats: pairs(&lists.mandats),
    }
}

/// Item of a list of files. `print`: also show the SHA-256; `remove`: removal form.
pub(super) fn file_item(file: &Attachment, print: bool, remove: Option<AnyView>) -> AttachmentItem {
    let state = match file.scan {
        Scan::None | Scan::Clean => "",
        Scan::Pending => "analyse antivirus en cours",
        Scan::Infected => "fichier dangereux, écarté",
    };
    AttachmentItem {
        name: file.shown_name(),
        bytes: u64::try_from(file.size).unwrap_or(0),
        sha256: if print { file.sha256.to_string() } else { String::new() },
        href: if file.scan.allows_opening() { path::attachment(file.id) } else { String::new() },
        state: state.to_owned(),
        remove,
    }
}

/// Form that removes a file from a draft.
pub(super) fn file_removal(draft: DraftId, file: &Attachment, page: &str, siren: Option<Siren>) -> AnyView {
    let (file, hidden) = (file.id.to_string(), format!(" le fichier {}", file.shown_name()));
    view! {
        <Form action=RemoveFile::ACTION page=page.to_owned() siren class="cluster">
            <input type="hidden" name="brouillon" value=draft.to_string()/>
            <input type="hidden" name="piece" value=file/>
            <RowSubmit label="Retirer">{hidden}</RowSubmit>
        </Form>
    }
    .into_any()
}
