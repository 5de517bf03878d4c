use backend::accounts::{sessions::Visitor, sign_in};
use domain::path;
use leptos::prelude::*;

use super::{
    passkey::PasskeyChallenge,
    return_path::{return_path, with_return},
    server::{SignInWithPasskey, StartPasskeySignIn},
};
use crate::{
    forms::{ButtonForm, Endpoint, Form},
    page::{self, Page, PageRequest, Stop},
    ui::*,
};

/// `/connexion/cle?retour=…`: sign-in with a passkey alone. Reached through a form of the sign-in page, which
/// opens the session that holds the challenge.
#[component]
pub fn PasskeySignInPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let back = return_path(&request).map(str::to_owned);
        let session = match request.session() {
            Some(session) if !matches!(session.visitor, Visitor::Usager(_)) => session,
            _ => return Err(Stop::Redirect(with_return(path::SIGN_IN, back.as_deref()))),
        };
        let challenge = sign_in::passkey_challenge(request.portal(), session).await?;
        let flash = request.flash(SignInWithPasskey::NAME).await?.unwrap_or_default();
        let at_once = flash.problems.is_empty();
        let password = with_return(path::SIGN_IN, back.as_deref());
        Ok(view! {
            <Page
                title="Connexion avec une clé d’accès"
                lead="Déverrouillez votre clé d’accès\u{a0}: vous n’avez ni identifiant ni mot de passe à saisir."
            >
                <Form action=SignInWithPasskey::ACTION page=request.path.clone()>
                    <ErrorSummary problems=flash.problems/>
                    <PasskeyChallenge challenge at_once/>
                    <input type="hidden" name="retour" value=back.unwrap_or_default()/>
                    <div class="form__actions">
                        <Submit>"Utiliser ma clé d’accès"</Submit>
                        <ButtonLink href=password variant=Variant::Secondary>"Se connecter avec le mot de passe"</ButtonLink>
                    </div>
                </Form>
                <Card title="La clé ne fonctionne pas\u{a0}?">
                    <ul>
                        <li>"La clé doit avoir été ajoutée à votre compte et se trouver sur cet appareil ou dans \
                             votre gestionnaire de mots de passe."</li>
                        <li>"La clé doit vous demander un code, une empreinte ou votre visage. Une clé de sécurité sans \
                             code (PIN) est refusée\u{a0}: ajoutez-lui un code dans les réglages de votre appareil."</li>
                        <li>"Le navigateur doit être récent\u{a0}: Chrome, Edge, Firefox ou Safari à jour."</li>
                        <li>
                            "Vous avez perdu la clé\u{a0}? Connectez-vous avec le mot de passe, puis choisissez un \
                             autre moyen, comme un code de secours."
                        </li>
                    </ul>
                </Card>
            </Page>
        }
        .into_any())
    })
}

/// Form of the sign-in page to sign in with a passkey instead of the password.
#[component]
pub(super) fn PasskeySignInForm(page: String, back: String) -> impl IntoView {
    view! {
        <ButtonForm
            action=StartPasskeySignIn::ACTION
            page
            submit="Se connecter avec une clé d’accès"
            variant=Variant::Secondary
        >
            <p>"Vous avez ajouté une clé d’accès à votre compte\u{a0}? Connectez-vous sans mot de passe."</p>
            <input type="hidden" name="retour" value=back/>
        </ButtonForm>
    }
}
