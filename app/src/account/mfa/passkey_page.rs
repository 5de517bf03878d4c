use backend::accounts::{
    mfa::{self, MAX_PASSKEYS},
    sessions::{Visitor, device_label},
};
use domain::{account::SecurityLevel, form::Answers, mfa_forms, path};
use leptos::prelude::*;

use super::{
    super::{
        passkey::PasskeyChallenge,
        return_path::{return_path, with_return},
    },
    enrolment::{LimitReachedPage, hidden_fields},
    holder::Holder,
};
use crate::{
    forms::Form,
    page::{self, Page, PageRequest},
    ui::*,
};

const TITLE: &str = "Ajouter une clé d’accès";

/// `/profil/securite/cle?niveau=…`: creates and names a passkey. People who chose this level at registration
/// must complete this page before any other.
#[component]
pub fn PasskeyPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let holder = Holder::of(&request);
        let session = holder.session_adding(&request)?;
        let enrolling = matches!(session.visitor, Visitor::Enrolling(_));
        let count = mfa::passkeys(request.portal(), session.signed_in_owner()?).await?.len();
        if count >= MAX_PASSKEYS {
            let count = format!("{MAX_PASSKEYS} clés d’accès");
            return Ok(view! { <LimitReachedPage holder title=holder.title(TITLE) count/> }.into_any());
        }
        let challenge = mfa::begin_passkey(request.portal(), session).await?;
        let (form, action) = holder.add_passkey();
        let mut flash = request.flash(form).await?.unwrap_or_default();
        if flash.answers.text("nom").is_empty() && flash.problems.is_empty() {
            flash.answers = Answers::from_iter([("nom", device_label(&request.context.client.user_agent))]);
        }
        Ok(view! {
            <Page
                title=holder.title(TITLE)
                lead="Elle remplace le code à saisir\u{a0}: vous la déverrouillez comme votre appareil, et elle ne \
                      fonctionne qu’avec Prodouane."
                trail=holder.trail()
            >
                {(!enrolling).then(|| holder.tabs())}
                {enrolling.then(|| enrolment_notice(return_path(&request)))}
                <Steps/>
                // Submitted by the browser: the next page shows the recovery codes once, so it must not be
                // fetched twice.
                <Form action page=request.path.clone() native=true>
                    <ErrorSummary problems=flash.problems.clone()/>
                    <MandatoryNote/>
                    {hidden_fields(&request, SecurityLevel::Passkey)}
                    <FormFields definition=mfa_forms::passkey() answers=flash.answers problems=flash.problems/>
                    <PasskeyChallenge challenge create=true/>
                    <div class="form__actions">
                        <Submit>"Créer la clé d’accès"</Submit>
                    </div>
                </Form>
            </Page>
        }
        .into_any())
    })
}

/// Explains why the page is mandatory; offers an application instead, for browsers without passkeys.
fn enrolment_notice(back: Option<&str>) -> impl IntoView + use<> {
    let application_href = with_return(path::NEW_AUTHENTICATOR_APP, back);
    let sign = if application_href.contains('?') { '&' } else { '?' };
    let application_href = format!("{application_href}{sign}niveau={}", SecurityLevel::Totp.code());
    view! {
        <Notice kind=NoticeKind::Info title="Une étape avant d’accéder au portail">
            <p>
                "À l’inscription, vous avez choisi de vous connecter avec une clé d’accès\u{a0}: ajoutez-la \
                 maintenant. Elle vous sera demandée à chaque connexion."
            </p>
            <p>
                "Cet appareil ne peut pas créer de clé d’accès\u{a0}? "
                <a href=application_href>"Choisissez plutôt une application d’authentification"</a>"."
            </p>
        </Notice>
    }
}

#[component]
fn Steps() -> impl IntoView {
    view! {
        <ol>
            <li>"Donnez un nom à la clé, puis choisissez «\u{a0}Créer la clé d’accès\u{a0}»."</li>
            <li>
                "Votre navigateur vous propose où l’enregistrer\u{a0}: cet appareil, un téléphone, un gestionnaire de \
                 mots de passe ou une clé de sécurité USB."
            </li>
            <li>"Déverrouillez-la avec votre empreinte, votre visage ou votre code\u{a0}: ces données ne sont pas \
                 transmises au portail. Une clé de sécurité sans code (PIN) est refusée\u{a0}: ajoutez-lui d’abord un \
                 code dans les réglages de votre appareil."</li>
        </ol>
    }
}
