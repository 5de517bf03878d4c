//! Server functions of the messaging forms.

use backend::{
    Portal,
    accounts::sessions::{Session, Visitor},
    id::DraftId,
    messaging::{self, Edit, Prefill},
};
use domain::{path, problem::Problem};
use leptos::prelude::*;
use platform::Error;

use crate::forms::{self, Endpoint, FormRequest, Redirect};

#[server(prefix = "/form", endpoint = "nouveau-brouillon")]
pub async fn begin_question() -> Result<(), ServerFnError> {
    forms::handle(BeginQuestion::NAME, async |request: FormRequest| {
        let text = |name| request.answers.text(name).to_owned();
        let prefill = Prefill {
            creance: text("creance"),
            mandat: text("mandat"),
            siret: text("siret"),
            recette: text("recette"),
            fields: request.answers.clone(),
        };
        let motif = request.answers.text("motif");
        if motif.is_empty() {
            return Err(Error::invalid("motif", Problem::NotChosen { label: "Motif".to_owned() }));
        }
        // A page rendered by an earlier build has no key.
        let key = request.id("cle").unwrap_or_else(|_| DraftId::generate());
        let draft = messaging::start_once(&request.portal, &request.session, motif, &prefill, key).await?;
        Ok(Redirect::to(path::draft(draft)))
    })
    .await
}

#[server(prefix = "/form", endpoint = "brouillon")]
pub async fn save_draft() -> Result<(), ServerFnError> {
    forms::handle(SaveDraft::NAME, async |request: FormRequest| {
        let (portal, session) = (&request.portal, &request.session);
        let draft = request.id("brouillon")?;
        match messaging::save(portal, session, draft, &request.answers, edit(&request)).await {
            Err(Error::NotFound) => return already_sent(portal, session, draft).await,
            saved => saved?,
        }
        if request.answers.text("action") == "nouvelle-version" {
            messaging::adopt_newer_motif(portal, session, draft).await?;
            let notice = "Votre brouillon suit la nouvelle version du motif. Complétez ses nouveaux champs.";
            return Ok(Redirect::to(path::draft(draft)).with_notice(notice));
        }
        if request.answers.text("action") == "enregistrer" {
            let redirect = Redirect::to(path::draft(draft));
            return Ok(redirect.with_notice("Brouillon enregistré. Vous le retrouverez dans la messagerie."));
        }
        let draft = messaging::draft(portal, session, draft).await?;
        let form = messaging::form(portal, session, &draft).await?;
        let problems = messaging::form_problems(&draft, &form);
        if !problems.is_empty() {
            return Err(Error::Invalid(problems));
        }
        Ok(Redirect::to(path::draft_files(draft.id)))
    })
    .await
}

/// Saves a draft while it is typed.
#[server(prefix = "/form", endpoint = "enregistrer-brouillon")]
pub async fn autosave_draft() -> Result<(), ServerFnError> {
    forms::handle_in_background(async |request: FormRequest| {
        let draft = request.id("brouillon")?;
        messaging::save(&request.portal, &request.session, draft, &request.answers, edit(&request)).await
    })
    .await
}

/// Saves a follow-up or an answer while it is typed.
#[server(prefix = "/form", endpoint = "enregistrer-reponse")]
pub async fn autosave_reply() -> Result<(), ServerFnError> {
    forms::handle_in_background(async |request: FormRequest| save_reply(&request).await).await
}

async fn save_reply(request: &FormRequest) -> Result<(), Error> {
    let (question, key) = (request.id("question")?, request.id("cle")?);
    messaging::save_reply(&request.portal, &request.session, question, key, &request.answers, edit(request))
        .await
}

/// Returns the page on which the draft was typed; `None` for one of an earlier build.
pub(crate) fn edit(request: &FormRequest) -> Option<Edit> {
    request.answers.text(Edit::FIELD).parse().ok()
}

/// Redirects to the receipt of a draft that was already sent.
async fn already_sent(portal: &Portal, session: &Session, draft: DraftId) -> Result<Redirect, Error> {
    let question = messaging::conversation_of_draft(portal, session, draft).await?.ok_or(Error::NotFound)?;
    Ok(Redirect::to(path::receipt(question)).with_notice("Cette question est déjà envoyée."))
}

/// Requires an agent, or a usager with a current company.
fn require_place(session: &Session) -> Result<(), Error> {
    if session.agent().is_err() {
        session.usager()?;
        session.siren()?;
    }
    Ok(())
}

/// Redirects to the list of what is left after a removal that another form did before, or to the receipt of the draft.
async fn removed_before(request: &FormRequest, draft: DraftId, notice: &str) -> Result<Redirect, Error> {
    match already_sent(&request.portal, &request.session, draft).await {
        Err(Error::NotFound) => {
            let of_draft = request.page.starts_with(path::DRAFT.trim_end_matches("{id}"));
            let page = if of_draft { path::QUESTIONS } else { &request.page };
            Ok(Redirect::to(page).with_notice(notice))
        }
        redirect => redirect,
    }
}

