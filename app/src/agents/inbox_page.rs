use backend::{
    agents::{self, Counts, Inbox, Part},
    db::Moment,
    messaging::Conversation,
};
use leptos::prelude::*;

use crate::{
    page::{self, Page, Visit, encode},
    ui::*,
};

/// `/agent?etat=…&apres=…`: what was sent to the agent's services.
#[component]
pub fn InboxPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        let agent = visit.agent()?.clone();
        let portal = visit.portal();
        let part = visit.query("etat").and_then(Part::from_code).unwrap_or_default();
        let after = visit.query("apres");
        let inbox = agents::inbox(portal, visit.agent_session()?, part, after).await?;
        let counts = agents::counts(portal, agent.agent).await?;
        let lead = match agent.services.as_slice() {
            [] => "Aucun service ne vous est attribué\u{a0}: demandez-le à votre administrateur.".to_owned(),
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

fn address(part: Part, after: Option<&str>) -> String {
    let after = after.map(|after| format!("&apres={}", encode(after))).unwrap_or_default();
    format!("/agent?etat={}{after}", part.code())
}

fn tabs(current: Part, counts: Counts) -> Vec<TabLink> {
    let count = |part| match part {
        Part::ToTake => u32::try_from(counts.to_take).ok(),
        Part::InProgress => u32::try_from(counts.in_progress).ok(),
        Part::Answered | Part::Closed => None,
    };
    let tab = |part: Part| TabLink {
        label: part.label().to_owned(),
        href: address(part, None),
        current: part == current,
        count: count(part),
    };
    Part::ALL.into_iter().map(tab).collect()
}

fn questions(inbox: Inbox, part: Part, further: bool, now: Moment) -> AnyView {
    if inbox.questions.is_empty() {
        return view! {
            <EmptyState title="Aucune question ici">
                <p>"Les questions envoyées à vos services apparaissent dans cette liste dès leur envoi."</p>
            </EmptyState>
        }
        .into_any();
    }
    let lines: Vec<AnyView> = inbox.questions.iter().map(|question| line(question, now)).collect();
    let first = further.then(|| view! { <li><a href=address(part, None)>"Revenir au début"</a></li> });
    let next = inbox
        .next
        .map(|next| view! { <li><a href=address(part, Some(&next))>"Questions suivantes"</a></li> });
    let neighbours = (first.is_some() || next.is_some()).then(|| {
        view! { <nav class="pagination" aria-label="Pages de la liste"><ul class="pages">{first} {next}</ul></nav> }
    });
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
        {neighbours}
    }
    .into_any()
}

fn line(question: &Conversation, now: Moment) -> AnyView {
    let late = question.is_late(now).then(|| view! { " " <Tag tone=Tone::Error>"En retard"</Tag> });
    view! {
        <tr>
            <th scope="row"><a href=format!("/agent/question/{}", question.id)>{question.subject.clone()}</a></th>
            <td data-label="Numéro"><span class="mono nowrap">{question.number.clone()}</span></td>
            <td data-label="Entreprise">{question.company.clone()}</td>
            <td data-label="Motif">{question.motif_title.clone()}</td>
            <td data-label="Service">{question.service_name.clone()}</td>
            <td data-label="Reçue le"><time datetime=question.asked_at.rfc3339()>{question.asked_at.french_minute()}</time></td>
            <td data-label="Réponse promise">{question.promised_at.french_day()} {late}</td>
        </tr>
    }
    .into_any()
}
