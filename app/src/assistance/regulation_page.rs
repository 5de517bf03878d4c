use backend::id::RowId;
use domain::{
    assistance::{self, CaseKind, PROMISED_DAYS},
    calendar::french_date,
    path,
};
use leptos::prelude::*;

use super::{
    form_page::{Known, own_cases},
    server::OpenRegulationCase,
};
use crate::{
    forms::{FieldForm, PageForm},
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/infos-douane-service`: question about regulations, with or without an account (004).
#[component]
pub fn RegulationPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let Known { has_account, answers, own } = Known::read(&request, CaseKind::Regulation).await?;
        let form = PageForm::read_or::<OpenRegulationCase>(&request, answers).await?;
        // Sent twice, the form opens one case.
        let key = RowId::generate().to_string();
        let lead = format!(
            "Pour une question sur la réglementation douanière, avec ou sans compte. La réponse écrite vous parvient par \
             courriel sous {PROMISED_DAYS}\u{a0}jours ouvrés."
        );
        Ok(view! {
            <Page title="Écrire à Infos Douane Service" lead=lead>
                {own_cases("Vos demandes", &own)}
                <p>
                    "Un problème avec le portail\u{a0}? " <a href=path::ASSISTANCE>"Écrire à l’assistance"</a>
                    ". Une demande déjà envoyée\u{a0}? " <a href=path::CASE_LOOKUP>"La suivre avec sa référence"</a> "."
                </p>
                <FieldForm form definition=assistance::open_regulation(has_account) submit="Envoyer">
                    <MandatoryNote/>
                    <input type="hidden" name="page" value=path::REGULATION_REQUEST/>
                    <input type="hidden" name="cle" value=key/>
                </FieldForm>
            </Page>
        }
        .into_any())
    })
}

/// `/infos-douane-service/envoye`: the mail with the link was sent.
#[component]
pub fn RegulationSentPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let today = request.portal().clock.now().day();
        let promise = CaseKind::Regulation.answer_by(today).map(|day| {
            format!(
                "Confirmée aujourd’hui, elle recevra une réponse écrite au plus tard le {} ({PROMISED_DAYS}\u{a0}jours ouvrés).",
                french_date(day)
            )
        });
        Ok(view! {
            <Page
                title="Confirmez votre adresse"
                detail="réglementation"
                lead="Un courriel vient de vous être envoyé. Ouvrez le lien qu’il contient pour que votre demande soit lue."
            >
                <p>{promise}</p>
                <p>"Le lien est valable 48\u{a0}heures. Sans confirmation, la demande est supprimée."</p>
            </Page>
        }
        .into_any())
    })
}
