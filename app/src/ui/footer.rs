use leptos::prelude::*;

/// Help and legal links, at the foot of every page, signed in or not (mission §1).
#[component]
pub fn Footer(#[prop(into)] path: String) -> impl IntoView {
    let assistance = with_page("/aide", &path);
    view! {
        <footer class="footer" id="pied" data-live="pied">
            <div class="footer__help">
                <section aria-labelledby="pied-assistance">
                    <h2 id="pied-assistance">"Assistance du portail"</h2>
                    <p><a class="footer__phone" href="tel:+33809400210">"0809\u{a0}400\u{a0}210"</a></p>
                    <p class="muted">
                        "Appel gratuit, du lundi au vendredi de 8\u{a0}h à 19\u{a0}h\u{a0}30. "
                        "Un conseiller peut vous guider en partage d’écran."
                    </p>
                </section>
                <section aria-labelledby="pied-ids">
                    <h2 id="pied-ids">"Infos Douane Service"</h2>
                    <p><a class="footer__phone" href="tel:+33172407850">"+33\u{a0}1\u{a0}72\u{a0}40\u{a0}78\u{a0}50"</a></p>
                    <p class="muted">
                        "Depuis l’outre-mer et l’étranger, de 8\u{a0}h\u{a0}30 à 18\u{a0}h. "
                        "Réponse écrite sous 5\u{a0}jours ouvrés."
                    </p>
                </section>
                <nav aria-labelledby="pied-aide">
                    <h2 id="pied-aide">"Trouver une réponse"</h2>
                    <ul class="footer__links">
                        <li><a href="/aide">"Questions fréquentes"</a></li>
                        <li><a href=assistance>"Écrire à l’assistance"</a></li>
                        <li><a href="/aide#blocage">"Je n’arrive pas à me connecter"</a></li>
                        <li><a href="/auto-controle">"Auto-contrôle de l’accès"</a></li>
                    </ul>
                </nav>
            </div>
            <div class="footer__legal">
                <nav aria-label="Informations légales">
                    <ul class="footer__row">
                        <li><a href="/plan-du-site">"Plan du site"</a></li>
                        <li><a href="/aide#contact">"Contact"</a></li>
                        <li><a href="/aide">"Assistance en ligne"</a></li>
                        <li><a href="/mentions-legales">"Mentions légales"</a></li>
                        <li><a href="/accessibilite">"Accessibilité\u{a0}: non conforme"</a></li>
                        <li><a href="/donnees-personnelles">"Données personnelles"</a></li>
                    </ul>
                </nav>
            </div>
        </footer>
    }
}

/// « Avis sur le site », on every page: beside the page where the margin is wide enough, else above the foot.
#[component]
pub fn AvisButton(#[prop(into)] path: String) -> impl IntoView {
    view! {
        <aside class="avis" id="avis" data-live="avis" aria-label="Votre avis">
            <a class="avis__link" href=with_page("/avis", &path)>"Avis sur le site"</a>
        </aside>
    }
}

/// The address of a page that is told from where one comes: the path alone, a query may hold a secret (activation).
fn with_page(address: &str, path: &str) -> String {
    let path = path.split('?').next().unwrap_or_default();
    let mut page = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.".contains(&byte) {
            page.push(char::from(byte));
        } else {
            page.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("{address}?page={page}")
}
