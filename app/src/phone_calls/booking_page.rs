use backend::{
    accounts::sessions::Visitor,
    assistance::phone_calls::{self, SLOT},
};
use domain::{form::Answers, path};
use leptos::prelude::*;

use super::server::BookPhoneCall;
use crate::{
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
        let form = PageForm::read_or::<BookPhoneCall>(&request, known_answers(&request)).await?;
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

/// The slot of the link, and what the account of a signed-in person says.
fn known_answers(request: &PageRequest) -> Answers {
    let mut answers = Answers::from_iter(request.query(SLOT).map(|slot| (SLOT, slot)));
    if let Some(Visitor::Usager(usager)) = request.session().map(|session| &session.visitor) {
        answers.set("nom", usager.full_name());
        answers.set("email", usager.email.clone());
    }
    answers
}
