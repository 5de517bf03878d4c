//! Articles as search engines read them (schema.org).

use backend::{Portal, publications::Summary};
use domain::article::ArticleKind;
use leptos::prelude::*;
use serde_json::{Value, json};

use crate::ui::structured_data;

/// Describes a published article.
pub(super) fn description(portal: &Portal, summary: &Summary) -> AnyView {
    structured_data(match summary.kind() {
        ArticleKind::News => article(portal, summary, "NewsArticle"),
        ArticleKind::Guide => article(portal, summary, "Article"),
        ArticleKind::Event => event(portal, summary),
    })
}

fn article(portal: &Portal, summary: &Summary, kind: &str) -> Value {
    json!({
        "@type": kind,
        "headline": summary.head.title,
        "description": summary.head.summary,
        "inLanguage": "fr",
        "datePublished": summary.first_published_at.timestamp().to_string(),
        "dateModified": summary.published_at.timestamp().to_string(),
        "mainEntityOfPage": portal.link(&summary.path()),
        "publisher": { "@type": "Organization", "name": "Prodouane", "url": portal.link("/") },
    })
}

fn event(portal: &Portal, summary: &Summary) -> Value {
    let head = &summary.head;
    let status = if head.cancelled { "EventCancelled" } else { "EventScheduled" };
    json!({
        "@type": "Event",
        "name": head.title,
        "description": head.summary,
        "startDate": head.starts_at.map(|at| at.timestamp().to_string()),
        "endDate": head.ends_at.map(|at| at.timestamp().to_string()),
        "eventStatus": format!("https://schema.org/{status}"),
        "location": { "@type": "Place", "name": head.place },
        "url": portal.link(&summary.path()),
    })
}
