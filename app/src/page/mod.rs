//! How a page is made: load what it shows, or stop with a redirection or an error that says what to do.

mod address;
mod failure;
mod notice;
mod visit;

use std::future::Future;

use backend::error::Error;
use http::{HeaderValue, StatusCode, header};
use leptos::{
    prelude::*,
    tachys::view::{Position, RenderFlags},
};
use leptos_axum::ResponseOptions;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use leptos_router::params::ParamsMap;

use notice::KeptNotice;

use crate::{context::RequestContext, ui};

pub use address::{encode, leads_out, local};
pub use failure::{Failure, failure};
pub use visit::{Stop, Visit};

/// Form name under which the problems of an upload are kept for the page that the file was added on.
pub const UPLOAD: &str = "televersement";

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
    /// It lists questions or their steps: brought up to date when one moves on.
    #[prop(optional)]
    follows_messages: bool,
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
        <div class=class data-follow=follows_messages.then_some("messages")>
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
