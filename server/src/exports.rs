//! Downloads of exports, written while they are sent.

use std::collections::HashMap;
use std::convert::Infallible;

use app::context::RequestContext;
use axum::Extension;
use axum::body::Body;
use axum::extract::Query;
use axum::response::{IntoResponse, Redirect, Response};
use backend::Portal;
use backend::accounts::sessions::{Session, Visitor};
use backend::assistance::opinions;
use backend::dashboard::{self, DueDates, Export};
use backend::declarant_statements;
use backend::export_follow_up;
use backend::messaging::{self, ReportQuery};
use domain::declarant_statements::StatementsFilter;
use domain::export_follow_up::ExportFilter;
use domain::month::Month;
use domain::path::{self, COMPANIES, DASHBOARD, DECLARANT_STATEMENTS, EXPORTS};
use domain::payments::PaymentsFilter;
use platform::{
    Error,
    calendar::{self, Calendar, Event},
    spreadsheet::{self, Format},
};

use crate::{downloads, error_page};

/// Type of calendars.
pub const CALENDAR_TYPE: &str = "text/calendar; charset=utf-8";

/// Parameters of an address.
type Parameters = Query<HashMap<String, String>>;

/// `GET /tableau-de-bord/paiements.csv`
pub async fn payments_csv(context: Extension<RequestContext>, parameters: Parameters) -> Response {
    payments(context, parameters, Format::Csv).await
}

/// `GET /tableau-de-bord/paiements.xlsx`
pub async fn payments_xlsx(context: Extension<RequestContext>, parameters: Parameters) -> Response {
    payments(context, parameters, Format::Xlsx).await
}

/// `GET /tableau-de-bord/declarations.csv`
pub async fn declarations_csv(context: Extension<RequestContext>) -> Response {
    declarations(context, Format::Csv).await
}

/// `GET /tableau-de-bord/declarations.xlsx`
pub async fn declarations_xlsx(context: Extension<RequestContext>) -> Response {
    declarations(context, Format::Xlsx).await
}

/// `GET /exportations/exportations.csv`
pub async fn exports_csv(context: Extension<RequestContext>, parameters: Parameters) -> Response {
    exports(context, parameters, Format::Csv).await
}

/// `GET /exportations/exportations.xlsx`
pub async fn exports_xlsx(context: Extension<RequestContext>, parameters: Parameters) -> Response {
    exports(context, parameters, Format::Xlsx).await
}

/// `GET /etats-declarants/etats-declarants.csv`
pub async fn statements_csv(context: Extension<RequestContext>, parameters: Parameters) -> Response {
    statements(context, parameters, Format::Csv).await
}

/// `GET /etats-declarants/etats-declarants.xlsx`
pub async fn statements_xlsx(context: Extension<RequestContext>, parameters: Parameters) -> Response {
    statements(context, parameters, Format::Xlsx).await
}

/// `GET /equipe/avis.csv`
pub async fn opinions_csv(
    Extension(context): Extension<RequestContext>,
    Query(parameters): Parameters,
) -> Response {
    let session = match signed_in_staff(&context, path::OPINIONS) {
        Ok(session) => session,
        Err(response) => return *response,
    };
    let asked = parameters.get("mois").and_then(|typed| Month::parse(typed));
    let month = asked.unwrap_or_else(|| Month::of(context.portal.clock.now().day()));
    let name = format!("avis-{}", month.code());
    match opinions::export(&context.portal, session, month).await {
        Ok(sheet) => send(Ok(Export { name, sheet }), Format::Csv),
        Err(error) => error_page::from_error(error),
    }
}

/// `GET /equipe/statistiques.csv`
pub async fn delay_report_csv(
    Extension(context): Extension<RequestContext>,
    Query(parameters): Parameters,
) -> Response {
    let session = match signed_in_staff(&context, path::DELAY_REPORT) {
        Ok(session) => session,
        Err(response) => return *response,
    };
    let query = ReportQuery::read(|name| parameters.get(name).map(String::as_str));
    match delay_report(&context.portal, session, &query).await {
        Ok(export) => send(Ok(export), Format::Csv),
        Err(error) => error_page::from_error(error),
    }
}

async fn delay_report(portal: &Portal, session: &Session, query: &ReportQuery) -> Result<Export, Error> {
    let services = messaging::reported_services(portal, session).await?;
    let scope = query.scope(&services, portal.clock.now().day()).ok_or(Error::NotFound)?;
    let sheet = messaging::export_delay_report(portal, session, &scope).await?;
    Ok(Export { name: format!("delais-{}", scope.service.to_lowercase()), sheet })
}

