//! Error responses outside of pages: unknown URLs, refused requests, failures.
//!
//! Rendered without the application, so that they work when it fails.

use app::page::Failure;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::{helpline::HOTLINE, path};
use platform::clock::Clock;

/// Extension of a response: replaces the text that [`default_text`] has for its status.
#[derive(Clone)]
struct ErrorText {
    title: String,
    text: String,
}

/// Returns the default title and text of an error status: the cause and the next step.
fn default_text(status: StatusCode) -> (&'static str, &'static str) {
    match status {
        StatusCode::BAD_REQUEST => (
            "Demande incompréhensible",
            "Votre navigateur a envoyé une demande que le portail ne comprend pas. Revenez à la page précédente et \
             recommencez.",
        ),
        StatusCode::FORBIDDEN => (
            "Demande refusée",
            "Cette demande ne vient pas d’une page du portail\u{a0}: par sécurité, elle a été refusée. Ouvrez la \
             page à partir de l’accueil du portail et recommencez.",
        ),
        StatusCode::NOT_FOUND => (
            "Page introuvable",
            "L’adresse est peut-être mal écrite, ou la page n’existe plus. Vérifiez l’adresse ou repartez de \
             l’accueil.",
        ),
        StatusCode::METHOD_NOT_ALLOWED => (
            "Adresse réservée aux formulaires",
            "Cette adresse reçoit un formulaire et ne s’ouvre pas directement. Aucune modification n’a été \
             faite. Repartez de l’accueil.",
        ),
        StatusCode::REQUEST_TIMEOUT => (
            "Envoi trop lent",
            "Votre envoi s’est interrompu ou était trop lent. Vérifiez votre connexion et recommencez.",
        ),
        StatusCode::PAYLOAD_TOO_LARGE => (
            "Envoi trop volumineux",
            "Ce que vous avez envoyé dépasse la taille autorisée\u{a0}: 10\u{a0}Mo par fichier. Réduisez \
             l’envoi et recommencez.",
        ),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => (
            "Format d’envoi refusé",
            "Le portail n’accepte que les envois de ses propres formulaires. Aucune modification n’a été faite.",
        ),
        StatusCode::MISDIRECTED_REQUEST => {
            ("Adresse inconnue", "Ce serveur ne répond pas sous ce nom. Vérifiez l’adresse du portail.")
        }
        StatusCode::TOO_MANY_REQUESTS => (
            "Trop de demandes",
            "Vous avez envoyé beaucoup de demandes en peu de temps. Attendez une minute et recommencez.",
        ),
        StatusCode::SERVICE_UNAVAILABLE => (
            "Portail momentanément indisponible",
            "Le portail ne peut pas traiter votre demande pour le moment. Ce que vous avez enregistré est conservé. \
             Réessayez dans quelques minutes\u{a0}; si le problème persiste, appelez l’assistance.",
        ),
        _ => (
            "Une erreur est survenue",
            "Le portail n’a pas pu répondre\u{a0}: l’incident est enregistré. Recommencez dans quelques instants.",
        ),
    }
}

/// Response with an error status and no body: [`fill`] adds a page or JSON.
pub fn status(status: StatusCode) -> Response {
    status.into_response()
}

/// Response 503 with `Retry-After`.
pub fn busy(retry_after_seconds: u32) -> Response {
    let mut response = status(StatusCode::SERVICE_UNAVAILABLE);
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(retry_after_seconds));
    response
}

