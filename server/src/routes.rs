//! All routes of the portal and the layers in front of them.

use std::sync::Arc;
use std::time::Duration;

use app::Assets;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::middleware::{self, Next};
use axum::response::{Redirect, Response};
use axum::routing::{get, post};
use backend::Portal;
use domain::path;
use metrics_exporter_prometheus::PrometheusHandle;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;

use crate::{
    api, appointments, assets, calendar_feed, downloads, error_page, exports, handover,
    health::{self, MetricsState, ReadyState},
    identity_callback,
    layers::{
        compression, context, csrf, form_body, headers, hosts, html_repair, mail_links, other_build, panics,
        repeats::{self, Repeats},
        request_log, revalidation,
    },
    link_callback, office_contact, oidc_provider,
    pages::{self, PageState},
    payment_receipts, phone_calls, receipts,
    route_registry::RouteRegistry,
    shared_view_player::{self, Player},
    unsubscription, uploads, verification,
};

/// `Retry-After` of a response that exceeded its time limit.
const RETRY_AFTER_SECONDS: u32 = 10;

/// All routes of the portal, with their layers.
///
/// # Errors
/// If the site is not built or a page is declared incorrectly.
pub fn portal(portal: &Portal, site: &Assets, recorder: &PrometheusHandle) -> anyhow::Result<RouteRegistry> {
    let config = &portal.config;
    let time_limit = Duration::from_secs(config.limits.request_seconds);
    let metrics = MetricsState { portal: portal.clone(), recorder: recorder.clone() };
    let plain = RouteRegistry::new()
        .route("get", path::HEALTH_LIVE, get(health::live))
        .route("get", path::HEALTH_READY, get(health::ready).with_state(ReadyState::new(portal)))
        .route("get", path::METRICS, get(health::local_metrics).with_state(metrics))
        .route("get", path::CHANGE_PASSWORD, get(async || Redirect::to(path::PASSWORD)))
        .route("get", path::CALENDAR_FEED, get(calendar_feed::read).with_state(portal.clone()))
        .route("get", path::ONE_CLICK_UNSUBSCRIPTION, get(unsubscription::show_page))
        .merge(api::router(portal))
        .merge(api::shared_view_router(portal));
    let for_browsers = RouteRegistry::new()
        .merge(with_time_limit(pages_and_forms(portal, site)?, time_limit))
        .merge(with_time_limit(plain, time_limit))
        .merge(uploads_and_downloads(portal, site))
        .merge(api::streaming_router(portal))
        .merge(assets::router(&config.site.root)?);
    let for_programs = api::co_owner_router(portal).merge(oidc_provider::router(portal)).route(
        "post",
        path::ONE_CLICK_UNSUBSCRIPTION,
        post(unsubscription::end).with_state(portal.clone()),
    );
    let csrf = csrf::layer(config.base_url.as_str())?;
    let all = for_browsers
        .map(|router| router.layer(middleware::from_fn(csrf::require_source)))
        .merge(with_time_limit(for_programs, time_limit))
        .map(|router| router.layer(csrf))
        // Outside of the CSRF layer, because sites of co-owners post to it.
        .merge(with_time_limit(handover_post(portal), time_limit));
    let error_pages =
        error_page::ErrorPages { styles: site.styles().to_owned(), clock: portal.clock.clone() };
    // From the outermost to the innermost. As one layer: the router boxes each layer of each route, and clones the boxes
    // inside for each request.
    let layers = ServiceBuilder::new()
        .layer(middleware::from_fn(request_log::log))
        .layer(middleware::from_fn_with_state(headers::Policy::new(config), headers::add))
        .layer(middleware::from_fn(compression::compress))
        .layer(middleware::from_fn_with_state(error_pages, error_page::fill))
        .layer(CatchPanicLayer::custom(panics::respond))
        .layer(middleware::from_fn_with_state(Arc::from(config.accepted_hosts.as_slice()), hosts::check))
        .layer(middleware::from_fn(mail_links::repair));
    Ok(all.map(|router| router.layer(layers)))
}

