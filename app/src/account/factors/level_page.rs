use backend::factors;
use domain::{account::SecurityLevel, factor_forms};
use leptos::prelude::*;

use super::{SECURITY, trail};
use crate::{
    forms::Form,
    page::{self, Page, Visit},
    ui::*,
};

/// `/profil/securite/niveau`: what each level asks and protects from, then the choice.
#[component]
pub fn LevelPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        let account = visit.usager()?.account;
        visit.fresh_proof()?;
        let present = factors::level(visit.portal(), account).await?;
        let levels = factors::levels(visit.portal());
        let mut kept = visit.flash("changer-niveau").await?.unwrap_or_default();
        if kept.answers.text("niveau").is_empty() {
            kept.answers.set("niveau", present.code());
        }
        Ok(view! {
            <Page
                title="Niveau de sécurité"
                lead="Choisissez ce qui vous sera demandé à chaque connexion."
                trail=trail()
            >
                <p>{format!("Votre niveau actuel\u{a0}: {}.", present.label())}</p>
                {advice(&levels)}
                <Form action="/form/changer-niveau" page=visit.path.clone()>
                    <ErrorSummary problems=kept.problems.clone()/>
                    <MandatoryNote/>
                    <FormFields definition=factor_forms::level(&levels) answers=kept.answers problems=kept.problems/>
                    <div class="form__actions">
                        <Submit>"Choisir ce niveau"</Submit>
                        <ButtonLink href=SECURITY variant=Variant::Secondary>"Ne rien changer"</ButtonLink>
                    </div>
                </Form>
            </Page>
        }
        .into_any())
    })
}

/// Helps to choose: what is needed, and against what it protects.
fn advice(levels: &[SecurityLevel]) -> impl IntoView + use<> {
    let columns =
        vec![Column::text("Niveau"), Column::text("Il vous faut"), Column::text("De quoi il protège")];
    let rows = levels
        .iter()
        .map(|level| {
            let (needed, protects) = match level {
                SecurityLevel::Password => (
                    "Votre mot de passe\u{a0}; un code par mél sur un appareil inconnu.",
                    "Des essais au hasard. Qui obtient votre mot de passe et lit vos méls entre.",
                ),
                SecurityLevel::Sms => (
                    "Un téléphone mobile qui capte le réseau.",
                    "Du vol du mot de passe. Un numéro peut toutefois être détourné chez l’opérateur.",
                ),
                SecurityLevel::Totp => (
                    "Une application sur un téléphone ou un ordinateur\u{a0}; elle fonctionne sans réseau.",
                    "Du vol du mot de passe et du détournement du numéro ou de la messagerie. Un faux site peut encore vous demander le code.",
                ),
                SecurityLevel::Passkey => (
                    "Un téléphone, un ordinateur ou une clé USB récents, que vous déverrouillez par empreinte, visage ou \
                     code. Les scripts doivent être activés.",
                    "De tout cela, et des faux sites\u{a0}: la clé ne répond qu’à Prodouane. Elle peut aussi remplacer le mot \
                     de passe. C’est notre conseil si vos appareils le permettent.",
                ),
            };
            vec![level.label().into_any(), needed.into_any(), protects.into_any()]
        })
        .collect();
    view! { <DataTable caption="Comment choisir\u{a0}?" columns rows/> }
}
