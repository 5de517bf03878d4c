use backend::session::Visitor;
use domain::{factor::Way, factor_forms};
use leptos::prelude::*;

use super::{own_page, with_return};
use crate::{
    forms::Form,
    page::{self, Page, Stop, Visit},
    ui::*,
};

/// `/agent/preuve?retour=…`: an agent proves again who they are, before an official act (001).
#[component]
pub fn AgentProofPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        let wanted = visit.query("retour");
        let back = own_page(wanted).unwrap_or("/agent").to_owned();
        match visit.session() {
            Some(session) if !matches!(session.visitor, Visitor::Agent(_)) => {
                return Err(Stop::Redirect(with_return("/agent/connexion", wanted)));
            }
            None => return Err(Stop::Redirect(with_return("/agent/connexion", wanted))),
            Some(session) if session.has_fresh_proof(visit.portal().clock.now()) => {
                return Err(Stop::Redirect(back));
            }
            Some(_) => {}
        }
        let mut kept = visit.flash("agent-preuve").await?.unwrap_or_default();
        kept.problems.extend(visit.flash("agent-preuve-code").await?.unwrap_or_default().problems);
        let page = visit.path.clone();
        Ok(view! {
            <Page
                title="Confirmez que c’est bien vous"
                lead="Un acte officiel demande une vérification récente de votre identité. Votre texte vous attend."
            >
                <Form action="/form/agent-preuve-code" page=page.clone()>
                    <p>"Demandez d’abord votre code\u{a0}:"</p>
                    <div class="form__actions">
                        <Submit variant=Variant::Secondary>"Recevoir le code par mél"</Submit>
                    </div>
                </Form>
                <Form action="/form/agent-preuve" page=page>
                    <ErrorSummary problems=kept.problems.clone()/>
                    <MandatoryNote/>
                    <input type="hidden" name="retour" value=back/>
                    <FormFields
                        definition=factor_forms::proof(Some(Way::Mail))
                        answers=kept.answers
                        problems=kept.problems
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
