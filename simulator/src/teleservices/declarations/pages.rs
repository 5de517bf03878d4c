//! The form of a declaration, and the page of a filed one.

use askama::Template;
use axum::Form;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::definition::{self, Definition};
use super::file;
use super::form::{self, Problems, Typed};
use crate::catalogue::{Droit, Teleservice};
use crate::co_owner::CoOwner;
use crate::keys::random_token;
use crate::page::{self, euros};
use crate::site::Site;
use crate::teleservices::sessions::Session;
use crate::teleservices::visitor::Visitor;
use crate::world::FiledDeclaration;
use crate::{clock, world};

/// A filed declaration in the list of the téléservice's home page.
pub struct Listed {
    pub number: String,
    pub object: String,
    pub siret: String,
    pub amount: String,
    pub filed_at: String,
}

/// Returns the declarations filed on the establishments where the person has a right, latest first, and whether the
/// person may file one; `None` if nothing is declared on the téléservice.
pub fn listed(site: &Site, teleservice: &Teleservice, session: &Session) -> Option<(Vec<Listed>, bool)> {
    definition::of(teleservice.code)?;
    let list = site.simulator.read(|world| {
        let all = filed_of(world, site, session);
        let on_it = all.filter(|one| one.teleservice == teleservice.code && may_read(session, &one.siret));
        on_it.rev().map(to_listed).collect()
    });
    Some((list, session.sirets_with(Droit::Declarer).next().is_some()))
}

fn filed_of<'a>(
    world: &'a world::World,
    site: &Site,
    session: &Session,
) -> impl DoubleEndedIterator<Item = &'a FiledDeclaration> {
    world.figures.get(&(site.co_owner, session.siren.clone())).into_iter().flat_map(|figures| &figures.filed)
}

fn may_read(session: &Session, siret: &str) -> bool {
    [Droit::Lire, Droit::Declarer].into_iter().any(|droit| session.may(droit, siret))
}

fn to_listed(one: &FiledDeclaration) -> Listed {
    Listed {
        number: one.number.clone(),
        object: one.object.clone(),
        siret: one.siret.clone(),
        amount: euros(one.amount),
        filed_at: clock::french(one.filed_at),
    }
}

#[derive(Template)]
#[template(path = "declaration_form.html")]
struct FormPage {
    co_owner: CoOwner,
    teleservice: &'static Teleservice,
    home: String,
    definition: &'static Definition,
    sirets: Vec<String>,
    key: String,
    typed: Typed,
    problems: Problems,
}

impl FormPage {
    fn problem(&self, field: &str) -> Option<&&'static str> {
        self.problems.get(field)
    }
}

#[derive(Template)]
#[template(path = "declaration_filed.html")]
struct FiledPage {
    co_owner: CoOwner,
    teleservice: &'static Teleservice,
    home: String,
    declaration: FiledDeclaration,
    amount: String,
    filed_at: String,
}

/// Shows the empty form.
pub async fn new(visitor: Visitor) -> Response {
    form_page(visitor, Typed::default(), Problems::new())
}

/// Files the declaration, or shows the form again with its problems.
pub async fn file(visitor: Visitor, Form(typed): Form<Typed>) -> Response {
    let Some(definition) = definition::of(visitor.teleservice.code) else { return page::not_found() };
    match form::check(definition, &visitor.session, &typed) {
        Ok(checked) => {
            let number = file::file(&visitor, definition, &typed.cle, &checked);
            Redirect::to(&format!("{}/declarations/{number}", visitor.home())).into_response()
        }
        Err(problems) => form_page(visitor, typed, problems),
    }
}

fn form_page(visitor: Visitor, typed: Typed, problems: Problems) -> Response {
    let Some(definition) = definition::of(visitor.teleservice.code) else { return page::not_found() };
    let sirets: Vec<String> = visitor.session.sirets_with(Droit::Declarer).map(str::to_owned).collect();
    if sirets.is_empty() {
        let text = "Vous pouvez consulter les déclarations de ce téléservice, pas en déposer : il faut le droit « déclarer ».";
        return page::error(StatusCode::FORBIDDEN, "Dépôt non autorisé", text);
    }
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let key = if typed.cle.is_empty() { random_token() } else { typed.cle.clone() };
    let shown = FormPage {
        co_owner: visitor.site.co_owner,
        teleservice: visitor.teleservice,
        home: visitor.home(),
        definition,
        sirets,
        key,
        typed,
        problems,
    };
    (status, page::html(&shown)).into_response()
}

/// Shows a filed declaration of an establishment where the person has a right.
pub async fn filed(visitor: Visitor, Path((_, number)): Path<(String, String)>) -> Response {
    let (site, session) = (&visitor.site, &visitor.session);
    let found = site.simulator.read(|world| {
        let mut all = filed_of(world, site, session);
        all.find(|one| one.number == number && may_read(session, &one.siret)).cloned()
    });
    let Some(declaration) = found else { return page::not_found() };
    page::html(&FiledPage {
        co_owner: site.co_owner,
        teleservice: visitor.teleservice,
        home: visitor.home(),
        amount: euros(declaration.amount),
        filed_at: clock::french(declaration.filed_at),
        declaration,
    })
}
