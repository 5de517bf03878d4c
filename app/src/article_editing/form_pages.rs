use backend::publications;
use domain::{
    article::{self, ArticleKind},
    path,
    rights::Action,
};
use leptos::prelude::*;

use super::{
    server::{ChangeArticle, CreateArticle},
    trail::{article_trail, trail},
};
use crate::{
    forms::{FieldForm, PageForm},
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/equipe/publications/nouvelle?nature=…`: creates an article.
#[component]
pub fn NewArticlePage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        request.staff_session(&Action::EditTexts)?;
        let kind = request.query("nature").and_then(ArticleKind::from_code).unwrap_or_default();
        let form = PageForm::read::<CreateArticle>(&request).await?;
        let title = match kind {
            ArticleKind::News => "Écrire une actualité",
            ArticleKind::Event => "Annoncer un événement",
            ArticleKind::Guide => "Écrire un document",
        };
        let definition = article::text(kind, false);
        Ok(view! {
            <Page
                title=title
                lead="Le texte est enregistré comme brouillon. Vous le publiez après l’avoir relu."
                trail=trail()
            >
                <FieldForm form definition submit="Enregistrer le brouillon" cancel=path::EDITED_ARTICLES>
                    <input type="hidden" name="nature" value=kind.code()/>
                    <MandatoryNote/>
                </FieldForm>
            </Page>
        }
        .into_any())
    })
}

/// `/equipe/publications/article/{id}/modifier`: writes a further version of an article.
#[component]
pub fn ArticleFormPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let session = request.staff_session(&Action::EditTexts)?;
        let id: String = request.param("id")?;
        let article = publications::edited_article(request.portal(), session, &id).await?;
        let form = PageForm::read_or::<ChangeArticle>(&request, article.text.answers()).await?;
        let definition = article::text(article.kind(), true);
        let (revision, preview) = (article.number.to_string(), path::article_preview(&id, article.number));
        let about = format!("Dernière version enregistrée\u{a0}: {revision}. ");
        let title = article.text.head.title.clone();
        Ok(view! {
            <Page
                title="Modifier une publication"
                detail=title.clone()
                lead="Le texte est enregistré comme brouillon. Le site ne change qu’à sa publication."
                trail=article_trail(&id, &title)
            >
                <p class="muted">{about} <a href=preview>"Voir son aperçu"</a></p>
                <FieldForm form definition submit="Enregistrer le brouillon" cancel=path::edited_article(&id)>
                    <input type="hidden" name="article" value=id/>
                    <input type="hidden" name="revision" value=revision/>
                    <MandatoryNote/>
                </FieldForm>
            </Page>
        }
        .into_any())
    })
}
