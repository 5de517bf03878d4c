use backend::accounts::{mfa::supports_passkeys, sessions::Visitor};
use domain::{account_forms, helpline::HOTLINE, path, problem::Problems};
use leptos::prelude::*;

use super::{
    ended_session_notice::ended_session_notice, identity, passkey_page::PasskeySignInForm,
    return_path::return_path, server::SignIn,
};
use crate::{
    forms::{FieldForm, PageForm},
    page::{self, Page, PageRequest, Stop},
    ui::*,
};

/// `/connexion?retour=…`: first step of sign-in (mission §2.3).
#[component]
pub fn SignInPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        if matches!(request.session().map(|session| &session.visitor), Some(Visitor::Usager(_))) {
            return Err(Stop::Redirect(return_path(&request).unwrap_or(path::DASHBOARD).to_owned()));
        }
        let ended = ended_session_notice(&request).await?;
        let form = PageForm::read::<SignIn>(&request).await?;
        let back = return_path(&request).unwrap_or_default().to_owned();
        let passkey = supports_passkeys(request.portal())
            .then(|| view! { <PasskeySignInForm page=request.path.clone() back=back.clone()/> });
        let help = help(&form.flash.problems);
        let forgotten =
            view! { <p><a href=path::FORGOTTEN_PASSWORD>"Mot de passe oublié\u{a0}?"</a></p> }.into_any();
        let providers = identity::buttons(&request, &back);
        Ok(view! {
            <Page title="Connexion">
                {ended}
                <FieldForm form definition=account_forms::sign_in() submit="Se connecter" after_fields=forgotten>
                    <MandatoryNote/>
                    <input type="hidden" name="retour" value=back/>
                </FieldForm>
                {passkey}
                {help}
                {providers}
                <p>
                    "Pas encore de compte\u{a0}? " <a href=path::REGISTRATION>"Inscrivez-vous"</a>
                    ". Compte pas encore activé\u{a0}? "
                    <a href=path::NEW_ACTIVATION_LINK>"Recevez un nouveau lien"</a>"."
                </p>
            </Page>
        }
        .into_any())
    })
}

/// Common causes of a failed sign-in. Never says which of the identifiant and the password was wrong (mission
/// §2.3).
fn help(problems: &Problems) -> Option<impl IntoView + use<>> {
    (!problems.is_empty()).then(|| {
        view! {
            <Card title="La connexion n’aboutit pas\u{a0}?">
                <ul>
                    <li>"La touche de verrouillage des majuscules est-elle active\u{a0}? Le mot de passe distingue majuscules et minuscules."</li>
                    <li>"L’identifiant et le mot de passe sont-ils saisis ou collés exactement, sans espace avant ni après\u{a0}?"</li>
                    <li>"Le compte a-t-il été activé par le lien reçu par courriel après l’inscription\u{a0}?"</li>
                    <li>"Le navigateur accepte-t-il les cookies de ce site\u{a0}? Effacez les cookies et le cache, puis recommencez."</li>
                    <li>"La connexion à internet est-elle stable\u{a0}? Un réseau privé virtuel (VPN) ou un filtre \
                         d’entreprise peut la perturber."</li>
                    <li>"Après plusieurs échecs, les essais sont ralentis pendant quelques minutes\u{a0}; \
                         avec un appareil de confiance, vous pouvez toujours vous connecter."</li>
                </ul>
                <p>
                    <a href=path::SELF_CHECK>"Lancez l’auto-contrôle de l’accès"</a>
                    "\u{a0}: il vérifie ces points et fournit une référence à communiquer à l’assistance."
                </p>
                <p>
                    "Vous pensez qu’une autre personne utilise votre compte\u{a0}? "
                    <a href=path::FORGOTTEN_PASSWORD>"Choisissez un nouveau mot de passe"</a>
                    "\u{a0}: toutes les sessions seront fermées. Vous pouvez aussi appeler l’assistance au "
                    <HelplineNumber line=&HOTLINE/>" ou consultez l’"<a href=path::HELP>"aide"</a>"."
                </p>
            </Card>
        }
    })
}
