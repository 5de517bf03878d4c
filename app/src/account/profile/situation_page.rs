use backend::accounts::profile;
use domain::{path, profile_forms};
use leptos::prelude::*;

use super::{Tab, Tabs, server::SetSituation, trail};
use crate::{
    forms::{FieldForm, PageForm},
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/profil/situation`: name, telephone, address and company number.
#[component]
pub fn SituationPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let situation = profile::situation(request.portal(), request.usager_session()?).await?;
        let unverified = situation.company_number.is_some() && !situation.company_number_verified;
        let form = PageForm::read_or::<SetSituation>(&request, situation.answers()).await?;
        let warning = unverified.then(|| {
            view! {
                <Notice kind=NoticeKind::Info>
                    <p>"Le numéro d’entreprise enregistré n’a pas pu être vérifié\u{a0}: corrigez-le si besoin."</p>
                </Notice>
            }
        });
        Ok(view! {
            <Page title="Situation" lead="Votre identité et vos coordonnées." trail=trail()>
                <Tabs current=Tab::Situation/>
                {warning}
                <FieldForm form definition=profile_forms::situation() submit="Enregistrer">
                    <MandatoryNote/>
                </FieldForm>
                <p class="muted">
                    "L’adresse de courriel se modifie dans l’onglet " <a href=path::EMAIL>"Courriel"</a>
                    ", le niveau de sécurité dans l’onglet " <a href=path::SECURITY>"Sécurité"</a>"."
                </p>
            </Page>
        }
        .into_any())
    })
}