#[server(prefix = "/form", endpoint = "retirer-piece")]
pub async fn remove_file() -> Result<(), ServerFnError> {
    forms::handle(RemoveFile::NAME, async |request: FormRequest| {
        let (draft, file) = (request.id("brouillon")?, request.id("piece")?);
        require_place(&request.session)?;
        match messaging::remove_attachment(&request.portal, &request.session, draft, file).await {
            Err(Error::NotFound) => removed_before(&request, draft, "Ce fichier est déjà retiré.").await,
            removed => removed.map(|()| Redirect::to(request.page).with_notice("Fichier retiré.")),
        }
    })
    .await
}

/// Removes a file of which a part was received. Visitors remove those of their cases.
#[server(prefix = "/form", endpoint = "retirer-envoi")]
pub async fn remove_upload() -> Result<(), ServerFnError> {
    forms::handle_from_visitor(RemoveUpload::NAME, async |request: FormRequest| {
        let upload = request.id("envoi")?;
        let notice = match messaging::cancel_upload(&request.portal, &request.session, upload).await {
            Err(Error::NotFound) => "Cet envoi est déjà retiré.",
            removed => removed.map(|()| "Envoi retiré.")?,
        };
        Ok(Redirect::to(request.page).with_notice(notice))
    })
    .await
}

#[server(prefix = "/form", endpoint = "envoyer")]
pub async fn send_question() -> Result<(), ServerFnError> {
    forms::handle(SendQuestion::NAME, async |request: FormRequest| {
        let draft = request.id("brouillon")?;
        let question = messaging::send(&request.portal, &request.session, draft).await?;
        Ok(Redirect::to(path::receipt(question)))
    })
    .await
}

#[server(prefix = "/form", endpoint = "supprimer-brouillon")]
pub async fn delete_draft() -> Result<(), ServerFnError> {
    forms::handle(DeleteDraft::NAME, async |request: FormRequest| {
        let draft = request.id("brouillon")?;
        require_place(&request.session)?;
        match messaging::delete_draft(&request.portal, &request.session, draft).await {
            Err(Error::NotFound) => removed_before(&request, draft, "Ce brouillon est déjà supprimé.").await,
            deleted => deleted.map(|()| Redirect::to(path::QUESTIONS).with_notice("Brouillon supprimé.")),
        }
    })
    .await
}

#[server(prefix = "/form", endpoint = "suite")]
pub async fn follow_up() -> Result<(), ServerFnError> {
    forms::handle(FollowUp::NAME, async |request: FormRequest| {
        reply(&request, "Votre complément est transmis au service.").await
    })
    .await
}

/// Saves or sends a follow-up or an answer, then returns to its page.
pub(crate) async fn reply(request: &FormRequest, done: &str) -> Result<Redirect, Error> {
    let (portal, session, answers) = (&request.portal, &request.session, &request.answers);
    let question = request.id("question")?;
    let back = Redirect::to(request.page.clone());
    if answers.text("action") == "enregistrer" {
        save_reply(request).await?;
        return Ok(back.with_notice("Brouillon enregistré."));
    }
    messaging::reply(portal, session, question, request.id("cle")?, answers).await?;
    Ok(back.with_notice(done))
}

/// Makes the person follow a question.
#[server(prefix = "/form", endpoint = "suivre-question")]
pub async fn follow_question() -> Result<(), ServerFnError> {
    forms::handle(FollowQuestion::NAME, async |request: FormRequest| {
        let question = request.id("question")?;
        messaging::follow(&request.portal, &request.session, question).await?;
        let notice = "Vous suivez cette question\u{a0}: vous serez prévenu de ses étapes.";
        Ok(Redirect::to(path::question(question)).with_notice(notice))
    })
    .await
}

/// Makes the person no longer follow a question.
#[server(prefix = "/form", endpoint = "ne-plus-suivre-question")]
pub async fn unfollow_question() -> Result<(), ServerFnError> {
    forms::handle(UnfollowQuestion::NAME, async |request: FormRequest| {
        let question = request.id("question")?;
        messaging::unfollow(&request.portal, &request.session, question).await?;
        Ok(Redirect::to(path::question(question)).with_notice("Vous ne suivez plus cette question."))
    })
    .await
}

/// Closes a question, for the operator or the service.
#[server(prefix = "/form", endpoint = "clore")]
pub async fn close_question() -> Result<(), ServerFnError> {
    forms::handle(CloseQuestion::NAME, async |request: FormRequest| {
        let question = request.id("question")?;
        messaging::close(&request.portal, &request.session, question).await?;
        let notice = match request.session.visitor {
            Visitor::Staff(_) => "La question est close. L’usager en est prévenu.",
            _ => "La question est close.",
        };
        Ok(Redirect::to(request.page).with_notice(notice))
    })
    .await
}

#[server(prefix = "/form", endpoint = "archiver-echanges")]
pub async fn archive_exchanges() -> Result<(), ServerFnError> {
    forms::handle(ArchiveExchanges::NAME, async |request: FormRequest| {
        messaging::request_exchanges(&request.portal, &request.session, &request.answers).await?;
        Ok(Redirect::to(path::EXCHANGES_ARCHIVE).with_notice(
            "La préparation a commencé. Vous pouvez quitter cette page\u{a0}: un courriel vous préviendra \
             quand l’archive sera prête.",
        ))
    })
    .await
}
