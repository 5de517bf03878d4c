//! Endpoints that browsers open for a téléservice: authorization and end of session.

use app::context::RequestContext;
use axum::Extension;
use axum::extract::{OriginalUri, RawQuery};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use backend::oidc_provider::{self, EndSession, Outcome};
use domain::path;

use crate::error_page;

/// `GET /openid/autorisation`.
pub async fn authorize(Extension(context): Extension<RequestContext>, RawQuery(query): RawQuery) -> Response {
    let query = query.unwrap_or_default();
    match oidc_provider::authorize(&context.portal, context.session.as_ref(), &query).await {
        Ok(Outcome::Redirect(address) | Outcome::Page(address)) => Redirect::to(&address).into_response(),
        Ok(Outcome::Invalid) => error_page::with_text(
            StatusCode::BAD_REQUEST,
            "Ce téléservice n’est pas reconnu",
            "La demande vient d’un téléservice que le portail ne connaît pas, ou donne une adresse de retour qui n’est \
             pas la sienne. Aucune information ne lui a été transmise. Ouvrez le téléservice à partir de la page «\u{a0}Téléservices\u{a0}» du portail.",
        ),
        Err(error) => error_page::from_error(error),
    }
}

/// `GET /openid/fin-de-session`: ends the session only if the téléservice sends an ID token of this session.
pub async fn end_session(
    Extension(context): Extension<RequestContext>,
    RawQuery(query): RawQuery,
) -> Response {
    let query = query.unwrap_or_default();
    match oidc_provider::end_session(&context.portal, context.session.as_ref(), &query).await {
        Ok(EndSession::Ended(address)) => {
            context.cookies.clear_session();
            Redirect::to(&address).into_response()
        }
        Ok(EndSession::NotSignedIn(address)) => Redirect::to(&address).into_response(),
        Ok(EndSession::Confirm) => Redirect::to(&path::teleservice_sign_out(query)).into_response(),
        Ok(EndSession::Invalid) => error_page::with_text(
            StatusCode::BAD_REQUEST,
            "Cette déconnexion n’est pas valable",
            "La demande vient d’un téléservice que le portail ne connaît pas, ou porte un jeton qui n’est pas du portail. \
             Vous êtes toujours connecté. Pour fermer votre session, utilisez «\u{a0}Se déconnecter\u{a0}» en haut du portail.",
        ),
        Err(error) => error_page::from_error(error),
    }
}

/// Redirects a POST of a téléservice's page to a GET of the same URL, because browsers send no session cookie with a
/// POST of another site.
pub async fn redirect_to_get(OriginalUri(uri): OriginalUri, body: String) -> Response {
    let is_query = body.bytes().all(|byte| byte.is_ascii_graphic());
    if is_query {
        Redirect::to(&format!("{}?{body}", uri.path())).into_response()
    } else {
        error_page::status(StatusCode::BAD_REQUEST)
    }
}
