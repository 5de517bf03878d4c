use backend::personal_data;
use domain::message::ARCHIVE_YEARS;
use leptos::prelude::*;

use super::DATA;
use crate::{
    forms::Form,
    page::{self, Page, Visit},
    ui::*,
};

/// Erased by the same transaction: true to what `backend::personal_data` does.
const AT_ONCE: [&str; 7] = [
    "votre identité, vos adresses, vos numéros et vos choix\u{a0};",
    "votre mot de passe, vos seconds facteurs, vos clés d’accès et vos appareils de confiance\u{a0};",
    "toutes vos sessions, sur tous vos appareils, et l’historique du compte\u{a0};",
    "vos rattachements\u{a0}: rien ne change sur les sites des administrations\u{a0};",
    "vos rôles d’administrateur général, et ce que vous avez délégué, qui prend fin\u{a0};",
    "vos brouillons et leurs fichiers, vos notifications, la copie de vos données\u{a0};",
    "les méls et SMS que le portail vous a envoyés.",
];

/// `/profil/suppression`
#[component]
pub fn DeletionPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        let login = visit.fresh_proof()?.usager()?.login.clone();
        let kept = visit.flash("supprimer-compte").await?.unwrap_or_default();
        let end = visit.portal().clock.now().years_after(ARCHIVE_YEARS).french_day();
        let erased = AT_ONCE.map(|text| view! { <li>{text}</li> }).collect_view();
        Ok(view! {
            <Page
                title="Supprimer mon compte"
                lead="La suppression est immédiate et définitive\u{a0}: personne ne peut la défaire."
                trail=vec![("Mes données".to_owned(), DATA.to_owned())]
            >
                <section class="stack stack--small" aria-labelledby="efface">
                    <h2 id="efface">"Ce qui est effacé aussitôt"</h2>
                    <ul>{erased}</ul>
                </section>
                <section class="stack stack--small" aria-labelledby="conserve">
                    <h2 id="conserve">"Ce qui est conservé"</h2>
                    <p>{format!(
                        "Les questions déjà envoyées, avec leurs fichiers et leurs réponses, restent à l’entreprise et au \
                         service\u{a0}: elles sont archivées {ARCHIVE_YEARS}\u{a0}ans après le dernier échange, soit au plus tard \
                         le {end} si rien ne s’y ajoute. Votre nom y est remplacé par «\u{a0}Compte supprimé\u{a0}»\u{a0}; ce que \
                         vous avez écrit dans le texte n’est pas modifié.",
                    )}</p>
                    <p>{format!(
                        "Votre identifiant ne pourra être repris par personne pendant {ARCHIVE_YEARS}\u{a0}ans\u{a0}: le portail \
                         n’en garde qu’une empreinte. Votre adresse mél, elle, peut servir à un nouveau compte.",
                    )}</p>
                    <p>"Vous vouliez en garder une trace\u{a0}? " <a href=DATA>"Préparez d’abord une copie de vos données"</a>"."</p>
                </section>
                <Form action="/form/supprimer-compte" page=visit.path.clone()>
                    <ErrorSummary problems=kept.problems.clone()/>
                    <p>"Votre identifiant\u{a0}: " <strong>{login}</strong></p>
                    <MandatoryNote/>
                    <FormFields definition=personal_data::deletion_form() answers=kept.answers problems=kept.problems/>
                    <div class="form__actions">
                        <Submit variant=Variant::Danger>"Supprimer définitivement mon compte"</Submit>
                        <ButtonLink href=DATA variant=Variant::Secondary>"Garder mon compte"</ButtonLink>
                    </div>
                </Form>
            </Page>
        }
        .into_any())
    })
}

/// `/compte-supprime`
#[component]
pub fn DeletedPage() -> impl IntoView {
    page::still(|| {
        view! {
            <Page title="Votre compte est supprimé" lead="Vos données sont effacées et toutes vos sessions fermées.">
                <p>"Un dernier mél vous le confirme. Vous n’êtes pas à l’origine de cette suppression\u{a0}? Appelez l’assistance au "
                    <span class="nowrap">"0809\u{a0}400\u{a0}210"</span>"."</p>
                <p><ButtonLink href="/">"Revenir à l’accueil"</ButtonLink></p>
            </Page>
        }
    })
}
