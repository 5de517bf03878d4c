//! Where a co-owner sends a person back to once they have signed in there (mission §3.1).

use app::context::RequestContext;
use axum::Extension;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use backend::companies::{self, LinkBackParams};
use backend::session::Visitor;

use crate::error_page;

const LINKS_PAGE: &str = "/profil/rattachements";

/// `GET /rattachement/{co_owner}/retour`: a GET that changes something, as OpenID Connect wants it; `state`, bound to
/// the session and used once, is what makes it safe.
pub async fn link_back(
    Extension(context): Extension<RequestContext>,
    Path(co_owner): Path<String>,
    Query(params): Query<LinkBackParams>,
) -> Response {
    let session = context.session.as_ref().filter(|session| matches!(session.visitor, Visitor::Usager(_)));
    let Some(session) = session else {
        return Redirect::to("/connexion?retour=/profil/rattachements").into_response();
    };
    match companies::link_back(&context.portal, session, &co_owner, &params).await {
        Ok(back) => {
            if let Some(token) = back.token {
                context.cookies.set_session(token);
            }
            let follow = if back.follow.is_empty() { LINKS_PAGE } else { &back.follow };
            Redirect::to(follow).into_response()
        }
        Err(error) => error_page::of(error),
    }
}
