use backend::{
    accounts::sign_in::{self, ReauthenticationStep},
    oidc_provider,
};
use domain::{mfa::SecondFactor, mfa_forms, path};
use leptos::prelude::*;

use super::{
    super::{code_page::CODE_WILL_NOT_ARRIVE, passkey::challenge_or_note, return_path::return_path},
    other_factors::other_factors,
    server::{Reauthenticate, SendReauthenticationCode},
};
use crate::{
    forms::{ButtonForm, Endpoint, FieldForm, PageForm},
    page::{self, Page, PageRequest, Stop},
    ui::*,
};

/// `/connexion/preuve?retour=…&moyen=…`: re-authentication before a sensitive operation.
#[component]
pub fn ReauthenticationPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let back = return_path(&request).unwrap_or(path::SECURITY).to_owned();
        let session = match request.session() {
            Some(session) if session.account().is_ok() => session,
            _ => return Err(Stop::Redirect(path::with_return(path::SIGN_IN, &back))),
        };
        // A téléservice may require a more recent authentication than the portal does.
        let required_since = oidc_provider::reauthentication_since(&back);
        let is_recent =
            required_since.is_none_or(|since| session.authenticated_at.is_some_and(|at| at >= since));
        if is_recent && session.is_recently_authenticated(request.portal().clock.now()) {
            return Err(Stop::Redirect(back));
        }
        let requested = request.query("moyen").unwrap_or_default();
        let ReauthenticationStep { factor, other_factors: others, passkey_challenge, mailbox } =
            sign_in::reauthentication_step(request.portal(), session, requested).await?;
        let password = others.contains(&None).then(|| {
            let back = path::with_return(path::REAUTHENTICATION, &back);
            view! { <p><a href=back>"Utiliser mon mot de passe"</a></p> }
        });
        let forgotten = (factor != Some(SecondFactor::Passkey)).then(|| {
            view! {
                <p>
                    "Mot de passe oublié\u{a0}? "
                    <a href=path::FORGOTTEN_PASSWORD>"Recevez par courriel un lien pour en choisir un nouveau"</a>"."
                </p>
            }
        });
        let login = session.account()?.login.clone();
        let username = (factor != Some(SecondFactor::Passkey)).then(|| view! { <Username login/> });
        let others: Vec<SecondFactor> = others.into_iter().flatten().collect();
        let mut form = PageForm::read::<Reauthenticate>(&request).await?;
        form.flash.problems.extend(request.problems(&[SendReauthenticationCode::NAME]).await?);
        let send = factor.filter(|factor| factor.is_sent()).map(|factor| send(&request, factor));
        let refused = mailbox.filter(|mailbox| mailbox.is_refused).map(|mailbox| {
            view! { <MailRefusedNotice address=mailbox.masked consequence=CODE_WILL_NOT_ARRIVE/> }
        });
        let others = other_factors(path::REAUTHENTICATION, &others, Some(&back));
        Ok(view! {
            <Page
                title="Confirmez votre identité"
                lead="Cette opération demande une vérification récente de votre identité."
            >
                {refused}
                {send}
                <FieldForm
                    form
                    definition=mfa_forms::reauthentication(factor)
                    submit=if factor == Some(SecondFactor::Passkey) { "Utiliser ma clé d’accès" } else { "Confirmer" }
                    native=path::leaves_portal(&back)
                >
                    {challenge_or_note(passkey_challenge)}
                    {username}
                    <input type="hidden" name="retour" value=back/>
                    <input type="hidden" name="moyen" value=factor.map_or("", SecondFactor::code)/>
                </FieldForm>
                {others}
                {password}
                {forgotten}
            </Page>
        }
        .into_any())
    })
}

/// Form that sends the code. Opening the page alone sends no message.
fn send(request: &PageRequest, factor: SecondFactor) -> impl IntoView + use<> {
    let label = if factor == SecondFactor::Sms {
        "Recevoir le code par SMS"
    } else {
        "Recevoir le code par courriel"
    };
    view! {
        <ButtonForm
            action=SendReauthenticationCode::ACTION
            page=request.path.clone()
            submit=label
            variant=Variant::Secondary
        >
            <p>"Demandez d’abord votre code\u{a0}:"</p>
            <input type="hidden" name="moyen" value=factor.code()/>
        </ButtonForm>
    }
}
