use backend::{flash::Flash, profile};
use domain::profile_forms;
use leptos::prelude::*;

use super::{Tab, Tabs};
use crate::{
    forms::Form,
    page::{self, Page, Visit},
    ui::*,
};

/// `/profil/situation`
#[component]
pub fn SituationPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        let situation = profile::situation(visit.portal(), visit.usager_session()?).await?;
        let unverified = situation.company_number.is_some() && !situation.company_number_verified;
        let kept = match visit.flash("situation").await? {
            Some(kept) => kept,
            None => Flash { answers: situation.answers(), ..Flash::default() },
        };
        let warning = unverified.then(|| {
            view! {
                <Notice kind=NoticeKind::Info>
                    <p>"Le numéro d’entreprise enregistré n’a pas pu être vérifié\u{a0}: relisez-le."</p>
                </Notice>
            }
        });
        Ok(view! {
            <Page title="Situation" lead="Qui vous êtes et comment vous joindre.">
                <Tabs current=Tab::Situation/>
                {warning}
                <Form action="/form/situation" page=visit.path.clone()>
                    <ErrorSummary problems=kept.problems.clone()/>
                    <MandatoryNote/>
                    <FormFields definition=profile_forms::situation() answers=kept.answers problems=kept.problems/>
                    <div class="form__actions">
                        <Submit>"Enregistrer"</Submit>
                    </div>
                </Form>
                <p class="muted">
                    "L’adresse mél se change dans l’onglet " <a href="/profil/courriel">"Courriel"</a>
                    ", le niveau de sécurité dans l’onglet " <a href="/profil/securite">"Sécurité"</a>"."
                </p>
            </Page>
        }
        .into_any())
    })
}
