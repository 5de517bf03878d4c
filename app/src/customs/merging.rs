//! Forms with which agents merge a question into another one, or separate it again.

use backend::messaging::{self, Conversation, Links};
use domain::path;
use leptos::prelude::*;

use super::server::{MergeQuestion, SeparateQuestion};
use crate::{
    forms::{ButtonForm, Endpoint, FieldForm, PageForm},
    messaging::merged::{merged_notice, merged_questions},
    page::{PageRequest, Stop},
    ui::*,
};

/// Parts of the page of a question about the questions merged with it.
pub struct Merging {
    /// On the page of a merged question, shown instead of the form of the answer.
    pub notice: Option<AnyView>,
    pub merged: Option<AnyView>,
    pub form: Option<AnyView>,
}

impl Merging {
    pub async fn read(request: &PageRequest, question: &Conversation) -> Result<Merging, Stop> {
        let (portal, session) = (request.portal(), request.agent_session()?);
        let links = messaging::links(portal, session, question).await?;
        let form = PageForm::read::<MergeQuestion>(request).await?;
        let candidates = messaging::merge_candidates(portal, session, question).await?;
        Ok(Merging {
            notice: notice(&links, question),
            merged: merged_questions(&links, address),
            form: (!candidates.is_empty()).then(|| merge_card(question, &candidates, form)),
        })
    }
}

fn address(question: &Conversation) -> String {
    path::agent_question(question.id)
}

fn notice(links: &Links, question: &Conversation) -> Option<AnyView> {
    let (id, page) = (question.id.to_string(), path::agent_question(question.id));
    let text = "Séparée, la question retrouverait l’état qu’elle avait, et l’usager en serait prévenu.";
    let button = view! {
        <ButtonForm action=SeparateQuestion::ACTION page submit="Séparer" variant=Variant::Secondary>
            <input type="hidden" name="question" value=id/>
        </ButtonForm>
    };
    merged_notice(links, address, text, Some(button.into_any()))
}

fn merge_card(question: &Conversation, candidates: &[Conversation], form: PageForm) -> AnyView {
    let id = question.id.to_string();
    let definition = messaging::merge_form(candidates);
    let is_open = !form.flash.problems.is_empty();
    view! {
        <details class="disclosure" open=is_open>
            <summary><h2 class="disclosure__title">"Rapprocher d’une autre question"</h2></summary>
            <div>
                <p>
                    "Pour une question posée deux fois. Celle-ci est close et son délai s’arrête\u{a0}; l’échange continue dans \
                     l’autre. L’usager est prévenu. Vous pourrez la séparer de nouveau."
                </p>
                <FieldForm form definition submit="Rapprocher">
                    <input type="hidden" name="question" value=id/>
                </FieldForm>
            </div>
        </details>
    }
    .into_any()
}
