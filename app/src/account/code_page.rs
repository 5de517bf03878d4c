use backend::{
    session::{CodeAwaited, Visitor},
    sign_in,
};
use domain::account_forms;
use leptos::prelude::*;

use super::{sign_in_page::wanted, with_return};
use crate::{
    forms::Form,
    page::{self, Page, Stop, Visit},
    ui::*,
};

/// `/connexion/code`: the code that a device not seen before is asked (001).
#[component]
pub fn CodePage() -> impl IntoView {
    page::load(async |visit: Visit| {
        let session = match visit.session() {
            Some(session) if matches!(session.visitor, Visitor::CodeAwaited(CodeAwaited::Account(_))) => {
                session
            }
            _ => return Err(Stop::Redirect(with_return("/connexion", wanted(&visit)))),
        };
        let address = sign_in::masked_address(visit.portal(), session).await?;
        let minutes = visit.portal().config.sign_in.code_minutes;
        let mut kept = visit.flash("connexion-code").await?.unwrap_or_default();
        kept.problems.extend(visit.flash("renvoyer-code").await?.unwrap_or_default().problems);
        let back = wanted(&visit).unwrap_or_default().to_owned();
        let page = visit.path.clone();
        Ok(view! {
            <Page title="Code de connexion" lead="Cet appareil n’est pas encore connu\u{a0}: confirmez que c’est bien vous.">
                <p>{format!("Un code à 6 chiffres a été envoyé à {address}. Il est valable {minutes}\u{a0}minutes.")}</p>
                <Form action="/form/connexion-code" page=page.clone()>
                    <ErrorSummary problems=kept.problems.clone()/>
                    <MandatoryNote/>
                    <input type="hidden" name="retour" value=back/>
                    <FormFields definition=account_forms::sign_in_code() answers=kept.answers problems=kept.problems/>
                    <div class="form__actions">
                        <Submit>"Valider le code"</Submit>
                    </div>
                </Form>
                <Form action="/form/renvoyer-code" page=page>
                    <p>"Le mél n’arrive pas\u{a0}? Regardez dans les courriers indésirables."</p>
                    <div class="form__actions">
                        <Submit variant=Variant::Secondary>"Recevoir un nouveau code"</Submit>
                    </div>
                </Form>
                <p><a href="/connexion">"Utiliser un autre compte"</a></p>
            </Page>
        }
        .into_any())
    })
}
