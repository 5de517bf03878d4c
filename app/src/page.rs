//! How a page is made: load what it shows, or stop with a redirection or an error that says what to do.

use std::{
    future::Future,
    sync::{Arc, Mutex, PoisonError},
};

use backend::{
    Portal,
    error::Error,
    flash::{self, Flash},
    session::{Agent, Session, Usager, Visitor},
};
use domain::siren::Siren;
use http::{HeaderName, HeaderValue, StatusCode, header};
use leptos::{
    prelude::*,
    tachys::view::{Position, RenderFlags},
};
use leptos_axum::ResponseOptions;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use leptos_router::params::ParamsMap;

use crate::{context::RequestContext, ui};

/// Form name under which a notice for the next page is kept.
pub const NOTICE: &str = "annonce";

/// Form name under which the problems of an upload are kept for the page that the file was added on.
pub const UPLOAD: &str = "televersement";

/// One request for one page.
#[derive(Clone)]
pub struct Visit {
    pub context: RequestContext,
    /// Path and query, as asked.
    pub path: String,
    params: ParamsMap,
    query: ParamsMap,
}

/// Why a page is not shown.
pub enum Stop {
    /// The person is led elsewhere on the portal.
    Redirect(String),
    Error(Error),
}

impl<E: Into<Error>> From<E> for Stop {
    fn from(error: E) -> Self {
        Stop::Error(error.into())
    }
}

impl Visit {
    pub fn portal(&self) -> &Portal {
        &self.context.portal
    }

    pub fn session(&self) -> Option<&Session> {
        self.context.session.as_ref()
    }

    /// The signed-in operator; others are led to the sign-in page and come back after it.
    pub fn usager(&self) -> Result<&Usager, Stop> {
        match self.session().map(|session| &session.visitor) {
            Some(Visitor::Usager(usager)) => Ok(usager),
            // The level chosen at registration promises an application: before it is there, nothing else opens.
            Some(Visitor::Enrolling(_)) => Err(self.lead_to("/profil/securite/application")),
            _ => Err(self.lead_to("/connexion")),
        }
    }

    /// To a page that brings the person back here.
    fn lead_to(&self, page: &str) -> Stop {
        Stop::Redirect(format!("{page}?retour={}", encode(&self.path)))
    }

    /// The operator's session when everything was proved a short while ago (mission §2.4); others prove it first and
    /// come back.
    pub fn fresh_proof(&self) -> Result<&Session, Stop> {
        self.usager()?;
        self.fresh_account()
    }

    /// The same, for the pages that also add the application that a level promises.
    pub fn fresh_account(&self) -> Result<&Session, Stop> {
        match self.session() {
            Some(session) if session.account().is_err() => Err(self.lead_to("/connexion")),
            Some(session) if session.has_fresh_proof(self.portal().clock.now()) => Ok(session),
            Some(_) => Err(self.lead_to("/connexion/preuve")),
            None => Err(self.lead_to("/connexion")),
        }
    }

    /// The operator's session, for use cases that want it whole.
    pub fn usager_session(&self) -> Result<&Session, Stop> {
        self.usager()?;
        self.session().ok_or(Stop::Error(Error::NotFound))
    }

    /// The signed-in agent; others are led to the agents' sign-in page.
    pub fn agent(&self) -> Result<&Agent, Stop> {
        match self.session().map(|session| &session.visitor) {
            Some(Visitor::Agent(agent)) => Ok(agent),
            _ => Err(Stop::Redirect(format!("/agent/connexion?retour={}", encode(&self.path)))),
        }
    }

    pub fn agent_session(&self) -> Result<&Session, Stop> {
        self.agent()?;
        self.session().ok_or(Stop::Error(Error::NotFound))
    }

    /// The company being worked for; without one the person is led to the choice.
    pub fn siren(&self) -> Result<&Siren, Stop> {
        self.usager()?;
        self.session()
            .and_then(|session| session.siren.as_ref())
            .ok_or_else(|| Stop::Redirect(format!("/entreprises?retour={}", encode(&self.path))))
    }

    /// A part of the route's path, `{id}` being named `id`; absent or unreadable, the page does not exist.
    pub fn param<T: std::str::FromStr>(&self, name: &str) -> Result<T, Stop> {
        self.params.get_str(name).and_then(|text| text.parse().ok()).ok_or(Stop::Error(Error::NotFound))
    }

    /// A value of the address' query.
    pub fn query(&self, name: &str) -> Option<&str> {
        self.query.get_str(name).filter(|value| !value.is_empty())
    }

    /// What was typed in a form and refused, once.
    pub async fn flash(&self, form: &str) -> Result<Option<Flash>, Stop> {
        match self.session() {
            Some(session) => Ok(flash::take(self.portal(), session.id, form).await?),
            None => Ok(None),
        }
    }
}