/// `GET /tableau-de-bord/echeances.ics`
pub async fn due_dates(Extension(context): Extension<RequestContext>) -> Response {
    let session = match signed_in(&context, DASHBOARD) {
        Ok(session) => session,
        Err(response) => return *response,
    };
    match dashboard::due_dates(&context.portal, session).await {
        Ok(DueDates { name, calendar, events }) => {
            let body = calendar_body(&calendar, events);
            downloads::send_stream(&name, CALENDAR_TYPE, body)
        }
        Err(error) => failure(error),
    }
}

/// Body of a calendar, written while it is sent.
pub fn calendar_body(calendar: &Calendar, events: Box<dyn Iterator<Item = Event> + Send>) -> Body {
    let pieces = calendar::write(calendar, events).map(Ok::<_, Infallible>);
    Body::from_stream(futures::stream::iter(pieces))
}

async fn payments(
    Extension(context): Extension<RequestContext>,
    Query(parameters): Parameters,
    format: Format,
) -> Response {
    let value = |name: &str| parameters.get(name).map(String::as_str);
    let page = page(&context, DASHBOARD);
    if PaymentsFilter::has_unreadable(value) {
        // The page says what to correct: without it, the export would be longer than wanted.
        return Redirect::to(&page).into_response();
    }
    let session = match signed_in(&context, &page) {
        Ok(session) => session,
        Err(response) => return *response,
    };
    send(dashboard::export_payments(&context.portal, session, &PaymentsFilter::read(value)).await, format)
}

async fn declarations(Extension(context): Extension<RequestContext>, format: Format) -> Response {
    let session = match signed_in(&context, DASHBOARD) {
        Ok(session) => session,
        Err(response) => return *response,
    };
    send(dashboard::export_declarations(&context.portal, session).await, format)
}

async fn exports(
    Extension(context): Extension<RequestContext>,
    Query(parameters): Parameters,
    format: Format,
) -> Response {
    let value = |name: &str| parameters.get(name).map(String::as_str);
    let page = page(&context, EXPORTS);
    if ExportFilter::has_unreadable(value) {
        return Redirect::to(&page).into_response();
    }
    let session = match signed_in(&context, &page) {
        Ok(session) => session,
        Err(response) => return *response,
    };
    let filter = ExportFilter::read(value);
    send(export_follow_up::export_file(&context.portal, session, &filter).await, format)
}

async fn statements(
    Extension(context): Extension<RequestContext>,
    Query(parameters): Parameters,
    format: Format,
) -> Response {
    let value = |name: &str| parameters.get(name).map(String::as_str);
    let page = page(&context, DECLARANT_STATEMENTS);
    let current = declarant_statements::current_month(&context.portal);
    let Ok(filter) = StatementsFilter::read(value, current) else {
        return Redirect::to(&page).into_response();
    };
    let session = match signed_in(&context, &page) {
        Ok(session) => session,
        Err(response) => return *response,
    };
    send(declarant_statements::statements_file(&context.portal, session, &filter).await, format)
}

/// The page of the list, with the filter of this request.
fn page(context: &RequestContext, list: &str) -> String {
    match context.path.split_once('?') {
        Some((_, query)) => format!("{list}?{query}"),
        None => list.to_owned(),
    }
}

/// Returns the session of a usager. Visitors are redirected to the sign-in page, which leads to `page`.
fn signed_in<'a>(context: &'a RequestContext, page: &str) -> Result<&'a Session, Box<Response>> {
    let sign_in = || Redirect::to(&path::with_return(path::SIGN_IN, page)).into_response();
    match &context.session {
        Some(session) if matches!(session.visitor, Visitor::Usager(_)) => Ok(session),
        Some(session) if !matches!(session.visitor, Visitor::Anonymous) => {
            Err(Box::new(error_page::from_error(Error::NotFound)))
        }
        _ => Err(Box::new(sign_in())),
    }
}

/// Returns the session of a member of the staff. Others are redirected to the sign-in page of the staff, which leads to `page`.
fn signed_in_staff<'a>(context: &'a RequestContext, page: &str) -> Result<&'a Session, Box<Response>> {
    let session = context.session.as_ref().filter(|session| session.staff().is_ok());
    session
        .ok_or_else(|| Box::new(Redirect::to(&path::with_return(path::STAFF_SIGN_IN, page)).into_response()))
}

/// Answers the failure of a usager: without a company, or a right on it, redirects to the choice, as the page does.
fn failure(error: Error) -> Response {
    match error {
        Error::NotFound => Redirect::to(COMPANIES).into_response(),
        error => error_page::from_error(error),
    }
}

fn send(export: Result<Export, Error>, format: Format) -> Response {
    let written = export.and_then(|Export { name, sheet }| {
        let pieces = spreadsheet::write(sheet, format)?;
        Ok((format!("{name}.{}", format.extension()), pieces))
    });
    match written {
        Ok((name, pieces)) => downloads::send_stream(
            &name,
            format.media_type(),
            Body::from_stream(futures::stream::iter(pieces)),
        ),
        Err(error) => failure(error),
    }
}
