//! Helpers shared by the pages of a draft.

use backend::{
    id::{ConversationId, DraftId},
    messaging::{self, Attachment, Draft, Lists, Object, Question, Scan},
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
    vec![("Messagerie sécurisée".to_owned(), path::QUESTIONS.to_owned())]
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
    let error = match messaging::draft(portal, session, id).await {
        Ok(draft) => return Ok(draft),
        Err(Error::NotFound) => match messaging::conversation_of_draft(portal, session, id).await {
            Ok(Some(question)) => return Err(Stop::Redirect(path::receipt(question))),
            Ok(None) => Error::NotFound,
            Err(error) => error,
        },
        Err(error) => error,
    };
    Err(offer_other_company(request, Object::Draft(id), error).await)
}

/// Loads the question of the page.
pub(super) async fn load_question(request: &PageRequest) -> Result<Question, Stop> {
    request.siren()?;
    let id = request.param("id")?;
    match messaging::question(request.portal(), request.usager_session()?, id).await {
        Ok(question) => Ok(question),
        Err(error) => Err(offer_other_company(request, Object::Question(id), error).await),
    }
}

/// Like [`load_question`], for the error of another use case about the question.
pub(super) async fn offer_question_company(request: &PageRequest, id: ConversationId, error: Error) -> Stop {
    offer_other_company(request, Object::Question(id), error).await
}

/// Redirects to the offer to work for the company of an object that cannot be opened for the current one. Any other
/// object keeps its error.
async fn offer_other_company(request: &PageRequest, object: Object, error: Error) -> Stop {
    let (Error::NotFound | Error::Refused(_), Some(session)) = (&error, request.session()) else {
        return Stop::Error(error);
    };
    match messaging::other_company(request.portal(), session, object).await {
        Ok(Some(other)) => {
            Stop::Redirect(path::page_of_other_company(&other.siren, path::encode(&request.path)))
        }
        Ok(None) => Stop::Error(error),
        Err(failure) => Stop::Error(failure),
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
pub(crate) fn file_item(file: &Attachment, print: bool, remove: Option<AnyView>) -> AttachmentItem {
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
