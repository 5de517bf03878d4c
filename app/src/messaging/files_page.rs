use backend::{
    companies,
    messaging::{Attachment, Draft},
};
use domain::{
    attachment::MAX_FILES,
    form::FieldDefinition,
    french, path,
    problem::{Problem, Problems},
};
use leptos::prelude::*;

use super::{
    server::RemoveFile,
    steps::{QuestionSteps, file_item, file_removal, load_draft, trail},
};
use crate::{
    forms::Endpoint,
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/messagerie/brouillon/{id}/pieces`: one upload form per document of the motif, and one for the others.
#[component]
pub fn FilesPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let draft = load_draft(&request).await?;
        let problems = request.problems(&[page::UPLOAD, RemoveFile::NAME]).await?;
        let path = path::draft_files(draft.id);
        let applicable = draft.motif.form.file_slots().filter(|slot| slot.is_applicable(&draft.answers));
        let slots: Vec<AnyView> = applicable.map(|slot| slot_block(&draft, slot, &problems, &path)).collect();
        let others = others_block(&draft, &problems, &path);
        let count = match draft.attachments.len() {
            0 => format!("Aucun fichier joint, {MAX_FILES} au plus."),
            count => {
                let count = french::count(count, "fichier joint", "fichiers joints");
                format!("{count}, {MAX_FILES} au plus.")
            }
        };
        let account = request.usager()?.account;
        let company = companies::company(request.portal(), account, &draft.siren).await?.raison_sociale;
        let (next, back) = (path::draft_summary(draft.id), path::draft(draft.id));
        Ok(view! {
            <Page title=format!("Pièces jointes\u{a0}: {}", draft.subject()) crumb="Pièces jointes" trail=trail()>
                <QuestionSteps current=2/>
                <ErrorSummary problems=anchored(problems)/>
                <p class="muted">{count} {format!(" Question posée pour l’entreprise {company}.")}</p>
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
        error: sentence_for(&slot.name, problems).unwrap_or_default(),
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
        error: sentence_for("fichier", problems).unwrap_or_default(),
    };
    let (list, form) = (file_list(draft, &files, path), upload.form(draft, path));
    view! { <Card title="Autres pièces (facultatif)">{list} {form}</Card> }.into_any()
}

fn file_list(draft: &Draft, files: &[&Attachment], path: &str) -> Option<impl IntoView + use<>> {
    let removal = |file| file_removal(draft.id, file, path, Some(draft.siren.clone()));
    let items: Vec<AttachmentItem> =
        files.iter().map(|file| file_item(file, false, Some(removal(file)))).collect();
    (!items.is_empty()).then(|| view! { <AttachmentList files=items/> })
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
