use backend::publications;
use domain::{path, rights::Action};
use leptos::prelude::*;

use super::trail::article_trail;
use crate::{
    page::{self, Page, PageRequest},
    publications::article_view,
    ui::*,
};

/// `/equipe/publications/article/{id}/apercu?version=…`: a version as people read it, or would read it.
#[component]
pub fn ArticlePreviewPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let session = request.staff_session(&Action::EditTexts)?;
        let id: String = request.param("id")?;
        let edited = publications::edited_article(request.portal(), session, &id).await?;
        let number = request.query("version").and_then(|text| text.parse().ok()).unwrap_or(edited.number);
        let (article, corrections) = publications::preview(request.portal(), session, &id, number).await?;
        let head = article.summary.head.clone();
        Ok(view! {
            <Page
                title=head.title.clone()
                detail=format!("aperçu de la version {number}")
                lead=head.summary
                crumb="Aperçu"
                trail=article_trail(&id, &head.title)
            >
                <Notice kind=NoticeKind::Info title="Aperçu">
                    <p>
                        "La page est celle du public, comme si cette version était publiée. "
                        <a href=path::edited_article(&id)>"Revenir à la rédaction"</a>
                    </p>
                </Notice>
                {article_view(article, corrections)}
            </Page>
        }
        .into_any())
    })
}
