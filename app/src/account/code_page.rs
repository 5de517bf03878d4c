use backend::accounts::{
    sessions::{CodeAwaited, Visitor},
    sign_in::{self, SecondStep},
};
use domain::{helpline::HOTLINE, mfa::SecondFactor, mfa_forms, path};
use leptos::prelude::*;

use super::{
    mfa::other_factors,
    passkey::challenge_or_note,
    return_path::{return_path, with_return},
    server::{ConfirmCode, ResendCode},
};
use crate::{
    forms::{ButtonForm, Endpoint, FieldForm, PageForm},
    page::{self, Page, PageRequest, Stop},
    ui::*,
};

/// Consequence of a refused mail, at sign-in and re-authentication.
pub(super) const CODE_WILL_NOT_ARRIVE: &str =
    "\u{a0}: le code n’arrivera pas. Choisissez un autre moyen, ou appelez l’assistance.";

/// `/connexion/code?moyen=…`: second step of sign-in, as the security level requires; at the lowest level, a
/// code by mail on unknown devices (001).
#[component]
pub fn CodePage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let session = match request.session() {
            Some(session) if matches!(session.visitor, Visitor::CodeAwaited(CodeAwaited::Account(_))) => {
                session
            }
            _ => return Err(Stop::Redirect(with_return(path::SIGN_IN, return_path(&request)))),
        };
        let second_step =
            sign_in::second_step(request.portal(), session, request.query("moyen").unwrap_or_default())
                .await?;
        let mut form = PageForm::read::<ConfirmCode>(&request).await?;
        form.flash.problems.extend(request.problems(&[ResendCode::NAME]).await?);
        let minutes = request.portal().config.sign_in.code_minutes;
        let back = return_path(&request).map(str::to_owned);
        let factor = second_step.factor;
        let lead = lead(&second_step);
        let resend = factor.is_sent().then(|| resend(&request, factor));
        let title = if factor == SecondFactor::Passkey { "Clé d’accès" } else { "Code de connexion" };
        let challenge_or_note = challenge_or_note(second_step.passkey_challenge.clone());
        let lost_passkey_help =
            (factor == SecondFactor::Passkey && second_step.other_factors.is_empty()).then(lost_passkey_help);
        let others = other_factors(path::SIGN_IN_CODE, &second_step.other_factors, back.as_deref());
        let refused = second_step.mail_refused.then(|| {
            let address = second_step.destination.clone();
            view! { <MailRefusedNotice address consequence=CODE_WILL_NOT_ARRIVE/> }
        });
        Ok(view! {
            <Page title=title lead=lead>
                {refused}
                <p>{instructions(&second_step, minutes)}</p>
                <FieldForm
                    form
                    definition=mfa_forms::sign_in_code(factor, second_step.on_trusted_devices)
                    submit=button(factor)
                >
                    {challenge_or_note}
                    <input type="hidden" name="retour" value=back.unwrap_or_default()/>
                    <input type="hidden" name="moyen" value=factor.code()/>
                </FieldForm>
                {resend}
                {others}
                {lost_passkey_help}
                <p><a href=path::SIGN_IN>"Utiliser un autre compte"</a></p>
            </Page>
        }
        .into_any())
    })
}

/// Label of the button that sends a second factor.
pub(crate) fn button(factor: SecondFactor) -> &'static str {
    if factor == SecondFactor::Passkey { "Utiliser ma clé d’accès" } else { "Valider le code" }
}

fn lead(second_step: &SecondStep) -> &'static str {
    if second_step.on_trusted_devices && second_step.factor == SecondFactor::Passkey {
        "Votre niveau de sécurité demande une clé d’accès à chaque connexion."
    } else if second_step.on_trusted_devices {
        "Votre niveau de sécurité demande un code à chaque connexion."
    } else {
        "Vous utilisez cet appareil pour la première fois\u{a0}: confirmez votre identité."
    }
}

/// Sentence above the field of a second factor.
pub(crate) fn instructions(second_step: &SecondStep, minutes: u64) -> String {
    let destination = &second_step.destination;
    match second_step.factor {
        SecondFactor::AuthenticatorApp => {
            "Ouvrez votre application d’authentification et saisissez le code qu’elle affiche pour \
                             Prodouane. Il change toutes les 30\u{a0}secondes."
                .to_owned()
        }
        SecondFactor::Passkey => {
            "Choisissez «\u{a0}Utiliser ma clé d’accès\u{a0}», puis déverrouillez-la avec votre empreinte, votre \
             visage ou votre code.".to_owned()
        }
        SecondFactor::RecoveryCode => {
            "Saisissez l’un des codes de secours que vous avez notés. Chaque code ne sert qu’une fois.".to_owned()
        }
        SecondFactor::Mail | SecondFactor::Sms if second_step.is_sent => {
            format!(
                "Un code à 6\u{a0}chiffres a été envoyé à {destination}. Il est valable {minutes}\u{a0}minutes."
            )
        }
        SecondFactor::Mail | SecondFactor::Sms => format!(
            "Demandez un code avec le bouton «\u{a0}Recevoir un nouveau code\u{a0}»\u{a0}: il sera envoyé à \
             {destination} et valable {minutes}\u{a0}minutes."
        ),
    }
}

/// Help shown when the passkey is the only second factor of the account.
fn lost_passkey_help() -> impl IntoView {
    view! {
        <p>
            "Vous n’avez plus ni clé d’accès ni code de secours\u{a0}? Appelez l’assistance au "
            <HelplineNumber line=&HOTLINE/>"."
        </p>
    }
}

fn resend(request: &PageRequest, factor: SecondFactor) -> impl IntoView + use<> {
    let help = match factor {
        SecondFactor::Sms => "Le SMS n’arrive pas\u{a0}? Vérifiez que le téléphone capte le réseau.",
        _ => "Le courriel n’arrive pas\u{a0}? Vérifiez le dossier des courriers indésirables.",
    };
    view! {
        <ButtonForm
            action=ResendCode::ACTION
            page=request.path.clone()
            submit="Recevoir un nouveau code"
            variant=Variant::Secondary
        >
            <p>{help}</p>
            <input type="hidden" name="moyen" value=factor.code()/>
        </ButtonForm>
    }
}
