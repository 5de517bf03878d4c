use backend::messaging::{self, Draft, ServiceDelay, ShownAnswer};
use domain::{path, problem::Problems};
use leptos::prelude::*;

use super::{
    delay_words::service_words,
    server::SendQuestion,
    steps::{QuestionSteps, file_item, load_draft, trail},
    thread::{Answers, or_missing},
};
use crate::{
    forms::{Endpoint, Form},
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/messagerie/brouillon/{id}/recapitulatif`: summary of what will be sent, and problems left to correct.
#[component]
pub fn SummaryPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let draft = load_draft(&request).await?;
        let form = messaging::form(request.portal(), request.usager_session()?, &draft).await?;
        let (form_problems, all) =
            (messaging::form_problems(&draft, &form), messaging::problems(&draft, &form));
        let missing_files: Problems = all.iter().skip(form_problems.len()).cloned().collect();
        // Problems of fields are listed below with links; the others concern the sending itself.
        let mut sending = request.problems(&[SendQuestion::NAME]).await?;
        sending.retain(|found| found.field.is_empty());
        let answers = messaging::summary_answers(&draft, &form);
        let recipient = form.recipient(&draft.answers);
        let delay = match recipient {
            Some(service) => {
                Some(messaging::observed_delay(request.portal(), &draft.motif.id, &service.code).await?)
            }
            None => None,
        };
        let service = recipient.map(|service| service.name.clone()).unwrap_or_default();
        let ready = all.is_empty();
        let send = ready.then(|| send_form(&draft));
        let form = format!("{}?verifier=oui", path::draft(draft.id));
        let form_left =
            left_to_do(form_problems, "Le formulaire est à compléter", form, "Corriger le formulaire");
        let files = path::draft_files(draft.id);
        let files_left = left_to_do(missing_files, "Il manque un document", files, "Ajouter les documents");
        let (question, files) = (question_card(&draft, service, delay.as_ref(), answers), files_card(&draft));
        let back = path::draft_files(draft.id);
        Ok(view! {
            <Page
                title=format!("Récapitulatif\u{a0}: {}", draft.subject())
                crumb="Récapitulatif"
                lead="Relisez votre question avant de l’envoyer."
                trail=trail()
            >
                <QuestionSteps current=3/>
                <ErrorSummary problems=sending/>
                {form_left}
                {files_left}
                {question}
                {files}
                {send}
                <p><ButtonLink href=back variant=Variant::Quiet>"Revenir aux pièces jointes"</ButtonLink></p>
            </Page>
        }
        .into_any())
    })
}

fn left_to_do(problems: Problems, title: &'static str, href: String, label: &'static str) -> Option<AnyView> {
    if problems.is_empty() {
        return None;
    }
    let lines =
        problems.into_iter().map(|found| view! { <li>{found.problem.to_string()}</li> }).collect_view();
    Some(
        view! {
            <Notice kind=NoticeKind::Warning title=title>
                <ul>{lines}</ul>
                <p><a href=href>{label}</a></p>
            </Notice>
        }
        .into_any(),
    )
}

fn question_card(
    draft: &Draft,
    service: String,
    delay: Option<&ServiceDelay>,
    answers: Vec<ShownAnswer>,
) -> AnyView {
    let (motif, back) = (draft.motif.title.clone(), path::draft(draft.id));
    let delay = delay.map(service_words).unwrap_or_default();
    let [subject, message] = ["objet", "message"].map(|name| draft.answers.text(name).to_owned());
    view! {
        <Card title="Votre question">
            <DefinitionList>
                <Definition term="Motif">{motif}</Definition>
                <Definition term="Service destinataire">{or_missing(service)}</Definition>
                <Definition term="Délai de réponse">{or_missing(delay)}</Definition>
                <Definition term="Objet">{or_missing(subject)}</Definition>
            </DefinitionList>
            <Answers answers/>
            <div class="message">
                <div class="message__body">{or_missing(message)}</div>
            </div>
            <p><a href=back>"Modifier le formulaire"</a></p>
        </Card>
    }
    .into_any()
}

fn files_card(draft: &Draft) -> AnyView {
    let back = path::draft_files(draft.id);
    let files: Vec<AttachmentItem> =
        draft.attachments.iter().map(|file| file_item(file, false, None)).collect();
    let list = match files.is_empty() {
        true => view! { <p class="muted">"Aucune pièce jointe."</p> }.into_any(),
        false => view! { <AttachmentList files/> }.into_any(),
    };
    view! {
        <Card title="Pièces jointes">
            {list}
            <p><a href=back>"Modifier les pièces jointes"</a></p>
        </Card>
    }
    .into_any()
}

fn send_form(draft: &Draft) -> AnyView {
    let path = path::draft_summary(draft.id);
    let (id, siren) = (draft.id.to_string(), draft.siren.clone());
    view! {
        <Form action=SendQuestion::ACTION page=path siren=Some(siren)>
            <input type="hidden" name="brouillon" value=id/>
            <p>"Après l’envoi, vous recevrez un accusé de réception daté. Vos collègues habilités verront la question et ses réponses."</p>
            <div class="form__actions">
                <Submit>"Envoyer la question"</Submit>
            </div>
        </Form>
    }
    .into_any()
}
