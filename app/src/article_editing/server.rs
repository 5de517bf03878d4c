//! Server functions of the editors' forms.

use backend::publications;
use domain::{article::ArticleKind, path};
use leptos::prelude::*;

use crate::{
    forms::{self, Endpoint, FormRequest, Redirect},
    publishing::{published_notice, version_number},
};

#[server(prefix = "/form", endpoint = "creer-article")]
pub async fn create_article() -> Result<(), ServerFnError> {
    forms::handle(CreateArticle::NAME, async |request: FormRequest| {
        let kind = ArticleKind::from_code(request.answers.text("nature")).unwrap_or_default();
        let id = publications::create(&request.portal, &request.session, kind, &request.answers).await?;
        Ok(Redirect::to(path::edited_article(id))
            .with_notice("Le brouillon est enregistré. Relisez son aperçu, puis publiez-le.")
            .once())
    })
    .await
}

#[server(prefix = "/form", endpoint = "modifier-article")]
pub async fn change_article() -> Result<(), ServerFnError> {
    forms::handle(ChangeArticle::NAME, async |request: FormRequest| {
        let (id, revision) = (request.answers.text("article"), version_number(&request, "revision"));
        publications::change(&request.portal, &request.session, id, revision, &request.answers).await?;
        Ok(Redirect::to(path::edited_article(id))
            .with_notice("Le brouillon est enregistré. Relisez son aperçu, puis publiez-le.")
            .once())
    })
    .await
}

#[server(prefix = "/form", endpoint = "publier-article")]
pub async fn publish_article() -> Result<(), ServerFnError> {
    forms::handle(PublishArticle::NAME, async |request: FormRequest| {
        let (id, revision) = (request.answers.text("article"), version_number(&request, "revision"));
        let from =
            publications::publish(&request.portal, &request.session, id, revision, &request.answers).await?;
        Ok(Redirect::to(path::edited_article(id))
            .with_notice(published_notice(from, request.portal.clock.now()))
            .once())
    })
    .await
}

#[server(prefix = "/form", endpoint = "annuler-publication-article")]
pub async fn cancel_article_publication() -> Result<(), ServerFnError> {
    forms::handle(CancelArticlePublication::NAME, async |request: FormRequest| {
        let (id, version) = (request.answers.text("article"), version_number(&request, "numero"));
        publications::cancel_publication(&request.portal, &request.session, id, version).await?;
        Ok(Redirect::to(path::edited_article(id))
            .with_notice("La publication est annulée. La version est de nouveau un brouillon.")
            .once())
    })
    .await
}

#[server(prefix = "/form", endpoint = "archiver-article")]
pub async fn archive_article() -> Result<(), ServerFnError> {
    forms::handle(ArchiveArticle::NAME, async |request: FormRequest| {
        let (id, revision) = (request.answers.text("article"), version_number(&request, "revision"));
        publications::archive(&request.portal, &request.session, id, revision).await?;
        Ok(Redirect::to(path::edited_article(id)).with_notice("La page est archivée.").once())
    })
    .await
}

#[server(prefix = "/form", endpoint = "reprendre-article")]
pub async fn restore_article() -> Result<(), ServerFnError> {
    forms::handle(RestoreArticle::NAME, async |request: FormRequest| {
        let (id, revision) = (request.answers.text("article"), version_number(&request, "revision"));
        let version = version_number(&request, "numero");
        publications::restore(&request.portal, &request.session, id, revision, version).await?;
        let notice = format!("Le texte de la version {version} est repris dans un nouveau brouillon.");
        Ok(Redirect::to(path::edited_article(id)).with_notice(notice).once())
    })
    .await
}
