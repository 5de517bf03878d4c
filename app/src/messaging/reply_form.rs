//! Forms of a question: follow-up or answer, and closing.

use backend::{
    id::DraftId,
    messaging::{self, Edit, Question, UnfinishedUpload},
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
    server::{AutosaveReply, CloseQuestion},
    steps::{file_item, file_removal},
    unfinished::unfinished_files,
};
use crate::{
    forms::{Endpoint, Form},
    page::{PageRequest, Stop},
    ui::*,
};

/// Form of a follow-up or an answer. Files come first, so that adding one does not lose the text typed after
/// it.
pub(crate) struct Reply<'a> {
    pub question: &'a Question,
    /// Company of the page; `None` on an agent's page.
    pub siren: Option<Siren>,
    pub path: String,
    pub typed: Answers,
    pub problems: Problems,
    /// Files received in part.
    pub unfinished: Vec<UnfinishedUpload>,
    /// Part of the form that inserts a canned answer, for agents.
    pub canned: Option<AnyView>,
}

/// Returns the files of the next message that were received in part.
pub(crate) async fn unfinished_files_of_reply(
    request: &PageRequest,
    question: &Question,
) -> Result<Vec<UnfinishedUpload>, Stop> {
    let (Some(draft), Some(session)) = (&question.reply, request.session()) else { return Ok(Vec::new()) };
    let (target, attached) = (draft.id.into(), &draft.attachments);
    Ok(messaging::unfinished_uploads(request.portal(), session, target, attached).await?)
}

impl Reply<'_> {
    pub(crate) fn form(self, action: &'static str, label: &'static str, send: &'static str) -> AnyView {
        let id = self.question.conversation.id.to_string();
        let answers = match &self.question.reply {
            Some(draft) if self.typed.is_empty() => draft.answers.clone(),
            _ => self.typed.clone(),
        };
        let mut definition = messaging::reply_form(self.question.party);
        if !self.question.allows(Step::AskDetails) {
            definition.fields.retain(|field| field.name != messaging::ASKS_DETAILS);
        }
        let text = definition.fields.iter_mut().filter(|field| field.name == "message");
        text.for_each(|field| field.label = label.to_owned());
        // Idempotency key: the form submitted twice sends one message.
        let key = DraftId::generate().to_string();
        let edit = self.question.reply_edit().to_string();
        let has_field = |field: &str| definition.field(field).is_some();
        let field_problems: Problems =
            self.problems.iter().filter(|found| has_field(&found.field)).cloned().collect();
        let last = self.question.messages.last().map(|message| message.id.to_string());
        let last_shown = last.filter(|_| self.question.party == Party::Agent).map(|last| {
            view! { <input type="hidden" name=messaging::LAST_SHOWN value=last/> }
        });
        let files = self.files();
        let Reply { siren, path, problems, canned, .. } = self;
        view! {
            <ErrorSummary problems/>
            {files}
            <Form action=action autosave=AutosaveReply::ACTION page=path siren>
                <MandatoryNote/>
                <input type="hidden" name="question" value=id/>
                <input type="hidden" name="cle" value=key/>
                <input type="hidden" name=Edit::FIELD value=edit/>
                {last_shown}
                <FormFields definition answers problems=field_problems/>
                <div class="form__actions">
                    <Submit name="action" value="envoyer">{send}</Submit>
                    <Submit name="action" value="enregistrer" variant=Variant::Secondary unchecked=true>"Enregistrer le brouillon"</Submit>
                </div>
                {canned}
            </Form>
        }
        .into_any()
    }

    fn files(&self) -> AnyView {
        let mut items = Vec::new();
        if let Some(draft) = &self.question.reply {
            items.extend(draft.attachments.iter().map(|file| {
                file_item(file, false, Some(file_removal(draft.id, file, &self.path, self.siren.clone())))
            }));
        }
        let upload = (items.len() < MAX_FILES).then(|| self.upload());
        let list = (!items.is_empty()).then(|| view! { <AttachmentList files=items/> });
        let unfinished = unfinished_files(&self.unfinished, &self.path, self.siren.as_ref());
        view! { {list} {unfinished} {upload} }.into_any()
    }

    fn upload(&self) -> AnyView {
        let action = path::reply_upload(self.question.conversation.id);
        let siren = self.siren.as_ref().map(Siren::to_string).unwrap_or_default();
        let error = sentence_for("fichier", &self.problems).unwrap_or_default();
        let (page, label) = (self.path.clone(), "Pièces jointes (facultatif)");
        view! { <UploadForm action page siren place="" label many=true error/> }.into_any()
    }
}

/// Card that closes the question. Returns `None` if the person may not close it.
pub(crate) fn closing(question: &Question, page: String, siren: Option<Siren>) -> Option<AnyView> {
    let text = match question.party {
        Party::Usager => {
            "Vous n’attendez plus de réponse du service\u{a0}? Une question close reste consultable, mais ne \
             peut plus être complétée."
        }
        Party::Agent => {
            "La réponse est complète\u{a0}? Une question close reste consultable, mais ne peut plus être \
             complétée."
        }
    };
    question.allows(Step::Close(question.party)).then(|| {
        let id = question.conversation.id.to_string();
        view! {
            <Card title="Clore">
                <p>{text}</p>
                <Form action=CloseQuestion::ACTION page siren>
                    <input type="hidden" name="question" value=id/>
                    <Submit variant=Variant::Secondary>"Clore la question"</Submit>
                </Form>
            </Card>
        }
        .into_any()
    })
}
