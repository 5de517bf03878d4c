//! What an appointment is, for operators and agents.

use backend::{
    appointments::AppointmentState,
    customs::appointments::{Appointment, Attendance},
};
use domain::siren::Siren;
use leptos::prelude::*;
use platform::db::Moment;

use crate::ui::*;

/// The state of an appointment in words, with what an agent has recorded.
pub(crate) fn state_tag(appointment: &Appointment, now: Moment) -> (Tone, &'static str) {
    match (appointment.state(now), appointment.attendance()) {
        (AppointmentState::Cancelled, _) => (Tone::Neutral, "Annulé"),
        (_, Some(Attendance::NoShow)) => (Tone::Warning, Attendance::NoShow.label()),
        (_, Some(Attendance::Seen)) => (Tone::Success, Attendance::Seen.label()),
        (AppointmentState::Begun, None) => (Tone::Neutral, "Passé"),
        (AppointmentState::Booked, None) => (Tone::Info, "Prévu"),
    }
}

/// The facts of an appointment. `question`: address of the question that it is linked to, for this reader.
#[component]
pub(crate) fn AppointmentDetails(
    appointment: Appointment,
    #[prop(optional_no_strip)] question: Option<String>,
    now: Moment,
) -> impl IntoView {
    let (tone, state) = state_tag(&appointment, now);
    let (when, place, zone) = (appointment.when(), appointment.place(), appointment.zone.clone());
    let doubt = (!appointment.is_at_promised_time()).then(doubt);
    let optional = |term: &'static str, text: &str| {
        let text = text.to_owned();
        (!text.is_empty()).then(|| view! { <Definition term>{text}</Definition> })
    };
    let reason = optional("Raison de l’annulation", &appointment.cancellation_reason);
    let booked_by = optional("Pris par le service", &appointment.booked_by);
    let number = appointment.question_number.clone();
    let siren = Siren::parse(&appointment.siren).map(|siren| siren.grouped()).unwrap_or_default();
    let company = format!("{} (SIREN\u{a0}{siren})", appointment.company);
    let question = question.map(|href| {
        view! { <Definition term="Question"><a href=href class="mono">{number}</a></Definition> }
    });
    view! {
        {doubt}
        <DefinitionList>
            <Definition term="Jour et heure">
                <strong><ZonedTime at=appointment.starts_at zone text=when/></strong>
            </Definition>
            <Definition term="État"><Tag tone>{state}</Tag></Definition>
            <Definition term="Lieu">{place}</Definition>
            <Definition term="Service">{appointment.service_name}</Definition>
            <Definition term="Nature">{appointment.label}</Definition>
            <Definition term="Objet">{appointment.subject}</Definition>
            <Definition term="Personne">{appointment.person}</Definition>
            <Definition term="Entreprise">{company}</Definition>
            {question}
            {booked_by}
            {reason}
        </DefinitionList>
    }
}

fn doubt() -> impl IntoView {
    view! {
        <Notice kind=NoticeKind::Warning title="Heure à vérifier">
            <p>
                "L’heure légale du lieu a changé depuis la réservation\u{a0}: l’heure ci-dessous n’est plus celle qui a été \
                 promise. Vérifiez-la auprès du service."
            </p>
        </Notice>
    }
}
