//! What the pages of a question being written share.

use backend::{
    Error,
    messaging::{self, Attachment, Draft, Lists, Scan},
};
use domain::form::ChoiceOption;
use leptos::prelude::*;
use uuid::Uuid;

use crate::{
    page::{Stop, Visit},
    ui::{AttachmentItem, FieldLists, Stepper},
};

pub(super) const LIST: &str = "/messagerie";

pub(super) fn draft_path(id: Uuid) -> String {
    format!("/messagerie/brouillon/{id}")
}

pub(super) fn question_path(id: Uuid) -> String {
    format!("/messagerie/question/{id}")
}

pub(super) fn receipt_path(id: Uuid) -> String {
    format!("/messagerie/question/{id}/recu")
}

/// The way to a page of the messaging.
pub(super) fn trail() -> Vec<(String, String)> {
    vec![
        ("Tableau de bord".to_owned(), "/tableau-de-bord".to_owned()),
        ("Messagerie".to_owned(), LIST.to_owned()),
    ]
}

#[component]
pub(super) fn QuestionSteps(current: usize) -> impl IntoView {
    let steps = ["Motif", "Formulaire", "Pièces jointes", "Récapitulatif"].map(str::to_owned).to_vec();
    view! { <Stepper steps current/> }
}

/// The draft of the page; one that was sent meanwhile leads to its receipt.
pub(super) async fn opened(visit: &Visit) -> Result<Draft, Stop> {
    visit.siren()?;
    let (portal, session, id) = (visit.portal(), visit.usager_session()?, visit.param::<Uuid>("id")?);
    match messaging::draft(portal, session, id).await {
        Err(Error::NotFound) => match messaging::sent_as(portal, session, id).await? {
            Some(question) => Err(Stop::Redirect(receipt_path(question))),
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

/// A file as it is listed; `remove`: a small form that takes it away.
pub(super) fn item(file: &Attachment, print: bool, remove: Option<AnyView>) -> AttachmentItem {
    let state = match file.scan {
        Scan::None | Scan::Clean => "",
        Scan::Pending => "analyse antivirus en cours",
        Scan::Infected => "fichier dangereux, écarté",
    };
    AttachmentItem {
        name: file.name.clone(),
        bytes: u64::try_from(file.size).unwrap_or(0),
        sha256: if print { file.sha256.to_string() } else { String::new() },
        href: if file.scan.opens() { format!("/pieces/{}", file.id) } else { String::new() },
        state: state.to_owned(),
        remove,
    }
}
