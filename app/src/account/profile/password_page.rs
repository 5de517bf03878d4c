use domain::profile_forms;
use leptos::prelude::*;

use super::{Tab, Tabs, server::ChangePassword};
use crate::{
    forms::{Endpoint, Form},
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/profil/mot-de-passe`. Requires re-authentication.
#[component]
pub fn PasswordPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let usager = request.reauthenticated_usager()?.usager()?.clone();
        let flash = request.flash(ChangePassword::NAME).await?.unwrap_or_default();
        // Read by password managers, and by the strength estimate, which penalises the person's own names.
        let personal_fields = [
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
                lead="Vos autres sessions seront fermées, et un courriel vous préviendra du changement."
            >
                <Tabs current=Tab::Password/>
                <Form action=ChangePassword::ACTION page=request.path.clone()>
                    <ErrorSummary problems=flash.problems.clone()/>
                    <MandatoryNote/>
                    {personal_fields}
                    <FormFields
                        definition=profile_forms::change_password()
                        answers=flash.answers
                        problems=flash.problems
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
