//! Forms with which agents share the work on a question: who takes it, which service has it.

use backend::{
    id::{RowId, StaffId},
    messaging::{self, Handling, Question},
};
use domain::question::Status;
use leptos::prelude::*;

use super::server::{AssignQuestion, NoteQuestion, ReleaseQuestion, TakeQuestion, TransferQuestion};
use crate::{
    forms::{ButtonForm, Endpoint, FieldForm, PageForm},
    page::{PageRequest, Stop},
    ui::*,
};

/// Forms of an agent for the question of the page.
pub struct Work {
    pub assignment: AnyView,
    pub note: AnyView,
    pub transfer: Option<AnyView>,
}

impl Work {
    /// Renders the forms, with the problems of those that were refused.
    pub async fn read(request: &PageRequest, question: &Question, handling: &Handling) -> Result<Work, Stop> {
        let agent = request.agent_session()?.agent()?.id;
        let problems = request.problems(&[TakeQuestion::NAME, ReleaseQuestion::NAME]).await?;
        let assigning = PageForm::read::<AssignQuestion>(request).await?;
        let transferring = PageForm::read::<TransferQuestion>(request).await?;
        let state = state(question, agent, &request.path);
        let assigning = (question.conversation.status() != Status::Clos)
            .then(|| assigning_form(question, handling, assigning));
        let assignment =
            view! { <Card title="Attribution"><ProblemNotice problems/> {state} {assigning}</Card> };
        Ok(Work {
            assignment: assignment.into_any(),
            note: note_card(question, handling, agent, PageForm::read::<NoteQuestion>(request).await?),
            transfer: (!handling.services.is_empty())
                .then(|| transfer_card(question, handling, transferring)),
        })
    }
}

/// The assignee, with the button to take or to release.
fn state(question: &Question, agent: StaffId, page: &str) -> AnyView {
    let conversation = &question.conversation;
    let (id, page) = (conversation.id.to_string(), page.to_owned());
    let is_closed = conversation.status() == Status::Clos;
    let (text, action, submit) = match (conversation.assignee, &conversation.assignee_name) {
        (Some(assignee), _) if assignee == agent => {
            ("Cette question vous est attribuée.".to_owned(), ReleaseQuestion::ACTION, "Rendre")
        }
        (_, Some(name)) => return view! { <p>{format!("Attribuée à {name}.")}</p> }.into_any(),
        _ => ("Attribuée à personne.".to_owned(), TakeQuestion::ACTION, "Prendre"),
    };
    let button = (!is_closed).then(|| {
        view! {
            <ButtonForm action page submit variant=Variant::Secondary>
                <input type="hidden" name="question" value=id/>
            </ButtonForm>
        }
    });
    view! { <p>{text}</p> {button} }.into_any()
}

fn assigning_form(question: &Question, handling: &Handling, form: PageForm) -> AnyView {
    let id = question.conversation.id.to_string();
    let shown = question.conversation.assignee.map(|assignee| assignee.to_string()).unwrap_or_default();
    let definition = messaging::assignment_form(&handling.colleagues);
    view! {
        <FieldForm form definition submit="Attribuer">
            <input type="hidden" name="question" value=id/>
            <input type="hidden" name="attributaire" value=shown/>
        </FieldForm>
    }
    .into_any()
}

fn note_card(question: &Question, handling: &Handling, agent: StaffId, form: PageForm) -> AnyView {
    let (id, key) = (question.conversation.id.to_string(), RowId::generate().to_string());
    let others: Vec<_> = handling.colleagues.iter().filter(|one| one.id != agent).cloned().collect();
    let definition = messaging::note_form(&others);
    let is_open = !form.flash.problems.is_empty();
    view! {
        <details class="disclosure" open=is_open>
            <summary><h2 class="disclosure__title">"Ajouter une note interne"</h2></summary>
            <div>
                <FieldForm form definition submit="Enregistrer la note">
                    <input type="hidden" name="question" value=id/>
                    <input type="hidden" name="envoi" value=key/>
                </FieldForm>
            </div>
        </details>
    }
    .into_any()
}

fn transfer_card(question: &Question, handling: &Handling, form: PageForm) -> AnyView {
    let (id, key) = (question.conversation.id.to_string(), RowId::generate().to_string());
    let definition = messaging::transfer_form(&handling.services);
    let is_open = !form.flash.problems.is_empty();
    view! {
        <details class="disclosure" open=is_open>
            <summary><h2 class="disclosure__title">"Transmettre à un autre service"</h2></summary>
            <div>
                <p>
                    "L’usager sera prévenu et verra le nouveau service. Le délai promis ne change pas. Vous ne lirez plus la \
                     question si vous n’appartenez pas à ce service."
                </p>
                <FieldForm form definition submit="Transmettre">
                    <input type="hidden" name="question" value=id/>
                    <input type="hidden" name="envoi" value=key/>
                </FieldForm>
            </div>
        </details>
    }
    .into_any()
}