/// Router of the metrics listener.
pub fn metrics(portal: &Portal, recorder: &PrometheusHandle) -> Router {
    let state = MetricsState { portal: portal.clone(), recorder: recorder.clone() };
    RouteRegistry::new().route("get", path::METRICS, get(health::metrics).with_state(state)).into_router()
}

/// Pages and forms of the application, and callbacks that need the session.
fn pages_and_forms(portal: &Portal, site: &Assets) -> anyhow::Result<RouteRegistry> {
    // From the outermost to the innermost.
    let layers = ServiceBuilder::new()
        .layer(middleware::from_fn_with_state(Arc::from(site.build()), other_build::answer))
        .layer(middleware::from_fn_with_state(portal.clone(), context::load_session))
        .layer(middleware::from_fn(revalidation::answer))
        .layer(middleware::from_fn(html_repair::repair))
        .layer(middleware::map_request(hosts::remove));
    let pages = pages::pages(site)?
        .route("get", path::LINK_CALLBACK, get(link_callback::link_callback))
        .route("get", path::PROVIDER_CALLBACK, get(identity_callback::sign_in_callback))
        .route("get", path::PROVIDER_SIGNED_OUT, get(identity_callback::sign_out_callback))
        .route("get", path::THIRD_PARTY_SIGN_IN, get(identity_callback::initiated_login))
        .route("get", path::HANDOVER, get(handover::resume))
        .route("get", path::LOG_CHECKPOINT, get(verification::checkpoint))
        .route("get", path::LOG_TIMESTAMP, get(verification::timestamp))
        .route("get", path::LOG_STAMPED_CHECKPOINT, get(verification::stamped_checkpoint))
        .route("get", path::ELIMINATION, get(verification::elimination))
        .route("get", path::ELIMINATION_PROOF, get(verification::elimination_proof))
        .route("post", path::RECEIPT_VERIFICATION, post(verification::receive))
        .fallback(pages::not_found(site))
        .map(|router| router.layer(layers));
    // The body is parsed before the session is looked up, so that a malformed form causes no query. Neither layer
    // applies to other methods, so that a GET creates no session.
    let repeats = Repeats::new(portal.clock.clone());
    let form = post(pages::handle_form)
        .route_layer(middleware::from_fn_with_state(portal.clone(), context::ensure_session))
        .route_layer(middleware::from_fn_with_state(repeats, repeats::answer_once))
        .route_layer(middleware::from_fn_with_state(portal.config.limits.form_bytes, form_body::read));
    let forms = pages::form_paths()
        .into_iter()
        .fold(RouteRegistry::new(), |forms, path| forms.form(path, form.clone()));
    Ok(pages.merge(forms).with_state(PageState))
}

/// The only route that processes a form of another site: a co-owner prefills a registration.
fn handover_post(portal: &Portal) -> RouteRegistry {
    let form_bytes = portal.config.limits.form_bytes;
    let receive = post(handover::receive)
        .route_layer(middleware::from_fn_with_state(portal.clone(), context::load_session))
        .route_layer(middleware::from_fn_with_state(form_bytes, form_body::read));
    RouteRegistry::new().route("post", path::HANDOVER, receive)
}

