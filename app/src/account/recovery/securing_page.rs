use backend::accounts::links::{self, Purpose};
use domain::path;
use leptos::prelude::*;

use super::{super::used_link::redirect_if_used, late_mail::LateMail, server::SecureAccount};
use crate::{
    forms::{Endpoint, Form},
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/securiser-mon-compte?jeton=…`: « ce n'était pas moi », reached from a mail or from the account history.
#[component]
pub fn SecuringPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let token = request.query("jeton").unwrap_or_default().to_owned();
        let is_valid = links::is_usable(request.portal(), &token, Purpose::Securing).await?;
        if !is_valid {
            redirect_if_used(&request, &token, Purpose::Securing, path::SECURED).await?;
        }
        if !is_valid && request.usager().is_err() {
            return Ok(expired_link().into_any());
        }
        let problems = request.problems(&[SecureAccount::NAME]).await?;
        let token = is_valid.then(|| view! { <input type="hidden" name="jeton" value=token/> });
        Ok(view! {
            <Page
                title="Ce n’était pas moi"
                lead="Une autre personne a peut-être utilisé votre compte. Si vous le mettez en sécurité\u{a0}:"
            >
                <ErrorSummary problems/>
                <ol>
                    <li>"Toutes les sessions de votre compte seront fermées, y compris celle-ci."</li>
                    <li>"Vos appareils de confiance seront oubliés\u{a0}: un code sera demandé sur chaque \
                         appareil."</li>
                    <li>"Vos clés d’accès ne permettront plus de vous connecter seules\u{a0}: à leur \
                         première utilisation, le mot de passe vous sera demandé."</li>
                    <li>"Les fournisseurs d’identité et les comptes rattachés (douane.gouv.fr…) seront détachés\u{a0}: vous pourrez les rattacher de nouveau."</li>
                    <li>"Un changement d’adresse de courriel en attente sera annulé."</li>
                    <li>"Un lien vous sera envoyé par courriel pour choisir un nouveau mot de passe."</li>
                </ol>
                <Form action=SecureAccount::ACTION page=request.path.clone()>
                    {token}
                    <div class="form__actions">
                        <Submit variant=Variant::Danger>"Mettre mon compte en sécurité"</Submit>
                        <ButtonLink href=path::HOME variant=Variant::Quiet>"Annuler"</ButtonLink>
                    </div>
                </Form>
            </Page>
        }
        .into_any())
    })
}

/// Notice shown without a valid link to people who are not signed in.
fn expired_link() -> impl IntoView {
    view! {
        <Page title="Mettre votre compte en sécurité">
            <p>
                "Ce lien a expiré ou a déjà servi. Demandez par courriel un lien pour choisir un nouveau mot de \
                 passe\u{a0}: toutes les sessions de votre compte seront fermées et vos appareils de confiance \
                 oubliés."
            </p>
            <p class="cluster">
                <ButtonLink href=path::FORGOTTEN_PASSWORD>"Choisir un nouveau mot de passe"</ButtonLink>
                <ButtonLink href=path::HELP variant=Variant::Secondary>"Obtenir de l’aide"</ButtonLink>
            </p>
        </Page>
    }
}

/// `/securiser-mon-compte/termine`: the account is secured.
#[component]
pub fn SecuredPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let minutes = request.portal().config.security.reset_minutes;
        Ok(view! {
            <Page
                title="Votre compte est en sécurité"
                lead="Toutes les sessions sont fermées. Il reste une étape\u{a0}: choisir un nouveau mot de passe."
            >
                <p>
                    {format!(
                        "Ouvrez le lien qui vient d’être envoyé à l’adresse de votre compte. Il est valable \
                         {minutes}\u{a0}minutes et ne sert qu’une fois.",
                    )}
                </p>
                <p>
                    "Une fois connecté, ouvrez l’onglet Sécurité de votre profil\u{a0}: retirez les applications \
                     d’authentification et les clés d’accès que vous ne reconnaissez pas et renouvelez vos codes de \
                     secours."
                </p>
                <LateMail>
                    "Vérifiez le dossier des courriers indésirables, puis "
                    <a href=path::FORGOTTEN_PASSWORD>"demandez un autre lien"</a>
                </LateMail>
            </Page>
        }
        .into_any())
    })
}
