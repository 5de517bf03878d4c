use domain::path;
use leptos::prelude::*;

use crate::page::{self, Page};

/// `/mentions-legales`: facts common to all installations; each operator adds its own.
#[component]
pub fn LegalPage() -> impl IntoView {
    page::static_page(|| {
        view! {
            <Page title="Mentions légales">
                <div class="prose">
                    <h2>"Éditeur"</h2>
                    <p>
                        "Prodouane est un logiciel libre, publié sous licence EUPL\u{a0}1.2. Ce site est une "
                        <strong>"installation de démonstration"</strong>
                        "\u{a0}: il n’est ni édité ni exploité par l’administration, et les entreprises, les personnes et "
                        "les montants qu’il affiche sont fictifs. L’organisme qui met le portail en service \
                         complète cette "
                        "page\u{a0}: identité, directeur de la publication, hébergeur (loi n°\u{a0}2004-575 du 21\u{a0}juin 2004, article 6)."
                    </p>
                    <h2>"Charte graphique"</h2>
                    <p>
                        "L’apparence du portail lui est propre. Elle n’emprunte ni le système de design de l’État, ni sa "
                        "police, ni ses logotypes, réservés aux sites en gouv.fr."
                    </p>
                    <h2>"Liens"</h2>
                    <p>
                        "Les services de douane.gouv.fr, d’impots.gouv.fr, de l’Urssaf, de net-entreprises et de l’Union européenne s’ouvrent "
                        "dans une nouvelle fenêtre et relèvent de leurs propres éditeurs."
                    </p>
                    <h2>"Voir aussi"</h2>
                    <ul>
                        <li><a href=path::PRIVACY>"Données personnelles et cookies"</a></li>
                        <li><a href=path::ACCESSIBILITY>"Accessibilité"</a></li>
                    </ul>
                </div>
            </Page>
        }
    })
}
