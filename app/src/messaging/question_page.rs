use backend::messaging::{self, Attachment, Conversation, Question};
use domain::{
    attachment::MAX_FILES,
    form::Answers,
    message::{Party, Step},
    problem::Problems,
    siren::Siren,
};
use leptos::prelude::*;
use uuid::Uuid;

use super::{
    steps::{item, question_path, receipt_path, trail},
    thread::{Thread, progress},
};
use crate::{
    forms::Form,
    page::{self, Page, Visit},
    ui::*,
};

/// `/messagerie/question/{id}`: the conversation, its statuses, what may be added.
#[component]
pub fn QuestionPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        let siren = visit.siren()?.clone();
        let (portal, session) = (visit.portal(), visit.usager_session()?);
        let question = messaging::question(portal, session, visit.param("id")?).await?;
        if let Err(error) = messaging::mark_read(portal, session, &question.conversation).await {
            // Reading must not depend on writing: it stays unread until the next time.
            tracing::warn!(%error, "a question could not be marked as read");
        }
        let kept = visit.flash("suite").await?.unwrap_or_default();
        let mut problems = kept.problems;
        problems.extend(visit.flash(page::UPLOAD).await?.unwrap_or_default().problems);
        problems.extend(visit.flash("clore").await?.unwrap_or_default().problems);
        problems.extend(visit.flash("retirer-piece").await?.unwrap_or_default().problems);
        let asked = question.conversation.clone();
        let late = asked.is_late(portal.clock.now()).then(late);
        let reply = Reply {
            question: &question,
            siren: Some(siren.clone()),
            path: question_path(asked.id),
            typed: kept.answers,
            problems,
        };
        let (title, lead) = (asked.subject.clone(), format!("Question {}", asked.number));
        let thread =
            view! { <Thread messages=question.messages.clone() service=asked.service_name.clone()/> };
        let progress = progress("Suivi", &question);
        let (follow_up, facts, closing) = (follow_up(reply), facts(asked), closing(&question, siren));
        Ok(view! {
            <Page title lead trail=trail() wide=true follows_messages=true>
                {late}
                <div class="grid grid--main">
                    <div class="stack">{thread} {follow_up}</div>
                    <aside class="stack" aria-label="Suivi de la question">{facts} {progress} {closing}</aside>
                </div>
            </Page>
        }
        .into_any())
    })
}

fn late() -> AnyView {
    view! {
        <Notice kind=NoticeKind::Warning title="Le délai de réponse promis est dépassé">
            <p>"Votre question reste suivie. Vous pouvez la compléter ci-dessous pour relancer le service."</p>
        </Notice>
    }
    .into_any()
}

fn facts(asked: Conversation) -> AnyView {
    let (status, receipt) = (asked.status(), receipt_path(asked.id));
    let Conversation { number, motif_title, service_name, .. } = asked;
    view! {
        <Card title="Question">
            <DefinitionList>
                <Definition term="Numéro"><span class="mono">{number}</span></Definition>
                <Definition term="État"><StatusBadge status/></Definition>
                <Definition term="Motif">{motif_title}</Definition>
                <Definition term="Service">{service_name}</Definition>
            </DefinitionList>
            <p><a href=receipt>"Accusé de réception"</a></p>
        </Card>
    }
    .into_any()
}

fn follow_up(reply: Reply) -> AnyView {
    if !reply.question.allows(Step::FollowUp) {
        return view! {
            <Notice kind=NoticeKind::Info>
                <p>"Cette question est close. Pour un nouveau sujet, " <a href="/messagerie/nouvelle">"posez une autre question"</a>"."</p>
            </Notice>
        }
        .into_any();
    }
    let form = reply.form("/form/suite", "Votre message", "Envoyer au service");
    view! {
        <section id="suite" class="card" aria-labelledby="suite-titre">
            <h2 class="card__title" id="suite-titre">"Compléter ou relancer"</h2>
            {form}
        </section>
    }
    .into_any()
}

