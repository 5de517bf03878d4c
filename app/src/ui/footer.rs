use domain::path;
use leptos::prelude::*;

/// Help and legal links, on every page, signed in or not (mission §1).
#[component]
pub fn Footer() -> impl IntoView {
    view! {
        <footer class="footer" id="pied" data-live="pied">
            <div class="footer__help">
                <Helpline
                    id="pied-assistance"
                    title="Assistance du portail"
                    terms="Appel gratuit, du lundi au vendredi de 8\u{a0}h à 19\u{a0}h\u{a0}30."
                >
                    <a class="footer__phone" href="tel:+33809400210">"0809\u{a0}400\u{a0}210"</a>
                </Helpline>
                <Helpline
                    id="pied-ids"
                    title="Infos Douane Service"
                    terms="Numéro pour l’outre-mer et l’étranger\u{a0}; en métropole, service et appel gratuits. Du \
                           lundi au vendredi de 8\u{a0}h\u{a0}30 à 18\u{a0}h, hors jours fériés."
                >
                    <a class="footer__phone" href="tel:+33172407850">"+33\u{a0}1\u{a0}72\u{a0}40\u{a0}78\u{a0}50"</a>
                </Helpline>
                <nav aria-labelledby="pied-aide">
                    <h2 id="pied-aide">"Trouver une réponse"</h2>
                    <ul class="footer__links">
                        <li><a href=path::HELP_QUESTIONS>"Questions fréquentes"</a></li>
                        <li><a href=path::HELP_CONTACT>"Joindre l’assistance"</a></li>
                        <li><a href=path::HELP_WHEN_BLOCKED>"Je n’arrive pas à me connecter"</a></li>
                        <li><a href=path::SELF_CHECK>"Auto-contrôle de l’accès"</a></li>
                        <li><a href=path::SERVICE_STATUS>"État des services"</a></li>
                    </ul>
                </nav>
            </div>
            <div class="footer__legal">
                <nav aria-label="Informations légales">
                    <ul class="footer__row">
                        <li><a href=path::SITE_MAP>"Plan du site"</a></li>
                        <li><a href=path::HELP_CONTACT>"Contact"</a></li>
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

/// A telephone service. The child is the link to its number.
#[component]
fn Helpline(
    id: &'static str,
    title: &'static str,
    /// Price, opening hours and service.
    terms: &'static str,
    children: Children,
) -> impl IntoView {
    view! {
        <section aria-labelledby=id>
            <h2 id=id>{title}</h2>
            <p>{children()}</p>
            <p class="muted">{terms}</p>
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
