use backend::messaging::{Attachment, Draft};
use domain::{
    attachment::MAX_FILES,
    form::FieldDefinition,
    path,
    problem::{Problem, Problems},
};
use leptos::prelude::*;

use super::{
    server::RemoveFile,
    steps::{QuestionSteps, file_item, load_draft, trail},
};
use crate::{
    forms::{Endpoint, Form},
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/messagerie/brouillon/{id}/pieces`: one upload form per document named by the motif, and one for the
/// others.
#[component]
pub fn FilesPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let draft = load_draft(&request).await?;
        let mut problems = request.flash(page::UPLOAD).await?.unwrap_or_default().problems;
        problems.extend(request.flash(RemoveFile::NAME).await?.unwrap_or_default().problems);
        let path = path::draft_files(draft.id);
        let applicable = draft.motif.form.file_slots().filter(|slot| slot.is_applicable(&draft.answers));
        let slots: Vec<AnyView> = applicable.map(|slot| slot_block(&draft, slot, &problems, &path)).collect();
        let others = others_block(&draft, &problems, &path);
        let count = match draft.attachments.len() {
            0 => format!("Aucun fichier pour l’instant, {MAX_FILES} au plus."),
            1 => format!("1 fichier joint, {MAX_FILES} au plus."),
            count => format!("{count} fichiers joints, {MAX_FILES} au plus."),
        };
        let (next, back) = (path::draft_summary(draft.id), path::draft(draft.id));
        Ok(view! {
            <Page title="Pièces jointes" lead=draft.motif.title.clone() trail=trail()>
                <QuestionSteps current=2/>
                <ErrorSummary problems=anchored(problems)/>
                <p class="muted">{count}</p>
                {slots}
                {others}
                <div class="form__actions">
                    <ButtonLink href=next>"Continuer vers le récapitulatif"</ButtonLink>
                    <ButtonLink href=back variant=Variant::Secondary>"Revenir au formulaire"</ButtonLink>
                </div>
            </Page>
        }
        .into_any())
    })
}

/// Points the links of the error summary to the file inputs, whose `id` contains the slot.
fn anchored(mut problems: Problems) -> Problems {
    for found in &mut problems {
        if !found.field.is_empty() && found.field != "fichier" {
            found.field = format!("fichier-{}", found.field);
        }
    }
    problems
}

fn slot_block(draft: &Draft, slot: &FieldDefinition, problems: &Problems, path: &str) -> AnyView {
    let files: Vec<&Attachment> = draft.attachments.iter().filter(|file| file.slot == slot.name).collect();
    let title = format!("{}{}", slot.label, if slot.mandatory { " (obligatoire)" } else { "" });
    let upload = Upload {
        place: slot.name.clone(),
        label: match files.is_empty() {
            true => slot.label.clone(),
            false => format!("{}\u{a0}: ajouter un autre fichier", slot.label),
        },
        hint: slot.hint.clone().unwrap_or_default(),
        mandatory: slot.mandatory && files.is_empty(),
        error: error(problems, &slot.name),
    };
    let (list, form) = (file_list(draft, &files, path), upload.form(draft, path));
    view! { <Card title>{list} {form}</Card> }.into_any()
}

fn others_block(draft: &Draft, problems: &Problems, path: &str) -> AnyView {
    let named: Vec<&str> = draft.motif.form.file_slots().map(|slot| slot.name.as_str()).collect();
    let files: Vec<&Attachment> =
        draft.attachments.iter().filter(|file| !named.contains(&file.slot.as_str())).collect();
    let upload = Upload {
        place: String::new(),
        label: "Ajouter une pièce".to_owned(),
        hint: String::new(),
        mandatory: false,
        error: error(problems, "fichier"),
    };
    let (list, form) = (file_list(draft, &files, path), upload.form(draft, path));
    view! { <Card title="Autres pièces (facultatif)">{list} {form}</Card> }.into_any()
}

fn error(problems: &Problems, field: &str) -> String {
    problems
        .iter()
        .find(|found| found.field == field)
        .map(|found| found.problem.to_string())
        .unwrap_or_default()
}

fn file_list(draft: &Draft, files: &[&Attachment], path: &str) -> Option<impl IntoView + use<>> {
    let items: Vec<AttachmentItem> =
        files.iter().map(|file| file_item(file, false, Some(removal(draft, file, path)))).collect();
    (!items.is_empty()).then(|| view! { <AttachmentList files=items/> })
}

fn removal(draft: &Draft, file: &Attachment, path: &str) -> AnyView {
    let hidden = format!(" le fichier {}", file.name);
    let (draft, siren, file) = (draft.id.to_string(), draft.siren.clone(), file.id.to_string());
    view! {
        <Form action=RemoveFile::ACTION page=path.to_owned() siren=Some(siren) class="cluster">
            <input type="hidden" name="brouillon" value=draft/>
            <input type="hidden" name="piece" value=file/>
            <button class="button button--quiet button--small" type="submit">
                "Retirer" <span class="visually-hidden">{hidden}</span>
            </button>
        </Form>
    }
    .into_any()
}

/// Upload form of one slot.
struct Upload {
    place: String,
    label: String,
    hint: String,
    mandatory: bool,
    error: String,
}

impl Upload {
    /// Renders the form; only the limit when the draft has the maximum number of files.
    fn form(self, draft: &Draft, path: &str) -> AnyView {
        if draft.attachments.len() >= MAX_FILES {
            let limit = Problem::TooManyFiles { max: MAX_FILES }.to_string();
            return view! { <p class="muted">{limit}</p> }.into_any();
        }
        let Upload { place, label, hint, mandatory, error } = self;
        let (action, siren) = (path::draft_upload(draft.id), draft.siren.to_string());
        view! { <UploadForm action page=path.to_owned() siren place label hint mandatory many=true error/> }
            .into_any()
    }
}
