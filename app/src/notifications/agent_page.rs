use backend::messaging::agent_notices::{self, AgentNotice};
use domain::path;
use leptos::prelude::*;

use super::{page::unread_tag, read_all, server::MarkAgentNoticesRead};
use crate::{
    forms::Endpoint,
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/agent/notifications`: notices of the agent about questions of their services.
#[component]
pub fn AgentNoticesPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let notices = agent_notices::list(request.portal(), request.agent_session()?).await?;
        let problems = request.problems(&[MarkAgentNoticesRead::NAME]).await?;
        let has_unread = notices.iter().any(AgentNotice::is_unread);
        let read_all = read_all(has_unread, MarkAgentNoticesRead::ACTION, path::AGENT_NOTICES, None);
        Ok(view! {
            <Page
                title="Notifications"
                lead="Les notes qui vous mentionnent, les questions qui vous sont attribuées, et les délais promis."
                trail=Vec::new()
                refresh_on_messages=true
            >
                <ErrorSummary problems/>
                {read_all}
                {lines(&notices)}
            </Page>
        }
        .into_any())
    })
}

fn lines(notices: &[AgentNotice]) -> AnyView {
    if notices.is_empty() {
        return view! {
            <EmptyState title="Aucune notification">
                <p>"Ce qui vous concerne dans les questions de vos services s’affichera ici pendant un an."</p>
            </EmptyState>
        }
        .into_any();
    }
    view! { <ul class="choices">{notices.iter().map(line).collect_view()}</ul> }.into_any()
}

fn line(notice: &AgentNotice) -> impl IntoView + use<> {
    let tag = unread_tag(notice.is_unread());
    let place = format!("{} · {} · ", notice.number, notice.service_name);
    view! {
        <li>
            <a class="choice" href=path::agent_question(notice.conversation)>
                <span class="choice__title">{notice.subject.clone()} {tag}</span>
                <span class="choice__text">{notice.sentence()}</span>
                <span class="choice__text">{place} <Time at=notice.created_at/></span>
            </a>
        </li>
    }
}
