use backend::staff;
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

/// `/equipe/preuve?retour=…`: re-authentication before an official act (001) or an act of administration.
#[component]
pub fn StaffReauthenticationPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let requested = request.query("retour");
        let back = return_path(requested).unwrap_or(path::STAFF_HOME).to_owned();
        let Some((session, member)) =
            request.session().and_then(|session| Some((session, session.staff().ok()?)))
        else {
            return Err(Stop::Redirect(with_return(path::STAFF_SIGN_IN, requested)));
        };
        if session.is_recently_authenticated(request.portal().clock.now()) {
            return Err(Stop::Redirect(back));
        }
        let login = member.login.clone();
        let mailbox = staff::code_destination(request.portal(), session).await?;
        let mut form = PageForm::read::<Reauthenticate>(&request).await?;
        form.flash.problems.extend(request.problems(&[SendReauthenticationCode::NAME]).await?);
        Ok(view! {
            <Page
                title="Confirmez votre identité de membre de l’équipe"
                lead="Cette action exige une vérification récente de votre identité. Votre saisie est conservée."
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
