//! Delays of answers in words: commitments and real delays.

use backend::messaging::{self, AnswerDelay, Conversation, PastRound, Question, ServiceDelay};
use domain::{
    answer_delay::{Observed, WorkingDays, working_days_words},
    french::count,
    question::Party,
};
use leptos::prelude::*;
use platform::db::Moment;

use crate::ui::*;

/// Delays of the services to which questions of a motif may be sent.
pub(super) fn services_table(delays: &[ServiceDelay]) -> Option<AnyView> {
    let columns = [Column::wide("Service"), Column::text("Engagement"), Column::wide("Délai constaté")];
    let table = (!delays.is_empty()).then(|| {
        Table::with_hidden_caption("Délais de réponse des services", &columns)
            .rows(delays, |row, delay| {
                row.cell().text(&delay.name);
                row.cell().text(commitment(delay.days));
                row.cell().text(observed(delay.observed.as_ref()));
            })
            .finish()
    })?;
    let title = format!("Délais de réponse ces {}\u{a0}derniers jours", messaging::DAYS_OBSERVED);
    Some(view! { <details class="disclosure"><summary>{title}</summary>{table}</details> }.into_any())
}

/// « 5 jours ouvrés », or that the service promises nothing.
fn commitment(days: Option<WorkingDays>) -> String {
    days.map_or_else(|| "Aucun".to_owned(), WorkingDays::words)
}

/// The commitment of a service and its real delays, in one sentence each.
pub(super) fn service_words(delay: &ServiceDelay) -> String {
    let promise = match delay.days {
        Some(days) => format!("Le service s’engage à répondre sous {}.", days.words()),
        None => messaging::NO_PROMISE.to_owned(),
    };
    format!("{promise} {}", observed_words(delay.observed.as_ref()))
}

/// The real delays for a motif and a service, as a sentence.
pub(super) fn observed_words(figures: Option<&Observed>) -> String {
    let figures = observed(figures);
    format!(
        "Délai constaté ces {}\u{a0}derniers jours pour ce motif\u{a0}: {figures}.",
        messaging::DAYS_OBSERVED
    )
}

fn observed(figures: Option<&Observed>) -> String {
    match figures {
        Some(figures) => {
            let answers = count(figures.answers, "réponse", "réponses");
            format!("{} ({answers})", figures.words())
        }
        None => "pas encore assez de réponses".to_owned(),
    }
}

/// Promised and real delays of a question, a paragraph for each round.
pub(super) fn question_delays(question: &Question) -> AnyView {
    let Question { conversation, delay, party, .. } = question;
    let several = delay.past.len() > 1;
    let past = delay.past.iter().map(|round| view! { <p class="small">{past_words(round, several)}</p> });
    let past = past.collect_view();
    let promise = promise(conversation, delay, *party);
    let real = delay.current.answered_in.map(|one| format!(" {}", real(one.working_days)));
    view! { {past} <p class="small">{promise} {real}</p> }.into_any()
}

fn promise(conversation: &Conversation, delay: &AnswerDelay, party: Party) -> AnyView {
    let Some(days) = delay.days else {
        return format!("{} {}", messaging::NO_PROMISE, observed_words(delay.observed.as_ref())).into_any();
    };
    let since = match conversation.was_returned() {
        true => format!(" depuis la relance du {}", conversation.waiting_since.french_day()),
        false => String::new(),
    };
    let promised = format!("Délai promis\u{a0}: {}{since}", days.words());
    match (delay.is_paused, delay.current.due.map(Moment::from_timestamp), party) {
        (true, _, Party::Usager) => {
            format!("{promised}. Il est suspendu jusqu’à votre réponse au service.").into_any()
        }
        (true, _, Party::Agent) => {
            format!("{promised}. Il est suspendu jusqu’à la réponse de l’opérateur.").into_any()
        }
        (false, Some(at), _) => view! { {promised} ", soit au plus tard le " <Time at/> "." }.into_any(),
        (false, None, _) => format!("{promised}.").into_any(),
    }
}

fn past_words(round: &PastRound, several: bool) -> String {
    let which = match several {
        true => format!("Question du {}", round.began_at.french_day()),
        false => "Première réponse".to_owned(),
    };
    let kept = match round.was_kept {
        Some(false) => ", après le délai promis",
        Some(true) => ", dans le délai promis",
        None => "",
    };
    format!("{which}\u{a0}: {}{kept}.", taken(round.answered_in.working_days))
}

fn real(days: u32) -> String {
    format!("Délai réel\u{a0}: {}.", taken(days))
}

fn taken(days: u32) -> String {
    match days {
        0 => "réponse le jour même".to_owned(),
        days => working_days_words(days),
    }
}
