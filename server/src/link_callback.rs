//! Callback of a co-owner after a person has signed in there to link their account (mission §3.1).

use app::context::RequestContext;
use axum::Extension;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use backend::{
    accounts::sessions::Visitor,
    companies::{self, LinkCallbackParams},
};

use crate::error_page;
use domain::path;

/// `GET /rattachement/{co_owner}/retour`: a GET that changes state, as OpenID Connect requires. It is safe because
/// `state` is bound to the session and single-use.
pub async fn link_callback(
    Extension(context): Extension<RequestContext>,
    Path(co_owner): Path<String>,
    Query(params): Query<LinkCallbackParams>,
) -> Response {
    let session = context.session.as_ref().filter(|session| matches!(session.visitor, Visitor::Usager(_)));
    let Some(session) = session else {
        return Redirect::to(&path::with_return(path::SIGN_IN, path::LINKS)).into_response();
    };
    match companies::complete_link(&context.portal, session, &co_owner, &params).await {
        Ok(back) => {
            if let Some(token) = back.token {
                context.cookies.set_session(token);
            }
            let follow = if back.path.is_empty() { path::LINKS } else { &back.path };
            Redirect::to(follow).into_response()
        }
        Err(error) => error_page::from_error(error),
    }
}
