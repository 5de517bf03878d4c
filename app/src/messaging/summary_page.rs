use backend::messaging::{self, Draft, ShownAnswer};
use domain::problem::Problems;
use leptos::prelude::*;

use super::{
    steps::{QuestionSteps, draft_path, item, opened, trail},
    thread::Answers,
};
use crate::{
    forms::Form,
    page::{self, Page, Visit},
    ui::*,
};

/// `/messagerie/brouillon/{id}/recapitulatif`: everything that will be sent; what still keeps it from being sent.
#[component]
pub fn SummaryPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        let draft = opened(&visit).await?;
        let form = messaging::form(visit.portal(), visit.usager_session()?, &draft).await?;
        let (form_problems, all) =
            (messaging::form_problems(&draft, &form), messaging::problems(&draft, &form));
        let missing_files: Problems = all.iter().skip(form_problems.len()).cloned().collect();
        // Problems of fields are told below with the way to them; what is left concerns the sending itself.
        let mut sending = visit.flash("envoyer").await?.unwrap_or_default().problems;
        sending.retain(|found| found.field.is_empty());
        let answers = messaging::shown_answers(&draft, &form);
        let service = form.recipient(&draft.answers).map(|service| service.name.clone()).unwrap_or_default();
        let ready = all.is_empty();
        let send = ready.then(|| send_form(&draft));
        let form_left =
            left_to_do(&draft, form_problems, "Le formulaire est à compléter", "", "Corriger le formulaire");
        let files_left =
            left_to_do(&draft, missing_files, "Il manque un document", "/pieces", "Ajouter les documents");
        let (question, files) = (question_card(&draft, service, answers), files_card(&draft));
        let back = format!("{}/pieces", draft_path(draft.id));
        Ok(view! {
            <Page title="Récapitulatif" lead="Relisez votre question avant de l’envoyer." trail=trail()>
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

fn left_to_do(
    draft: &Draft,
    problems: Problems,
    title: &'static str,
    step: &str,
    label: &'static str,
) -> Option<AnyView> {
    if problems.is_empty() {
        return None;
    }
    let check = if step.is_empty() { "?verifier=oui" } else { "" };
    let href = format!("{}{step}{check}", draft_path(draft.id));
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

fn question_card(draft: &Draft, service: String, answers: Vec<ShownAnswer>) -> AnyView {
    let (motif, back) = (draft.motif.title.clone(), draft_path(draft.id));
    let (subject, message) =
        (draft.answers.text("objet").to_owned(), draft.answers.text("message").to_owned());
    view! {
        <Card title="Votre question">
            <DefinitionList>
                <Definition term="Motif">{motif}</Definition>
                <Definition term="Service destinataire">{service}</Definition>
                <Definition term="Objet">{subject}</Definition>
            </DefinitionList>
            <Answers answers/>
            <div class="message">
                <div class="message__body">{message}</div>
            </div>
            <p><a href=back>"Modifier le formulaire"</a></p>
        </Card>
    }
    .into_any()
}

fn files_card(draft: &Draft) -> AnyView {
    let back = format!("{}/pieces", draft_path(draft.id));
    let files: Vec<AttachmentItem> = draft.attachments.iter().map(|file| item(file, false, None)).collect();
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
    let path = format!("{}/recapitulatif", draft_path(draft.id));
    let (id, siren) = (draft.id.to_string(), draft.siren.clone());
    view! {
        <Form action="/form/envoyer" page=path siren=Some(siren)>
            <input type="hidden" name="brouillon" value=id/>
            <p>"Après l’envoi, vous recevrez un accusé de réception daté. Vos collègues habilités verront la question et ses réponses."</p>
            <div class="form__actions">
                <Submit>"Envoyer la question"</Submit>
            </div>
        </Form>
    }
    .into_any()
}
