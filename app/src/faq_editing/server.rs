//! Server functions of the editors' forms.

use backend::faq;
use domain::path;
use leptos::prelude::*;

use crate::{
    forms::{self, Endpoint, FormRequest, Redirect},
    publishing::{published_notice, version_number},
};

#[server(prefix = "/form", endpoint = "creer-question-frequente")]
pub async fn create_faq_entry() -> Result<(), ServerFnError> {
    forms::handle(CreateFaqEntry::NAME, async |request: FormRequest| {
        let id = faq::create(&request.portal, &request.session, &request.answers).await?;
        Ok(Redirect::to(path::edited_faq_entry(id))
            .with_notice("La question est enregistrée comme brouillon. Relisez son aperçu, puis publiez-la.")
            .once())
    })
    .await
}

#[server(prefix = "/form", endpoint = "modifier-question-frequente")]
pub async fn change_faq_entry() -> Result<(), ServerFnError> {
    forms::handle(ChangeFaqEntry::NAME, async |request: FormRequest| {
        let (id, revision) = (request.answers.text("entree"), version_number(&request, "revision"));
        faq::change(&request.portal, &request.session, id, revision, &request.answers).await?;
        Ok(Redirect::to(path::edited_faq_entry(id))
            .with_notice("Le brouillon est enregistré. Relisez son aperçu, puis publiez-le.")
            .once())
    })
    .await
}

#[server(prefix = "/form", endpoint = "publier-question-frequente")]
pub async fn publish_faq_entry() -> Result<(), ServerFnError> {
    forms::handle(PublishFaqEntry::NAME, async |request: FormRequest| {
        let (id, revision) = (request.answers.text("entree"), version_number(&request, "revision"));
        let from = faq::publish(&request.portal, &request.session, id, revision, &request.answers).await?;
        Ok(Redirect::to(path::edited_faq_entry(id))
            .with_notice(published_notice(from, request.portal.clock.now()))
            .once())
    })
    .await
}

#[server(prefix = "/form", endpoint = "annuler-publication")]
pub async fn cancel_faq_publication() -> Result<(), ServerFnError> {
    forms::handle(CancelFaqPublication::NAME, async |request: FormRequest| {
        let (id, version) = (request.answers.text("entree"), version_number(&request, "numero"));
        faq::cancel_publication(&request.portal, &request.session, id, version).await?;
        Ok(Redirect::to(path::edited_faq_entry(id))
            .with_notice("La publication est annulée. La version est de nouveau un brouillon.")
            .once())
    })
    .await
}

#[server(prefix = "/form", endpoint = "retirer-question-frequente")]
pub async fn withdraw_faq_entry() -> Result<(), ServerFnError> {
    forms::handle(WithdrawFaqEntry::NAME, async |request: FormRequest| {
        let (id, revision) = (request.answers.text("entree"), version_number(&request, "revision"));
        faq::withdraw(&request.portal, &request.session, id, revision).await?;
        Ok(Redirect::to(path::edited_faq_entry(id)).with_notice("La question est retirée du site.").once())
    })
    .await
}

#[server(prefix = "/form", endpoint = "reprendre-version")]
pub async fn restore_faq_version() -> Result<(), ServerFnError> {
    forms::handle(RestoreFaqVersion::NAME, async |request: FormRequest| {
        let (id, revision) = (request.answers.text("entree"), version_number(&request, "revision"));
        let version = version_number(&request, "numero");
        faq::restore(&request.portal, &request.session, id, revision, version).await?;
        let notice = format!("Le texte de la version {version} est repris dans un nouveau brouillon.");
        Ok(Redirect::to(path::edited_faq_entry(id)).with_notice(notice).once())
    })
    .await
}
