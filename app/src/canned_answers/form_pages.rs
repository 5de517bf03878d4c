use backend::{
    customs::canned_answers::{self, CannedAnswer},
    id::CannedAnswerId,
};
use domain::{
    canned_answer::{example, fill, first_blank, form_answers},
    form::{FormDefinition, Kind},
    path,
};
use leptos::prelude::*;

use super::{
    list_page::scope,
    server::{ChangeCannedAnswer, CreateCannedAnswer},
    trail::trail,
};
use crate::{
    forms::{FieldForm, PageForm},
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/agent/reponses-preparees/nouvelle`: prepares an answer.
#[component]
pub fn NewCannedAnswerPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let (portal, session) = (request.portal(), request.agent_session()?);
        let definition = canned_answers::creation_form(portal, session).await?;
        let form = PageForm::read::<CreateCannedAnswer>(&request).await?;
        let id = CannedAnswerId::generate();
        let form = fields(form, definition, id, "Enregistrer et voir un aperçu");
        Ok(view! { <Page title="Préparer une réponse" trail=trail()>{form}</Page> }.into_any())
    })
}

/// `/agent/reponses-preparees/modele/{id}`: changes a canned answer, with a preview.
#[component]
pub fn CannedAnswerPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let (portal, session) = (request.portal(), request.agent_session()?);
        let canned = canned_answers::canned_answer(portal, session, request.param("id")?).await?;
        let form = PageForm::read_or::<ChangeCannedAnswer>(&request, form_answers(&canned.content)).await?;
        let lead = format!("Utilisée par\u{a0}: {}.", scope(&canned));
        let form = fields(form, canned_answers::edition_form(portal), canned.id, "Enregistrer");
        let deletion = path::canned_answer_deletion(canned.id);
        let preview = preview(&canned);
        Ok(view! {
            <Page title=canned.content.title detail="réponse préparée" lead trail=trail()>
                {preview}
                <Card title="Modifier">{form}</Card>
                <p><ButtonLink href=deletion variant=Variant::Danger>"Supprimer cette réponse préparée"</ButtonLink></p>
            </Page>
        }
        .into_any())
    })
}

/// The form, whose motifs are folded: most canned answers suit all of them.
fn fields(
    form: PageForm,
    definition: FormDefinition,
    id: CannedAnswerId,
    submit: &'static str,
) -> impl IntoView {
    let (motifs, fields): (Vec<_>, Vec<_>) =
        definition.fields.into_iter().partition(|field| field.kind == Kind::Checkbox);
    let (answers, id) = (form.flash.answers.clone(), id.to_string());
    let is_open = motifs.iter().any(|field| !answers.text(&field.name).is_empty());
    let motifs = FormDefinition::new("motifs", motifs);
    let motifs = view! {
        <details class="disclosure" open=is_open>
            <summary>"La proposer pour certains motifs seulement"</summary>
            <div>
                <p class="muted">"Sans motif coché, elle est proposée pour toutes les questions."</p>
                <FormFields definition=motifs answers problems=Vec::new()/>
            </div>
        </details>
    };
    view! {
        <FieldForm
            form
            definition=FormDefinition::new(&definition.name, fields)
            submit
            cancel=path::CANNED_ANSWERS
            after_fields=motifs.into_any()
        >
            <input type="hidden" name="modele" value=id/>
            <MandatoryNote/>
        </FieldForm>
    }
}

/// The text with the values of an example.
fn preview(canned: &CannedAnswer) -> AnyView {
    let text = fill(&canned.content.text, |variable| example(variable).to_owned());
    let blank = first_blank(&text).map(|_| {
        view! { <p class="muted">"L’envoi sera refusé tant qu’un passage entre doubles crochets n’est pas remplacé."</p> }
    });
    view! {
        <Card title="Aperçu avec une question d’exemple">
            <div class="message__body">{text}</div>
            {blank}
        </Card>
    }
    .into_any()
}
