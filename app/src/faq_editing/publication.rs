//! Forms that publish and withdraw an entry.

use backend::faq::{Edited, EditedState};
use domain::faq_forms;
use leptos::prelude::*;
use platform::db::Moment;

use super::server::{CancelFaqPublication, WithdrawFaqEntry};
use crate::{
    forms::{ButtonForm, Endpoint, PageForm},
    publishing::{planned_publication, publication_form},
    ui::*,
};

/// Publication of the last version, unless it is published, and cancellation of the one to come.
pub fn publication_forms(entry: &Edited, form: PageForm, page: &str, now: Moment) -> AnyView {
    let planned = entry.planned.zip(entry.planned_at);
    let planned = planned.map(|(number, at)| {
        planned_publication::<CancelFaqPublication>("entree", &entry.id, number, at, page)
    });
    let publish = entry
        .is_publishable(now)
        .then(|| publication_form(form, faq_forms::publication(), "entree", &entry.id, entry.number));
    view! { {planned} {publish} }.into_any()
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
