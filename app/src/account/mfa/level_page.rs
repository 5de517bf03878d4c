use backend::accounts::mfa;
use domain::{account::SecurityLevel, mfa_forms, path};
use leptos::prelude::*;

use super::{server::ChangeLevel, trail::trail};
use crate::{
    account::profile::{Tab, Tabs},
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
                <Tabs current=Tab::Security/>
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
    let columns = ["Niveau", "Ce qu’il vous faut", "Protection apportée"].map(Column::text);
    let levels = SecurityLevel::by_strength(levels);
    let recommended = levels.first().copied().filter(|_| levels.len() > 1);
    Table::new("Comment choisir\u{a0}?", &columns)
        .rows(&levels, |row, level| level_row(row, *level, recommended == Some(*level)))
        .finish()
}

fn level_row(row: &mut Row<'_>, level: SecurityLevel, is_recommended: bool) {
    let (needed, protects) = match level {
        SecurityLevel::Password => (
            "Votre mot de passe, et un code reçu par courriel sur un appareil inconnu.",
            "Contre les essais au hasard. Une personne qui obtient votre mot de passe et lit vos \
                     courriels peut se connecter.",
        ),
        SecurityLevel::Sms => (
            "Un téléphone mobile qui capte le réseau.",
            "Contre le vol du mot de passe. Un numéro peut toutefois être détourné auprès de \
                     l’opérateur téléphonique.",
        ),
        SecurityLevel::Totp => (
            "Une application sur un téléphone ou un ordinateur\u{a0}; elle fonctionne sans réseau.",
            "Contre le vol du mot de passe et le détournement du numéro ou de la messagerie. Un \
                     faux site peut encore vous demander le code.",
        ),
        SecurityLevel::Passkey => (
            "Un téléphone, un ordinateur ou une clé USB récents, que vous déverrouillez avec votre \
                     empreinte, votre visage ou un code. Les scripts doivent être activés.",
            "Contre tous ces risques et contre les faux sites\u{a0}: la clé ne fonctionne qu’avec \
                     Prodouane. Elle \
                     peut aussi remplacer le mot de passe. C’est le niveau conseillé si vos appareils le permettent.",
        ),
    };
    let mut name = row.cell();
    name.text(level.label());
    if is_recommended {
        name.text(" ").tag(Tone::Success, "Conseillé");
    }
    drop(name);
    row.cell().text(needed);
    row.cell().text(protects);
}
