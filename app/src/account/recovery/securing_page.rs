use backend::profile::{self, Purpose};
use leptos::prelude::*;

use super::late_mail::LateMail;
use crate::{
    forms::Form,
    page::{self, Page, Visit},
    ui::*,
};

/// `/securiser-mon-compte?jeton=…`: « ce n'était pas moi », from a mail's link or from the history.
#[component]
pub fn SecuringPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        let token = visit.query("jeton").unwrap_or_default().to_owned();
        let alive = profile::is_alive(visit.portal(), &token, Purpose::Securing).await?;
        if !alive && visit.usager().is_err() {
            return Ok(other_ways().into_any());
        }
        let problems = visit.flash("securiser").await?.unwrap_or_default().problems;
        let token = alive.then(|| view! { <input type="hidden" name="jeton" value=token/> });
        Ok(view! {
            <Page
                title="Ce n’était pas moi"
                lead="Quelqu’un d’autre a peut-être utilisé votre compte. Mettez-le en sécurité\u{a0}: voici ce qui se passera."
            >
                <ErrorSummary problems/>
                <ol>
                    <li>"Toutes les sessions de votre compte seront fermées, y compris celle-ci."</li>
                    <li>"Vos appareils de confiance seront oubliés\u{a0}: un code sera demandé partout."</li>
                    <li>"Vos clés d’accès ne suffiront plus\u{a0}: le mot de passe sera demandé avant elles, une première fois."</li>
                    <li>"Les fournisseurs d’identité et les comptes rattachés (douane.gouv.fr…) seront détachés\u{a0}: vous pourrez les rattacher de nouveau."</li>
                    <li>"Un changement d’adresse mél en attente sera abandonné."</li>
                    <li>"Un lien vous sera envoyé par mél pour choisir un nouveau mot de passe."</li>
                </ol>
                <Form action="/form/securiser" page=visit.path.clone()>
                    {token}
                    <div class="form__actions">
                        <Submit variant=Variant::Danger>"Mettre mon compte en sécurité"</Submit>
                        <ButtonLink href="/" variant=Variant::Quiet>"Ne rien faire"</ButtonLink>
                    </div>
                </Form>
            </Page>
        }
        .into_any())
    })
}

/// No link, nobody signed in: still no dead end.
fn other_ways() -> impl IntoView {
    view! {
        <Page title="Mettre votre compte en sécurité">
            <p>
                "Ce lien a expiré ou a déjà servi. Choisissez un nouveau mot de passe par mél\u{a0}: toutes les sessions \
                de votre compte seront fermées et vos appareils de confiance oubliés."
            </p>
            <p class="cluster">
                <ButtonLink href="/mot-de-passe-oublie">"Choisir un nouveau mot de passe"</ButtonLink>
                <ButtonLink href="/aide" variant=Variant::Secondary>"Obtenir de l’aide"</ButtonLink>
            </p>
        </Page>
    }
}

/// `/securiser-mon-compte/termine`
#[component]
pub fn SecuredPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        let minutes = visit.portal().config.security.reset_minutes;
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
                    d’authentification et les clés d’accès que vous ne reconnaissez pas et renouvelez vos codes de secours."
                </p>
                <LateMail>
                    "Regardez dans les courriers indésirables, puis "
                    <a href="/mot-de-passe-oublie">"demandez un autre lien"</a>
                </LateMail>
            </Page>
        }
        .into_any())
    })
}
