//! What browsers bring from the téléservices: « who is there? » and « sign them out ».

use app::context::RequestContext;
use axum::Extension;
use axum::extract::{OriginalUri, RawQuery};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use backend::single_sign_on::{self, EndSession, Outcome};

use crate::error_page;

/// `GET /openid/autorisation`.
pub async fn authorize(Extension(context): Extension<RequestContext>, RawQuery(query): RawQuery) -> Response {
    let query = query.unwrap_or_default();
    match single_sign_on::authorize(&context.portal, context.session.as_ref(), &query).await {
        Ok(Outcome::Leave(address) | Outcome::Page(address)) => Redirect::to(&address).into_response(),
        Ok(Outcome::Unusable) => error_page::saying(
            StatusCode::BAD_REQUEST,
            "Ce téléservice n’est pas reconnu",
            "La demande vient d’un téléservice que le portail ne connaît pas, ou donne une adresse de retour qui n’est \
             pas la sienne. Rien ne lui a été transmis. Ouvrez le téléservice depuis la page « Téléservices » du portail.",
        ),
        Err(error) => error_page::of(error),
    }
}

/// `GET /openid/fin-de-session`: ends the session only for a téléservice that gives back a token of that very session.
pub async fn end_session(
    Extension(context): Extension<RequestContext>,
    RawQuery(query): RawQuery,
) -> Response {
    let query = query.unwrap_or_default();
    match single_sign_on::end_session(&context.portal, context.session.as_ref(), &query).await {
        Ok(EndSession::Ended(address)) => {
            context.cookies.clear_session();
            Redirect::to(&address).into_response()
        }
        Ok(EndSession::Nobody(address)) => Redirect::to(&address).into_response(),
        Ok(EndSession::Confirm) => Redirect::to(&format!("/deconnexion/teleservice?{query}")).into_response(),
        Ok(EndSession::Unusable) => error_page::saying(
            StatusCode::BAD_REQUEST,
            "Cette déconnexion n’est pas valable",
            "La demande vient d’un téléservice que le portail ne connaît pas, ou porte un jeton qui n’est pas du portail. \
             Vous êtes toujours connecté. Pour fermer votre session, utilisez « Se déconnecter » en haut du portail.",
        ),
        Err(error) => error_page::of(error),
    }
}

/// The same, posted by a page of a téléservice: asked again as a GET, with the cookie that a POST of another site does
/// not bring.
pub async fn repeat(OriginalUri(uri): OriginalUri, body: String) -> Response {
    let plain = body.bytes().all(|byte| byte.is_ascii_graphic());
    if plain {
        Redirect::to(&format!("{}?{body}", uri.path())).into_response()
    } else {
        error_page::bare(StatusCode::BAD_REQUEST)
    }
}
