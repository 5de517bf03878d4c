use backend::{session::Visitor, sign_in};
use leptos::prelude::*;

use super::{passkey::PasskeyQuestion, sign_in_page::wanted, with_return};
use crate::{
    forms::Form,
    page::{self, Page, Stop, Visit},
    ui::*,
};

/// `/connexion/cle?retour=…`: a passkey as the whole sign-in. Asked for from the sign-in page, whose form opened the
/// session that the question belongs to.
#[component]
pub fn PasskeySignInPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        let back = wanted(&visit).map(str::to_owned);
        let session = match visit.session() {
            Some(session) if !matches!(session.visitor, Visitor::Usager(_)) => session,
            _ => return Err(Stop::Redirect(with_return("/connexion", back.as_deref()))),
        };
        let question = sign_in::passkey_question(visit.portal(), session).await?;
        let kept = visit.flash("connexion-cle").await?.unwrap_or_default();
        let at_once = kept.problems.is_empty();
        let password = with_return("/connexion", back.as_deref());
        Ok(view! {
            <Page
                title="Connexion avec une clé d’accès"
                lead="Déverrouillez votre clé d’accès\u{a0}: ni identifiant ni mot de passe à saisir."
            >
                <Form action="/form/connexion-cle" page=visit.path.clone()>
                    <ErrorSummary problems=kept.problems/>
                    <PasskeyQuestion question at_once/>
                    <input type="hidden" name="retour" value=back.unwrap_or_default()/>
                    <div class="form__actions">
                        <Submit>"Utiliser ma clé d’accès"</Submit>
                        <ButtonLink href=password variant=Variant::Secondary>"Se connecter avec le mot de passe"</ButtonLink>
                    </div>
                </Form>
                <Card title="La clé ne répond pas\u{a0}?">
                    <ul>
                        <li>"La clé doit avoir été ajoutée à votre compte, sur cet appareil ou dans le gestionnaire qui la garde."</li>
                        <li>"Le navigateur doit être récent\u{a0}: Chrome, Edge, Firefox ou Safari à jour."</li>
                        <li>
                            "Vous avez perdu la clé\u{a0}? Connectez-vous avec le mot de passe, puis choisissez un autre moyen, \
                             comme un code de secours."
                        </li>
                    </ul>
                </Card>
            </Page>
        }
        .into_any())
    })
}

/// On the sign-in page: the way to sign in without a password.
#[component]
pub(super) fn PasskeyInstead(page: String, back: String) -> impl IntoView {
    view! {
        <Form action="/form/demander-cle" page>
            <p>"Vous avez ajouté une clé d’accès à votre compte\u{a0}? Elle suffit."</p>
            <input type="hidden" name="retour" value=back/>
            <div class="form__actions">
                <Submit variant=Variant::Secondary>"Se connecter avec une clé d’accès"</Submit>
            </div>
        </Form>
    }
}
