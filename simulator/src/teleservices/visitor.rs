//! The person who came from the portal to a page of a téléservice.

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use serde::Deserialize;

use super::cookies;
use super::sessions::Session;
use crate::catalogue::{self, Teleservice};
use crate::page;
use crate::site::Site;

/// A person with a session in the téléservice of the address. Others sign in at the portal first, then return to the page.
pub struct Visitor {
    pub site: Site,
    pub teleservice: &'static Teleservice,
    pub session: Session,
}

#[derive(Deserialize)]
struct Code {
    code: String,
}

impl Visitor {
    /// Path of the home page of the téléservice.
    pub fn home(&self) -> String {
        format!("/{}/teleservices/{}", self.site.co_owner.code(), self.teleservice.code)
    }
}

impl FromRequestParts<Site> for Visitor {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Response> {
        let Path(Code { code }) =
            Path::from_request_parts(parts, site).await.map_err(IntoResponse::into_response)?;
        let teleservice = catalogue::find(site.co_owner, &code).ok_or_else(page::not_found)?;
        let jar = CookieJar::from_headers(&parts.headers);
        let session = cookies::current(site, &code, &jar).filter(|session| session.fin.is_none());
        match session {
            Some(session) => Ok(Self { site: site.clone(), teleservice, session }),
            None => Err(sign_in(site, &code, parts).into_response()),
        }
    }
}

/// Redirects to the sign-in, which returns to the requested page.
fn sign_in(site: &Site, code: &str, parts: &Parts) -> Redirect {
    // Paths below the site's prefix, without it: the site is nested.
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    let target = format!("{}{path}", site.base());
    let query =
        form_urlencoded::Serializer::new(String::new()).append_pair("target_link_uri", &target).finish();
    Redirect::to(&format!("/{}/teleservices/{code}/connexion?{query}", site.co_owner.code()))
}
