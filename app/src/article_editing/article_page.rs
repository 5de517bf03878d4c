use backend::publications::{self, ArticleState, EditedArticle};
use domain::{path, rights::Action};
use leptos::prelude::*;

use super::{
    history::history_table,
    publication::{archive_form, publication_forms},
    server::{ArchiveArticle, CancelArticlePublication, PublishArticle, RestoreArticle},
    trail::trail,
};
use crate::{
    forms::{Endpoint, PageForm},
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/equipe/publications/article/{id}`: an article with its versions and its publication.
#[component]
pub fn EditedArticlePage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let session = request.staff_session(&Action::EditTexts)?;
        let id: String = request.param("id")?;
        let article = publications::edited_article(request.portal(), session, &id).await?;
        let versions = publications::history(request.portal(), session, &id).await?;
        let form = PageForm::read::<PublishArticle>(&request).await?;
        let buttons = [CancelArticlePublication::NAME, ArchiveArticle::NAME, RestoreArticle::NAME];
        let problems = request.problems(&buttons).await?;
        let now = request.portal().clock.now();
        let publication = publication_forms(&article, form, &request.path, now);
        let archive = archive_form(&article, &request.path);
        let history = history_table(&article, &versions, &request.path, now);
        Ok(view! {
            <Page title="Publication" detail=article.text.head.title.clone() trail=trail() wide=true>
                <ErrorSummary problems/>
                <div class="grid grid--main">
                    <div class="stack">{last_version(&article)} {publication} {history}</div>
                    <aside class="stack" aria-label="État de la publication">{facts(&article)} {archive}</aside>
                </div>
            </Page>
        }
        .into_any())
    })
}

/// The version that editors work on.
fn last_version(article: &EditedArticle) -> impl IntoView + use<> {
    let EditedArticle { id, number, text, author, created_at, .. } = article;
    let title = format!("Version {number}");
    let (preview, form) = (path::article_preview(id, number), path::article_form(id));
    let (by, at) = (format!("Écrite par {author} le "), *created_at);
    let (name, summary) = (text.head.title.clone(), text.head.summary.clone());
    view! {
        <Card title=title>
            <p><strong>{name}</strong></p>
            <p>{summary}</p>
            <p class="muted">{by} <Time at/> "."</p>
            <p class="cluster">
                <ButtonLink href=form>"Modifier le texte"</ButtonLink>
                <ButtonLink href=preview variant=Variant::Secondary>"Aperçu"</ButtonLink>
            </p>
        </Card>
    }
}

fn facts(article: &EditedArticle) -> AnyView {
    let address = article.kind().path(&article.id);
    let number = article.shown.map(|number| format!("version {number} ")).unwrap_or_default();
    let state = match article.state() {
        ArticleState::Published => {
            view! { {number} "publiée\u{a0}: " <a href=address>"la lire sur le site"</a> }.into_any()
        }
        ArticleState::Archived => {
            view! { "archivée\u{a0}: " <a href=address>"la lire à son adresse"</a> }.into_any()
        }
        ArticleState::Unpublished => "jamais publiée".into_any(),
    };
    let (id, kind) = (article.id.clone(), article.kind().label());
    let time = article.text.head.time().map(|time| {
        view! { <Definition term="Date">{time.words()}</Definition> }
    });
    view! {
        <Card title="État">
            <DefinitionList>
                <Definition term="Sur le site">{state}</Definition>
                <Definition term="Nature">{kind}</Definition>
                {time}
                <Definition term="Identifiant"><span class="mono">{id}</span></Definition>
            </DefinitionList>
        </Card>
    }
    .into_any()
}
