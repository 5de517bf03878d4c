//! The addresses of the messaging's forms.

use backend::{
    Error, Portal,
    messaging::{self, Prefill},
    session::{Session, Visitor},
};
use domain::{form::Answers, problem::Problem};
use leptos::prelude::*;
use uuid::Uuid;

use super::steps::{LIST, draft_path, receipt_path};
use crate::forms::{self, Follow, FormRequest};

/// An identifier in a hidden field; anything else names nothing.
fn id(answers: &Answers, name: &str) -> Result<Uuid, Error> {
    answers.text(name).parse().map_err(|_| Error::NotFound)
}

#[server(prefix = "/form", endpoint = "nouveau-brouillon")]
pub async fn begin_question() -> Result<(), ServerFnError> {
    forms::handle("nouveau-brouillon", async |request: FormRequest| {
        let text = |name| request.answers.text(name).to_owned();
        let prefill = Prefill {
            creance: text("creance"),
            mandat: text("mandat"),
            siret: text("siret"),
            recette: text("recette"),
        };
        let motif = request.answers.text("motif");
        if motif.is_empty() {
            return Err(Error::invalid("motif", Problem::NotChosen { label: "Motif".to_owned() }));
        }
        let draft = messaging::start(&request.portal, &request.session, motif, &prefill).await?;
        Ok(Follow::to(draft_path(draft)))
    })
    .await
}

#[server(prefix = "/form", endpoint = "brouillon")]
pub async fn save_draft() -> Result<(), ServerFnError> {
    forms::handle("brouillon", async |request: FormRequest| {
        let (portal, session) = (&request.portal, &request.session);
        let draft = id(&request.answers, "brouillon")?;
        match messaging::save(portal, session, draft, &request.answers).await {
            Err(Error::NotFound) => return sent(portal, session, draft).await,
            saved => saved?,
        }
        if request.answers.text("action") == "enregistrer" {
            let follow = Follow::to(draft_path(draft));
            return Ok(follow.with_notice("Brouillon enregistré. Vous le retrouverez dans la messagerie."));
        }
        let draft = messaging::draft(portal, session, draft).await?;
        let form = messaging::form(portal, session, &draft).await?;
        let problems = messaging::form_problems(&draft, &form);
        if !problems.is_empty() {
            return Err(Error::Invalid(problems));
        }
        Ok(Follow::to(format!("{}/pieces", draft_path(draft.id))))
    })
    .await
}

/// A draft that is gone because it was sent leads to its receipt.
async fn sent(portal: &Portal, session: &Session, draft: Uuid) -> Result<Follow, Error> {
    let question = messaging::sent_as(portal, session, draft).await?.ok_or(Error::NotFound)?;
    Ok(Follow::to(receipt_path(question)).with_notice("Cette question est déjà envoyée."))
}

#[server(prefix = "/form", endpoint = "retirer-piece")]
pub async fn remove_file() -> Result<(), ServerFnError> {
    forms::handle("retirer-piece", async |request: FormRequest| {
        let (draft, file) = (id(&request.answers, "brouillon")?, id(&request.answers, "piece")?);
        messaging::remove_attachment(&request.portal, &request.session, draft, file).await?;
        Ok(Follow::to(request.page).with_notice("Fichier retiré."))
    })
    .await
}

#[server(prefix = "/form", endpoint = "envoyer")]
pub async fn send_question() -> Result<(), ServerFnError> {
    forms::handle("envoyer", async |request: FormRequest| {
        let draft = id(&request.answers, "brouillon")?;
        let question = messaging::send(&request.portal, &request.session, draft).await?;
        Ok(Follow::to(receipt_path(question)))
    })
    .await
}

#[server(prefix = "/form", endpoint = "supprimer-brouillon")]
pub async fn delete_draft() -> Result<(), ServerFnError> {
    forms::handle("supprimer-brouillon", async |request: FormRequest| {
        let draft = id(&request.answers, "brouillon")?;
        messaging::delete_draft(&request.portal, &request.session, draft).await?;
        Ok(Follow::to(LIST).with_notice("Brouillon supprimé."))
    })
    .await
}

#[server(prefix = "/form", endpoint = "suite")]
pub async fn follow_up() -> Result<(), ServerFnError> {
    forms::handle("suite", async |request: FormRequest| {
        reply(&request, "Votre complément est transmis au service.").await
    })
    .await
}

/// Keeps or sends a follow-up or an answer, then goes back to its page.
pub(crate) async fn reply(request: &FormRequest, done: &str) -> Result<Follow, Error> {
    let (portal, session, answers) = (&request.portal, &request.session, &request.answers);
    let question = id(answers, "question")?;
    let back = Follow::to(request.page.clone());
    if answers.text("action") == "enregistrer" {
        messaging::save_reply(portal, session, question, answers).await?;
        return Ok(back.with_notice("Brouillon enregistré."));
    }
    messaging::reply(portal, session, question, id(answers, "cle")?, answers).await?;
    Ok(back.with_notice(done))
}

/// Closing, by the operator or by the service.
#[server(prefix = "/form", endpoint = "clore")]
pub async fn close_question() -> Result<(), ServerFnError> {
    forms::handle("clore", async |request: FormRequest| {
        let question = id(&request.answers, "question")?;
        messaging::close(&request.portal, &request.session, question).await?;
        let told = match request.session.visitor {
            Visitor::Agent(_) => "La question est close. L’usager en est prévenu.",
            _ => "La question est close.",
        };
        Ok(Follow::to(request.page).with_notice(told))
    })
    .await
}