/// Transfers of files. Without the time limit of requests; the minimum throughput of the listener and the time limit of
/// uploads apply.
fn uploads_and_downloads(portal: &Portal, site: &Assets) -> RouteRegistry {
    // An upload of a visitor to a draft is refused: it needs no session.
    let load_session = middleware::from_fn_with_state(portal.clone(), context::load_session);
    let read_form = middleware::from_fn_with_state(portal.config.limits.form_bytes, form_body::read);
    let ensure_session = middleware::from_fn_with_state(portal.clone(), context::ensure_session);
    let announcements = uploads::announcements().into_iter().map(|(path, route)| {
        ("post", path, route.route_layer(load_session.clone()).route_layer(read_form.clone()))
    });
    let of_visitors = uploads::announcements_of_visitors()
        .map(|(path, route)| (path, route.route_layer(ensure_session.clone()).route_layer(read_form.clone())))
        .into_iter()
        .chain(
            uploads::routes_of_visitors()
                .map(|(path, route)| (path, route.route_layer(ensure_session.clone()))),
        )
        .map(|(path, route)| ("post", path, route));
    let uploads = uploads::routes().into_iter().map(|(path, route)| ("post", path, route));
    let uploads = uploads
        .chain(uploads::routes_in_pieces())
        .map(|(method, path, route)| (method, path, route.route_layer(load_session.clone())))
        .chain(announcements)
        .chain(of_visitors)
        .fold(RouteRegistry::new(), |all, (method, path, route)| all.route(method, path, route))
        // Uploads have their own limit, which gives the client time to read the response.
        .map(|router| router.layer(DefaultBodyLimit::disable()));
    let downloads = RouteRegistry::new()
        .route("get", path::ATTACHMENT, get(downloads::attachment))
        .route("get", path::DOCUMENT_FILE, get(downloads::document_file))
        .route("get", path::CASE_FILE, get(downloads::case_file))
        .route("get", path::ADVISER_CASE_FILE, get(downloads::adviser_case_file))
        .route("get", path::RECEIPT_FILE, get(receipts::file))
        .route("get", path::RECEIPT_PDF, get(receipts::pdf))
        .route("get", path::RECEIPT_PROOF, get(receipts::proof))
        .route("get", path::MESSAGE_FILE, get(receipts::message_file))
        .route("get", path::MESSAGE_PROOF, get(receipts::message_proof))
        .route("get", path::PAYMENT_RECEIPT_FILE, get(payment_receipts::file))
        .route("get", path::PAYMENT_RECEIPT_PDF, get(payment_receipts::pdf))
        .route("get", path::PAYMENT_RECEIPT_PROOF, get(payment_receipts::proof))
        .route("get", path::APPOINTMENT_EVENT, get(appointments::event))
        .route("get", path::OFFICE_CONTACT, get(office_contact::file))
        .route("get", path::PHONE_CALL_EVENT, get(phone_calls::event))
        .route(
            "get",
            path::SHARED_VIEW_PLAYER,
            get(shared_view_player::page).with_state(Player::new(&portal.config.site.root, site)),
        )
        .route("get", path::OPINIONS_CSV, get(exports::opinions_csv))
        .route("get", path::DELAY_REPORT_CSV, get(exports::delay_report_csv))
        .route("get", path::PAYMENTS_CSV, get(exports::payments_csv))
        .route("get", path::PAYMENTS_XLSX, get(exports::payments_xlsx))
        .route("get", path::DECLARATIONS_CSV, get(exports::declarations_csv))
        .route("get", path::DECLARATIONS_XLSX, get(exports::declarations_xlsx))
        .route("get", path::EXPORTS_CSV, get(exports::exports_csv))
        .route("get", path::EXPORTS_XLSX, get(exports::exports_xlsx))
        .route("get", path::DECLARANT_STATEMENTS_CSV, get(exports::statements_csv))
        .route("get", path::DECLARANT_STATEMENTS_XLSX, get(exports::statements_xlsx))
        .route("get", path::DUE_DATES, get(exports::due_dates))
        .route("get", path::PERSONAL_DATA_ARCHIVE, get(downloads::personal_data))
        .route("get", path::EXCHANGES_ARCHIVE_FILE, get(downloads::exchanges))
        .map(|router| router.layer(load_session));
    uploads.merge(downloads)
}

/// Responds with 503 if a response takes longer than `limit`.
fn with_time_limit(routes: RouteRegistry, limit: Duration) -> RouteRegistry {
    routes.map(|router| {
        router.layer(middleware::from_fn(move |request: Request, next: Next| {
            respond_within(limit, request, next)
        }))
    })
}

async fn respond_within(limit: Duration, request: Request, next: Next) -> Response {
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => {
            tracing::error!("request exceeded its time limit");
            error_page::busy(RETRY_AFTER_SECONDS)
        }
    }
}
