use domain::{
    helpline::{HOTLINE, Helpline, INFOS_DOUANE_SERVICE},
    path,
};
use leptos::prelude::*;

use super::HelplineState;

/// Help and legal links, on every page, signed in or not (mission §1).
#[component]
pub fn Footer() -> impl IntoView {
    view! {
        <footer class="footer" id="pied" data-live="pied" data-visible="tout">
            <div class="footer__help">
                <FooterHelpline id="pied-assistance" title="Assistance du portail" line=&HOTLINE terms="Appel gratuit"/>
                <FooterHelpline
                    id="pied-ids"
                    title="Infos Douane Service"
                    line=&INFOS_DOUANE_SERVICE
                    terms="Numéro pour l’outre-mer et l’étranger"
                />
                <nav aria-labelledby="pied-aide">
                    <h2 id="pied-aide">"Trouver une réponse"</h2>
                    <ul class="footer__links">
                        <li><a href=path::SEARCH>"Rechercher sur le portail"</a></li>
                        <li><a href=path::FAQ>"Questions fréquentes"</a></li>
                        <li><a href=path::ASSISTANT>"Assistant automatique"</a></li>
                        <li><a href=path::CONTACT>"Nous contacter"</a></li>
                        <li><a href=path::DIRECTORY>"Annuaire des bureaux de douane"</a></li>
                        <li><a href=path::HELP_WHEN_BLOCKED>"Je n’arrive pas à me connecter"</a></li>
                        <li><a href=path::SHARING>"Partager ma vue avec un conseiller"</a></li>
                        <li><a href=path::SERVICE_STATUS>"État des services"</a></li>
                    </ul>
                </nav>
            </div>
            <div class="footer__legal">
                <nav aria-label="Publications et informations légales">
                    <ul class="footer__row">
                        <li><a href=path::NEWS>"Actualités"</a></li>
                        <li><a href=path::EVENTS>"Agenda"</a></li>
                        <li><a href=path::GUIDES>"Documentation"</a></li>
                        <li><a href=path::SITE_MAP>"Plan du site"</a></li>
                        <li><a href=path::CONTACT>"Contact"</a></li>
                        <li><a href=path::HELP>"Assistance en ligne"</a></li>
                        <li><a href=path::LEGAL_NOTICE>"Mentions légales"</a></li>
                        <li><a href=path::ACCESSIBILITY>"Accessibilité\u{a0}: non conforme"</a></li>
                        <li><a href=path::PRIVACY>"Données personnelles"</a></li>
                    </ul>
                </nav>
            </div>
        </footer>
    }
}

/// A telephone service, with its number, its state and its hours.
#[component]
fn FooterHelpline(
    id: &'static str,
    title: &'static str,
    line: &'static Helpline,
    /// Price, or callers for whom the number is.
    terms: &'static str,
) -> impl IntoView {
    view! {
        <section aria-labelledby=id>
            <h2 id=id>{title}</h2>
            <p><a class="footer__phone" href=line.link>{line.number}</a></p>
            <p><HelplineState line/></p>
            <p class="muted">{format!("{terms}, {}.", line.calendar.words())}</p>
        </section>
    }
}

/// The link « Avis sur le site », on every page: in the margin if it is wide enough, otherwise above the footer.
#[component]
pub fn AvisButton(#[prop(into)] path: String) -> impl IntoView {
    view! {
        <aside class="avis" id="avis" data-live="avis" aria-label="Votre avis">
            <a class="avis__link" href=with_page(path::OPINION, &path)>"Avis sur le site"</a>
        </aside>
    }
}

/// Adds the path of the current page to an address, without its query, which may contain a secret (activation).
fn with_page(address: &str, path: &str) -> String {
    let path = path.split('?').next().unwrap_or_default();
    path::with_page(address, path)
}