/// Response to an error of a use case, with the text that pages show for it.
pub fn from_error(error: platform::Error) -> Response {
    let failure = Failure::of(error);
    let mut response = with_text(failure.status, failure.title, &failure.text);
    if let Some(seconds) = failure.retry_after_seconds {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// Response with an error status, a title and a text.
pub fn with_text(status: StatusCode, title: &str, text: &str) -> Response {
    let mut response = self::status(status);
    response.extensions_mut().insert(ErrorText { title: title.to_owned(), text: text.to_owned() });
    response
}

/// Returns `true` if the client accepts JSON and not HTML.
pub fn wants_json(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or("");
    accept.contains("application/json") && !accept.contains("text/html")
}

/// What error pages are written with.
#[derive(Clone)]
pub struct ErrorPages {
    /// Address of the style sheet; empty if there is none.
    pub styles: String,
    pub clock: Clock,
}

/// Adds a body to every error response without one; those of axum and tower have none.
pub async fn fill(State(pages): State<ErrorPages>, request: Request, next: Next) -> Response {
    let json = wants_json(request.headers()) || request.uri().path().starts_with(path::API);
    let head = request.method() == axum::http::Method::HEAD;
    let response = next.run(request).await;
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    if !is_error || head || response.headers().contains_key(header::CONTENT_TYPE) {
        return response;
    }
    let (mut parts, _) = response.into_parts();
    let (title, text) = match parts.extensions.remove::<ErrorText>() {
        Some(error) => (error.title, error.text),
        None => {
            let (title, text) = default_text(status);
            (title.to_owned(), text.to_owned())
        }
    };
    let (content_type, body) = if json {
        let body = serde_json::json!({ "ok": false, "message": text });
        ("application/json", body.to_string())
    } else {
        ("text/html; charset=utf-8", pages.page(&title, &text))
    };
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(body))
}

impl ErrorPages {
    fn page(&self, title: &str, text: &str) -> String {
        // A text may contain a file name, hence any character.
        let (title, text) = (html_escape::encode_text(title), html_escape::encode_text(text));
        let (home, help, assistance) = (path::HOME, path::HELP, self.assistance());
        let styles = match self.styles.as_str() {
            "" => String::new(),
            styles => format!("<link rel=\"stylesheet\" href=\"{styles}\">"),
        };
        format!(
            "<!DOCTYPE html><html lang=\"fr\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
             <meta name=\"color-scheme\" content=\"light dark\">\
             <title>{title} – Prodouane</title>{styles}\
             <link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\"></head>\
             <body><main id=\"contenu\" tabindex=\"-1\"><div class=\"page page--narrow\"><div class=\"page__head\">\
             <h1 class=\"page__title\" id=\"titre\" tabindex=\"-1\">{title}</h1><p class=\"lead\">{text}</p></div>\
             <div class=\"stack\">{assistance}\
             <p class=\"cluster\"><a class=\"button\" href=\"{home}\">Retour à l’accueil</a> \
             <a class=\"button button--secondary\" href=\"{help}\">Aide</a></p></div></div></main></body></html>"
        )
    }

    /// Number of the assistance, with its state and its hours.
    fn assistance(&self) -> String {
        let (number, link, hours) = (HOTLINE.number, HOTLINE.link, HOTLINE.calendar.words());
        let state = HOTLINE.state_in_words(self.clock.now().paris_time());
        format!("<p>Assistance\u{a0}: <a href=\"{link}\">{number}</a> ({state}). Appel gratuit, {hours}.</p>")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Monday 1 June 2026, 10:00 in Paris.
    fn monday_morning() -> Clock {
        Clock::fixed(platform::db::Moment::from_micros(1_780_300_800_000_000))
    }

    #[test]
    fn number_of_the_assistance_has_its_state() {
        let pages = ErrorPages { styles: String::new(), clock: monday_morning() };
        let page = pages.page("Page introuvable", "");
        assert!(page.contains("210</a> (ouvert jusqu’à 19\u{a0}h\u{a0}30)"), "{page}");
    }

    #[test]
    fn text_is_escaped() {
        let pages = ErrorPages { styles: "/pkg/x.css".to_owned(), clock: monday_morning() };
        let page = pages.page("Fichier refusé", "« <script>alert(1)</script>.pdf »");
        assert!(page.contains("&lt;script&gt;"));
        assert!(!page.contains("<script"));
    }

    #[test]
    fn json_requires_a_client_that_does_not_accept_html() {
        let with_accept = |accept: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT, accept.parse().expect("a header"));
            wants_json(&headers)
        };
        assert!(with_accept("application/json"));
        assert!(!with_accept("text/html,application/xhtml+xml,application/json;q=0.9"));
        assert!(!wants_json(&HeaderMap::new()));
    }
}
