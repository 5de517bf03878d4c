use backend::{
    id::DraftId,
    messaging::{self, Attachment, Conversation, Question},
};
use domain::{
    attachment::MAX_FILES,
    form::Answers,
    path,
    problem::Problems,
    question::{Party, Step},
    siren::Siren,
};
use leptos::prelude::*;

use super::{
    server::{CloseQuestion, FollowUp, RemoveFile},
    steps::{file_item, trail},
    thread::{Thread, progress},
};
use crate::{
    forms::{Endpoint, Form},
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/messagerie/question/{id}`: the conversation, its statuses, follow-up and closing.
#[component]
pub fn QuestionPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let siren = request.siren()?.clone();
        let (portal, session) = (request.portal(), request.usager_session()?);
        let question = messaging::question(portal, session, request.param("id")?).await?;
        if let Err(error) = messaging::mark_read(portal, session, &question.conversation).await {
            // The page is still shown: the question stays unread until the next visit.
            tracing::warn!(%error, "failed to mark the question as read");
        }
        let flash = request.flash(FollowUp::NAME).await?.unwrap_or_default();
        let mut problems = flash.problems;
        problems.extend(request.flash(page::UPLOAD).await?.unwrap_or_default().problems);
        problems.extend(request.flash(CloseQuestion::NAME).await?.unwrap_or_default().problems);
        problems.extend(request.flash(RemoveFile::NAME).await?.unwrap_or_default().problems);
        let conversation = question.conversation.clone();
        let late = conversation.is_late(portal.clock.now()).then(late);
        let reply = Reply {
            question: &question,
            siren: Some(siren.clone()),
            path: path::question(conversation.id),
            typed: flash.answers,
            problems,
        };
        let (title, lead) = (conversation.subject.clone(), format!("Question {}", conversation.number));
        let thread =
            view! { <Thread messages=question.messages.clone() service=conversation.service_name.clone()/> };
        let progress = progress("Suivi", &question);
        let (follow_up, facts, closing) = (follow_up(reply), facts(conversation), closing(&question, siren));
        Ok(view! {
            <Page title lead trail=trail() wide=true refresh_on_messages=true>
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

fn facts(conversation: Conversation) -> AnyView {
    let (status, receipt) = (conversation.status(), path::receipt(conversation.id));
    let Conversation { number, motif_title, service_name, .. } = conversation;
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
                <p>"Cette question est close. Pour un nouveau sujet, " <a href=path::NEW_QUESTION>"posez une autre question"</a>"."</p>
            </Notice>
        }
        .into_any();
    }
    let form = reply.form(FollowUp::ACTION, "Votre message", "Envoyer au service");
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
                <p>"Vous n’attendez plus de réponse du service\u{a0}? Une question close reste consultable, mais ne \
                    peut plus être complétée."</p>
                <Form action=CloseQuestion::ACTION page=path::question(id) siren=Some(siren)>
                    <input type="hidden" name="question" value=id.to_string()/>
                    <Submit variant=Variant::Secondary>"Clore la question"</Submit>
                </Form>
            </Card>
        }
        .into_any()
    })
}

/// Form of a follow-up or an answer. Files come first, so that adding one does not lose the text typed after
/// it.
pub(crate) struct Reply<'a> {
    pub question: &'a Question,
    /// Company of the page; `None` on an agent's page.
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
        // Idempotency key: the form submitted twice sends one message.
        let key = DraftId::generate().to_string();
        let has_field = |field: &str| definition.field(field).is_some();
        let field_problems: Problems =
            self.problems.iter().filter(|found| has_field(&found.field)).cloned().collect();
        let files = self.files();
        let Reply { siren, path, problems, .. } = self;
        view! {
            <ErrorSummary problems/>
            {files}
            <Form action=action page=path siren>
                <MandatoryNote/>
                <input type="hidden" name="question" value=id/>
                <input type="hidden" name="cle" value=key/>
                <FormFields definition answers problems=field_problems/>
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
            files.iter().map(|file| file_item(file, false, self.removal(file))).collect();
        let list = (!items.is_empty()).then(|| view! { <AttachmentList files=items/> });
        let upload = (files.len() < MAX_FILES).then(|| self.upload());
        view! { {list} {upload} }.into_any()
    }

    fn upload(&self) -> AnyView {
        let action = path::reply_upload(self.question.conversation.id);
        let siren = self.siren.as_ref().map(Siren::to_string).unwrap_or_default();
        let error = self.problems.iter().find(|found| found.field == "fichier");
        let error = error.map(|found| found.problem.to_string()).unwrap_or_default();
        let (page, label) = (self.path.clone(), "Pièces jointes (facultatif)");
        view! { <UploadForm action page siren place="" label many=true error/> }.into_any()
    }

    fn removal(&self, file: &Attachment) -> Option<AnyView> {
        let draft = self.question.reply.as_ref()?.id.to_string();
        let (hidden, file) = (format!(" le fichier {}", file.name), file.id.to_string());
        let form = view! {
            <Form action=RemoveFile::ACTION page=self.path.clone() siren=self.siren.clone() class="cluster">
                <input type="hidden" name="brouillon" value=draft/>
                <input type="hidden" name="piece" value=file/>
                <button class="button button--quiet button--small" type="submit">
                    "Retirer" <span class="visually-hidden">{hidden}</span>
                </button>
            </Form>
        };
        Some(form.into_any())
    }
}
