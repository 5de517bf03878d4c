use domain::profile_forms;
use leptos::prelude::*;

use super::{Tab, Tabs, server::ChangePassword, trail};
use crate::{
    forms::{FieldForm, PageForm},
    page::{self, Page, PageRequest},
    ui::{MandatoryNote, Username},
};

/// `/profil/mot-de-passe`: change of password. Requires re-authentication.
#[component]
pub fn PasswordPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let usager = request.reauthenticated_usager()?.usager()?.clone();
        let form = PageForm::read::<ChangePassword>(&request).await?;
        // Read by the strength estimate, which penalises the person's own names.
        let personal_fields =
            [("prenom", usager.first_name), ("nom", usager.last_name), ("email", usager.email)]
                .map(|(id, value)| view! { <input type="hidden" id=id value=value/> })
                .collect_view();
        Ok(view! {
            <Page
                title="Changer de mot de passe"
                lead="Vos autres sessions seront fermées, et un courriel vous préviendra du changement."
                trail=trail()
            >
                <Tabs current=Tab::Password/>
                <FieldForm form definition=profile_forms::change_password() submit="Changer de mot de passe">
                    <MandatoryNote/>
                    <Username login=usager.login/>
                    {personal_fields}
                </FieldForm>
            </Page>
        }
        .into_any())
    })
}
