//! Every address of the portal and the layers in front of it.

use std::sync::Arc;
use std::time::Duration;

use app::Assets;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::{get, post};
use backend::Portal;
use leptos::config::LeptosOptions;
use metrics_exporter_prometheus::PrometheusHandle;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

use crate::addresses::Addressed;
use crate::health::Figures;
use crate::layers::{context, document, forgery, form_body, headers, hosts, panics, request_log};
use crate::{
    api, assets, downloads, error_page, handover, health, identity_back, link_back, openid, pages, uploads,
};

/// Asked again after this long when an answer took too much time.
const RETRY_AFTER_SECONDS: u32 = 10;

/// The whole portal as one service, with the list of its addresses.
///
/// # Errors
/// When the site is not built or a page is declared wrongly.
pub fn portal(portal: &Portal, site: &Assets, recorded: &PrometheusHandle) -> anyhow::Result<Addressed> {
    let config = &portal.config;
    let figures = Figures { portal: portal.clone(), recorded: recorded.clone() };
    let plain = Addressed::new()
        .route("get", "/health/live", get(health::live))
        .route("get", "/health/ready", get(health::ready).with_state(portal.clone()))
        .route("get", "/metrics", get(health::local_figures).with_state(figures))
        .merge(api::router(portal))
        .merge(openid::router(portal));
    let all = Addressed::new()
        .merge(timed(drawn(portal, site)?, config.limits.request_seconds))
        .merge(timed(plain, config.limits.request_seconds))
        .merge(with_files(portal))
        .merge(api::lasting(portal))
        .merge(assets::router(&config.site.root)?);
    let compression = CompressionLayer::new().quality(CompressionLevel::Precise(4));
    let forgery = forgery::layer(config.base_url.as_str())?;
    let all = all
        .map(|router| router.layer(forgery))
        // Outside of that layer: other sites post there, which is what it is for.
        .merge(timed(handed_over(portal), config.limits.request_seconds));
    Ok(all.map(|router| {
        router
            .layer(middleware::from_fn_with_state(Arc::from(config.accepted_hosts.as_slice()), hosts::check))
            .layer(CatchPanicLayer::custom(panics::answer))
            .layer(middleware::from_fn_with_state(site.styles().to_owned(), error_page::fill))
            .layer(compression)
            .layer(middleware::from_fn_with_state(headers::Policy::new(config), headers::add))
            .layer(middleware::from_fn(request_log::log))
    }))
}

/// A listener for `/metrics` alone.
pub fn figures(portal: &Portal, recorded: &PrometheusHandle) -> Router {
    let figures = Figures { portal: portal.clone(), recorded: recorded.clone() };
    Addressed::new().route("get", "/metrics", get(health::figures).with_state(figures)).into_router()
}

/// Pages and forms, drawn by the application.
fn drawn(portal: &Portal, site: &Assets) -> anyhow::Result<Addressed> {
    let options = LeptosOptions::builder()
        .output_name(assets::OUTPUT_NAME)
        .site_root(portal.config.site.root.display().to_string())
        .site_pkg_dir(assets::PKG)
        .build();
    let pages = pages::pages(&options, site)?
        .route("get", "/rattachement/{co_owner}/retour", get(link_back::link_back))
        .route("get", "/connexion/fournisseur/{provider}/retour", get(identity_back::come_back))
        .route("get", "/connexion/fournisseur/{provider}/fin", get(identity_back::signed_out))
        .route("get", "/connexion/initiee", get(identity_back::initiated))
        .route("get", handover::PATH, get(handover::resume))
        .fallback(pages::missing(site))
        .map(|router| {
            router
                .layer(middleware::map_response(document::amend))
                .layer(middleware::from_fn_with_state(portal.clone(), context::read))
        });
    // The body is read before the session is looked up: a malformed form costs the database nothing. Neither layer
    // applies to other methods: a GET opens no session.
    let form = post(pages::answer_form)
        .route_layer(middleware::from_fn_with_state(portal.clone(), context::open))
        .route_layer(middleware::from_fn_with_state(portal.config.limits.form_bytes, form_body::read));
    let forms =
        pages::form_paths().into_iter().fold(Addressed::new(), |forms, path| forms.form(path, form.clone()));
    Ok(pages.merge(forms).with_state(options))
}

/// The one address that other sites post to: a co-owner hands over what it knows of who wants to register.
fn handed_over(portal: &Portal) -> Addressed {
    let form_bytes = portal.config.limits.form_bytes;
    let receive = post(handover::receive)
        .route_layer(middleware::from_fn_with_state(portal.clone(), context::read))
        .route_layer(middleware::from_fn_with_state(form_bytes, form_body::read));
    Addressed::new().route("post", handover::PATH, receive)
}

/// What lasts as long as its file: no limit of time but the listener's on pace and the upload's own.
fn with_files(portal: &Portal) -> Addressed {
    let open = middleware::from_fn_with_state(portal.clone(), context::open);
    let received = uploads::routes()
        .into_iter()
        .fold(Addressed::new(), |all, (path, route)| all.route("post", path, route.route_layer(open.clone())))
        // The limit is the uploads' own, which leaves the client time to read the answer.
        .map(|router| router.layer(DefaultBodyLimit::disable()));
    let sent = Addressed::new()
        .route("get", "/pieces/{id}", get(downloads::attachment))
        .route("get", "/profil/donnees/archive/{id}", get(downloads::personal_data))
        .map(|router| router.layer(middleware::from_fn_with_state(portal.clone(), context::read)));
    received.merge(sent)
}

fn timed(all: Addressed, seconds: u64) -> Addressed {
    let limit = Duration::from_secs(seconds);
    all.map(|router| {
        router.layer(middleware::from_fn(move |request: Request, next: Next| {
            answer_within(limit, request, next)
        }))
    })
}

async fn answer_within(limit: Duration, request: Request, next: Next) -> Response {
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => {
            tracing::error!("an answer took too long");
            error_page::busy(RETRY_AFTER_SECONDS)
        }
    }
}
