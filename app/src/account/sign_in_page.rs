use backend::{factors::takes_passkeys, session::Visitor};
use domain::{account_forms, problem::Problems};
use leptos::prelude::*;

use super::{ended::ended_notice, identity, passkey_page::PasskeyInstead};
use crate::{
    forms::Form,
    page::{self, Page, Stop, Visit},
    ui::*,
};

/// `/connexion?retour=…` (mission §2.3).
#[component]
pub fn SignInPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        if matches!(visit.session().map(|session| &session.visitor), Some(Visitor::Usager(_))) {
            return Err(Stop::Redirect(wanted(&visit).unwrap_or("/tableau-de-bord").to_owned()));
        }
        let ended = ended_notice(&visit).await?;
        let kept = visit.flash("connexion").await?.unwrap_or_default();
        let back = wanted(&visit).unwrap_or_default().to_owned();
        let instead = takes_passkeys(visit.portal())
            .then(|| view! { <PasskeyInstead page=visit.path.clone() back=back.clone()/> });
        let help = help(&kept.problems);
        let providers = identity::buttons(&visit, &back);
        Ok(view! {
            <Page title="Connexion">
                {ended}
                <Form action="/form/connexion" page=visit.path.clone()>
                    <ErrorSummary problems=kept.problems.clone()/>
                    <MandatoryNote/>
                    <input type="hidden" name="retour" value=back/>
                    <FormFields definition=account_forms::sign_in() answers=kept.answers problems=kept.problems/>
                    <div class="form__actions">
                        <Submit>"Se connecter"</Submit>
                    </div>
                </Form>
                {instead}
                <p><a href="/mot-de-passe-oublie">"Mot de passe oublié\u{a0}?"</a></p>
                {help}
                {providers}
                <p>
                    "Pas encore de compte\u{a0}? " <a href="/inscription">"Inscrivez-vous"</a>
                    ". Compte pas encore activé\u{a0}? "
                    <a href="/activation/nouveau-lien">"Recevez un nouveau lien"</a>"."
                </p>
            </Page>
        }
        .into_any())
    })
}

/// The page to come back to, one of ours only.
pub(super) fn wanted(visit: &Visit) -> Option<&str> {
    visit.query("retour").and_then(page::local)
}

/// What may have gone wrong; never says which of the two was (mission §2.3).
fn help(problems: &Problems) -> Option<impl IntoView + use<>> {
    (!problems.is_empty()).then(|| {
        view! {
            <Card title="La connexion n’aboutit pas\u{a0}?">
                <ul>
                    <li>"La touche de verrouillage des majuscules est-elle active\u{a0}? Le mot de passe distingue majuscules et minuscules."</li>
                    <li>"Saisissez l’identifiant et le mot de passe à la main, sans espace avant ni après, plutôt que par copier-coller."</li>
                    <li>"Le compte a-t-il été activé par le lien reçu par mél après l’inscription\u{a0}?"</li>
                    <li>"Le navigateur accepte-t-il les cookies de ce site\u{a0}? Effacez les cookies et le cache, puis recommencez."</li>
                    <li>"La connexion à internet est-elle stable\u{a0}? Un réseau privé virtuel (VPN) ou un filtre d’entreprise peut la gêner."</li>
                    <li>"Après plusieurs échecs, les essais sont ralentis pendant quelques minutes\u{a0}; depuis un appareil de confiance, vous pouvez toujours vous connecter."</li>
                </ul>
                <p>
                    <a href="/auto-controle">"Lancez l’auto-contrôle de l’accès"</a>
                    "\u{a0}: il vérifie ces points et donne une référence pour l’assistance."
                </p>
                <p>
                    "Vous pensez que quelqu’un d’autre utilise votre compte\u{a0}? "
                    <a href="/mot-de-passe-oublie">"Renouvelez l’accès"</a>
                    "\u{a0}: un nouveau mot de passe ferme toutes les sessions. Vous pouvez aussi appeler l’assistance au "
                    <span class="nowrap">"0809\u{a0}400\u{a0}210"</span>" ou consultez l’"<a href="/aide">"aide"</a>"."
                </p>
            </Card>
        }
    })
}
