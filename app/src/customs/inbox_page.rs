use backend::{
    customs::{self, Inbox, InboxCounts, InboxPart},
    messaging::Conversation,
};
use domain::path::{self, AGENT_INBOX};
use leptos::prelude::*;
use platform::db::Moment;

use crate::{
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/agent?etat=…&apres=…`: questions sent to the agent's services.
#[component]
pub fn InboxPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let agent = request.agent()?.clone();
        let portal = request.portal();
        let part = request.query("etat").and_then(InboxPart::from_code).unwrap_or_default();
        let after = request.query("apres");
        let inbox = customs::inbox(portal, request.agent_session()?, part, after).await?;
        let counts = customs::counts(portal, agent.agent).await?;
        let lead = match agent.services.as_slice() {
            [] => {
                "Aucun service ne vous est attribué\u{a0}: adressez-vous à votre administrateur.".to_owned()
            }
            [service] => format!("Service {service}"),
            services => format!("Services {}", services.join(", ")),
        };
        let body = questions(inbox, part, after.is_some(), portal.clock.now());
        Ok(view! {
            <Page title="Questions des opérateurs" lead=lead wide=true>
                <TabLinks label="État des questions" tabs=tabs(part, counts)/>
                {body}
            </Page>
        }
        .into_any())
    })
}

fn address(part: InboxPart, after: Option<&str>) -> String {
    let after = after.map(|after| format!("&apres={}", path::encode(after))).unwrap_or_default();
    format!("{AGENT_INBOX}?etat={}{after}", part.code())
}

fn tabs(current: InboxPart, counts: InboxCounts) -> Vec<TabLink> {
    let count = |part| match part {
        InboxPart::ToTakeInCharge => u32::try_from(counts.to_take_in_charge).ok(),
        InboxPart::InProgress => u32::try_from(counts.in_progress).ok(),
        InboxPart::Answered | InboxPart::Closed => None,
    };
    let tab = |part: InboxPart| TabLink {
        label: part.label().to_owned(),
        href: address(part, None),
        current: part == current,
        count: count(part),
    };
    InboxPart::ALL.into_iter().map(tab).collect()
}

fn questions(inbox: Inbox, part: InboxPart, further: bool, now: Moment) -> AnyView {
    if inbox.questions.is_empty() {
        return view! {
            <EmptyState title="Aucune question">
                <p>"Les questions envoyées à vos services apparaissent dans cette liste dès leur envoi."</p>
            </EmptyState>
        }
        .into_any();
    }
    let lines: Vec<AnyView> = inbox.questions.iter().map(|question| line(question, now)).collect();
    let first = further.then(|| ("Revenir au début", address(part, None)));
    let next = inbox.next.map(|next| ("Questions suivantes", address(part, Some(&next))));
    view! {
        <TableFrame caption=part.label()>
            <thead>
                <tr>
                    <th scope="col">"Objet"</th>
                    <th scope="col">"Numéro"</th>
                    <th scope="col">"Entreprise"</th>
                    <th scope="col">"Motif"</th>
                    <th scope="col">"Service"</th>
                    <th scope="col">"Reçue le"</th>
                    <th scope="col">"Réponse promise"</th>
                </tr>
            </thead>
            <tbody>{lines}</tbody>
        </TableFrame>
        <CursorPagination first next/>
    }
    .into_any()
}

fn line(question: &Conversation, now: Moment) -> AnyView {
    let late = question.is_late(now).then(|| view! { " " <Tag tone=Tone::Error>"En retard"</Tag> });
    view! {
        <tr>
            <th scope="row"><a href=path::agent_question(question.id)>{question.subject.clone()}</a></th>
            <td data-label="Numéro"><span class="mono nowrap">{question.number.clone()}</span></td>
            <td data-label="Entreprise">{question.company.clone()}</td>
            <td data-label="Motif">{question.motif_title.clone()}</td>
            <td data-label="Service">{question.service_name.clone()}</td>
            <td data-label="Reçue le"><time datetime=question.asked_at.rfc3339()>{question.asked_at.french_minute()}</time></td>
            <td data-label="Réponse promise">{question.answer_due_at.french_day()} {late}</td>
        </tr>
    }
    .into_any()
}
