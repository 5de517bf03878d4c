use backend::staff;
use domain::{mfa::SecondFactor, mfa_forms, path};
use leptos::prelude::*;

use super::{
    code_page::{lost_factor_help, refused_notice},
    return_path::{return_path, with_return},
    server::{Reauthenticate, SendReauthenticationCode},
};
use crate::{
    account::{mfa::other_factors, passkey::challenge_or_note},
    forms::{ButtonForm, Endpoint, FieldForm, PageForm},
    page::{self, Page, PageRequest, Stop},
    ui::*,
};

/// `/equipe/preuve?retour=…&moyen=…`: re-authentication before an official act (001), an act of administration or a change of
/// factors.
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
        let wanted = request.query("moyen").unwrap_or_default();
        let step = staff::reauthentication_step(request.portal(), session, wanted).await?;
        let factor = step.factor.unwrap_or(SecondFactor::Mail);
        let others: Vec<SecondFactor> = step.other_factors.into_iter().flatten().collect();
        let others = other_factors(path::STAFF_REAUTHENTICATION, &others, Some(&back));
        let refused =
            step.mailbox.filter(|mailbox| mailbox.is_refused).map(|mailbox| refused_notice(mailbox.masked));
        let username = (factor != SecondFactor::Passkey).then(|| view! { <Username login/> });
        let mut form = PageForm::read::<Reauthenticate>(&request).await?;
        form.flash.problems.extend(request.problems(&[SendReauthenticationCode::NAME]).await?);
        Ok(view! {
            <Page
                title="Confirmez votre identité de membre de l’équipe"
                lead="Cette action exige une vérification récente de votre identité. Votre saisie est conservée."
            >
                {refused}
                {factor.is_sent().then(|| send(&request))}
                <FieldForm
                    form
                    definition=mfa_forms::reauthentication(Some(factor))
                    submit=if factor == SecondFactor::Passkey { "Utiliser ma clé d’accès" } else { "Confirmer" }
                >
                    {challenge_or_note(step.passkey_challenge)}
                    {username}
                    <input type="hidden" name="retour" value=back/>
                    <input type="hidden" name="moyen" value=factor.code()/>
                </FieldForm>
                {others}
                {(!factor.is_sent()).then(lost_factor_help)}
            </Page>
        }
        .into_any())
    })
}

/// Form that sends the code. Opening the page alone sends no message.
fn send(request: &PageRequest) -> impl IntoView + use<> {
    view! {
        <ButtonForm
            action=SendReauthenticationCode::ACTION
            page=request.path.clone()
            submit="Recevoir le code par courriel"
            variant=Variant::Secondary
        >
            <p>"Demandez d’abord votre code\u{a0}:"</p>
        </ButtonForm>
    }
}
