use backend::accounts::{flash::Flash, mfa};
use domain::{
    account_forms, co_owner::CoOwner, handover::HandoverFailure, identity_provider::Provider, path,
};
use leptos::prelude::*;

use super::{identity, server::Register};
use crate::{
    forms::{Endpoint, Form},
    page::{self, Page, PageRequest},
    ui::*,
};

const ACCESS: &[&str] = &["identifiant", "mot_de_passe", "confirmation", "niveau", "numero_sms"];
const PERSON: &[&str] = &["prenom", "nom", "email", "telephone", "adresse"];
const COMPANY: &[&str] = &["numero_entreprise", "liste_diffusion"];

/// `/inscription`: registration form (mission §2.1).
#[component]
pub fn RegistrationPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let prefilled = identity::prefilled_answers(&request).await?;
        let flash = match (request.flash(Register::NAME).await?, &prefilled) {
            (Some(flash), _) => flash,
            (None, Some((_, answers))) => Flash { answers: answers.clone(), ..Flash::default() },
            (None, None) => Flash::default(),
        };
        Ok(render(&request, flash, prefilled.map(|(provider, _)| provider)).into_any())
    })
}

fn render(request: &PageRequest, flash: Flash, provider: Option<Provider>) -> impl IntoView + use<> {
    let definition = account_forms::registration(&mfa::levels(request.portal()));
    let page = request.path.clone();
    let problems = flash.problems.clone();
    let notice = provider.map(identity::prefill_notice).or_else(|| handover_failure_notice(request));
    let provider = provider.map(|one| view! { <input type="hidden" name="fournisseur" value=one.code()/> });
    let group = move |legend: &'static str, only: &'static [&'static str]| {
        let Flash { answers, problems, .. } = flash.clone();
        view! {
            <fieldset class="form__group">
                <legend>{legend}</legend>
                <FormFields definition=definition.clone() answers=answers problems=problems only=only/>
            </fieldset>
        }
    };
    view! {
        <Page
            title="Inscription"
            lead="Créez votre compte personnel. Il vous donnera accès aux services pour lesquels votre entreprise \
                  vous a habilité."
        >
            {notice}
            <Form action=Register::ACTION page=page>
                <ErrorSummary problems=problems/>
                <MandatoryNote/>
                {provider}
                {group("Votre accès", ACCESS)}
                {group("Vous", PERSON)}
                {group("Votre entreprise", COMPANY)}
                <div class="form__actions">
                    <Submit>"Valider"</Submit>
                </div>
            </Form>
            <p>"Vous avez déjà un compte\u{a0}? " <a href=path::SIGN_IN>"Connectez-vous"</a>"."</p>
        </Page>
    }
}

/// Explains why the data sent by a co-owner's site could not be used to prefill the form.
fn handover_failure_notice(request: &PageRequest) -> Option<AnyView> {
    let co_owner = request.query("depuis").and_then(CoOwner::from_code)?;
    let failure = request.query("cause").and_then(HandoverFailure::from_code)?;
    let sentence = failure.sentence(co_owner);
    Some(
        view! {
            <Notice kind=NoticeKind::Warning title="Le formulaire n’a pas pu être prérempli"><p>{sentence}</p></Notice>
        }
        .into_any(),
    )
}

/// `/inscription/confirmation`: identical whether the address is free, taken or unknown.
#[component]
pub fn RegistrationConfirmationPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let hours = request.portal().config.security.activation_hours;
        Ok(view! {
            <Page title="Ouverture de votre compte" lead="Votre demande est enregistrée. Il reste une étape\u{a0}: activer le compte.">
                <Stepper steps=steps() current=1/>
                <ol>
                    <li>"Consultez votre messagerie\u{a0}: un courriel vient de vous être envoyé à l’adresse \
                         indiquée."</li>
                    <li>"Ouvrez le lien qu’il contient."</li>
                    <li>"Saisissez votre identifiant et votre mot de passe, puis choisissez «\u{a0}Activer\u{a0}»."</li>
                </ol>
                <p>{format!("Le lien est valable {hours}\u{a0}heures et ne sert qu’une fois.")}</p>
                <Notice kind=NoticeKind::Info title="Le courriel n’arrive pas\u{a0}?">
                    <p>
                        "Vérifiez le dossier des courriers indésirables, puis "
                        <a href=path::NEW_ACTIVATION_LINK>"demandez un nouveau lien"</a>"."
                    </p>
                </Notice>
            </Page>
        }
        .into_any())
    })
}

/// Steps of a registration, for the stepper.
pub(super) fn steps() -> Vec<String> {
    ["Inscription", "Activation", "Connexion"].map(str::to_owned).into()
}
