use leptos::prelude::*;

/// What the browser's half shows when something changed while the page was open; nothing of it is seen without scripts.
#[component]
pub fn News() -> impl IntoView {
    let history = "/profil/habilitations/historique";
    view! {
        <aside id="nouvelles" class="news" aria-label="Ce qui vient de changer" hidden>
            <div class="news__frame">
                <p data-news="droits" hidden>
                    "Vos habilitations ont changé\u{a0}: la page a été mise à jour. "
                    <a href=history>"Voir l’historique de vos habilitations"</a>
                </p>
                <p data-news="saisie" hidden>
                    "Vos habilitations ont changé\u{a0}: cette page ne vous est plus ouverte. Ce que vous avez saisi ne \
                     peut plus être envoyé\u{a0}: copiez-le avant de la quitter. "
                    <a href=history target="_blank" rel="noopener">"Historique (nouvel onglet)"</a>
                </p>
                <p data-news="entreprise" hidden>
                    "Dans un autre onglet, vous avez choisi une autre entreprise. Cette page montre encore la précédente. "
                    <a href="/tableau-de-bord">"Ouvrir le tableau de bord"</a>
                </p>
                <p data-news="fichier" hidden></p>
                <button type="button" class="button button--secondary button--small" data-news-close>
                    "Fermer"
                </button>
            </div>
        </aside>
    }
}
