//! Accounts that the portal asks for: opened once, and the page where their owner chooses a password.

use std::collections::{BTreeSet, HashMap};

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Form, Router};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

use crate::co_owner::CoOwner;
use crate::keys::secret;
use crate::mailbox::Mail;
use crate::page;
use crate::site::Site;
use crate::world::Account;

const SHORTEST_PASSWORD: usize = 12;

/// What was opened, and the links that wait for a password.
#[derive(Default)]
pub struct Openings {
    /// The login that each key of the portal opened.
    by_key: HashMap<(CoOwner, String), String>,
    /// The login that each link lets choose a password.
    links: HashMap<String, (CoOwner, String)>,
}

pub struct Opening<'a> {
    pub key: &'a str,
    pub first_name: &'a str,
    pub last_name: &'a str,
    pub email: &'a str,
}

pub enum Opened {
    New(String),
    /// By the same key, before.
    Already(String),
    AddressTaken,
}

/// Opens an account. One lock from the look at the key to its keeping: asked twice at once, it is one account.
pub fn open(site: &Site, opening: &Opening) -> Opened {
    let mut openings = site.simulator.openings();
    let key = (site.co_owner, opening.key.to_owned());
    if let Some(login) = openings.by_key.get(&key) {
        return Opened::Already(login.clone());
    }
    let taken = site.simulator.read(|world| {
        world.accounts_of(site.co_owner).any(|one| one.email.eq_ignore_ascii_case(opening.email))
    });
    if taken {
        return Opened::AddressTaken;
    }
    let login = loop {
        let login = format!("usager-{}", secret().replace(['-', '_'], "").to_lowercase().split_at(8).0);
        let account = Account {
            login: login.clone(),
            // Nobody knows it, and the portal least of all.
            password: secret(),
            first_name: opening.first_name.to_owned(),
            last_name: opening.last_name.to_owned(),
            email: opening.email.to_owned(),
            phone: None,
            role: "Compte créé depuis le portail".to_owned(),
            version: 0,
            habilitations: BTreeSet::new(),
        };
        if site.simulator.add_account(site.co_owner, account) {
            break login;
        }
    };
    openings.by_key.insert(key, login.clone());
    let link = secret();
    openings.links.insert(link.clone(), (site.co_owner, login.clone()));
    drop(openings);
    send(site, opening, &login, &link);
    Opened::New(login)
}

/// The mail goes through the mailbox like those of the portal.
fn send(site: &Site, opening: &Opening, login: &str, link: &str) {
    let (name, from) = (site.co_owner.site(), format!("ne-pas-repondre@{}.invalid", site.co_owner.code()));
    let address = format!("{}/mot-de-passe?jeton={link}", site.base());
    let text = format!(
        "Bonjour {},\r\n\r\nUn compte {name} vient d’être créé à votre demande depuis Prodouane. Son identifiant : {login}\r\n\
         Personne ne connaît son mot de passe. Choisissez le vôtre ici :\r\n\r\n{address}\r\n",
        opening.first_name
    );
    let subject = STANDARD.encode(format!("Votre compte {name} est créé"));
    let source = format!(
        "From: <{from}>\r\nTo: <{to}>\r\nSubject: =?utf-8?B?{subject}?=\r\nMessage-ID: <{id}@{code}.invalid>\r\n\
         MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{body}\r\n",
        to = opening.email,
        id = secret(),
        code = site.co_owner.code(),
        body = STANDARD.encode(&text),
    );
    let mail = Mail::read(source.into(), &from, &[opening.email.to_owned()], site.simulator.clock.now());
    site.simulator.mailbox.keep(mail);
}

pub fn router() -> Router<Site> {
    Router::new().route("/mot-de-passe", get(form).post(choose))
}

#[derive(Template)]
#[template(path = "password.html")]
struct PasswordPage<'a> {
    co_owner: CoOwner,
    link: &'a str,
    login: &'a str,
    short: bool,
    done: bool,
}

#[derive(Deserialize)]
struct Link {
    #[serde(default)]
    jeton: String,
}

#[derive(Deserialize)]
struct Choice {
    #[serde(default)]
    jeton: String,
    #[serde(default)]
    mot_de_passe: String,
}

/// Opening the page changes nothing: the link serves when the form is sent.
async fn form(State(site): State<Site>, Query(link): Query<Link>) -> Response {
    match waiting(&site, &link.jeton) {
        Some(login) => page::html(&PasswordPage {
            co_owner: site.co_owner,
            link: &link.jeton,
            login: &login,
            short: false,
            done: false,
        }),
        None => dead(),
    }
}

async fn choose(State(site): State<Site>, Form(choice): Form<Choice>) -> Response {
    let Some(login) = waiting(&site, &choice.jeton) else { return dead() };
    let short = choice.mot_de_passe.chars().count() < SHORTEST_PASSWORD;
    let page =
        PasswordPage { co_owner: site.co_owner, link: &choice.jeton, login: &login, short, done: !short };
    if short {
        return (StatusCode::UNPROCESSABLE_ENTITY, page::html(&page)).into_response();
    }
    site.simulator.openings().links.remove(&choice.jeton);
    // The rights do not change: nothing is pushed.
    let _ = site.simulator.change_account(site.co_owner, &login, |account| {
        account.password = choice.mot_de_passe;
        false
    });
    page::html(&page)
}

fn waiting(site: &Site, link: &str) -> Option<String> {
    let openings = site.simulator.openings();
    let (co_owner, login) = openings.links.get(link)?;
    (*co_owner == site.co_owner).then(|| login.clone())
}

fn dead() -> Response {
    page::error(StatusCode::NOT_FOUND, "Lien inconnu", "Ce lien n’existe pas, ou a déjà servi.")
}
