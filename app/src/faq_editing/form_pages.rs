use backend::faq::{self, Edited};
use domain::{form::Answers, path, rights::Action};
use jiff::civil::Date;
use leptos::prelude::*;

use super::{
    server::{ChangeFaqEntry, CreateFaqEntry},
    tabs::{entry_trail, trail},
};
use crate::{
    forms::{FieldForm, PageForm},
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/equipe/faq/nouvelle?mots=…`: creates an entry, with the words of a search that no text answered.
#[component]
pub fn NewEntryPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        request.staff_session(&Action::EditTexts)?;
        let words: String = request.query("mots").unwrap_or_default().chars().take(200).collect();
        let review = faq::review_after(request.portal().clock.now().day());
        let answers = Answers::from_iter([("mots", words), ("relecture", review.to_string())]);
        let form = PageForm::read_or::<CreateFaqEntry>(&request, answers).await?;
        Ok(view! {
            <Page
                title="Ajouter une question fréquente"
                lead="Elle est enregistrée comme brouillon. Vous la publiez après l’avoir relue."
                trail=trail()
            >
                <FieldForm form definition=faq::form() submit="Enregistrer le brouillon" cancel=path::EDITED_FAQ>
                    <MandatoryNote/>
                </FieldForm>
            </Page>
        }
        .into_any())
    })
}

/// `/equipe/faq/question/{id}/modifier`: writes a further version of an entry.
#[component]
pub fn EntryFormPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let session = request.staff_session(&Action::EditTexts)?;
        let id: String = request.param("id")?;
        let entry = faq::edited_entry(request.portal(), session, &id).await?;
        let answers = answers(&entry, request.portal().clock.now().day());
        let form = PageForm::read_or::<ChangeFaqEntry>(&request, answers).await?;
        let (revision, preview) = (entry.number.to_string(), path::faq_entry_preview(&id, entry.number));
        let about = format!("Dernière version enregistrée\u{a0}: {revision}. ");
        Ok(view! {
            <Page
                title="Modifier une question fréquente"
                detail=entry.text.question.clone()
                lead="Le texte est enregistré comme brouillon. Le site ne change qu’à sa publication."
                trail=entry_trail(&id, &entry.text.question)
            >
                <p class="muted">{about} <a href=preview>"Voir son aperçu"</a></p>
                <FieldForm
                    form
                    definition=faq::form()
                    submit="Enregistrer le brouillon"
                    cancel=path::edited_faq_entry(&id)
                >
                    <input type="hidden" name="entree" value=id/>
                    <input type="hidden" name="revision" value=revision/>
                    <MandatoryNote/>
                </FieldForm>
            </Page>
        }
        .into_any())
    })
}

/// Fills the form with the last version. A day of review that is over is replaced: saving the text reviews it.
fn answers(entry: &Edited, today: Date) -> Answers {
    let text = &entry.text;
    let review = entry.review_by().filter(|day| *day > today).unwrap_or_else(|| faq::review_after(today));
    Answers::from_iter([
        ("question", text.question.clone()),
        ("reponse", text.answer.clone()),
        ("theme", text.theme.clone()),
        ("mots", text.keywords.clone()),
        ("liens", text.related.clone()),
        ("responsable", text.owner.clone()),
        ("relecture", review.to_string()),
    ])
}
