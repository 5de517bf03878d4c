use backend::{
    factors::{self, Enrolment, MAX_APPLICATIONS},
    flash::Flash,
    session::Visitor,
};
use domain::{account::SecurityLevel, factor_forms};
use leptos::prelude::*;

use super::{
    super::{sign_in_page::wanted, with_return},
    trail,
};
use crate::{
    forms::Form,
    page::{self, Page, Stop, Visit},
    ui::*,
};

/// `/profil/securite/application?niveau=…`: the key to scan or to type, then the first code. Who chose the level at
/// registration is led here before anything else.
#[component]
pub fn ApplicationPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        let session = visit.fresh_account()?;
        let usager = session.account()?;
        let login = usager.login.clone();
        let enrols = matches!(session.visitor, Visitor::Enrolling(_));
        let level = visit.query("niveau") == Some(SecurityLevel::Totp.code());
        if enrols && !level && factors::level(visit.portal(), usager.account).await? == SecurityLevel::Passkey
        {
            return Err(Stop::Redirect(with_return("/profil/securite/cle", wanted(&visit))));
        }
        let known = factors::applications(visit.portal(), usager.account).await?.len();
        if known >= MAX_APPLICATIONS {
            return Ok(full().into_any());
        }
        let enrolment = factors::begin_application(visit.portal(), session).await?;
        let kept = visit.flash("ajouter-application").await?.unwrap_or_default();
        Ok(view! {
            <Page
                title="Ajouter une application d’authentification"
                lead="Elle affiche toutes les 30\u{a0}secondes un code que vous seul pouvez connaître."
                trail=if enrols { Vec::new() } else { trail() }
            >
                {enrols.then(promised)}
                <Steps/>
                <Key login enrolment/>
                <FirstCode kept page=visit.path.clone() back=wanted(&visit).unwrap_or_default() level/>
            </Page>
        }
        .into_any())
    })
}

fn promised() -> impl IntoView {
    view! {
        <Notice kind=NoticeKind::Info title="Une étape avant d’accéder au portail">
            <p>
                "Votre niveau de sécurité demande une application d’authentification\u{a0}: ajoutez-la maintenant. Son code vous sera demandé à chaque connexion."
            </p>
        </Notice>
    }
}

fn full() -> impl IntoView {
    view! {
        <Page title="Ajouter une application d’authentification" trail=trail()>
            <p>
                {format!("Votre compte a déjà {MAX_APPLICATIONS} applications, le plus qu’il puisse en avoir. Retirez celle que \
                          vous n’utilisez plus, puis revenez ici.")}
            </p>
            <p><ButtonLink href=super::SECURITY>"Revenir à la sécurité"</ButtonLink></p>
        </Page>
    }
}

#[component]
fn Steps() -> impl IntoView {
    view! {
        <ol>
            <li>
                "Installez une application d’authentification sur votre téléphone ou votre ordinateur, si vous n’en avez \
                 pas\u{a0}: FreeOTP, Aegis, Google Authenticator, Microsoft Authenticator ou une autre."
            </li>
            <li>"Dans l’application, ajoutez un compte\u{a0}: scannez le code QR, ou saisissez la clé."</li>
            <li>"Saisissez plus bas le code à 6\u{a0}chiffres que l’application affiche."</li>
        </ol>
    }
}

#[component]
fn Key(login: String, enrolment: Enrolment) -> impl IntoView {
    let label =
        "Code QR à scanner avec l’application\u{a0}; la clé qu’il contient est donnée en texte à la suite.";
    view! {
        <Card title="La clé">
            {qr_code(&enrolment.address, label)}
            <DefinitionList>
                <Definition term="Compte">{format!("Prodouane ({login})")}</Definition>
                <Definition term="Clé à saisir"><code class="mono" id="cle">{enrolment.key.grouped()}</code></Definition>
                <Definition term="Type de code">"Basé sur l’heure, 6\u{a0}chiffres, 30\u{a0}secondes"</Definition>
            </DefinitionList>
            <p class="muted">"Cette clé ne sera plus affichée. Ne la communiquez à personne."</p>
        </Card>
    }
}

#[component]
fn FirstCode(
    kept: Flash,
    #[prop(into)] page: String,
    #[prop(into)] back: String,
    /// The level « application » was chosen: it is set with the application.
    level: bool,
) -> impl IntoView {
    let wish = level.then(|| view! { <input type="hidden" name="niveau" value=SecurityLevel::Totp.code()/> });
    // Left to the browser: the page it leads to shows the recovery codes once, and must not be asked for twice.
    view! {
        <Form action="/form/ajouter-application" page leaves=true>
            <ErrorSummary problems=kept.problems.clone()/>
            <MandatoryNote/>
            <input type="hidden" name="retour" value=back/>
            {wish}
            <FormFields definition=factor_forms::application() answers=kept.answers problems=kept.problems/>
            <div class="form__actions">
                <Submit>"Ajouter l’application"</Submit>
            </div>
        </Form>
    }
}
