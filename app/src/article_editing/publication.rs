//! Forms that publish and archive an article.

use backend::publications::{ArticleState, EditedArticle};
use leptos::prelude::*;
use platform::db::Moment;

use super::server::{ArchiveArticle, CancelArticlePublication};
use crate::{
    forms::{ButtonForm, Endpoint, PageForm},
    publishing::{planned_publication, publication_form},
    ui::*,
};

/// Publication of the last version, unless it is published, and cancellation of the one to come.
pub fn publication_forms(article: &EditedArticle, form: PageForm, page: &str, now: Moment) -> AnyView {
    let planned = article.planned.zip(article.planned_at);
    let planned = planned.map(|(number, at)| {
        planned_publication::<CancelArticlePublication>("article", &article.id, number, at, page)
    });
    let publish = article.is_publishable(now).then(|| {
        publication_form(form, domain::article::publication(), "article", &article.id, article.number)
    });
    view! { {planned} {publish} }.into_any()
}

/// Archiving of a published article.
pub fn archive_form(article: &EditedArticle, page: &str) -> Option<AnyView> {
    (article.state() == ArticleState::Published).then(|| {
        let (id, revision, page) = (article.id.clone(), article.number.to_string(), page.to_owned());
        view! {
            <Card title="Archiver">
                <p>
                    "La page quitte aussitôt les listes et les recherches, et toute publication prévue est abandonnée. Elle reste \
                     lisible à son adresse, avec la mention «\u{a0}archivée\u{a0}»."
                </p>
                <ButtonForm action=ArchiveArticle::ACTION page submit="Archiver la page" variant=Variant::Danger>
                    <input type="hidden" name="article" value=id/>
                    <input type="hidden" name="revision" value=revision/>
                </ButtonForm>
            </Card>
        }
        .into_any()
    })
}