fn closing(question: &Question, siren: Siren) -> Option<AnyView> {
    question.allows(Step::Close(Party::Usager)).then(|| {
        let id = question.conversation.id;
        view! {
            <Card title="Clore">
                <p>"Vous n’attendez plus rien du service\u{a0}? Une question close reste lisible mais ne peut plus être complétée."</p>
                <Form action="/form/clore" page=question_path(id) siren=Some(siren)>
                    <input type="hidden" name="question" value=id.to_string()/>
                    <Submit variant=Variant::Secondary>"Clore la question"</Submit>
                </Form>
            </Card>
        }
        .into_any()
    })
}

/// A follow-up or an answer being written: files first, so that adding one never costs a text typed after.
pub(crate) struct Reply<'a> {
    pub question: &'a Question,
    /// The company the page shows; none on an agent's page.
    pub siren: Option<Siren>,
    pub path: String,
    pub typed: Answers,
    pub problems: Problems,
}

impl Reply<'_> {
    pub(crate) fn form(self, action: &'static str, label: &'static str, send: &'static str) -> AnyView {
        let id = self.question.conversation.id.to_string();
        let answers = match &self.question.reply {
            Some(draft) if self.typed.is_empty() => draft.answers.clone(),
            _ => self.typed.clone(),
        };
        let mut definition = messaging::reply_form(self.question.party);
        let text = definition.fields.iter_mut().filter(|field| field.name == "message");
        text.for_each(|field| field.label = label.to_owned());
        // Drawn for this page: the same form sent twice is one message.
        let key = Uuid::now_v7().to_string();
        let asked = |field: &str| definition.field(field).is_some();
        let of_fields: Problems = self.problems.iter().filter(|found| asked(&found.field)).cloned().collect();
        let files = self.files();
        let Reply { siren, path, problems, .. } = self;
        view! {
            <ErrorSummary problems/>
            {files}
            <Form action=action page=path siren>
                <MandatoryNote/>
                <input type="hidden" name="question" value=id/>
                <input type="hidden" name="cle" value=key/>
                <FormFields definition answers problems=of_fields/>
                <div class="form__actions">
                    <Submit name="action" value="envoyer">{send}</Submit>
                    <Submit name="action" value="enregistrer" variant=Variant::Secondary unchecked=true>"Enregistrer le brouillon"</Submit>
                </div>
            </Form>
        }
        .into_any()
    }

    fn files(&self) -> AnyView {
        let files =
            self.question.reply.as_ref().map(|draft| draft.attachments.as_slice()).unwrap_or_default();
        let items: Vec<AttachmentItem> =
            files.iter().map(|file| item(file, false, self.removal(file))).collect();
        let list = (!items.is_empty()).then(|| view! { <AttachmentList files=items/> });
        let upload = (files.len() < MAX_FILES).then(|| self.upload());
        view! { {list} {upload} }.into_any()
    }

    fn upload(&self) -> AnyView {
        let action = format!("/televersement/reponse/{}", self.question.conversation.id);
        let siren = self.siren.as_ref().map(Siren::to_string).unwrap_or_default();
        let error = self.problems.iter().find(|found| found.field == "fichier");
        let error = error.map(|found| found.problem.to_string()).unwrap_or_default();
        let (page, label) = (self.path.clone(), "Pièces jointes (facultatif)");
        view! { <UploadForm action page siren place="" label many=true error/> }.into_any()
    }

    fn removal(&self, file: &Attachment) -> Option<AnyView> {
        let draft = self.question.reply.as_ref()?.id.to_string();
        let (told, file) = (format!(" le fichier {}", file.name), file.id.to_string());
        let form = view! {
            <Form action="/form/retirer-piece" page=self.path.clone() siren=self.siren.clone() class="cluster">
                <input type="hidden" name="brouillon" value=draft/>
                <input type="hidden" name="piece" value=file/>
                <button class="button button--quiet button--small" type="submit">
                    "Retirer" <span class="visually-hidden">{told}</span>
                </button>
            </Form>
        };
        Some(form.into_any())
    }
}