/// Draws a page, header included, from what `work` loads.
///
/// Whatever a request asks of the database is asked here, one thing after the other. A second `Suspend` would begin its
/// own query while this one holds a connection that nobody drives before the other is done: eight such pages at once
/// would take all connections and wait for each other.
pub fn load<F, Fut>(work: F) -> impl IntoView
where
    F: FnOnce(Visit) -> Fut + Send + 'static,
    Fut: Future<Output = Result<AnyView, Stop>> + Send + 'static,
{
    // Reading the route outlives no request: there is nothing to track on the server.
    draw(use_params_map().get_untracked(), use_query_map().get_untracked(), work)
}

fn draw<F, Fut>(params: ParamsMap, query: ParamsMap, work: F) -> impl IntoView
where
    F: FnOnce(Visit) -> Fut + Send + 'static,
    Fut: Future<Output = Result<AnyView, Stop>> + Send + 'static,
{
    let context = use_context::<RequestContext>();
    Suspend::new(async move {
        // Routes are listed once at start, without a request: there is nothing to draw then.
        let Some(context) = context else { return ().into_any() };
        let notice = KeptNotice::take(&context).await;
        provide_context(notice.clone());
        let visit = Visit { path: context.path.clone(), context: context.clone(), params, query };
        let outcome = work(visit).await;
        let content = match outcome {
            Ok(view) => view,
            Err(Stop::Error(error)) => failure(error),
            Err(Stop::Redirect(to)) => {
                notice.put_back_unless_shown(&context).await;
                return redirect(&to);
            }
        };
        notice.put_back_unless_shown(&context).await;
        let model = crate::header::model(&context).await;
        view! {
            <ui::Header model/>
            <main id="contenu" tabindex="-1" inner_html=html(content)></main>
        }
        .into_any()
    })
}

/// Everything is loaded and no part of a page is hydrated: drawn in one pass, without the markers that hydration wants.
fn html(content: AnyView) -> String {
    let mut html = String::with_capacity(content.html_len());
    content.to_html_with_buf(
        &mut html,
        &mut Position::FirstChild,
        RenderFlags::new(true, false, false),
        Vec::new(),
    );
    html
}

/// Draws a page that shows the same to everybody.
pub fn still<V: IntoView + 'static>(view: impl FnOnce() -> V + Send + 'static) -> impl IntoView {
    load(async move |_| Ok(view().into_any()))
}

/// « C'est fait »: left by the form that led here, shown once by the first [`Page`] that is drawn.
#[derive(Clone, Default)]
struct KeptNotice(Arc<Mutex<Option<Flash>>>);

impl KeptNotice {
    async fn take(context: &RequestContext) -> Self {
        let Some(session) = &context.session else { return Self::default() };
        // A notice that cannot be read now is shown by a later page.
        let kept = flash::take(&context.portal, session.id, NOTICE).await.ok().flatten();
        Self(Arc::new(Mutex::new(kept)))
    }

    fn show(&self) -> Option<String> {
        self.take_out()?.notice
    }

    fn take_out(&self) -> Option<Flash> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// A redirection, or a page without a place for it: the next page says it.
    async fn put_back_unless_shown(&self, context: &RequestContext) {
        if let (Some(session), Some(notice)) = (&context.session, self.take_out())
            && let Err(error) = flash::keep(&context.portal, session.id, &notice).await
        {
            tracing::warn!(%error, "a notice is lost");
        }
    }
}

/// Title, heading, notice left by the previous form, content.
#[component]
pub fn Page(
    /// Title of the document and heading of the page.
    #[prop(into)]
    title: String,
    #[prop(optional, into)] lead: String,
    /// Where the person is: `(label, address)` from the home page down.
    #[prop(optional)]
    trail: Vec<(String, String)>,
    /// Tables and dashboards want the whole width; texts and forms read better in a narrow column.
    #[prop(optional)]
    wide: bool,
    children: Children,
) -> impl IntoView {
    let class = if wide { "page" } else { "page page--narrow" };
    let crumbs =
        (!trail.is_empty()).then(|| view! { <ui::Breadcrumb items=trail current=title.clone()/> }.into_any());
    let lead = (!lead.is_empty()).then(|| view! { <p class="lead">{lead}</p> });
    let notice = use_context::<KeptNotice>()
        .and_then(|kept| kept.show())
        .map(|text| view! { <ui::Notice kind=ui::NoticeKind::Success live=true><p>{text}</p></ui::Notice> });
    view! {
        <Title text=title.clone()/>
        <div class=class>
            {crumbs}
            <div class="page__head">
                <h1 class="page__title" id="titre" tabindex="-1">{title}</h1>
                {lead}
            </div>
            <div class="stack">
                {notice}
                {children()}
            </div>
        </div>
    }
    .into_any()
}

