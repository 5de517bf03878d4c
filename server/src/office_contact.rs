//! The contact of a customs office, which an address book opens.

use app::context::RequestContext;
use axum::Extension;
use axum::body::Body;
use axum::extract::Path;
use axum::response::Response;
use backend::directory;
use platform::contact;

use crate::{downloads, error_page};

const CONTACT_TYPE: &str = "text/vcard; charset=utf-8";

/// `GET /annuaire/{code}/vcard`
pub async fn file(Extension(context): Extension<RequestContext>, Path(code): Path<String>) -> Response {
    match directory::office(&context.portal, &code).await {
        Ok(sheet) => {
            let name = format!("{}.vcf", sheet.office.code);
            let body = contact::write(&sheet.contact(&context.portal));
            downloads::send_stream(&name, CONTACT_TYPE, Body::from(body))
        }
        Err(error) => error_page::from_error(error),
    }
}
