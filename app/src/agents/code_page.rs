use backend::{
    agents,
    session::{CodeAwaited, Visitor},
};
use domain::account_forms;
use leptos::prelude::*;

use super::{own_page, with_return};
use crate::{
    forms::Form,
    page::{self, Page, Stop, Visit},
    ui::*,
};

/// `/agent/connexion/code`: the second factor of every agent's sign-in.
#[component]
pub fn AgentCodePage() -> impl IntoView {
    page::load(async |visit: Visit| {
        let wanted = visit.query("retour");
        let session = match visit.session() {
            Some(session) if matches!(session.visitor, Visitor::CodeAwaited(CodeAwaited::Agent(_))) => {
                session
            }
            _ => return Err(Stop::Redirect(with_return("/agent/connexion", wanted))),
        };
        let address = agents::masked_address(visit.portal(), session).await?;
        let minutes = visit.portal().config.sign_in.code_minutes;
        let mut kept = visit.flash("agent-connexion-code").await?.unwrap_or_default();
        kept.problems.extend(visit.flash("agent-renvoyer-code").await?.unwrap_or_default().problems);
        let back = own_page(wanted).unwrap_or_default().to_owned();
        let page = visit.path.clone();
        Ok(view! {
            <Page title="Code de connexion" lead="Deuxième étape de la connexion des agents.">
                <p>{format!("Un code à 6 chiffres a été envoyé à {address}. Il est valable {minutes}\u{a0}minutes.")}</p>
                <Form action="/form/agent-connexion-code" page=page.clone()>
                    <ErrorSummary problems=kept.problems.clone()/>
                    <MandatoryNote/>
                    <input type="hidden" name="retour" value=back/>
                    <FormFields definition=account_forms::agent_sign_in_code() answers=kept.answers problems=kept.problems/>
                    <div class="form__actions">
                        <Submit>"Valider le code"</Submit>
                    </div>
                </Form>
                <Form action="/form/agent-renvoyer-code" page=page>
                    <div class="form__actions">
                        <Submit variant=Variant::Secondary>"Recevoir un nouveau code"</Submit>
                    </div>
                </Form>
                <p><a href="/agent/connexion">"Utiliser un autre compte"</a></p>
            </Page>
        }
        .into_any())
    })
}
