use backend::personal_data;
use domain::{helpline::HOTLINE, path, question::ARCHIVE_YEARS};
use leptos::prelude::*;

use super::server::DeleteAccount;
use crate::{
    account::profile::{Tab, Tabs, trail},
    forms::{Endpoint, Form},
    page::{self, Page, PageRequest},
    ui::*,
};

/// Data that one transaction erases. Must match `backend::personal_data`.
const ERASED: [&str; 7] = [
    "votre identité, vos adresses, vos numéros et vos choix\u{a0};",
    "votre mot de passe, vos seconds facteurs, vos clés d’accès et vos appareils de confiance\u{a0};",
    "toutes vos sessions, sur tous vos appareils, et l’historique du compte\u{a0};",
    "vos rattachements\u{a0}: rien ne change sur les sites des administrations\u{a0};",
    "vos rôles d’administrateur général et les délégations que vous avez accordées\u{a0};",
    "vos brouillons et leurs fichiers, vos notifications, la copie de vos données\u{a0};",
    "les courriels et les SMS que le portail vous a envoyés.",
];

/// `/profil/suppression`: confirms the deletion of the account.
#[component]
pub fn DeletionPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let login = request.reauthenticated_usager()?.usager()?.login.clone();
        let flash = request.flash(DeleteAccount::NAME).await?.unwrap_or_default();
        let end = request.portal().clock.now().years_after(ARCHIVE_YEARS).french_day();
        let mut trail = trail();
        trail.push(("Mes données".to_owned(), path::MY_DATA.to_owned()));
        let erased = ERASED.map(|text| view! { <li>{text}</li> }).collect_view();
        Ok(view! {
            <Page
                title="Supprimer mon compte"
                lead="La suppression est immédiate et définitive."
                trail=trail
            >
                <Tabs current=Tab::Home/>
                <section class="stack stack--small" aria-labelledby="efface">
                    <h2 id="efface">"Ce qui est effacé immédiatement"</h2>
                    <ul>{erased}</ul>
                </section>
                <section class="stack stack--small" aria-labelledby="conserve">
                    <h2 id="conserve">"Ce qui est conservé"</h2>
                    <p>{format!(
                        "Les questions déjà envoyées, avec leurs fichiers et leurs réponses, restent à la disposition \
                         de l’entreprise et du service\u{a0}: elles sont archivées {ARCHIVE_YEARS}\u{a0}ans après le \
                         dernier échange, soit jusqu’au {end} si aucun échange ne s’y ajoute. Votre nom y est \
                         remplacé par «\u{a0}Compte supprimé\u{a0}»\u{a0}; ce que vous avez écrit dans le texte n’est \
                         pas modifié.",
                    )}</p>
                    <p>
                        "Le registre de transparence ne garde de vos accusés de réception et de vos messages que des \
                         empreintes, d’où rien ne se lit\u{a0}: un exemplaire déjà téléchargé se vérifie toujours, mais le \
                         portail ne peut plus en fournir."
                    </p>
                    <p>{format!(
                        "Votre identifiant ne pourra pas être repris pendant \
                         {ARCHIVE_YEARS}\u{a0}ans\u{a0}: le portail n’en conserve qu’une empreinte. Votre adresse de courriel pourra servir à un \
                         nouveau compte.",
                    )}</p>
                    <p>"Vous souhaitez conserver vos données\u{a0}? " <a href=path::MY_DATA>"Préparez-en \
                        d’abord une copie"</a>"."</p>
                </section>
                <Form action=DeleteAccount::ACTION page=request.path.clone()>
                    <ErrorSummary problems=flash.problems.clone()/>
                    <p>"Votre identifiant\u{a0}: " <strong>{login}</strong></p>
                    <MandatoryNote/>
                    <FormFields definition=personal_data::deletion_form() answers=flash.answers problems=flash.problems/>
                    <div class="form__actions">
                        <Submit variant=Variant::Danger>"Supprimer définitivement mon compte"</Submit>
                        <ButtonLink href=path::MY_DATA variant=Variant::Secondary>"Conserver mon compte"</ButtonLink>
                    </div>
                </Form>
            </Page>
        }
        .into_any())
    })
}

/// `/compte-supprime`: the account is deleted.
#[component]
pub fn DeletedPage() -> impl IntoView {
    page::static_page(|| {
        view! {
            <Page title="Votre compte est supprimé" lead="Vos données sont effacées et toutes vos sessions fermées.">
                <p>"Un dernier courriel vous le confirme. Vous n’êtes pas à l’origine de cette suppression\u{a0}? \
                    Appelez l’assistance au "
                    <HelplineNumber line=&HOTLINE/>"."</p>
                <p><ButtonLink href=path::HOME>"Revenir à l’accueil"</ButtonLink></p>
            </Page>
        }
    })
}
