use domain::path;
use leptos::prelude::*;

/// The notices that scripts show when something changes while the page is open; hidden without scripts.
#[component]
pub fn LiveNotices() -> impl IntoView {
    let history = path::RIGHTS_HISTORY;
    view! {
        <aside id="nouvelles" class="news" aria-label="Ce qui vient de changer" hidden>
            <div class="news__frame">
                <p data-news="droits" hidden>
                    "Vos habilitations ont changé\u{a0}: la page a été mise à jour. "
                    <a href=history>"Voir l’historique de vos habilitations"</a>
                </p>
                <p data-news="saisie" hidden>
                    "Vos habilitations ont changé\u{a0}: vous n’avez plus accès à cette page. Ce que vous \
                     avez saisi ne \
                     peut plus être envoyé\u{a0}: copiez-le avant de la quitter. "
                    <a href=history target="_blank" rel="noopener">"Historique (nouvel onglet)"</a>
                </p>
                <p data-news="entreprise" hidden>
                    "Dans un autre onglet, vous avez choisi une autre entreprise. Cette page affiche encore \
                     la précédente. "
                    <a href=path::DASHBOARD>"Ouvrir le tableau de bord"</a>
                </p>
                <p data-news="connexion" hidden>
                    "Connexion perdue\u{a0}: la page demandée n’a pas pu être ouverte. Ce que vous avez saisi est toujours là. "
                    <button type="button" class="button button--small" data-retry>"Réessayer"</button>
                </p>
                <p data-news="message" hidden></p>
                <button type="button" class="button button--secondary button--small" data-news-close>
                    "Fermer"
                </button>
            </div>
        </aside>
    }
}
