use backend::{factors, flash::Flash};
use domain::{account_forms, form::Answers, identity_provider::IdentityProvider};
use leptos::prelude::*;

use super::identity;
use crate::{
    forms::Form,
    page::{self, Page, Visit},
    ui::*,
};

/// What a co-owner's site may hand over in the address, for the person to confirm (004).
const KNOWN_ELSEWHERE: [&str; 5] = ["prenom", "nom", "email", "telephone", "numero_entreprise"];

/// Longest value taken from an address.
const MAX_PREFILLED: usize = 254;

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
            (None, None) => Flash { answers: prefilled(&visit), ..Flash::default() },
        };
        Ok(draw(&visit, kept, proved.map(|(provider, _)| provider)).into_any())
    })
}

fn draw(visit: &Visit, kept: Flash, provider: Option<IdentityProvider>) -> impl IntoView + use<> {
    let definition = account_forms::registration(&factors::levels(visit.portal()));
    let page = visit.path.clone();
    let problems = kept.problems.clone();
    let notice = provider.map(identity::vouched);
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

fn prefilled(visit: &Visit) -> Answers {
    KNOWN_ELSEWHERE
        .into_iter()
        .filter_map(|name| Some((name, visit.query(name)?)))
        .filter(|(_, value)| value.chars().count() <= MAX_PREFILLED)
        .collect()
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
