use backend::factors;
use domain::factor_forms;
use leptos::prelude::*;

use super::trail;
use crate::{
    forms::Form,
    page::{self, Page, Stop, Visit},
    ui::*,
};

/// `/profil/securite/numero-sms`: the code that shows that a number receives messages.
#[component]
pub fn NumberPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        let session = visit.fresh_proof()?;
        let Some(number) = factors::awaited_number(visit.portal(), session).await? else {
            return Err(Stop::Redirect("/profil/securite/niveau".to_owned()));
        };
        let mut kept = visit.flash("confirmer-numero").await?.unwrap_or_default();
        kept.problems.extend(visit.flash("renvoyer-code-numero").await?.unwrap_or_default().problems);
        let minutes = visit.portal().config.sign_in.code_minutes;
        Ok(view! {
            <Page
                title="Confirmer votre numéro de mobile"
                lead="Votre niveau de sécurité changera dès que le code sera validé."
                trail=trail()
            >
                <p>{format!("Un code à 6 chiffres a été envoyé au {number}. Il est valable {minutes}\u{a0}minutes.")}</p>
                // Left to the browser: it may lead to the recovery codes, which are shown once.
                <Form action="/form/confirmer-numero" page=visit.path.clone() leaves=true>
                    <ErrorSummary problems=kept.problems.clone()/>
                    <MandatoryNote/>
                    <FormFields definition=factor_forms::sms_number() answers=kept.answers problems=kept.problems/>
                    <div class="form__actions">
                        <Submit>"Confirmer ce numéro"</Submit>
                    </div>
                </Form>
                <Form action="/form/renvoyer-code-numero" page=visit.path.clone()>
                    <div class="form__actions">
                        <Submit variant=Variant::Secondary>"Recevoir un nouveau code"</Submit>
                        <ButtonLink href="/profil/securite/niveau" variant=Variant::Quiet>"Changer de numéro"</ButtonLink>
                    </div>
                </Form>
            </Page>
        }
        .into_any())
    })
}
