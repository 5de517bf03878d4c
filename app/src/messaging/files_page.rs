use backend::{
    companies,
    messaging::{self, Attachment, Draft, UnfinishedUpload},
};
use domain::{
    attachment::MAX_FILES,
    form::FieldDefinition,
    french, path,
    problem::{Problem, Problems},
};
use leptos::prelude::*;

use super::{
    server::{RemoveFile, RemoveUpload},
    steps::{QuestionSteps, file_item, file_removal, load_draft, trail},
    unfinished::unfinished_files,
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
        let problems = request.problems(&[page::UPLOAD, RemoveFile::NAME, RemoveUpload::NAME]).await?;
        let path = path::draft_files(draft.id);
        let applicable = draft.motif.form.file_slots().filter(|slot| slot.is_applicable(&draft.answers));
        let session = request.usager_session()?;
        let (target, attached) = (draft.id.into(), &draft.attachments);
        let unfinished = messaging::unfinished_uploads(request.portal(), session, target, attached).await?;
        let files = Files { draft: &draft, unfinished, problems: &problems, path: &path };
        let slots: Vec<AnyView> = applicable.map(|slot| files.slot_block(slot)).collect();
        let others = files.others_block();
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

/// The files of a draft, with the problems of the last request.
struct Files<'a> {
    draft: &'a Draft,
    unfinished: Vec<UnfinishedUpload>,
    problems: &'a Problems,
    path: &'a str,
}

impl Files<'_> {
    fn slot_block(&self, slot: &FieldDefinition) -> AnyView {
        let name = slot.name.as_str();
        let files: Vec<&Attachment> = self.attached(|other| other == name);
        let title = format!("{}{}", slot.label, if slot.mandatory { " (obligatoire)" } else { "" });
        let upload = Upload {
            place: slot.name.clone(),
            label: match files.is_empty() {
                true => slot.label.clone(),
                false => format!("{}\u{a0}: ajouter un autre fichier", slot.label),
            },
            hint: slot.hint.clone().unwrap_or_default(),
            mandatory: slot.mandatory && files.is_empty(),
            error: sentence_for(name, self.problems).unwrap_or_default(),
        };
        let (list, unfinished) = (self.list(&files), self.unfinished(|other| other == name));
        let form = upload.form(self.draft, self.path);
        view! { <Card title>{list} {unfinished} {form}</Card> }.into_any()
    }

    fn others_block(&self) -> AnyView {
        let named: Vec<&str> = self.draft.motif.form.file_slots().map(|slot| slot.name.as_str()).collect();
        let upload = Upload {
            place: String::new(),
            label: "Ajouter une pièce".to_owned(),
            hint: String::new(),
            mandatory: false,
            error: sentence_for("fichier", self.problems).unwrap_or_default(),
        };
        let list = self.list(&self.attached(|slot| !named.contains(&slot)));
        let unfinished = self.unfinished(|slot| !named.contains(&slot));
        let form = upload.form(self.draft, self.path);
        view! { <Card title="Autres pièces (facultatif)">{list} {unfinished} {form}</Card> }.into_any()
    }

    fn attached(&self, is_in: impl Fn(&str) -> bool) -> Vec<&Attachment> {
        self.draft.attachments.iter().filter(|file| is_in(&file.slot)).collect()
    }

    fn list(&self, files: &[&Attachment]) -> Option<AnyView> {
        let removal = |file| file_removal(self.draft.id, file, self.path, Some(self.draft.siren.clone()));
        let items: Vec<AttachmentItem> =
            files.iter().map(|file| file_item(file, false, Some(removal(file)))).collect();
        (!items.is_empty()).then(|| view! { <AttachmentList files=items/> }.into_any())
    }

    fn unfinished(&self, is_in: impl Fn(&str) -> bool) -> Option<AnyView> {
        let uploads = self.unfinished.iter().filter(|upload| is_in(&upload.slot));
        unfinished_files(uploads, self.path, Some(&self.draft.siren))
    }
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
