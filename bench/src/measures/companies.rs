//! Cost of pages for a user with many companies compared to one with a few of them, both with the same
//! company chosen.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use domain::path;
use http::{Method, header};
use serde::Deserialize;
use serde_json::{Value, json};

use super::figure;
use crate::client::{Browser, full_body};
use crate::environment::{API_TOKEN, Environment};
use crate::fixtures::{self, User};
use crate::load::{self, LoadResult, Target};
use crate::report::{Figure, Goal, rate};
use crate::scenario;
use crate::statistics::median;

/// Number of companies of the user with few.
const FEW: usize = 5;
const CONNECTIONS: usize = 8;
const WARM_UP: Duration = Duration::from_secs(1);
const ROUND: Duration = Duration::from_secs(2);

/// Goal of quality.md: cost of a page with many companies divided by its cost with few.
const GOAL: Option<Goal> = Some(Goal::AtMost(1.5));

pub async fn measure(environment: &mut Environment, rounds: u32) -> Result<Vec<Figure>> {
    let siren = copy_some_rights(environment)
        .await
        .context("failed to set the rights of the user with few companies")?;
    let users = Users {
        many: scenario::sign_in(environment, &fixtures::BROKER, &siren)
            .await
            .context(fixtures::BROKER.login)?,
        few: scenario::sign_in(environment, &fixtures::SMALL_BROKER, &siren)
            .await
            .context(fixtures::SMALL_BROKER.login)?,
    };
    let mut figures = vec![
        users.compare(environment, path::COMPANIES, "company choice page", GOAL, rounds).await?,
        users.compare(environment, path::DASHBOARD, "dashboard", GOAL, rounds).await?,
    ];
    environment.restart_portal_refreshing_rights(true).await?;
    let name = "dashboard, rights refreshed at each request";
    figures.push(users.compare(environment, path::DASHBOARD, name, None, rounds).await?);
    environment.restart_portal_refreshing_rights(false).await?;
    Ok(figures)
}

struct Users {
    many: Browser,
    few: Browser,
}

impl Users {
    async fn compare(
        &self,
        environment: &Environment,
        path: &str,
        page: &str,
        goal: Option<Goal>,
        rounds: u32,
    ) -> Result<Figure> {
        let target = |browser: &Browser| -> Result<Target> {
            Ok(Target {
                address: environment.portal_address,
                process: environment.portal_process()?,
                path: path.to_owned(),
                cookie: browser.cookie_header(),
                accept_encoding: None,
            })
        };
        let targets = [target(&self.many)?, target(&self.few)?];
        let [many, few] = load::run_in_turn(&targets, CONNECTIONS, WARM_UP, ROUND, rounds).await?;
        let per_core = |results: &[LoadResult]| rate(median(results.iter().map(|one| one.per_core())));
        let cost = median(many.iter().zip(&few).map(|(many, few)| few.per_core() / many.per_core()));
        let name =
            format!("{page}, {} SIRENs, {} habilitations", fixtures::COMPANIES, fixtures::HABILITATIONS);
        Ok(figure(name, per_core(&many), format!("{FEW} SIRENs: {}", per_core(&few)), cost, goal))
    }
}

/// A user's rights, as in the contract's responses.
#[derive(Deserialize)]
struct Rights {
    habilitations: Vec<Value>,
    entreprises: Vec<Company>,
}

#[derive(Deserialize)]
struct Company {
    siren: String,
}

/// Gives the user with few companies the broker's rights on the first [`FEW`] companies, at the simulator.
/// Returns the SIREN of the first one.
async fn copy_some_rights(environment: &Environment) -> Result<String> {
    let rights = rights(environment, &fixtures::BROKER).await?;
    let count = rights.habilitations.len();
    ensure!(count == fixtures::HABILITATIONS as usize, "the broker has {count} habilitations");
    let first: Vec<&str> = rights.entreprises.iter().take(FEW).map(|one| one.siren.as_str()).collect();
    let is_on_first = |right: &&Value| {
        right["siret"].as_str().is_some_and(|siret| first.iter().any(|siren| siret.starts_with(siren)))
    };
    let some: Vec<&Value> = rights.habilitations.iter().filter(is_on_first).collect();
    let account = json!({ "co_owner": "dgddi", "identifiant": fixtures::SMALL_BROKER.login });
    send_to_simulator(environment, Method::POST, "comptes", &account).await?;
    let granted =
        json!({ "co_owner": "dgddi", "compte": fixtures::SMALL_BROKER.login, "habilitations": some });
    send_to_simulator(environment, Method::PUT, "habilitations", &granted).await?;
    Ok((*first.first().context("no company")?).to_owned())
}

async fn rights(environment: &Environment, user: &User) -> Result<Rights> {
    let mut browser = Browser::at(environment.simulator_address);
    let path = format!("/dgddi/contrat/v1/comptes/{}/habilitations", user.login);
    let request = browser
        .request(Method::GET, &path)
        .header(header::AUTHORIZATION, format!("Bearer {API_TOKEN}"))
        .body(full_body(Default::default()))?;
    let response = browser.exchange(request).await?;
    ensure!(response.status.is_success(), "{path}: {}", response.status);
    Ok(serde_json::from_slice(&response.body)?)
}

/// Sends JSON to the simulator's administration interface.
async fn send_to_simulator(
    environment: &Environment,
    method: Method,
    resource: &str,
    body: &Value,
) -> Result<()> {
    let mut browser = Browser::at(environment.simulator_address);
    let path = format!("/administration/api/{resource}");
    let request = browser
        .request(method, &path)
        .header(header::CONTENT_TYPE, "application/json")
        .body(full_body(body.to_string().into()))?;
    let response = browser.exchange(request).await?;
    ensure!(response.status.is_success(), "{path}: {}", response.status);
    Ok(())
}
