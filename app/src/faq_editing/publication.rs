//! Forms that publish and withdraw an entry.

use backend::faq::{Edited, EditedState};
use domain::faq_forms;
use leptos::prelude::*;
use platform::db::Moment;

use super::server::{CancelFaqPublication, WithdrawFaqEntry};
use crate::{
    forms::{ButtonForm, Endpoint, FieldForm, PageForm},
    ui::*,
};

/// Publication of the last version, unless it is published, and cancellation of the one to come.
pub fn publication_forms(entry: &Edited, form: PageForm, page: &str, now: Moment) -> AnyView {
    let planned =
        entry.planned.zip(entry.planned_at).map(|(number, at)| planned(&entry.id, number, at, page));
    let publish = entry.is_publishable(now).then(|| {
        let (id, revision) = (entry.id.clone(), entry.number.to_string());
        view! {
            <Card title="Publier cette version">
                <FieldForm form definition=faq_forms::publication() submit="Publier">
                    <MandatoryNote/>
                    <input type="hidden" name="entree" value=id/>
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
                action=CancelFaqPublication::ACTION
                page
                submit="Annuler cette publication"
                variant=Variant::Secondary
            >
                <input type="hidden" name="entree" value=id/>
                <input type="hidden" name="numero" value=number.to_string()/>
            </ButtonForm>
        </Card>
    }
}

/// Withdrawal of a published entry.
pub fn withdrawal_form(entry: &Edited, page: &str) -> Option<AnyView> {
    (entry.state() == EditedState::Published).then(|| {
        let (id, revision, page) = (entry.id.clone(), entry.number.to_string(), page.to_owned());
        view! {
            <Card title="Retirer du site">
                <p>
                    "La question quitte aussitôt le site et les recherches, et toute publication prévue est abandonnée. Ses \
                     versions sont conservées."
                </p>
                <ButtonForm action=WithdrawFaqEntry::ACTION page submit="Retirer la question" variant=Variant::Danger>
                    <input type="hidden" name="entree" value=id/>
                    <input type="hidden" name="revision" value=revision/>
                </ButtonForm>
            </Card>
        }
        .into_any()
    })
}
