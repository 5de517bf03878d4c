//! A person with many companies against one with few of the same: the same pages, the same company chosen.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use http::{Method, header};
use serde::Deserialize;
use serde_json::{Value, json};

use super::figure;
use crate::client::{Browser, whole};
use crate::demo::{self, Person};
use crate::house::{API_TOKEN, House};
use crate::journey;
use crate::load::{self, Served, Target};
use crate::report::{Figure, Goal, rate};
use crate::statistics::median;

/// Companies of the one with few.
const FEW: usize = 5;
const CONNECTIONS: usize = 8;
const WARM_UP: Duration = Duration::from_secs(1);
const ROUND: Duration = Duration::from_secs(2);

const CHOICE: &str = "/entreprises";
const DASHBOARD: &str = "/tableau-de-bord";

/// The goal of quality.md: what a page costs with many companies over what it costs with few.
const GOAL: Option<Goal> = Some(Goal::AtMost(1.5));

pub async fn measure(house: &mut House, rounds: u32) -> Result<Vec<Figure>> {
    let siren = give_few(house).await.context("the rights of the one with few")?;
    let both = Both {
        many: journey::sign_in(house, &demo::BROKER, &siren).await.context(demo::BROKER.login)?,
        few: journey::sign_in(house, &demo::FEW, &siren).await.context(demo::FEW.login)?,
    };
    let mut figures = vec![
        both.compare(house, CHOICE, "choice of a company", GOAL, rounds).await?,
        both.compare(house, DASHBOARD, "dashboard", GOAL, rounds).await?,
    ];
    house.restart_portal_asking(true).await?;
    let name = "dashboard, rights asked again and found the same";
    figures.push(both.compare(house, DASHBOARD, name, None, rounds).await?);
    house.restart_portal_asking(false).await?;
    Ok(figures)
}

struct Both {
    many: Browser,
    few: Browser,
}

impl Both {
    async fn compare(
        &self,
        house: &House,
        path: &str,
        what: &str,
        goal: Option<Goal>,
        rounds: u32,
    ) -> Result<Figure> {
        let target = |browser: &Browser| -> Result<Target> {
            Ok(Target {
                address: house.portal_address,
                process: house.portal_process()?,
                path: path.to_owned(),
                cookie: browser.cookie_header(),
                accept_encoding: None,
            })
        };
        let contestants = [target(&self.many)?, target(&self.few)?];
        let mut served: [Vec<Served>; 2] = Default::default();
        for contestant in &contestants {
            load::run(contestant, CONNECTIONS, WARM_UP).await?;
        }
        for _ in 0..rounds {
            for (contestant, served) in contestants.iter().zip(&mut served) {
                served.push(load::run(contestant, CONNECTIONS, ROUND).await?);
            }
        }
        let [many, few] = served;
        let per_core = |served: &[Served]| rate(median(served.iter().map(|one| one.per_core())));
        let cost = median(many.iter().zip(&few).map(|(many, few)| few.per_core() / many.per_core()));
        let name = format!("{what}, {} SIRENs, {} habilitations", demo::COMPANIES, demo::HABILITATIONS);
        Ok(figure(name, per_core(&many), format!("{FEW} SIRENs: {}", per_core(&few)), cost, goal))
    }
}

/// As the contract says them.
#[derive(Deserialize)]
struct Rights {
    habilitations: Vec<Value>,
    entreprises: Vec<Named>,
}

#[derive(Deserialize)]
struct Named {
    siren: String,
}

/// Gives the second person the broker's rights on the first companies, at the simulator; gives the first of these.
async fn give_few(house: &House) -> Result<String> {
    let rights = rights(house, &demo::BROKER).await?;
    let of_all = rights.habilitations.len();
    ensure!(of_all == demo::HABILITATIONS as usize, "the broker holds {of_all} habilitations");
    let first: Vec<&str> = rights.entreprises.iter().take(FEW).map(|one| one.siren.as_str()).collect();
    let on_first = |right: &&Value| {
        right["siret"].as_str().is_some_and(|siret| first.iter().any(|siren| siret.starts_with(siren)))
    };
    let some: Vec<&Value> = rights.habilitations.iter().filter(on_first).collect();
    let account = json!({ "co_owner": "dgddi", "identifiant": demo::FEW.login });
    administer(house, Method::POST, "comptes", &account).await?;
    let held = json!({ "co_owner": "dgddi", "compte": demo::FEW.login, "habilitations": some });
    administer(house, Method::PUT, "habilitations", &held).await?;
    Ok((*first.first().context("no company")?).to_owned())
}

async fn rights(house: &House, person: &Person) -> Result<Rights> {
    let mut browser = Browser::at(house.simulator_address);
    let path = format!("/dgddi/contrat/v1/comptes/{}/habilitations", person.login);
    let request = browser
        .request(Method::GET, &path)
        .header(header::AUTHORIZATION, format!("Bearer {API_TOKEN}"))
        .body(whole(Default::default()))?;
    let answer = browser.exchange(request).await?;
    ensure!(answer.status.is_success(), "{path}: {}", answer.status);
    Ok(serde_json::from_slice(&answer.body)?)
}

async fn administer(house: &House, method: Method, what: &str, body: &Value) -> Result<()> {
    let mut browser = Browser::at(house.simulator_address);
    let path = format!("/administration/api/{what}");
    let request = browser
        .request(method, &path)
        .header(header::CONTENT_TYPE, "application/json")
        .body(whole(body.to_string().into()))?;
    let answer = browser.exchange(request).await?;
    ensure!(answer.status.is_success(), "{path}: {}", answer.status);
    Ok(())
}
