//! News, agenda and documentation (mission §1), readable without an account.

mod article_view;
mod description;
mod event_pages;
mod guide_pages;
mod news_pages;
mod summary_list;

use domain::path;
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
    components::Route,
};

use crate::Pattern;

use event_pages::{EventPage, EventsPage};
use guide_pages::{GuidePage, GuidesPage};
use news_pages::{NewsArticlePage, NewsPage};

pub(crate) use article_view::article_view;
pub(crate) use event_pages::CalendarLink;
pub(crate) use news_pages::FeedLink;
pub(crate) use summary_list::summary_list;

pub fn routes() -> AnyNestedRoute {
    view! {
        <Route path=Pattern(path::NEWS) view=NewsPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::NEWS_ARTICLE) view=NewsArticlePage ssr=SsrMode::Async/>
        <Route path=Pattern(path::EVENTS) view=EventsPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::EVENT) view=EventPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::GUIDES) view=GuidesPage ssr=SsrMode::Async/>
        <Route path=Pattern(path::GUIDE) view=GuidePage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
