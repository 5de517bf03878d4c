use backend::accounts::sessions::Visitor;
use domain::{mfa::SecondFactor, mfa_forms, path};
use leptos::prelude::*;

use super::{
    return_path::{return_path, with_return},
    server::{Reauthenticate, SendReauthenticationCode},
};
use crate::{
    forms::{Endpoint, Form},
    page::{self, Page, PageRequest, Stop},
    ui::*,
};

/// `/agent/preuve?retour=…`: re-authentication of an agent before an official act (001).
#[component]
pub fn AgentReauthenticationPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let requested = request.query("retour");
        let back = return_path(requested).unwrap_or(path::AGENT_INBOX).to_owned();
        match request.session() {
            Some(session) if !matches!(session.visitor, Visitor::Agent(_)) => {
                return Err(Stop::Redirect(with_return(path::AGENT_SIGN_IN, requested)));
            }
            None => return Err(Stop::Redirect(with_return(path::AGENT_SIGN_IN, requested))),
            Some(session) if session.is_recently_authenticated(request.portal().clock.now()) => {
                return Err(Stop::Redirect(back));
            }
            Some(_) => {}
        }
        let mut flash = request.flash(Reauthenticate::NAME).await?.unwrap_or_default();
        flash
            .problems
            .extend(request.flash(SendReauthenticationCode::NAME).await?.unwrap_or_default().problems);
        let page = request.path.clone();
        Ok(view! {
            <Page
                title="Confirmez que c’est bien vous"
                lead="Un acte officiel exige une vérification récente de votre identité. Votre texte est conservé."
            >
                <Form action=SendReauthenticationCode::ACTION page=page.clone()>
                    <p>"Demandez d’abord votre code\u{a0}:"</p>
                    <div class="form__actions">
                        <Submit variant=Variant::Secondary>"Recevoir le code par courriel"</Submit>
                    </div>
                </Form>
                <Form action=Reauthenticate::ACTION page=page>
                    <ErrorSummary problems=flash.problems.clone()/>
                    <MandatoryNote/>
                    <input type="hidden" name="retour" value=back/>
                    <FormFields
                        definition=mfa_forms::reauthentication(Some(SecondFactor::Mail))
                        answers=flash.answers
                        problems=flash.problems
                    />
                    <div class="form__actions">
                        <Submit>"Confirmer"</Submit>
                    </div>
                </Form>
            </Page>
        }
        .into_any())
    })
}
