use backend::messaging;
use leptos::prelude::*;

use super::steps::{QuestionSteps, draft_path, field_lists, opened, trail};
use crate::{
    forms::Form,
    page::{self, Page, Visit},
    ui::*,
};

/// `/messagerie/brouillon/{id}`: the motif's form. `?verifier=oui` says at once what is wrong.
#[component]
pub fn DraftPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        let draft = opened(&visit).await?;
        let form = messaging::form(visit.portal(), visit.usager_session()?, &draft).await?;
        // What could not be saved (another SIREN meanwhile, a session that ended) is newer than the draft.
        let (typed, problems) = match visit.flash("brouillon").await? {
            Some(kept) => (kept.answers, kept.problems),
            None if visit.query("verifier").is_some() => {
                (draft.answers.clone(), messaging::form_problems(&draft, &form))
            }
            None => (draft.answers.clone(), Vec::new()),
        };
        let (answers, lists) = (form.answers(&typed), field_lists(&form.lists));
        let no_service = form.services.is_empty().then(|| {
            view! {
                <Notice kind=NoticeKind::Warning title="Aucun service ne peut recevoir cette question pour le moment">
                    <p>"Enregistrez votre brouillon et réessayez plus tard, ou appelez l’assistance."</p>
                </Notice>
            }
        });
        Ok(view! {
            <Page title=draft.motif.title.clone() lead=draft.motif.theme.label() trail=trail()>
                <QuestionSteps current=1/>
                {no_service}
                <Form action="/form/brouillon" page=draft_path(draft.id) siren=Some(draft.siren.clone())>
                    <ErrorSummary problems=problems.clone()/>
                    <p>{draft.motif.intro.clone()}</p>
                    <MandatoryNote/>
                    <input type="hidden" name="brouillon" value=draft.id.to_string()/>
                    <FormFields definition=form.definition answers=answers problems=problems lists=lists/>
                    <div class="form__actions">
                        <Submit name="action" value="continuer">"Continuer vers les pièces jointes"</Submit>
                        <Submit name="action" value="enregistrer" variant=Variant::Secondary unchecked=true>"Enregistrer le brouillon"</Submit>
                    </div>
                </Form>
            </Page>
        }
        .into_any())
    })
}
