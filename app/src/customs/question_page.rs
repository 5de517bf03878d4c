use backend::{
    accounts::sessions::StaffMember,
    customs::canned_answers,
    id::StaffId,
    messaging::{self, Conversation, Handling, Writing, agent_notices},
};
use domain::{
    path,
    problem::{Problem, Problems},
    question::Step,
    rights::Network,
};
use leptos::prelude::*;

use super::{
    canned,
    history::history,
    merging::Merging,
    server::{Answer, SeparateQuestion, TakeInCharge},
    work::Work,
};
use crate::{
    forms::{Endpoint, Form},
    messaging::{
        CloseQuestion, RemoveFile, RemoveUpload, Reply, closing, question_title, thread::Thread,
        unfinished_files_of_reply,
    },
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/agent/question/{id}`: the conversation, taking in charge, answering, closing, history.
#[component]
pub fn AgentQuestionPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let (portal, session) = (request.portal(), request.agent_session()?);
        let question = messaging::question(portal, session, request.param("id")?).await?;
        if let Err(error) = agent_notices::mark_question_read(portal, session, question.conversation.id).await
        {
            // The page is still shown: the notices stay unread until the next visit.
            tracing::warn!(%error, "failed to mark the notices of a question as read");
        }
        let flash = request.flash(Answer::NAME).await?.unwrap_or_default();
        let mut problems = flash.problems;
        let buttons = [TakeInCharge::NAME, CloseQuestion::NAME, RemoveFile::NAME, SeparateQuestion::NAME];
        let other_forms = [&[page::UPLOAD, RemoveUpload::NAME], buttons.as_slice()].concat();
        problems.extend(request.problems(&other_forms).await?);
        let conversation = question.conversation.clone();
        let handling = messaging::handling(portal, session, &conversation).await?;
        let work = Work::read(&request, &question, &handling).await?;
        let path = path::agent_question(conversation.id);
        let late = conversation
            .is_late(portal.clock.now())
            .then(|| view! { " " <Tag tone=Tone::Error>"En retard"</Tag> });
        let scanner = portal.config.scanner.is_some();
        let title = question_title(&conversation);
        let (crumb, lead) = (format!("Question {}", conversation.number), conversation.company.clone());
        let notes = messaging::notes(portal, session, &conversation).await?;
        let new_last = problems.iter().any(|found| matches!(found.problem, Problem::NewerMessage { .. }));
        let (messages, service) = (question.messages.clone(), conversation.service_name.clone());
        let thread = view! { <Thread messages service unscanned=!scanner notes new_last/> };
        let progress = history(&question, &handling.acts);
        let writing = writing(&handling);
        let reauthentication = reauthentication_notice(&request, &problems, &path);
        let offered = canned_answers::offered(portal, session, &conversation).await?;
        let canned = canned::insertion(&offered, &problems);
        let typed = flash.answers;
        let unfinished = unfinished_files_of_reply(&request, &question).await?;
        let reply = Reply {
            question: &question,
            siren: None,
            path: path.clone(),
            typed,
            problems,
            unfinished,
            canned,
        };
        let Merging { notice, merged, form: merging } = Merging::read(&request, &conversation).await?;
        let next_step = match notice {
            Some(notice) => view! { <ErrorSummary problems=reply.problems/> {notice} }.into_any(),
            None => next_step(reply, session.agent()?.id),
        };
        let next_step = view! { {writing} {reauthentication} {next_step} };
        let Work { assignment, note, transfer } = work;
        let (facts, closing) = (facts(conversation, late.into_any()), closing(&question, path, None));
        Ok(view! {
            <Page title crumb lead trail=Vec::new() wide=true refresh_on_messages=true>
                <div class="grid grid--main">
                    <div class="stack">{thread} {next_step} {note}</div>
                    <aside class="stack" aria-label="Suivi de la question">{facts} {merged} {assignment} {progress} {transfer} {merging} {closing}</aside>
                </div>
            </Page>
        }
        .into_any())
    })
}

/// Colleagues who have begun an answer, so that two agents do not write the same one.
fn writing(handling: &Handling) -> Option<AnyView> {
    let line = |one: &Writing| {
        let text = format!("{} rédige une réponse, enregistrée le\u{a0}", one.name);
        view! { <p>{text} <Time at=one.at/> "."</p> }
    };
    (!handling.writing.is_empty()).then(|| {
        let lines = handling.writing.iter().map(line).collect_view();
        view! { <Notice kind=NoticeKind::Info>{lines}</Notice> }.into_any()
    })
}

/// Link to re-authentication, after an official act was refused because the last authentication is too old.
/// The text is saved as a draft.
fn reauthentication_notice(request: &PageRequest, problems: &Problems, path: &str) -> Option<AnyView> {
    let refused = problems.iter().any(|found| found.field == messaging::OFFICIAL_ACT);
    let session = request.session()?;
    let can_reauthenticate = session.agent().is_ok_and(|agent| agent.network == Network::Secured)
        && !session.is_recently_authenticated(request.portal().clock.now());
    if refused && session.agent().is_ok_and(|agent| lacks_factor(request, agent)) {
        return Some(factor_notice());
    }
    (refused && can_reauthenticate).then(|| {
        let href = path::with_return(path::STAFF_REAUTHENTICATION, path);
        view! {
            <Notice kind=NoticeKind::Warning title="Une vérification récente est nécessaire">
                <p>"Votre réponse n’a pas été envoyée\u{a0}; son texte est conservé en brouillon."</p>
                <p><ButtonLink href>"Confirmer mon identité"</ButtonLink></p>
            </Notice>
        }
        .into_any()
    })
}

/// Returns `true` if the agent could send an official act, had they added a strong factor.
fn lacks_factor(request: &PageRequest, agent: &StaffMember) -> bool {
    agent.network == Network::Secured && !agent.meets_factor_requirement(request.portal())
}

/// Link to the page where the agent adds the factor that an official act requires. The text is saved as a draft.
fn factor_notice() -> AnyView {
    view! {
        <Notice kind=NoticeKind::Warning title="Un second facteur plus sûr est nécessaire">
            <p>"Votre réponse n’a pas été envoyée\u{a0}; son texte est conservé en brouillon."</p>
            <p><ButtonLink href=path::STAFF_SECURITY>"Ajouter une application ou une clé d’accès"</ButtonLink></p>
        </Notice>
    }
    .into_any()
}

fn facts(conversation: Conversation, late: AnyView) -> AnyView {
    let (status, siren) = (conversation.status(), conversation.siren.grouped());
    let Conversation { number, company, motif_title, service_name, .. } = conversation;
    view! {
        <Card title="Question">
            <DefinitionList>
                <Definition term="Numéro"><span class="mono">{number}</span></Definition>
                <Definition term="État"><StatusBadge status/> {late}</Definition>
                <Definition term="Entreprise">{company}</Definition>
                <Definition term="SIREN">{siren}</Definition>
                <Definition term="Motif">{motif_title}</Definition>
                <Definition term="Service">{service_name}</Definition>
            </DefinitionList>
        </Card>
    }
    .into_any()
}

/// Form for the next step: taking in charge, so that one agent is known to work on the question, then
/// answering.
fn next_step(reply: Reply, agent: StaffId) -> AnyView {
    let question = reply.question;
    let other = question.conversation.assignee.is_some_and(|assignee| assignee != agent);
    if question.allows(Step::TakeInCharge) && other {
        let name = question.conversation.assignee_name.clone().unwrap_or_default();
        let text = format!(
            "Cette question est attribuée à {name}, qui peut la prendre en charge. Pour y répondre \
                            vous-même, attribuez-la-vous d’abord."
        );
        return view! { <Notice kind=NoticeKind::Info><ErrorSummary problems=reply.problems/><p>{text}</p></Notice> }
            .into_any();
    }
    if question.allows(Step::TakeInCharge) {
        let (id, page, problems) =
            (question.conversation.id.to_string(), reply.path.clone(), reply.problems.clone());
        return view! {
            <section class="card" aria-labelledby="prise-en-charge">
                <h2 class="card__title" id="prise-en-charge">"Prendre en charge"</h2>
                <ErrorSummary problems/>
                <p>"L’usager sera prévenu que votre service s’occupe de sa question. Vous pourrez ensuite y répondre."</p>
                <Form action=TakeInCharge::ACTION page>
                    <input type="hidden" name="question" value=id/>
                    <div class="form__actions"><Submit>"Prendre en charge"</Submit></div>
                </Form>
            </section>
        }
        .into_any();
    }
    if !question.allows(Step::Answer) {
        return view! {
            <Notice kind=NoticeKind::Info><p>"Cette question est close\u{a0}: elle ne peut plus recevoir de réponse."</p></Notice>
        }
        .into_any();
    }
    let form = reply.form(Answer::ACTION, "Votre réponse", "Envoyer la réponse");
    view! {
        <section id="reponse" class="card" aria-labelledby="reponse-titre">
            <h2 class="card__title" id="reponse-titre">"Répondre"</h2>
            {form}
        </section>
    }
    .into_any()
}
