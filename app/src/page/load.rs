//! Loads and renders a page, or answers with a redirection or an error page.

use std::future::Future;

use domain::sharing::is_withheld;
use http::{HeaderValue, StatusCode, header};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use leptos_router::hooks::{use_params_map, use_query_map};
use leptos_router::params::ParamsMap;
use platform::error::Error;

use super::{
    failure::failure,
    flash::FlashNotice,
    request::{PageRequest, Stop},
};
use crate::{
    context::{PageContent, RequestContext},
    ui,
};

/// Renders a page and its header. `work` loads the data and builds the content.
///
/// All queries of a request run in this one `Suspend`, in sequence. A second `Suspend` could start a query while this
/// one holds a connection without being polled: eight such pages at once would take all connections and deadlock.
pub fn load<F, Fut>(work: F) -> impl IntoView
where
    F: FnOnce(PageRequest) -> Fut + Send + 'static,
    Fut: Future<Output = Result<AnyView, Stop>> + Send + 'static,
{
    // Untracked: the server renders a page once.
    render(use_params_map().get_untracked(), use_query_map().get_untracked(), None, work)
}

/// `visible`: see [`ui::harmless`].
fn render<F, Fut>(
    params: ParamsMap,
    query: ParamsMap,
    visible: Option<&'static str>,
    work: F,
) -> impl IntoView
where
    F: FnOnce(PageRequest) -> Fut + Send + 'static,
    Fut: Future<Output = Result<AnyView, Stop>> + Send + 'static,
{
    let context = use_context::<RequestContext>();
    Suspend::new(async move {
        // At startup the routes are listed without a request: nothing to render.
        let Some(context) = context else { return ().into_any() };
        let flash = FlashNotice::take(&context).await;
        provide_context(flash.clone());
        let request = PageRequest { path: context.path.clone(), context: context.clone(), params, query };
        let outcome = work(request).await;
        let content = match outcome {
            Ok(view) => view,
            Err(Stop::Error(error)) => failure(error),
            Err(Stop::Redirect(to)) => {
                flash.restore_unless_shown(&context).await;
                return redirect(&to);
            }
        };
        flash.restore_unless_shown(&context).await;
        let model = crate::header::model(&context).await;
        let mut html = String::new();
        ui::markup::render(&mut html, content);
        context.content.set(html);
        view! {
            <ui::Header model/>
            <main
                id="contenu"
                tabindex="-1"
                data-visible=visible
                data-withheld=is_withheld(&context.path).then_some("")
                inner_html=PageContent::PLACE
            ></main>
        }
        .into_any()
    })
}

/// Renders a page that needs no data and is identical for all visitors. A shared view shows all of it, but the flash.
pub fn static_page<V: IntoView + 'static>(view: impl FnOnce() -> V + Send + 'static) -> impl IntoView {
    render(ParamsMap::default(), ParamsMap::default(), Some("tout"), async move |_| Ok(view().into_any()))
}

/// Error page of an unknown address.
#[component]
pub fn MissingPage() -> impl IntoView {
    // No route matched, so there are no parameters.
    render(ParamsMap::default(), ParamsMap::default(), None, async |_| Err(Stop::Error(Error::NotFound)))
}

fn redirect(to: &str) -> AnyView {
    let response = expect_context::<ResponseOptions>();
    if let Ok(location) = HeaderValue::from_str(to) {
        response.set_status(StatusCode::SEE_OTHER);
        response.insert_header(header::LOCATION, location);
    }
    ().into_any()
}
