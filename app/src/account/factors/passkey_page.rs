use backend::{
    factors::{self, MAX_PASSKEYS},
    session::Visitor,
    sign_in::device_label,
};
use domain::{account::SecurityLevel, factor_forms, form::Answers};
use leptos::prelude::*;

use super::{
    super::{passkey::PasskeyQuestion, sign_in_page::wanted, with_return},
    SECURITY, trail,
};
use crate::{
    forms::Form,
    page::{self, Page, Visit},
    ui::*,
};

const TITLE: &str = "Ajouter une clé d’accès";

/// `/profil/securite/cle?niveau=…`: the browser makes a passkey, its owner names it. Who chose the level at
/// registration is led here before anything else.
#[component]
pub fn PasskeyPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        let session = visit.fresh_account()?;
        let enrols = matches!(session.visitor, Visitor::Enrolling(_));
        let known = factors::passkeys(visit.portal(), session.account()?.account).await?.len();
        if known >= MAX_PASSKEYS {
            return Ok(full().into_any());
        }
        let question = factors::begin_passkey(visit.portal(), session).await?;
        let mut kept = visit.flash("ajouter-cle").await?.unwrap_or_default();
        if kept.answers.text("nom").is_empty() && kept.problems.is_empty() {
            kept.answers = Answers::from_iter([("nom", device_label(&visit.context.client.user_agent))]);
        }
        let back = wanted(&visit).unwrap_or_default().to_owned();
        let level = visit.query("niveau") == Some(SecurityLevel::Passkey.code());
        let wish =
            level.then(|| view! { <input type="hidden" name="niveau" value=SecurityLevel::Passkey.code()/> });
        Ok(view! {
            <Page
                title=TITLE
                lead="Elle remplace le code à saisir\u{a0}: vous la déverrouillez comme votre appareil, et elle ne répond qu’à Prodouane."
                trail=if enrols { Vec::new() } else { trail() }
            >
                {enrols.then(|| promised(&back))}
                <Steps/>
                // Left to the browser: the page it leads to shows the recovery codes once, and must not be asked for twice.
                <Form action="/form/ajouter-cle" page=visit.path.clone() leaves=true>
                    <ErrorSummary problems=kept.problems.clone()/>
                    <MandatoryNote/>
                    <input type="hidden" name="retour" value=back/>
                    {wish}
                    <FormFields definition=factor_forms::passkey() answers=kept.answers problems=kept.problems/>
                    <PasskeyQuestion question makes=true/>
                    <div class="form__actions">
                        <Submit>"Créer la clé d’accès"</Submit>
                    </div>
                </Form>
            </Page>
        }
        .into_any())
    })
}

/// The level was promised at registration; a browser that makes no passkey is no dead end.
fn promised(back: &str) -> impl IntoView + use<> {
    let instead = with_return("/profil/securite/application", Some(back));
    let sign = if instead.contains('?') { '&' } else { '?' };
    let instead = format!("{instead}{sign}niveau={}", SecurityLevel::Totp.code());
    view! {
        <Notice kind=NoticeKind::Info title="Une étape avant d’accéder au portail">
            <p>
                "À l’inscription, vous avez choisi de vous connecter avec une clé d’accès\u{a0}: ajoutez-la maintenant. Elle \
                 vous sera demandée à chaque connexion."
            </p>
            <p>
                "Cet appareil ne crée pas de clé d’accès\u{a0}? "
                <a href=instead>"Choisissez plutôt une application d’authentification"</a>"."
            </p>
        </Notice>
    }
}

fn full() -> impl IntoView {
    view! {
        <Page title=TITLE trail=trail()>
            <p>
                {format!("Votre compte a déjà {MAX_PASSKEYS} clés d’accès, le plus qu’il puisse en avoir. Retirez celle que \
                          vous n’utilisez plus, puis revenez ici.")}
            </p>
            <p><ButtonLink href=SECURITY>"Revenir à la sécurité"</ButtonLink></p>
        </Page>
    }
}

#[component]
fn Steps() -> impl IntoView {
    view! {
        <ol>
            <li>"Donnez un nom à la clé, puis choisissez «\u{a0}Créer la clé d’accès\u{a0}»."</li>
            <li>
                "Votre navigateur propose où la garder\u{a0}: cet appareil, un téléphone, un gestionnaire de mots de passe ou \
                 une clé de sécurité USB."
            </li>
            <li>"Déverrouillez-la par empreinte, visage ou code\u{a0}: rien de cela n’est transmis au portail."</li>
        </ol>
    }
}
