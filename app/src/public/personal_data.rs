use domain::{helpline::HOTLINE, path, plain_link::PlainLink};
use leptos::prelude::*;

use crate::{
    context::CookieNames,
    page::{self, Page, PageRequest},
    ui::*,
};

/// Data stored, purpose, retention. Must match the behaviour of the program.
const RETENTION: [(&str, &str, &str); 28] = [
    (
        "Compte\u{a0}: identifiant, nom, courriel, téléphones, adresse, numéro d’entreprise",
        "Vous identifier et vous joindre",
        "Tant que le compte existe\u{a0}; 30\u{a0}jours s’il n’est jamais activé",
    ),
    (
        "Mot de passe",
        "Vous authentifier",
        "Sous forme d’empreinte Argon2 seulement\u{a0}: personne ne peut le lire",
    ),
    (
        "Sessions et dernière connexion (date, adresse IP tronquée, navigateur)",
        "Afficher votre dernière connexion, reconnaître vos appareils",
        "12\u{a0}heures au plus pour une session, 90\u{a0}jours pour un appareil de confiance",
    ),
    (
        "Seconds facteurs\u{a0}: numéro de mobile, clé de l’application d’authentification, clés d’accès (leur partie publique), codes de secours",
        "Vérifier votre identité à la connexion",
        "Jusqu’à leur retrait\u{a0}; les codes de secours sous forme d’empreinte seulement",
    ),
    (
        "Formulaire envoyé, ou en cours de saisie, quand votre session prend fin",
        "Vous le restituer après votre reconnexion",
        "24\u{a0}heures au plus\u{a0}; ni mot de passe ni code",
    ),
    (
        "Historique du compte (connexions, échecs, changements\u{a0}: date, adresse IP tronquée, navigateur)",
        "Vous permettre de repérer une activité qui n’est pas la vôtre",
        "13\u{a0}mois",
    ),
    (
        "Identité donnée par un fournisseur (ProConnect, FranceConnect)\u{a0}: numéro propre au portail, \
         nom et adresse qu’il indique",
        "Vous connecter sans mot de passe, si vous l’avez demandé",
        "Jusqu’à son détachement",
    ),
    (
        "Rattachements et habilitations",
        "Savoir ce que vous pouvez voir et faire, et vous connecter sans autre mot de passe",
        "Jusqu’au détachement\u{a0}; envoyés par les administrations, ou relus auprès d’elles",
    ),
    (
        "Adresse d’agenda d’une entreprise, et date de sa dernière lecture",
        "Tenir votre agenda à jour, si vous l’avez demandé",
        "Jusqu’à sa suppression\u{a0}; l’adresse sous forme d’empreinte seulement",
    ),
    (
        "Ce qu’un fournisseur ou une administration transmet quand vous vous inscrivez à partir de son site",
        "Remplir le formulaire d’inscription, que vous vérifiez",
        "30\u{a0}minutes\u{a0}; le nom de l’administration ensuite, jusqu’au rattachement",
    ),
    (
        "Habilitations accordées et retirées, et leur date",
        "Vous indiquer ce qui a changé, et quand",
        "13\u{a0}mois",
    ),
    (
        "Derniers chiffres connus (paiements, mandats, déclarations)",
        "Les afficher quand une administration ne répond pas",
        "Remplacés à chaque lecture, puis effacés",
    ),
    (
        "Questions, réponses et pièces jointes",
        "Traiter votre demande, conserver la preuve des échanges",
        "7\u{a0}ans après le dernier échange\u{a0}; sous la signature «\u{a0}Compte supprimé\u{a0}» si le compte l’est",
    ),
    (
        "Parties reçues d’un fichier dont l’envoi a été interrompu",
        "Reprendre l’envoi où il s’est arrêté",
        "Un jour après la dernière partie reçue",
    ),
    (
        "Paiements par carte et leur reçu (créance, montant, date, état\u{a0}; aucun numéro de carte)",
        "Suivre le paiement et en conserver la preuve",
        "7\u{a0}ans",
    ),
    (
        "Registre de transparence\u{a0}: une empreinte de chaque message envoyé et de chaque reçu de paiement par carte, dont rien ne peut être déduit",
        "Montrer qu’un message ou un reçu n’a pas été modifié",
        "Sans limite\u{a0}; le message lui-même suit la question, et perd le nom d’un compte supprimé",
    ),
    ("Tentatives de connexion", "Ralentir les essais répétés de mots de passe", "Quelques heures"),
    ("Copie de vos données, quand vous la demandez", "Vous permettre de la télécharger", "7\u{a0}jours"),
    (
        "Identifiant d’un compte supprimé",
        "Empêcher qu’une autre personne ne le reprenne",
        "7\u{a0}ans, sous forme d’empreinte seulement",
    ),
    (
        "Auto-contrôle de l’accès (navigateur, adresse IP tronquée, état du compte)",
        "Permettre à l’assistance de vous aider",
        "30\u{a0}jours, sans nom, adresse ni numéro",
    ),
    (
        "Dossiers d’assistance et demandes à Infos Douane Service (nom, adresse de courriel, messages)",
        "Répondre à vos demandes",
        "Deux ans après le dernier message",
    ),
    (
        "Avis sur le site",
        "Améliorer le portail",
        "13\u{a0}mois, sans compte ni adresse\u{a0}: l’auteur ne peut pas être identifié",
    ),
    (
        "Appel de l’assistance (nom, téléphone, adresse de courriel, sujet)",
        "Vous appeler à l’heure choisie",
        "30\u{a0}jours après l’appel",
    ),
    (
        "Abonnement aux lettres Infos Douane (adresse de courriel)",
        "Envoyer les lettres",
        "Jusqu’au désabonnement\u{a0}; 48\u{a0}heures sans confirmation. L’envoi de chaque lettre\u{a0}: 13\u{a0}mois",
    ),
    (
        "Partage de votre vue avec un conseiller (compte, conseiller, date et durée)",
        "Savoir qui a suivi vos pages, et quand",
        "Un an\u{a0}; ce que le conseiller voit n’est pas conservé",
    ),
    (
        "Questions posées à l’assistant automatique",
        "Afficher la conversation",
        "Celle de la session, au plus",
    ),
    (
        "«\u{a0}Cette réponse vous a-t-elle aidé\u{a0}?\u{a0}»",
        "Améliorer les réponses",
        "13\u{a0}mois, sans compte ni adresse",
    ),
    (
        "Mots des recherches sans réponse",
        "Savoir quelles réponses manquent",
        "90\u{a0}jours, sans numéro ni adresse, comptés pour toutes les personnes ensemble",
    ),
];

