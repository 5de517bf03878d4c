use backend::faq;
use domain::{path, rights::Action};
use leptos::prelude::*;

use crate::{
    faq as public,
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/equipe/faq/question/{id}/apercu?version=…`: a version as people would read it, without the opinion.
#[component]
pub fn PreviewPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let session = request.staff_session(&Action::EditTexts)?;
        let id: String = request.param("id")?;
        let entry = faq::edited_entry(request.portal(), session, &id).await?;
        let number = request.query("version").and_then(|text| text.parse().ok()).unwrap_or(entry.number);
        let version = faq::version(request.portal(), session, &id, number).await?;
        let related = public::related(&version.related(), faq::summaries(request.portal()).await?);
        let updated_on = version.updated_on(request.portal().clock.now().day());
        let text = version.text;
        Ok(view! {
            <Page title=text.question detail=format!("aperçu de la version {number}") trail=public::trail(&text.theme)>
                <Notice kind=NoticeKind::Info title="Aperçu">
                    <p>
                        "La page est celle du public, sans la question «\u{a0}Cette réponse vous a-t-elle aidé\u{a0}?\u{a0}». "
                        <a href=path::edited_faq_entry(&id)>"Revenir à la rédaction"</a>
                    </p>
                </Notice>
                {public::text(text.answer, updated_on, text.owner)}
                {public::related_list(related)}
                <public::OtherHelp/>
            </Page>
        }
        .into_any())
    })
}
