//! Pages of the mailbox.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::clock::french;
use crate::page;
use crate::state::Simulator;

use super::message::Mail;

/// Number of mails on the page; the filter finds older ones.
const PAGE_SIZE: usize = 100;

#[derive(Template)]
#[template(path = "mailbox.html")]
struct ListPage {
    to: String,
    /// Newest first.
    mails: Vec<Line>,
    /// Number of mails not shown.
    hidden: usize,
}

struct Line {
    id: u64,
    subject: String,
    to: String,
    received: String,
}

#[derive(Template)]
#[template(path = "mail.html")]
struct MailPage<'a> {
    mail: &'a Mail,
    received: String,
    /// The text, split into plain text and web addresses (`true`).
    pieces: Vec<(bool, &'a str)>,
}

#[derive(Deserialize)]
pub struct Filter {
    to: Option<String>,
}

pub async fn list(State(simulator): State<Arc<Simulator>>, Query(filter): Query<Filter>) -> Response {
    let to = filter.to.unwrap_or_default().trim().to_owned();
    let mails = simulator.mailbox.mails(Some(to.as_str()).filter(|to| !to.is_empty()));
    let hidden = mails.len().saturating_sub(PAGE_SIZE);
    let line = |mail: &Arc<Mail>| Line {
        id: mail.id,
        subject: subject(mail),
        to: mail.to.clone(),
        received: french(mail.received_at),
    };
    let mails = mails.iter().rev().take(PAGE_SIZE).map(line).collect();
    page::html(&ListPage { to, mails, hidden })
}

pub async fn empty(State(simulator): State<Arc<Simulator>>) -> Redirect {
    simulator.mailbox.delete(None);
    Redirect::to("/boite")
}

pub async fn message(State(simulator): State<Arc<Simulator>>, Path(id): Path<u64>) -> Response {
    let Some(mail) = simulator.mailbox.mail(id) else { return page::not_found() };
    let pieces = pieces(&mail.text);
    page::html(&MailPage { mail: &mail, received: french(mail.received_at), pieces })
}

/// Serves the HTML part for the frame: no scripts, no external resources, links open in a new tab.
pub async fn html_part(State(simulator): State<Arc<Simulator>>, Path(id): Path<u64>) -> Response {
    const POLICY: &str = "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; \
                          style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";
    let Some(html) = simulator.mailbox.mail(id).and_then(|mail| mail.html.clone()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers =
        [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CONTENT_SECURITY_POLICY, POLICY)];
    (headers, with_link_target(html)).into_response()
}

pub async fn source(State(simulator): State<Arc<Simulator>>, Path(id): Path<u64>) -> Response {
    let Some(mail) = simulator.mailbox.mail(id) else { return page::not_found() };
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], mail.source.clone()).into_response()
}

/// Makes links open in a new tab, since the frame is sandboxed.
fn with_link_target(mut html: String) -> String {
    // Lower-casing ASCII does not change byte positions.
    let at = html.to_ascii_lowercase().find("<head>").map_or(0, |start| start + "<head>".len());
    let target = "<base target=\"_blank\">";
    // Without a <head>, the element would come before the doctype and switch the browser to quirks mode.
    if at > 0 {
        html.insert_str(at, target);
    }
    html
}

fn subject(mail: &Mail) -> String {
    if mail.subject.is_empty() { "(sans objet)".to_owned() } else { mail.subject.clone() }
}

/// Splits a text into plain text (`false`) and web addresses (`true`).
fn pieces(text: &str) -> Vec<(bool, &str)> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(start) = ["http://", "https://"].iter().filter_map(|scheme| rest.find(scheme)).min() {
        let (before, from) = rest.split_at(start);
        let end = from.find(|c: char| c.is_whitespace() || "<>\"»".contains(c)).unwrap_or(from.len());
        let (link, after) = from.split_at(from[..end].trim_end_matches(['.', ',', ')', ';']).len());
        pieces.extend([(false, before), (true, link)]);
        rest = after;
    }
    pieces.push((false, rest));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn web_addresses_are_found() {
        let text = "Voir http://exemple.invalid/a?b=c. Puis https://exemple.invalid\nFin";
        assert_eq!(
            pieces(text),
            [
                (false, "Voir "),
                (true, "http://exemple.invalid/a?b=c"),
                (false, ". Puis "),
                (true, "https://exemple.invalid"),
                (false, "\nFin"),
            ]
        );
    }

    #[test]
    fn link_target_is_inserted_into_the_head() {
        assert_eq!(
            with_link_target("<html><HEAD></HEAD>".into()),
            "<html><HEAD><base target=\"_blank\"></HEAD>"
        );
        assert_eq!(with_link_target("<p>a</p>".into()), "<p>a</p>");
    }
}