#[component]
pub fn PersonalDataPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let names = CookieNames::of(&request.context.portal.config);
        let content = view! {
            <Page title="Données personnelles et cookies" wide=true>
                <div class="prose">
                    <p>
                        "Le portail ne conserve que les données nécessaires à ses services. Il ne mesure pas "
                        "l’audience, n’affiche pas de publicité et n’envoie rien à des tiers, hormis aux \
                         administrations que "
                        "vous avez vous-même rattachées, ou auxquelles vous demandez d’ouvrir un compte (prénom, \
                         nom, adresse de courriel)."
                    </p>
                </div>
                <RetentionTable/>
                <div class="prose"><Cookies names/><Rights/></div>
            </Page>
        };
        Ok(content.into_any())
    })
}

#[component]
fn RetentionTable() -> impl IntoView {
    let columns = ["Données", "Pourquoi", "Durée"].map(Column::text);
    Table::new("Ce qui est conservé", &columns)
        .rows(RETENTION, |row, (what, why, how_long)| {
            for text in [what, why, how_long] {
                row.cell().text(text);
            }
        })
        .finish()
}

#[component]
fn Cookies(names: CookieNames) -> impl IntoView {
    view! {
        <h2 id="cookies">"Cookies"</h2>
        <p>
            "Le portail utilise trois cookies, strictement nécessaires. Ils ne nécessitent pas votre consentement \
             (article 82 de la loi "
            "Informatique et libertés) et ne contiennent qu’un nombre aléatoire."
        </p>
        <ul>
            <li><code>{names.session}</code> "\u{a0}: votre session, créée au premier formulaire envoyé, effacée à la fermeture du navigateur."</li>
            <li><code>{names.device}</code> "\u{a0}: posé seulement si vous demandez à ne plus saisir de code sur cet appareil."</li>
            <li><code>{names.probe}</code> "\u{a0}: posé avec un formulaire, pour vérifier que votre navigateur accepte les cookies, effacé à la fermeture du navigateur."</li>
        </ul>
    }
}

#[component]
fn Rights() -> impl IntoView {
    view! {
        <h2 id="droits">"Vos droits"</h2>
        <p>
            "Une fois connecté, vous pouvez " <a href=path::MY_DATA>"télécharger une copie de vos données ou \
                                                                         supprimer votre compte"</a>
            ", et corriger vous-même votre " <a href=path::SITUATION>"situation"</a> "."
        </p>
        <p>
            "Vous pouvez demander l’accès à vos données, leur rectification, leur effacement ou la limitation de leur "
            "traitement, et vous opposer à celui-ci (règlement (UE)\u{a0}2016/679, articles 15 à 21), par l’assistance "
            "au " <HelplineNumber line=&HOTLINE/>
            ". L’organisme qui met le portail en service indique ici son délégué à la protection des données. Vous "
            "pouvez aussi adresser une réclamation à la "
            {site_link(PlainLink::Cnil, "CNIL")} "."
        </p>
    }
}
