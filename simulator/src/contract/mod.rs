//! The HTTP contract between the portal and a co-owner, as `docs/api/contrat-coproprietaires.json` says it.

mod accounts;
mod creances;
mod creation;
mod declarations;
mod mandats;
mod schedule;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use jiff::Timestamp;
use subtle::ConstantTimeEq;

use crate::co_owner::CoOwner;
use crate::oidc;
use crate::problem::Problem;
use crate::site::Site;
use crate::world::Figures;

pub fn router(site: Site) -> Router<Site> {
    Router::new()
        .route("/comptes", post(creation::create))
        .route("/comptes/{sub}/habilitations", get(accounts::habilitations))
        .route("/entreprises/{siren}/creances", get(creances::list))
        .route("/entreprises/{siren}/synthese", get(creances::summary))
        .route("/entreprises/{siren}/mandats", get(mandats::list))
        .route("/entreprises/{siren}/echeancier", get(schedule::list))
        .route("/entreprises/{siren}/declarations", get(declarations::list))
        .fallback(async || Problem::not_found("Cette adresse n’est pas au contrat."))
        .method_not_allowed_fallback(async || {
            Problem::new(
                StatusCode::METHOD_NOT_ALLOWED,
                "Cette adresse du contrat ne répond pas à cette méthode.",
            )
        })
        .layer(from_fn_with_state(site, admitted))
}

/// Lets in whoever holds the portal's token, after the delay that the administration page asked for.
async fn admitted(State(site): State<Site>, request: Request, next: Next) -> Response {
    let expected = site.simulator.options.api_token.as_bytes();
    let known = oidc::bearer(request.headers()).is_some_and(|token| token.as_bytes().ct_eq(expected).into());
    if !known {
        return Problem::new(StatusCode::UNAUTHORIZED, "Le jeton du contrat est attendu.").into_response();
    }
    tokio::time::sleep(site.simulator.faults().of(site.co_owner).delay).await;
    next.run(request).await
}

/// Looks at a company's figures; one that the co-owner knows nothing about has none. net-entreprises takes declarations
/// only: it has none at all.
fn figures<T>(site: &Site, siren: &str, look: impl FnOnce(&Figures) -> T) -> Result<T, Problem> {
    if site.co_owner == CoOwner::NetEntreprises {
        return Err(Problem::not_found("Ce copropriétaire ne tient ni paiements, ni mandats."));
    }
    site.simulator.read(|world| {
        if !world.companies.contains_key(siren) {
            return Err(Problem::not_found("Cette entreprise n’est pas connue."));
        }
        let nothing = Figures::default();
        Ok(look(world.figures.get(&(site.co_owner, siren.to_owned())).unwrap_or(&nothing)))
    })
}

/// The instant at which figures are true, to the second.
fn as_of(site: &Site) -> Timestamp {
    let now = site.simulator.clock.now();
    Timestamp::from_second(now.as_second()).unwrap_or(now)
}
