//! What the administrations say about adhesion (003, 004), and nothing more.

use leptos::prelude::*;

/// The steps from the convention to the rights.
#[component]
pub fn Steps() -> impl IntoView {
    view! {
        <h2 id="etapes">"Les étapes"</h2>
        <ol class="prose">
            <li>
                <strong>"La convention."</strong>
                " L’accès à un téléservice demande une adhésion de l’entreprise et une convention d’usage avec la douane. Ces \
                 formalités ne se font pas en ligne\u{a0}: les documents sont échangés sur papier."
            </li>
            <li>
                <strong>"L’audit, l’autorisation ou l’agrément, s’il en faut."</strong>
                " Pour certains téléservices, un audit, puis une autorisation ou un agrément de la douane, peuvent être \
                 nécessaires avant l’adhésion."
            </li>
            <li>
                <strong>"La relation dans ROSA."</strong>
                " Un service de la douane y enregistre le lien entre l’entreprise et le téléservice. Sans cette relation, \
                 personne ne peut recevoir de droit."
            </li>
            <li>
                <strong>"Les droits des personnes."</strong>
                " Le correspondant de l’entreprise les donne sur douane.gouv.fr. Ils valent aussitôt sur le portail, pour un \
                 compte rattaché."
            </li>
        </ol>
    }
}

/// The words of customs that people meet on the way.
#[component]
pub fn Words() -> impl IntoView {
    view! {
        <h2 id="mots">"Les mots à connaître"</h2>
        <dl class="prose">
            <dt>"ROSA"</dt>
            <dd>
                "Référentiel de la douane\u{a0}: il tient les relations (agréments et conventions) entre les entreprises et les \
                 téléservices. Elles sont créées par un service de la douane, pour un SIRET."
            </dd>
            <dt>"GHOST"</dt>
            <dd>"Référentiel de la douane\u{a0}: il tient le rôle de chaque personne dans son entreprise et ses habilitations."</dd>
            <dt>"Correspondant entreprise"</dt>
            <dd>
                "Dirigeant, ou collaborateur désigné, dont le rôle est enregistré dans GHOST d’après les documents transmis. Il \
                 certifie les comptes des employés et leur donne leurs habilitations sur douane.gouv.fr."
            </dd>
            <dt>"Gestion service en ligne entreprise"</dt>
            <dd>
                "Rôle reçu avec celui de correspondant entreprise\u{a0}: il permet de donner les habilitations. Ce n’est pas une \
                 page du site."
            </dd>
        </dl>
    }
}