/// The page of an address that leads nowhere.
#[component]
pub fn MissingPage() -> impl IntoView {
    // No route matched: there are no parameters to read.
    draw(ParamsMap::default(), ParamsMap::default(), async |_| Err(Stop::Error(Error::NotFound)))
}

fn redirect(to: &str) -> AnyView {
    let answer = expect_context::<ResponseOptions>();
    if let Ok(location) = HeaderValue::from_str(to) {
        answer.set_status(StatusCode::SEE_OTHER);
        answer.insert_header(header::LOCATION, location);
    }
    ().into_any()
}

/// An error as a page: its status, what happened, what to do.
pub fn failure(error: Error) -> AnyView {
    let failure = Failure::of(error);
    if let Some(answer) = use_context::<ResponseOptions>() {
        answer.set_status(failure.status);
        if let Some(seconds) = failure.retry_after_seconds {
            answer.insert_header(HeaderName::from_static("retry-after"), HeaderValue::from(seconds));
        }
    }
    view! {
        <Page title=failure.title>
            <p>{failure.text}</p>
            <p class="cluster">
                <ui::ButtonLink href="/">"Revenir à l’accueil"</ui::ButtonLink>
                <ui::ButtonLink href="/aide" variant=ui::Variant::Secondary>"Obtenir de l’aide"</ui::ButtonLink>
            </p>
        </Page>
    }
    .into_any()
}

/// What an error looks like to a person.
pub struct Failure {
    pub status: StatusCode,
    pub title: &'static str,
    pub text: String,
    pub retry_after_seconds: Option<u32>,
}

impl Failure {
    pub fn of(error: Error) -> Failure {
        let failure = |status, title, text: &str| Failure {
            status,
            title,
            text: text.to_owned(),
            retry_after_seconds: None,
        };
        match error {
            // A hidden refusal must look like any address that does not exist.
            Error::Refused(denial) if !denial.hidden => {
                failure(StatusCode::FORBIDDEN, "Il vous manque un droit", &denial.to_string())
            }
            Error::NotFound | Error::Refused(_) => failure(
                StatusCode::NOT_FOUND,
                "Page introuvable",
                "Cette page n’existe pas ou n’existe plus pour l’entreprise choisie. Vérifiez l’adresse, ou \
                 repartez de l’accueil.",
            ),
            Error::Invalid(problems) => Failure {
                status: StatusCode::UNPROCESSABLE_ENTITY,
                title: "La demande n’a pas pu être traitée",
                text: problems.iter().map(|found| found.problem.to_string()).collect::<Vec<_>>().join(" "),
                retry_after_seconds: None,
            },
            Error::Busy { retry_after_seconds } => Failure {
                status: StatusCode::SERVICE_UNAVAILABLE,
                title: "Service momentanément saturé",
                text: "Rien n’est perdu. Réessayez dans quelques instants.".to_owned(),
                retry_after_seconds: Some(retry_after_seconds),
            },
            Error::PartnerDown { what } => Failure {
                status: StatusCode::SERVICE_UNAVAILABLE,
                title: "Un service partenaire ne répond pas",
                text: format!("{what} ne répond pas pour le moment. Réessayez dans quelques minutes."),
                retry_after_seconds: Some(60),
            },
            Error::Unexpected(cause) => {
                tracing::error!(error = format!("{cause:#}"), "unexpected failure");
                failure(
                    StatusCode::INTERNAL_SERVER_ERROR,
                    "Une erreur est survenue",
                    "L’incident est enregistré. Réessayez ; s’il se reproduit, appelez l’assistance au 0809 400 210.",
                )
            }
        }
    }
}

/// A path made safe to stand as a value in a query.
pub fn encode(path: &str) -> String {
    path.bytes().fold(String::with_capacity(path.len() + 8), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            encoded.push(byte as char);
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
        encoded
    })
}

/// Is this an address of our own? Anything else would make us an open redirector.
pub fn local(path: &str) -> Option<&str> {
    let plain = path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains(|c: char| c == '\\' || c.is_control())
        && path.len() <= 1024
        && !path.starts_with("/form/");
    plain.then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_paths_are_followed() {
        assert_eq!(local("/tableau-de-bord?x=1"), Some("/tableau-de-bord?x=1"));
        for foreign in [
            "//evil.example",
            "https://evil.example",
            "/\\evil",
            "/\t/evil.example",
            "",
            "mailto:x",
            "/a\r\nb",
            "/form/deconnexion",
        ] {
            assert_eq!(local(foreign), None, "{foreign}");
        }
    }

    #[test]
    fn paths_are_encoded_for_a_query() {
        assert_eq!(encode("/a?b=c&d=é"), "/a%3Fb%3Dc%26d%3D%C3%A9");
    }
}
