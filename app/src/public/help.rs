use backend::faq;
use domain::{
    assistance::PROMISED_DAYS,
    french,
    helpline::{HOTLINE, INFOS_DOUANE_SERVICE, PHONE_CALLS},
    path,
};
use leptos::prelude::*;

use crate::{
    page::{self, Page},
    ui::*,
};

/// `/aide`: contacts, sign-in problems, frequent questions. Facts: mission §1 (004, assistance).
#[component]
pub fn HelpPage() -> impl IntoView {
    page::static_page(|| {
        view! {
            <Page title="Aide et assistance en ligne" lead="Les réponses aux questions fréquentes et les services à contacter.">
                {search_form(path::FAQ, "Chercher une réponse", "", None, path::FAQ.to_owned())}
                <p><a href=path::FIRST_STEPS>"Premiers pas\u{a0}: de l’inscription à votre première question, en images"</a></p>
                <div class="prose">
                    <Questions/>
                    <SignInHelp/>
                    <Contact/>
                </div>
            </Page>
        }
    })
}

#[component]
fn Contact() -> impl IntoView {
    view! {
        <section aria-labelledby="contact">
            <h2 id="contact">"Nous contacter"</h2>
            <p>
                "La page " <a href=path::CONTACT>"Nous contacter"</a>
                " demande de quoi il s’agit, et mène au bon service."
            </p>
            <h3>"Assistance technique du portail"</h3>
            <p><HelplineNumber line=&HOTLINE/> {format!(". Appel gratuit, {}.", HOTLINE.calendar.words())}</p>
            <p>
                "Par écrit\u{a0}: " <a href=path::ASSISTANCE>"ouvrir un dossier"</a>
                ". Vous préférez être appelé\u{a0}? "
                <a href=path::PHONE_CALL_BOOKING>"Choisir l’heure d’un appel"</a>
                {format!(", {} (heure de Paris).", PHONE_CALLS.words())}
            </p>
            <p>
                "Au téléphone, le conseiller vous donne parfois un code pour " <a href=path::SHARING>"partager votre vue"</a>
                "\u{a0}: il suit vos pages, sans voir vos données."
            </p>
            <h3>"Infos Douane Service\u{a0}: la réglementation"</h3>
            <p>
                "Outre-mer et étranger\u{a0}: " <HelplineNumber line=&INFOS_DOUANE_SERVICE/>
                {format!(". En métropole, le service et l’appel sont gratuits. {}.", french::capitalised(&INFOS_DOUANE_SERVICE.calendar.words()))}
            </p>
            <p>
                "Par écrit\u{a0}: " <a href=path::REGULATION_REQUEST>"écrire à Infos Douane Service"</a>
                {format!(". Réponse écrite sous {PROMISED_DAYS}\u{a0}jours ouvrés, avec ou sans compte.")}
            </p>
            <h3 id="ecrire">"Écrire aux services des douanes"</h3>
            <p>
                "Une fois connecté, avec au moins une habilitation à la douane, posez votre question dans la "
                <a href=path::QUESTIONS>"messagerie sécurisée"</a>
                "\u{a0}: aux recettes pour les créances, le cautionnement et les paiements, aux PAE (pôles gestion \
                 des procédures des bureaux de douane) pour l’assiette et les garanties."
            </p>
        </section>
    }
}

/// Common reasons why people cannot sign in, from 002.
#[component]
fn SignInHelp() -> impl IntoView {
    view! {
        <section aria-labelledby="blocage">
            <h2 id="blocage">"Je n’arrive pas à me connecter"</h2>
            <p>
                "L’" <a href=path::SELF_CHECK>"auto-contrôle de l’accès"</a>
                " vérifie le navigateur, les cookies, l’horloge et la connexion, et fournit une référence à \
                 communiquer à l’assistance."
            </p>
            <ol>
                <li>"La touche Verr. Maj est-elle active\u{a0}? Le mot de passe tient compte des majuscules et des espaces."</li>
                <li>"Avez-vous activé le compte par le lien reçu par courriel (valable 48\u{a0}heures)\u{a0}? Sinon, "
                    <a href=path::NEW_ACTIVATION_LINK>"demandez un nouveau lien"</a> "."</li>
                <li>"Le navigateur accepte-t-il les cookies du portail\u{a0}? Sans eux, la connexion est \
                     impossible."</li>
                <li>"Le navigateur est-il à jour (Edge, Chrome, Firefox ou Safari)\u{a0}? L’heure de l’appareil est-elle juste\u{a0}?"</li>
                <li>"Essayez sans VPN, ou avec une autre connexion."</li>
                <li>"Le code à 6\u{a0}chiffres est envoyé par courriel\u{a0}: vérifiez aussi le dossier des \
                     courriers indésirables."</li>
                <li>"Après plusieurs erreurs, le portail impose une attente de quelques minutes\u{a0}; le compte \
                     n’est jamais bloqué définitivement."</li>
            </ol>
        </section>
    }
}

/// Links to the themes of the frequent questions. Without the database: help must not depend on it.
#[component]
fn Questions() -> impl IntoView {
    let themes = faq::themes().iter().map(|theme| {
        view! { <li><a href=path::faq_theme(theme.code)>{theme.title.clone()}</a></li> }
    });
    view! {
        <section aria-labelledby="questions">
            <h2 id="questions">"Questions fréquentes"</h2>
            <ul>{themes.collect_view()}</ul>
            <p>"L’" <a href=path::ASSISTANT>"assistant automatique"</a> " y cherche pour vous."</p>
        </section>
    }
}
