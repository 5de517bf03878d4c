//! Server functions of the agents' forms.

use backend::{
    customs::{canned_answers, saved_views},
    messaging,
};
use domain::path;
use leptos::prelude::*;
use platform::Error;

use super::{canned::INSERT, inbox_filters};
use crate::{
    forms::{self, Endpoint, FormRequest, Redirect, unless_removed},
    messaging::{edit, reply},
};

#[server(prefix = "/form", endpoint = "prendre-en-charge")]
pub async fn take_in_charge() -> Result<(), ServerFnError> {
    forms::handle(TakeInCharge::NAME, async |request: FormRequest| {
        let question = request.id("question")?;
        messaging::take_in_charge(&request.portal, &request.session, question).await?;
        Ok(Redirect::to(request.page)
            .with_notice("Vous avez pris cette question en charge. L’usager en est prévenu."))
    })
    .await
}

#[server(prefix = "/form", endpoint = "repondre")]
pub async fn answer() -> Result<(), ServerFnError> {
    forms::handle(Answer::NAME, async |request: FormRequest| {
        if request.answers.text("action") == INSERT {
            return insert_canned_answer(&request).await;
        }
        reply(&request, "Votre réponse est envoyée. L’usager en est prévenu.").await
    })
    .await
}

/// Appends a canned answer to the text of the form, and saves it as a draft.
async fn insert_canned_answer(request: &FormRequest) -> Result<Redirect, Error> {
    let (question, key) = (request.id("question")?, request.id("cle")?);
    let (portal, session, answers) = (&request.portal, &request.session, &request.answers);
    canned_answers::insert_into_answer(portal, session, question, key, answers, edit(request)).await?;
    let notice = "La réponse préparée est ajoutée à votre brouillon. Relisez-la et remplacez les passages entre doubles crochets.";
    Ok(Redirect::to(request.page.clone()).with_notice(notice))
}

/// Assigns a question to the agent.
#[server(prefix = "/form", endpoint = "prendre-question")]
pub async fn take_question() -> Result<(), ServerFnError> {
    forms::handle(TakeQuestion::NAME, async |request: FormRequest| {
        let question = request.id("question")?;
        messaging::take(&request.portal, &request.session, question).await?;
        Ok(Redirect::to(path::agent_question(question)).with_notice("Cette question vous est attribuée."))
    })
    .await
}

#[server(prefix = "/form", endpoint = "attribuer-question")]
pub async fn assign_question() -> Result<(), ServerFnError> {
    forms::handle(AssignQuestion::NAME, async |request: FormRequest| {
        let question = request.id("question")?;
        messaging::assign(&request.portal, &request.session, question, &request.answers).await?;
        Ok(Redirect::to(path::agent_question(question)).with_notice("La question est attribuée."))
    })
    .await
}

#[server(prefix = "/form", endpoint = "rendre-question")]
pub async fn release_question() -> Result<(), ServerFnError> {
    forms::handle(ReleaseQuestion::NAME, async |request: FormRequest| {
        let question = request.id("question")?;
        messaging::release(&request.portal, &request.session, question).await?;
        Ok(Redirect::to(path::agent_question(question))
            .with_notice("La question est de nouveau à attribuer."))
    })
    .await
}

#[server(prefix = "/form", endpoint = "transmettre-question")]
pub async fn transfer_question() -> Result<(), ServerFnError> {
    forms::handle(TransferQuestion::NAME, async |request: FormRequest| {
        let (question, key) = (request.id("question")?, request.id("envoi")?);
        messaging::transfer(&request.portal, &request.session, question, key, &request.answers).await?;
        // The agent may no longer read it.
        Ok(Redirect::to(path::AGENT_INBOX)
            .with_notice("La question est transmise au nouveau service. L’usager en est prévenu."))
    })
    .await
}

/// Lets a question go on in another one.
#[server(prefix = "/form", endpoint = "rapprocher-question")]
pub async fn merge_question() -> Result<(), ServerFnError> {
    forms::handle(MergeQuestion::NAME, async |request: FormRequest| {
        let question = request.id("question")?;
        messaging::merge(&request.portal, &request.session, question, &request.answers).await?;
        Ok(Redirect::to(path::agent_question(question))
            .with_notice("La question est rapprochée. L’usager en est prévenu."))
    })
    .await
}

#[server(prefix = "/form", endpoint = "separer-question")]
pub async fn separate_question() -> Result<(), ServerFnError> {
    forms::handle(SeparateQuestion::NAME, async |request: FormRequest| {
        let question = request.id("question")?;
        messaging::separate(&request.portal, &request.session, question).await?;
        Ok(Redirect::to(path::agent_question(question))
            .with_notice("La question est de nouveau traitée à part. L’usager en est prévenu."))
    })
    .await
}

/// Adds an internal note.
#[server(prefix = "/form", endpoint = "noter-question")]
pub async fn note_question() -> Result<(), ServerFnError> {
    forms::handle(NoteQuestion::NAME, async |request: FormRequest| {
        let (question, key) = (request.id("question")?, request.id("envoi")?);
        messaging::add_note(&request.portal, &request.session, question, key, &request.answers).await?;
        Ok(Redirect::to(path::agent_question(question))
            .with_notice("La note interne est enregistrée.")
            .once())
    })
    .await
}

/// Saves the filter of the inbox under a name.
#[server(prefix = "/form", endpoint = "enregistrer-vue")]
pub async fn save_view() -> Result<(), ServerFnError> {
    forms::handle(SaveView::NAME, async |request: FormRequest| {
        let filter = inbox_filters::parse(|name| Some(request.answers.text(name)));
        let id = request.id("vue")?;
        saved_views::create(&request.portal, &request.session, id, &filter, &request.answers).await?;
        Ok(Redirect::to(inbox_filters::address(&filter, None)).with_notice("La vue est enregistrée."))
    })
    .await
}

#[server(prefix = "/form", endpoint = "renommer-vue")]
pub async fn rename_view() -> Result<(), ServerFnError> {
    forms::handle(RenameView::NAME, async |request: FormRequest| {
        let id = request.id("vue")?;
        saved_views::rename(&request.portal, &request.session, id, &request.answers).await?;
        Ok(Redirect::to(path::SAVED_VIEWS).with_notice("La vue est renommée."))
    })
    .await
}

#[server(prefix = "/form", endpoint = "supprimer-vue")]
pub async fn delete_view() -> Result<(), ServerFnError> {
    forms::handle(DeleteView::NAME, async |request: FormRequest| {
        // First: only for agents does a missing one count as deleted before.
        request.session.agent()?;
        unless_removed(saved_views::delete(&request.portal, &request.session, request.id("vue")?).await)?;
        Ok(Redirect::to(path::SAVED_VIEWS).with_notice("La vue est supprimée."))
    })
    .await
}
