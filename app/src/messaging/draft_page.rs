use backend::messaging::{self, Edit};
use domain::{path, problem::Problem};
use leptos::prelude::*;

use super::{
    server::{AutosaveDraft, SaveDraft},
    steps::{QuestionSteps, field_lists, load_draft, trail},
};
use crate::{
    forms::{Endpoint, Form},
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/messagerie/brouillon/{id}`: form of the motif. `?verifier=oui` shows the problems of the draft.
#[component]
pub fn DraftPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let draft = load_draft(&request).await?;
        let form = messaging::form(request.portal(), request.usager_session()?, &draft).await?;
        // Answers that could not be saved (company changed, session ended) are more recent than the draft.
        let (typed, problems) = match request.flash(SaveDraft::NAME).await? {
            Some(flash) => (flash.answers, flash.problems),
            None if request.query("verifier").is_some() => {
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
        let newer = messaging::newer_motif(request.portal(), &draft.motif).is_some();
        let closed = messaging::closed_version(request.portal(), request.usager_session()?, &draft).await?;
        // The last button: the first one is that of the key « Entrée ».
        let adopt = (newer && closed != Some(Problem::MotifClosedToDraft)).then(adopt_button);
        let newer = newer.then(|| newer_version(closed.as_ref()));
        Ok(view! {
            <Page title=draft.motif.title.clone() lead=draft.motif.theme.label() trail=trail()>
                <QuestionSteps current=1/>
                {no_service}
                <Form
                    action=SaveDraft::ACTION
                    autosave=AutosaveDraft::ACTION
                    page=path::draft(draft.id)
                    siren=Some(draft.siren.clone())
                >
                    <ErrorSummary problems=problems.clone()/>
                    {newer}
                    <p>{draft.motif.intro.clone()}</p>
                    <MandatoryNote/>
                    <input type="hidden" name="brouillon" value=draft.id.to_string()/>
                    <input type="hidden" name=Edit::FIELD value=Edit::of(draft.revision).to_string()/>
                    <FormFields definition=form.definition answers=answers problems=problems lists=lists/>
                    <div class="form__actions">
                        <Submit name="action" value="continuer">"Continuer vers les pièces jointes"</Submit>
                        <Submit name="action" value="enregistrer" variant=Variant::Secondary unchecked=true>"Enregistrer le brouillon"</Submit>
                        {adopt}
                    </div>
                </Form>
            </Page>
        }
        .into_any())
    })
}

fn adopt_button() -> AnyView {
    view! {
        <Submit name="action" value="nouvelle-version" variant=Variant::Secondary unchecked=true>
            "Passer à la nouvelle version"
        </Submit>
    }
    .into_any()
}

/// Says that the motif has changed since the draft was begun, and how to use its newer version. `closed`: why the draft can no
/// longer be sent with its own.
fn newer_version(closed: Option<&Problem>) -> AnyView {
    let choice = || {
        "Ses textes ou ses champs ont changé depuis le début de votre brouillon. Vous pouvez envoyer votre question avec la \
         version de votre brouillon, ou passer à la nouvelle avec le bouton placé sous les champs\u{a0}: vous gardez vos réponses \
         aux champs qui y figurent encore."
            .to_owned()
    };
    let kind = if closed.is_some() { NoticeKind::Warning } else { NoticeKind::Info };
    let sentence = closed.map_or_else(choice, Problem::to_string);
    view! { <Notice kind title="Ce motif a une nouvelle version"><p>{sentence}</p></Notice> }.into_any()
}
