use backend::{customs::appointments, id::AppointmentId};
use domain::{
    appointments::{LINKED_QUESTION, SLOT},
    form::Answers,
    path,
};
use leptos::prelude::*;

use super::{offer_page::linked_question, server::BookAppointment, slots_page::kind, trail::trail};
use crate::{
    forms::{FieldForm, PageForm},
    page::{self, Page, PageRequest, Stop},
    ui::*,
};

/// `/rendez-vous/reservation?nature=…&creneau=…&question=…`: details of the appointment. The slot can still be changed, since
/// another person may take it meanwhile.
#[component]
pub fn BookingPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let siren = request.siren()?.to_string();
        let (portal, session) = (request.portal(), request.usager_session()?);
        let free = appointments::slots(portal, session, kind(&request)?).await?;
        let back = match linked_question(&request) {
            Some(question) => path::appointment_slots_about(free.kind.id, question),
            None => path::appointment_slots(free.kind.id),
        };
        if free.slots.is_empty() {
            return Err(Stop::Redirect(back));
        }
        let questions = appointments::linkable_questions(portal, session, &free.service.code).await?;
        let form = PageForm::read_or::<BookAppointment>(&request, known_answers(&request)).await?;
        let definition = free.form(&questions);
        let (kind, key) = (free.kind.id.to_string(), AppointmentId::generate().to_string());
        let lead = format!("{}, avec {}.", free.kind.settings.label, free.service.name);
        Ok(view! {
            <Page title="Réserver un rendez-vous" lead trail=trail()>
                <FieldForm form definition submit="Réserver le rendez-vous" cancel=back>
                    <input type="hidden" name="_siren" value=siren/>
                    <input type="hidden" name="nature" value=kind/>
                    <input type="hidden" name="rendez_vous" value=key/>
                    <MandatoryNote/>
                </FieldForm>
                <p class="muted">
                    "Le service et vos collègues habilités voient ce rendez-vous. Il est supprimé 30\u{a0}jours après sa date."
                </p>
            </Page>
        }
        .into_any())
    })
}

/// The slot and the question of the link.
fn known_answers(request: &PageRequest) -> Answers {
    let mut answers = Answers::from_iter(request.query(SLOT).map(|slot| (SLOT, slot)));
    if let Some(question) = linked_question(request) {
        answers.set(LINKED_QUESTION, question.to_string());
    }
    answers
}
