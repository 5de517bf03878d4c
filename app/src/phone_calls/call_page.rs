use backend::{
    appointments::AppointmentState,
    assistance::phone_calls::{self, PhoneCall},
};
use domain::{appointments::SLOT, form::Answers, path};
use leptos::prelude::*;
use platform::error::Error;

use super::{
    booking_page::trail,
    server::{CancelPhoneCall, ChangePhoneCall},
};
use crate::{
    forms::{ButtonForm, Endpoint, FieldForm, PageForm},
    page::{self, Page, PageRequest, Stop},
    ui::*,
};

/// `/rappel/suivi?jeton=…`: a booked call. Opening the page changes nothing: mail scanners follow links.
#[component]
pub fn CallPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let token = request.query("jeton").unwrap_or_default().to_owned();
        let call = match phone_calls::find(request.portal(), &token).await {
            Err(Error::NotFound) => return Ok(unknown().into_any()),
            call => call?,
        };
        let (title, content) = match call.state(request.portal().clock.now()) {
            AppointmentState::Booked => ("Votre appel est prévu", booked(&request, &call, &token).await?),
            AppointmentState::Begun => ("L’heure de votre appel est passée", another().into_any()),
            AppointmentState::Cancelled => ("Votre appel est annulé", another().into_any()),
        };
        Ok(view! {
            <Page title crumb="Votre appel" trail=trail()>
                <Details call/>
                {content}
            </Page>
        }
        .into_any())
    })
}

#[component]
fn Details(call: PhoneCall) -> impl IntoView {
    let (slot, phone, subject) = (call.slot().label(), call.shown_phone(), call.subject());
    let details = (!call.details.is_empty())
        .then(|| view! { <Definition term="Précisions"><span class="message__body">{call.details}</span></Definition> });
    view! {
        <DefinitionList>
            <Definition term="Jour et heure">
                <strong>{slot}</strong>
                " (heure de Paris)"
            </Definition>
            <Definition term="Téléphone">{phone}</Definition>
            <Definition term="Nom">{call.name}</Definition>
            <Definition term="Sujet">{subject}</Definition>
            {details}
        </DefinitionList>
    }
}

async fn booked(request: &PageRequest, call: &PhoneCall, token: &str) -> Result<AnyView, Stop> {
    let problems = request.problems(&[CancelPhoneCall::NAME]).await?;
    let mut slots = phone_calls::free_slots(request.portal()).await?;
    slots.retain(|slot| *slot != call.slot());
    slots.insert(0, call.slot());
    let current = Answers::from_iter([(SLOT, call.slot().value())]);
    let change = PageForm::read_or::<ChangePhoneCall>(request, current).await?;
    let hidden = |token: &str| view! { <input type="hidden" name="jeton" value=token.to_owned()/> };
    let (to_change, to_cancel) = (hidden(token), hidden(token));
    let (move_title, cancel_title) = ("Déplacer l’appel", "Annuler l’appel");
    let definition = phone_calls::change_form(&slots);
    let moving =
        view! { <FieldForm form=change definition submit=move_title>{to_change}</FieldForm> }.into_any();
    let page = request.path.clone();
    let cancelling = view! {
        <ButtonForm action=CancelPhoneCall::ACTION page submit=cancel_title variant=Variant::Danger>
            {to_cancel}
        </ButtonForm>
    }
    .into_any();
    let event = path::phone_call_event(path::encode(token));
    Ok(view! {
        <ErrorSummary problems/>
        <BookedSlot event move_title moving cancel_title cancelling/>
    }
    .into_any())
}

fn another() -> impl IntoView {
    view! {
        <p class="cluster">
            <ButtonLink href=path::PHONE_CALL_BOOKING>"Réserver un autre appel"</ButtonLink>
            <ButtonLink href=path::HELP variant=Variant::Secondary>"Aide"</ButtonLink>
        </p>
    }
}

/// Unknown token, or a call deleted 30 days after its time.
fn unknown() -> impl IntoView {
    view! {
        <Page title="Appel introuvable" trail=trail()>
            <p>
                "Ce lien n’est plus valable\u{a0}: les appels sont supprimés 30\u{a0}jours après leur date. Vérifiez que \
                 l’adresse est celle du courriel, en entier."
            </p>
            {another()}
        </Page>
    }
}
