use backend::accounts::{
    mfa::{self, MAX_AUTHENTICATOR_APPS, TotpEnrolment},
    sessions::Visitor,
};
use domain::{account::SecurityLevel, mfa_forms, path};
use leptos::prelude::*;

use super::{
    super::return_path::{return_path, with_return},
    enrolment::{LimitReachedPage, hidden_fields, sets_level},
    holder::Holder,
};
use crate::{
    forms::{FieldForm, PageForm},
    page::{self, Page, PageRequest, Stop},
    ui::*,
};

const TITLE: &str = "Ajouter une application d’authentification";

/// `/profil/securite/application?niveau=…`: shows the TOTP key and requires a first code. People who chose this level
/// at registration must complete this page before any other.
#[component]
pub fn ApplicationPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let holder = Holder::of(&request);
        let session = holder.session_adding(&request)?;
        let owner = session.signed_in_owner()?;
        let enrolling = matches!(session.visitor, Visitor::Enrolling(_));
        if enrolling
            && !sets_level(&request, SecurityLevel::Totp)
            && mfa::level(request.portal(), session.account()?.account).await? == SecurityLevel::Passkey
        {
            return Err(Stop::Redirect(with_return(path::NEW_PASSKEY, return_path(&request))));
        }
        let count = mfa::authenticator_apps(request.portal(), owner).await?.len();
        if count >= MAX_AUTHENTICATOR_APPS {
            let count = format!("{MAX_AUTHENTICATOR_APPS} applications");
            return Ok(view! { <LimitReachedPage holder title=holder.title(TITLE) count/> }.into_any());
        }
        let enrolment = mfa::begin_authenticator_app(request.portal(), session).await?;
        let form = PageForm::of(&request, holder.add_application()).await?;
        Ok(view! {
            <Page
                title=holder.title(TITLE)
                lead="Elle affiche un code à 6\u{a0}chiffres, renouvelé toutes les 30\u{a0}secondes."
                trail=holder.trail()
            >
                {(!enrolling).then(|| holder.tabs())}
                {enrolling.then(enrolment_notice)}
                <Steps/>
                <Key enrolment/>
                // Submitted by the browser: the next page shows the recovery codes once, so it must not be
                // fetched twice.
                <FieldForm
                    form
                    definition=mfa_forms::authenticator_app()
                    submit="Ajouter l’application"
                    native=true
                >
                    <MandatoryNote/>
                    {hidden_fields(&request, SecurityLevel::Totp)}
                </FieldForm>
            </Page>
        }
        .into_any())
    })
}

fn enrolment_notice() -> impl IntoView {
    view! {
        <Notice kind=NoticeKind::Info title="Une étape avant d’accéder au portail">
            <p>
                "Votre niveau de sécurité demande une application d’authentification\u{a0}: ajoutez-la maintenant. Son code vous sera demandé à chaque connexion."
            </p>
        </Notice>
    }
}

#[component]
fn Steps() -> impl IntoView {
    view! {
        <ol>
            <li>
                "Installez une application d’authentification sur votre téléphone ou votre ordinateur, si vous n’en \
                 avez pas\u{a0}: FreeOTP, Aegis, Google Authenticator, Microsoft Authenticator ou une autre."
            </li>
            <li>"Dans l’application, ajoutez un compte\u{a0}: scannez le code QR, ou saisissez la clé."</li>
            <li>"Saisissez ci-dessous le code à 6\u{a0}chiffres affiché par l’application."</li>
        </ol>
    }
}

#[component]
fn Key(enrolment: TotpEnrolment) -> impl IntoView {
    let label = "Code QR à scanner avec l’application\u{a0}; la clé qu’il contient est indiquée ci-dessous.";
    view! {
        <Card title="La clé">
            {qr_code(&enrolment.uri, label)}
            <DefinitionList>
                <Definition term="Compte">{format!("Prodouane ({})", enrolment.login)}</Definition>
                <Definition term="Clé à saisir"><code class="mono" id="cle">{enrolment.key.grouped()}</code></Definition>
                <Definition term="Type de code">"Basé sur l’heure, 6\u{a0}chiffres, 30\u{a0}secondes"</Definition>
            </DefinitionList>
            <p class="muted">"Cette clé ne sera plus affichée. Ne la communiquez à personne."</p>
        </Card>
    }
}
