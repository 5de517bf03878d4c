use backend::{accounts::sessions::Visitor, assistance::phone_calls};
use domain::{appointments::SLOT, form::Answers, path};
use leptos::prelude::*;

use super::server::BookPhoneCall;
use crate::{
    assistant::asked_questions,
    forms::{FieldForm, PageForm},
    page::{self, Page, PageRequest, Stop},
    ui::*,
};

/// `/rappel/reservation?creneau=…`: details of the call. The slot can still be changed, since another person may take it
/// meanwhile.
#[component]
pub fn BookingPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let slots = phone_calls::free_slots(request.portal()).await?;
        if slots.is_empty() {
            return Err(Stop::Redirect(path::PHONE_CALL_BOOKING.to_owned()));
        }
        let known = known_answers(&request).await?;
        let form = PageForm::read_or::<BookPhoneCall>(&request, known).await?;
        Ok(view! {
            <Page
                title="Réserver un appel"
                lead="L’assistance vous appelle à l’heure choisie."
                trail=trail()
            >
                <FieldForm form definition=phone_calls::form(&slots) submit="Réserver l’appel" cancel=path::PHONE_CALL_BOOKING>
                    <MandatoryNote/>
                </FieldForm>
                <p class="muted">
                    "Ces informations servent à l’appel seulement. Elles sont supprimées 30\u{a0}jours après. "
                    <a href=path::PRIVACY>"Données personnelles"</a>
                </p>
            </Page>
        }
        .into_any())
    })
}

pub fn trail() -> Vec<(String, String)> {
    vec![
        ("Aide".to_owned(), path::HELP.to_owned()),
        ("Être appelé".to_owned(), path::PHONE_CALL_BOOKING.to_owned()),
    ]
}

/// The slot of the link, the name and address of a signed-in person, and the questions that the person has just asked the
/// assistant.
async fn known_answers(request: &PageRequest) -> Result<Answers, Stop> {
    let mut answers = Answers::from_iter(request.query(SLOT).map(|slot| (SLOT, slot)));
    let Some(session) = request.session() else { return Ok(answers) };
    if let Visitor::Usager(usager) = &session.visitor {
        answers.set("nom", usager.full_name());
        answers.set("email", usager.email.clone());
    }
    if let Some(questions) = asked_questions(request, phone_calls::MAX_DETAILS).await? {
        answers.set("precisions", questions);
    }
    Ok(answers)
}
