use backend::accounts::mfa;
use domain::{account::SecurityLevel, mfa_forms, path};
use leptos::prelude::*;

use super::{server::ChangeLevel, trail::trail};
use crate::{
    forms::{FieldForm, PageForm},
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/profil/securite/niveau`: compares the security levels and lets the person choose one.
#[component]
pub fn LevelPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let account = request.usager()?.account;
        request.reauthenticated_usager()?;
        let current = mfa::level(request.portal(), account).await?;
        let levels = mfa::levels(request.portal());
        let mut form = PageForm::read::<ChangeLevel>(&request).await?;
        if form.flash.answers.text("niveau").is_empty() {
            form.flash.answers.set("niveau", current.code());
        }
        Ok(view! {
            <Page
                title="Niveau de sécurité"
                lead="Choisissez ce qui vous sera demandé à chaque connexion."
                trail=trail()
            >
                <p>{format!("Votre niveau actuel\u{a0}: {}.", current.label())}</p>
                {levels_table(&levels)}
                <FieldForm
                    form
                    definition=mfa_forms::level(&levels)
                    submit="Choisir ce niveau"
                    cancel=path::SECURITY
                >
                    <MandatoryNote/>
                </FieldForm>
            </Page>
        }
        .into_any())
    })
}

/// Table of the levels, with the requirements and the protection of each.
fn levels_table(levels: &[SecurityLevel]) -> impl IntoView + use<> {
    let columns =
        vec![Column::text("Niveau"), Column::text("Ce qu’il vous faut"), Column::text("Ce dont il protège")];
    let rows = levels
        .iter()
        .map(|level| {
            let (needed, protects) = match level {
                SecurityLevel::Password => (
                    "Votre mot de passe, et un code reçu par courriel sur un appareil inconnu.",
                    "Des essais au hasard. Une personne qui obtient votre mot de passe et lit vos courriels peut se \
                     connecter.",
                ),
                SecurityLevel::Sms => (
                    "Un téléphone mobile qui capte le réseau.",
                    "Du vol du mot de passe. Un numéro peut toutefois être détourné chez l’opérateur téléphonique.",
                ),
                SecurityLevel::Totp => (
                    "Une application sur un téléphone ou un ordinateur\u{a0}; elle fonctionne sans réseau.",
                    "Du vol du mot de passe et du détournement du numéro ou de la messagerie. Un faux site peut encore vous demander le code.",
                ),
                SecurityLevel::Passkey => (
                    "Un téléphone, un ordinateur ou une clé USB récents, que vous déverrouillez avec votre \
                     empreinte, votre visage ou un code. Les scripts doivent être activés.",
                    "De tout cela, ainsi que des faux sites\u{a0}: la clé ne fonctionne qu’avec Prodouane. Elle \
                     peut aussi remplacer le mot de passe. C’est le niveau conseillé si vos appareils le permettent.",
                ),
            };
            vec![level.label().into_any(), needed.into_any(), protects.into_any()]
        })
        .collect();
    view! { <DataTable caption="Comment choisir\u{a0}?" columns rows/> }
}
