use backend::{factors, flash::Flash};
use domain::{account_forms, co_owner::CoOwner, handover::HandoverFailure, identity_provider::Provider};
use leptos::prelude::*;

use super::identity;
use crate::{
    forms::Form,
    page::{self, Page, Visit},
    ui::*,
};

const ACCESS: &[&str] = &["identifiant", "mot_de_passe", "confirmation", "niveau", "numero_sms"];
const PERSON: &[&str] = &["prenom", "nom", "email", "telephone", "adresse"];
const COMPANY: &[&str] = &["numero_entreprise", "liste_diffusion"];

/// `/inscription` (mission §2.1).
#[component]
pub fn RegistrationPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        let proved = identity::prefilled(&visit).await?;
        let kept = match (visit.flash("inscription").await?, &proved) {
            (Some(kept), _) => kept,
            (None, Some((_, answers))) => Flash { answers: answers.clone(), ..Flash::default() },
            (None, None) => Flash::default(),
        };
        Ok(draw(&visit, kept, proved.map(|(provider, _)| provider)).into_any())
    })
}

fn draw(visit: &Visit, kept: Flash, provider: Option<Provider>) -> impl IntoView + use<> {
    let definition = account_forms::registration(&factors::levels(visit.portal()));
    let page = visit.path.clone();
    let problems = kept.problems.clone();
    let notice = provider.map(identity::vouched).or_else(|| refused(visit));
    let provider = provider.map(|one| view! { <input type="hidden" name="fournisseur" value=one.code()/> });
    let group = move |legend: &'static str, only: &'static [&'static str]| {
        let Flash { answers, problems, .. } = kept.clone();
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
            lead="Ouvrez votre compte personnel. Il vous donnera accès aux services pour lesquels votre entreprise vous a habilité."
        >
            {notice}
            <Form action="/form/inscription" page=page>
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
            <p>"Vous avez déjà un compte\u{a0}? " <a href="/connexion">"Connectez-vous"</a>"."</p>
        </Page>
    }
}

/// What a co-owner's site handed over could not be used: the form is empty, and says why.
fn refused(visit: &Visit) -> Option<AnyView> {
    let co_owner = visit.query("depuis").and_then(CoOwner::from_code)?;
    let failure = visit.query("cause").and_then(HandoverFailure::from_code)?;
    let sentence = failure.sentence(co_owner);
    Some(
        view! {
            <Notice kind=NoticeKind::Warning title="Le formulaire n’a pas pu être rempli"><p>{sentence}</p></Notice>
        }
        .into_any(),
    )
}

/// `/inscription/confirmation`: the same page whether the address was free, taken or unknown.
#[component]
pub fn RegistrationConfirmationPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        let hours = visit.portal().config.security.activation_hours;
        Ok(view! {
            <Page title="Ouverture de votre compte" lead="Votre demande est enregistrée. Il reste une étape\u{a0}: activer le compte.">
                <Stepper steps=steps() current=1/>
                <ol>
                    <li>"Consultez votre messagerie\u{a0}: un mél vient de vous être envoyé à l’adresse indiquée."</li>
                    <li>"Ouvrez le lien qu’il contient."</li>
                    <li>"Saisissez votre identifiant et votre mot de passe, puis choisissez «\u{a0}Activer\u{a0}»."</li>
                </ol>
                <p>{format!("Le lien est valable {hours}\u{a0}heures et ne sert qu’une fois.")}</p>
                <Notice kind=NoticeKind::Info title="Le mél n’arrive pas\u{a0}?">
                    <p>
                        "Regardez dans les courriers indésirables, puis "
                        <a href="/activation/nouveau-lien">"demandez un nouveau lien"</a>"."
                    </p>
                </Notice>
            </Page>
        }
        .into_any())
    })
}

/// The steps of opening an account, for the pages that show where one stands.
pub(super) fn steps() -> Vec<String> {
    ["Inscription", "Activation", "Connexion"].map(str::to_owned).into()
}
