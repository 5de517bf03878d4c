use backend::accounts::{flash::Flash, profile};
use domain::{path, profile_forms};
use leptos::prelude::*;

use super::{Tab, Tabs, server::SetSituation};
use crate::{
    forms::{Endpoint, Form},
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/profil/situation`
#[component]
pub fn SituationPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let situation = profile::situation(request.portal(), request.usager_session()?).await?;
        let unverified = situation.company_number.is_some() && !situation.company_number_verified;
        let flash = match request.flash(SetSituation::NAME).await? {
            Some(flash) => flash,
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
            <Page title="Situation" lead="Votre identité et vos coordonnées.">
                <Tabs current=Tab::Situation/>
                {warning}
                <Form action=SetSituation::ACTION page=request.path.clone()>
                    <ErrorSummary problems=flash.problems.clone()/>
                    <MandatoryNote/>
                    <FormFields definition=profile_forms::situation() answers=flash.answers problems=flash.problems/>
                    <div class="form__actions">
                        <Submit>"Enregistrer"</Submit>
                    </div>
                </Form>
                <p class="muted">
                    "L’adresse de courriel se modifie dans l’onglet " <a href=path::EMAIL>"Courriel"</a>
                    ", le niveau de sécurité dans l’onglet " <a href=path::SECURITY>"Sécurité"</a>"."
                </p>
            </Page>
        }
        .into_any())
    })
}
