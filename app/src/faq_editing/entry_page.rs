use backend::faq::{self, Edited, EditedState};
use domain::{calendar::french_date, path, rights::Action};
use jiff::civil::Date;
use leptos::prelude::*;

use super::{
    history::history_table,
    publication::{publication_forms, withdrawal_form},
    server::{CancelFaqPublication, PublishFaqEntry, RestoreFaqVersion, WithdrawFaqEntry},
    tabs::trail,
};
use crate::{
    forms::{Endpoint, PageForm},
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/equipe/faq/question/{id}`: an entry with its versions, its publication and the opinions about it.
#[component]
pub fn EditedEntryPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let session = request.staff_session(&Action::EditTexts)?;
        let id: String = request.param("id")?;
        let entry = faq::edited_entry(request.portal(), session, &id).await?;
        let versions = faq::history(request.portal(), session, &id).await?;
        let form = PageForm::read::<PublishFaqEntry>(&request).await?;
        let buttons = [CancelFaqPublication::NAME, WithdrawFaqEntry::NAME, RestoreFaqVersion::NAME];
        let problems = request.problems(&buttons).await?;
        let now = request.portal().clock.now();
        let publication = publication_forms(&entry, form, &request.path, now);
        let withdrawal = withdrawal_form(&entry, &request.path);
        let history = history_table(&entry, &versions, &request.path, now);
        let facts = facts(&entry, now.day());
        Ok(view! {
            <Page title="Question fréquente" detail=entry.text.question.clone() trail=trail() wide=true>
                <ErrorSummary problems/>
                <div class="grid grid--main">
                    <div class="stack">{last_version(&entry)} {publication} {history}</div>
                    <aside class="stack" aria-label="État de la question">{facts} {withdrawal}</aside>
                </div>
            </Page>
        }
        .into_any())
    })
}

/// The version that editors work on.
fn last_version(entry: &Edited) -> impl IntoView + use<> {
    let title = format!("Version {}", entry.number);
    let Edited { id, number, .. } = entry;
    let (preview, form) = (path::faq_entry_preview(id, number), path::faq_entry_form(id));
    let by = match entry.author.as_str() {
        "" => "Texte livré avec le portail, enregistré le ".to_owned(),
        author => format!("Écrite par {author} le "),
    };
    let at = entry.created_at;
    let question = entry.text.question.clone();
    view! {
        <Card title=title>
            <p><strong>{question}</strong></p>
            <p class="muted">{by} <Time at/> "."</p>
            <p class="cluster">
                <ButtonLink href=form>"Modifier le texte"</ButtonLink>
                <ButtonLink href=preview variant=Variant::Secondary>"Aperçu"</ButtonLink>
            </p>
        </Card>
    }
}

fn facts(entry: &Edited, today: Date) -> AnyView {
    let address = path::faq_entry(&entry.id);
    let state = match entry.state() {
        EditedState::Published => {
            let version = entry.shown.map(|number| format!("version {number} publiée\u{a0}: "));
            view! { {version} <a href=address>"la lire sur le site"</a> }.into_any()
        }
        EditedState::Withdrawn => "retirée du site".into_any(),
        EditedState::Unpublished => "jamais publiée".into_any(),
    };
    let review = entry.review_by().map(french_date).unwrap_or_default();
    let overdue = entry.is_overdue(today).then(|| view! { " " <Tag tone=Tone::Error>"En retard"</Tag> });
    let votes = match entry.useful + entry.not_useful {
        0 => "aucun avis".to_owned(),
        _ => format!("{} oui, {} non", entry.useful, entry.not_useful),
    };
    let (id, theme, owner) = (entry.id.clone(), entry.theme_title().to_owned(), entry.text.owner.clone());
    view! {
        <Card title="État">
            <DefinitionList>
                <Definition term="Sur le site">{state}</Definition>
                <Definition term="Identifiant"><span class="mono">{id}</span></Definition>
                <Definition term="Thème">{theme}</Definition>
                <Definition term="Service responsable">{owner}</Definition>
                <Definition term="À relire avant le">{review} {overdue}</Definition>
                <Definition term="Cette réponse a aidé">{votes}</Definition>
            </DefinitionList>
        </Card>
    }
    .into_any()
}
