use backend::interruptions::{self, HISTORY_DAYS, Interruption, ServiceState};
use domain::{co_owner::CoOwner, french};
use leptos::prelude::*;
use platform::db::Moment;

use crate::{
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/etat-des-services`: whether the co-owners answer the portal, and their last interruptions.
#[component]
pub fn ServiceStatusPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let portal = request.portal();
        let states = interruptions::states(portal).await?;
        let history = interruptions::history(portal).await?;
        let now = portal.clock.now();
        Ok(view! {
            <Page
                title="État des services"
                lead="Les administrations avec lesquelles le portail échange, telles qu’il les voit."
                wide=true
            >
                {current(states, now)}
                <p class="muted">
                    "Quand une administration ne répond pas, le portail affiche ses derniers chiffres connus, avec leur date. Un \
                     site peut répondre à votre navigateur alors qu’il ne répond pas au portail, et inversement."
                </p>
                <h2 id="interruptions">{format!("Interruptions des {HISTORY_DAYS} derniers jours")}</h2>
                {past(history, now)}
            </Page>
        }
        .into_any())
    })
}

fn current(states: Vec<(CoOwner, ServiceState)>, now: Moment) -> AnyView {
    if states.is_empty() {
        return view! { <p>"Ce portail n’échange avec aucune administration."</p> }.into_any();
    }
    let columns = [Column::text("Administration"), Column::text("État"), Column::text("Précision")];
    let caption = "État des administrations";
    let time = view! { <p class="muted small">"Relevé du " <Time at=now/> "."</p> };
    let table = Table::with_hidden_caption(caption, &columns).rows(states, state).finish();
    view! { {table} {time} }.into_any()
}

fn state(row: &mut Row<'_>, (co_owner, state): (CoOwner, ServiceState)) {
    row.cell().text(co_owner.label()).note(co_owner.site());
    let (tone, words) = tag_of(state);
    row.cell().tag(tone, words);
    match state {
        ServiceState::Answers { at } | ServiceState::AnswersSlowly { at } => {
            row.cell().text("Dernière réponse\u{a0}: ").minute(at);
        }
        ServiceState::SilentSince(since) => {
            row.cell().text("Sans réponse depuis le ").minute(since);
        }
        ServiceState::NotCalled => {
            row.cell().text("Aucun échange récent");
        }
    }
}

/// State of an administration in words.
pub(super) const fn tag_of(state: ServiceState) -> (Tone, &'static str) {
    match state {
        ServiceState::Answers { .. } => (Tone::Success, "Répond"),
        ServiceState::AnswersSlowly { .. } => (Tone::Warning, "Répond lentement"),
        ServiceState::SilentSince(_) => (Tone::Error, "Ne répond pas"),
        ServiceState::NotCalled => (Tone::Info, "Non vérifié"),
    }
}

fn past(history: Vec<Interruption>, now: Moment) -> AnyView {
    if history.is_empty() {
        return view! { <p>"Aucune interruption d’une minute ou plus n’a été constatée."</p> }.into_any();
    }
    let columns = ["Administration", "Début", "Fin", "Durée"].map(Column::text);
    Table::new("Interruptions d’une minute ou plus, les plus récentes en premier", &columns)
        .rows(history, |row, one| interruption(row, one, now))
        .finish()
}

fn interruption(row: &mut Row<'_>, one: Interruption, now: Moment) {
    row.cell().text(one.co_owner.site());
    row.cell().minute(one.began_at);
    match one.ended_at {
        Some(at) => row.cell().minute(at),
        None => row.cell().tag(Tone::Error, "En cours"),
    };
    row.cell().text(duration(one, now));
}

/// Duration in words, to the minute.
fn duration(one: Interruption, now: Moment) -> String {
    let minutes = one.ended_at.unwrap_or(now).since(one.began_at).as_secs() / 60;
    match (minutes / 60, minutes % 60) {
        (0, minutes) => french::count(minutes, "minute", "minutes"),
        (hours, 0) => french::count(hours, "heure", "heures"),
        (hours, minutes) => {
            let (hours, minutes) =
                (french::count(hours, "heure", "heures"), french::count(minutes, "minute", "minutes"));
            format!("{hours} {minutes}")
        }
    }
}
