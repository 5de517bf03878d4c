use backend::customs;
use domain::{mfa::SecondFactor, mfa_forms, path};
use leptos::prelude::*;

use super::{
    code_page::refused_notice,
    return_path::{return_path, with_return},
    server::{Reauthenticate, SendReauthenticationCode},
};
use crate::{
    forms::{ButtonForm, Endpoint, FieldForm, PageForm},
    page::{self, Page, PageRequest, Stop},
    ui::*,
};

/// `/agent/preuve?retour=…`: re-authentication of an agent before an official act (001).
#[component]
pub fn AgentReauthenticationPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let requested = request.query("retour");
        let back = return_path(requested).unwrap_or(path::AGENT_INBOX).to_owned();
        let Some((session, agent)) =
            request.session().and_then(|session| Some((session, session.agent().ok()?)))
        else {
            return Err(Stop::Redirect(with_return(path::AGENT_SIGN_IN, requested)));
        };
        if session.is_recently_authenticated(request.portal().clock.now()) {
            return Err(Stop::Redirect(back));
        }
        let login = agent.login.clone();
        let mailbox = customs::code_destination(request.portal(), session).await?;
        let mut form = PageForm::read::<Reauthenticate>(&request).await?;
        form.flash.problems.extend(request.problems(&[SendReauthenticationCode::NAME]).await?);
        Ok(view! {
            <Page
                title="Confirmez votre identité d’agent"
                lead="Un acte officiel exige une vérification récente de votre identité. Votre texte est conservé."
            >
                {refused_notice(&mailbox)}
                <ButtonForm
                    action=SendReauthenticationCode::ACTION
                    page=request.path.clone()
                    submit="Recevoir le code par courriel"
                    variant=Variant::Secondary
                >
                    <p>"Demandez d’abord votre code\u{a0}:"</p>
                </ButtonForm>
                <FieldForm
                    form
                    definition=mfa_forms::reauthentication(Some(SecondFactor::Mail))
                    submit="Confirmer"
                >
                    <MandatoryNote/>
                    <Username login/>
                    <input type="hidden" name="retour" value=back/>
                </FieldForm>
            </Page>
        }
        .into_any())
    })
}
