use backend::messaging::{self, Conversation, Question};
use domain::{
    message::{Party, Step},
    problem::Problems,
    rights::Network,
};
use leptos::prelude::*;

use crate::{
    forms::Form,
    messaging::{
        Reply,
        thread::{Thread, progress},
    },
    page::{self, Page, Visit},
    ui::*,
};

/// `/agent/question/{id}`: answers, files, taking in charge, answering, history.
#[component]
pub fn AgentQuestionPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        visit.agent()?;
        let (portal, session) = (visit.portal(), visit.agent_session()?);
        let question = messaging::question(portal, session, visit.param("id")?).await?;
        let kept = visit.flash("repondre").await?.unwrap_or_default();
        let mut problems = kept.problems;
        for form in [page::UPLOAD, "prendre-en-charge", "clore", "retirer-piece"] {
            problems.extend(visit.flash(form).await?.unwrap_or_default().problems);
        }
        let asked = question.conversation.clone();
        let path = format!("/agent/question/{}", asked.id);
        let late =
            asked.is_late(portal.clock.now()).then(|| view! { " " <Tag tone=Tone::Error>"En retard"</Tag> });
        let scanner = portal.config.scanner.is_some();
        let title = asked.subject.clone();
        let lead = format!("Question {} de {}", asked.number, asked.company);
        let thread = view! { <Thread messages=question.messages.clone() service=asked.service_name.clone() unscanned=!scanner/> };
        let progress = progress("Historique", &question);
        let proof = proof_link(&visit, &problems, &path);
        let answering = answering(Reply {
            question: &question,
            siren: None,
            path: path.clone(),
            typed: kept.answers,
            problems,
        });
        let answering = view! { {proof} {answering} };
        let (facts, closing) = (facts(asked, late.into_any()), closing(&question, path));
        Ok(view! {
            <Page title lead trail=vec![("Questions des opérateurs".to_owned(), "/agent".to_owned())] wide=true>
                <div class="grid grid--main">
                    <div class="stack">{thread} {answering}</div>
                    <aside class="stack" aria-label="Suivi de la question">{facts} {progress} {closing}</aside>
                </div>
            </Page>
        }
        .into_any())
    })
}

/// After an official act that was refused for want of a fresh proof: the way to one. The text waits as a draft.
fn proof_link(visit: &Visit, problems: &Problems, path: &str) -> Option<AnyView> {
    let refused = problems.iter().any(|found| found.field == messaging::OFFICIAL_ACT);
    let session = visit.session()?;
    let useful = session.agent().is_ok_and(|agent| agent.network == Network::Secured)
        && !session.has_fresh_proof(visit.portal().clock.now());
    (refused && useful).then(|| {
        let href = format!("/agent/preuve?retour={}", page::encode(path));
        view! {
            <Notice kind=NoticeKind::Warning title="Une vérification récente est nécessaire">
                <p>"Votre réponse n’est pas envoyée\u{a0}; son texte est gardé en brouillon."</p>
                <p><ButtonLink href>"Confirmer que c’est bien moi"</ButtonLink></p>
            </Notice>
        }
        .into_any()
    })
}

fn facts(asked: Conversation, late: AnyView) -> AnyView {
    let (status, siren) = (asked.status(), asked.siren.grouped());
    let Conversation { number, company, motif_title, service_name, .. } = asked;
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

/// What the agent may do now: take in charge first, so that one agent is known to work on it; then answer.
fn answering(reply: Reply) -> AnyView {
    let question = reply.question;
    if question.allows(Step::TakeInCharge) {
        let (id, page, problems) =
            (question.conversation.id.to_string(), reply.path.clone(), reply.problems.clone());
        return view! {
            <section class="card" aria-labelledby="prise-en-charge">
                <h2 class="card__title" id="prise-en-charge">"Prendre en charge"</h2>
                <ErrorSummary problems/>
                <p>"L’usager sera prévenu que votre service s’occupe de sa question. Vous pourrez ensuite y répondre."</p>
                <Form action="/form/prendre-en-charge" page>
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
    let form = reply.form("/form/repondre", "Votre réponse", "Envoyer la réponse");
    view! {
        <section id="reponse" class="card" aria-labelledby="reponse-titre">
            <h2 class="card__title" id="reponse-titre">"Répondre"</h2>
            {form}
        </section>
    }
    .into_any()
}

fn closing(question: &Question, page: String) -> Option<AnyView> {
    question.allows(Step::Close(Party::Agent)).then(|| {
        let id = question.conversation.id.to_string();
        view! {
            <Card title="Clore">
                <p>"La réponse est complète\u{a0}? Une question close reste lisible mais ne peut plus être complétée."</p>
                <Form action="/form/clore" page>
                    <input type="hidden" name="question" value=id/>
                    <Submit variant=Variant::Secondary>"Clore la question"</Submit>
                </Form>
            </Card>
        }
        .into_any()
    })
}
