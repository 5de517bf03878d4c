//! Forms that publish and archive an article.

use backend::publications::{ArticleState, EditedArticle};
use domain::article;
use leptos::prelude::*;
use platform::db::Moment;

use super::server::{ArchiveArticle, CancelArticlePublication};
use crate::{
    forms::{ButtonForm, Endpoint, FieldForm, PageForm},
    ui::*,
};

/// Publication of the last version, unless it is published, and cancellation of the one to come.
pub fn publication_forms(article: &EditedArticle, form: PageForm, page: &str, now: Moment) -> AnyView {
    let planned =
        article.planned.zip(article.planned_at).map(|(number, at)| planned(&article.id, number, at, page));
    let publish = article.is_publishable(now).then(|| {
        let (id, revision) = (article.id.clone(), article.number.to_string());
        view! {
            <Card title="Publier cette version">
                <FieldForm form definition=article::publication() submit="Publier">
                    <MandatoryNote/>
                    <input type="hidden" name="article" value=id/>
                    <input type="hidden" name="revision" value=revision/>
                </FieldForm>
            </Card>
        }
    });
    view! { {planned} {publish} }.into_any()
}

/// A publication to come. A version written meanwhile does not stop it.
fn planned(id: &str, number: i64, at: Moment, page: &str) -> impl IntoView + use<> {
    let (id, page) = (id.to_owned(), page.to_owned());
    view! {
        <Card title="Publication prévue">
            <p>{format!("La version {number} paraîtra le ")} <Time at/> "."</p>
            <ButtonForm
                action=CancelArticlePublication::ACTION
                page
                submit="Annuler cette publication"
                variant=Variant::Secondary
            >
                <input type="hidden" name="article" value=id/>
                <input type="hidden" name="numero" value=number.to_string()/>
            </ButtonForm>
        </Card>
    }
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
