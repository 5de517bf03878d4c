use domain::profile_forms;
use leptos::prelude::*;

use super::{Tab, Tabs};
use crate::{
    forms::Form,
    page::{self, Page, Visit},
    ui::*,
};

/// `/profil/mot-de-passe`: asks for a fresh proof.
#[component]
pub fn PasswordPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        let usager = visit.fresh_proof()?.usager()?.clone();
        let kept = visit.flash("changer-mot-de-passe").await?.unwrap_or_default();
        // Read by password managers and by the estimate of strength, which starts from what the person is called.
        let called = [
            ("identifiant", usager.login),
            ("prenom", usager.first_name),
            ("nom", usager.last_name),
            ("email", usager.email),
        ]
        .map(|(id, value)| view! { <input type="hidden" id=id value=value/> })
        .collect_view();
        Ok(view! {
            <Page
                title="Mot de passe"
                lead="Vos autres sessions seront fermées, et un mél vous préviendra du changement."
            >
                <Tabs current=Tab::Password/>
                <Form action="/form/changer-mot-de-passe" page=visit.path.clone()>
                    <ErrorSummary problems=kept.problems.clone()/>
                    <MandatoryNote/>
                    {called}
                    <FormFields
                        definition=profile_forms::change_password()
                        answers=kept.answers
                        problems=kept.problems
                    />
                    <div class="form__actions">
                        <Submit>"Changer de mot de passe"</Submit>
                    </div>
                </Form>
            </Page>
        }
        .into_any())
    })
}
