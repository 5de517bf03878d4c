use domain::path;
use leptos::prelude::*;

use crate::page::{self, Page};

/// `/aide`: contacts, sign-in problems, frequent questions. Facts: mission §1 (004, assistance).
#[component]
pub fn HelpPage() -> impl IntoView {
    page::static_page(|| {
        view! {
            <Page title="Aide et assistance en ligne" lead="Les réponses aux questions fréquentes et les services à contacter.">
                <div class="prose">
                    <Contact/>
                    <SignInHelp/>
                    <Questions/>
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
            <h3>"Assistance technique du portail"</h3>
            <p>
                <a href="tel:+33809400210">"0809\u{a0}400\u{a0}210"</a>
                " (appel gratuit), du lundi au vendredi de 8\u{a0}h à 19\u{a0}h\u{a0}30."
            </p>
            <p>
                "Vous préférez être appelé\u{a0}? "
                <a href=path::PHONE_CALL_BOOKING>"Choisir l’heure d’un appel"</a>
                ", de 9\u{a0}h à 17\u{a0}h\u{a0}30, heure de Paris."
            </p>
            <h3>"Infos Douane Service\u{a0}: la réglementation"</h3>
            <p>
                "Du lundi au vendredi de 8\u{a0}h\u{a0}30 à 18\u{a0}h, hors jours fériés. En métropole, le service \
                 et l’appel sont gratuits. Outre-mer et étranger\u{a0}: "
                <a href="tel:+33172407850">"+33\u{a0}1\u{a0}72\u{a0}40\u{a0}78\u{a0}50"</a> "."
            </p>
            <h3 id="ecrire">"Écrire aux services des douanes"</h3>
            <p>
                "Une fois connecté, posez votre question dans la " <a href=path::QUESTIONS>"messagerie sécurisée"</a>
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

#[component]
fn Questions() -> impl IntoView {
    view! {
        <section aria-labelledby="questions">
            <h2 id="questions">"Questions fréquentes"</h2>
            <h3>"Faut-il fournir un justificatif pour ouvrir un compte\u{a0}?"</h3>
            <p>
                "Non. Mais sans habilitation, le compte ne donne accès qu’à la partie publique du portail. \
                 Rattachez-y votre compte douane.gouv.fr\u{a0}: vos habilitations s’appliquent aussitôt."
            </p>
            <h3>"Qui accorde une habilitation\u{a0}?"</h3>
            <p>
                "Le correspondant de votre entreprise, sur douane.gouv.fr. Une habilitation accordée ou retirée sur \
                 ce site "
                "s’applique immédiatement sur le portail."
            </p>
            <h3>"Pourquoi ne vois-je pas les paiements à la douane\u{a0}?"</h3>
            <p>
                "Il faut le droit «\u{a0}télépayer\u{a0}» du Télépaiement SEPA sur au moins un établissement de "
                "l’entreprise choisie. Chaque refus indique le droit qui manque et la personne qui l’accorde."
            </p>
            <h3>"Quels fichiers puis-je joindre à une question\u{a0}?"</h3>
            <p>
                "Jusqu’à 10\u{a0}fichiers de 10\u{a0}Mo chacun\u{a0}: PDF, images, documents et tableurs, texte, XML et archives ZIP."
            </p>
            <h3>"Combien de temps mes échanges sont-ils conservés\u{a0}?"</h3>
            <p>"Sept ans. L’accusé de réception de chaque question porte l’empreinte SHA-256 des fichiers envoyés."</p>
            <h3>"Que valent un accusé de réception et un reçu de paiement par carte\u{a0}?"</h3>
            <p>
                "Ils sont inscrits à un registre qui montre qu’ils n’ont pas changé depuis. Chacun peut, sans compte, "
                <a href=path::VERIFICATION>"vérifier un accusé ou un reçu"</a> "."
            </p>
            <h3>"Que faire si ma session prend fin\u{a0}?"</h3>
            <p>
                "Elle prend fin après 15\u{a0}minutes sans activité, et au plus tard au bout de 12\u{a0}heures. "
                "Reconnectez-vous\u{a0}: les brouillons et les pièces déjà ajoutées sont conservés."
            </p>
        </section>
    }
}
