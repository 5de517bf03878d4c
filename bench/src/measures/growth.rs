//! Cost of pages with many questions, of the company and of others, compared to the same pages with a hundred.
//!
//! One person works for three companies with 10², 10⁴ and 10⁵ questions; three agents work for the services that received
//! them. All are in one database, and the rounds alternate between the three.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use domain::path;
use domain::siren::Siren;
use domain::siret::Siret;

use super::figure;
use crate::client::Browser;
use crate::environment::Environment;
use crate::fixtures::{self, User};
use crate::load::{self, LoadResult, Target};
use crate::report::{Figure, Goal, grouped, rate};
use crate::scenario;
use crate::seed::{Seeder, generated_company};
use crate::statistics::median;

/// Numbers of questions of the three companies.
const SIZES: [u32; 3] = [100, 10_000, 100_000];
/// Questions of others: so many companies with so many questions each.
const OTHERS: (u32, u32) = (1_000, 100);
/// Rows in each of the two histories of another person.
const HISTORY: u32 = 500_000;

/// Agents of the three services.
const AGENTS: [User; 3] = [
    User { login: "agent.cent", email: "agent.cent@exemple.test", co_owners: &[] },
    User { login: "agent.dix-mille", email: "agent.dix-mille@exemple.test", co_owners: &[] },
    User { login: "agent.cent-mille", email: "agent.cent-mille@exemple.test", co_owners: &[] },
];

const CONNECTIONS: usize = 4;
const WARM_UP: Duration = Duration::from_millis(300);
const ROUND: Duration = Duration::from_millis(500);

/// Goal of quality.md: cost with many questions divided by the cost with a hundred.
const GOAL: Option<Goal> = Some(Goal::AtMost(1.5));

/// A company and the service that receives its questions.
struct Company {
    questions: u32,
    siren: Siren,
    /// Address of its real question; the others are copies of it.
    question: String,
    agent: Browser,
}

/// Measures the pages of each company. `clerk`: the person with long histories.
pub async fn measure(environment: &mut Environment, clerk: &mut Browser, rounds: u32) -> Result<Vec<Figure>> {
    let (first, _) = generated_company(0)?;
    let mut operator = scenario::sign_in(environment, &fixtures::BROKER, first.as_str()).await?;
    let mut companies = Vec::new();
    for ((rank, questions), agent) in (0..).zip(SIZES).zip(&AGENTS) {
        let company = company(environment, &mut operator, rank, questions, agent).await;
        companies.push(company.with_context(|| format!("a company with {questions} questions"))?);
    }
    let alone = operator_costs(environment, &mut operator, &companies[..1], rounds).await?;
    seed_others(environment, clerk).await.context("the questions and histories of others")?;
    let with_others = operator_costs(environment, &mut operator, &companies, rounds).await?;
    let mut figures = against_alone(&alone, &with_others);
    figures.extend(against_smallest(&with_others));
    figures.extend(against_smallest(&agent_costs(environment, &companies, rounds).await?));
    Ok(figures)
}

/// Sends a question to a service of its own and copies it.
async fn company(
    environment: &Environment,
    operator: &mut Browser,
    rank: u32,
    questions: u32,
    agent: &User,
) -> Result<Company> {
    let (siren, siret) = generated_company(rank)?;
    let service = format!("PAE-CROISSANCE-{rank}");
    let name = format!("PAE à {questions} questions");
    environment.run_server(&fixtures::new_service(&service, &name))?;
    choose(operator, &siren).await?;
    let question = send(operator, &siren, &siret, &service).await.context("sending")?;
    let number = number(operator, &question).await?;
    let seeder = Seeder::open(environment).await?;
    seeder.questions(&number, &siren, questions).await?;
    seeder.close().await?;
    let agent = sign_in_agent(environment, agent, &service).await.context("the agent")?;
    Ok(Company { questions, siren, question, agent })
}

async fn choose(operator: &mut Browser, siren: &Siren) -> Result<()> {
    operator.submit("/form/choisir-siren", &[("siren", siren.as_str())]).await?;
    // The first page shows a notice; later ones do not.
    operator.page(path::DASHBOARD).await.map(drop)
}

/// Sends the question of the fixtures from another company to another service. Returns its address.
async fn send(operator: &mut Browser, siren: &Siren, siret: &Siret, service: &str) -> Result<String> {
    let draft = operator.submit("/form/nouveau-brouillon", &[("motif", fixtures::MOTIF)]).await?;
    let id = draft.rsplit('/').next().unwrap_or_default().to_owned();
    let typed = fixtures::QUESTION.map(|(name, value)| match name {
        "siret" => (name, siret.as_str()),
        "service" => (name, service),
        _ => (name, value),
    });
    let head = [("brouillon", id.as_str()), ("_siren", siren.as_str())];
    operator.submit("/form/brouillon", &[&head[..], &typed[..]].concat()).await?;
    let receipt = operator.submit("/form/envoyer", &head).await?;
    Ok(receipt.strip_suffix("/recu").with_context(|| format!("redirects to {receipt}"))?.to_owned())
}

/// Returns the number of a question, which its page shows: `Q-2026-7F3K9M`.
async fn number(operator: &mut Browser, question: &str) -> Result<String> {
    let page = operator.page(question).await?;
    let number = page.find("Q-20").and_then(|start| page.get(start..start + 13));
    Ok(number.context("no number on the page")?.to_owned())
}

async fn sign_in_agent(environment: &Environment, agent: &User, service: &str) -> Result<Browser> {
    let names = ["--login", agent.login, "--email", agent.email, "--name", "Agent de mesure"];
    environment.run_server(
        &[&["staff", "create", "--role", "agent"], &names[..], &["--service", service, "--remote"]].concat(),
    )?;
    let mut browser = Browser::at(environment.portal_address);
    let credentials = [("identifiant", agent.login), ("mot_de_passe", fixtures::PASSWORD)];
    browser.submit("/form/equipe-connexion", &credentials).await?;
    let code = scenario::mailed_code(environment, agent).await?;
    let next = browser.submit("/form/equipe-connexion-code", &[("code", code.as_str())]).await?;
    ensure!(next.starts_with(path::STAFF_HOME), "the agent's sign-in redirects to {next}");
    Ok(browser)
}

/// Adds the questions of other companies, and the histories of another person.
async fn seed_others(environment: &Environment, clerk: &mut Browser) -> Result<()> {
    let (siren, siret) = (Siren::parse(fixtures::SIREN)?, Siret::parse(fixtures::SIRET)?);
    let question = send(clerk, &siren, &siret, fixtures::SERVICE).await?;
    let number = number(clerk, &question).await?;
    let seeder = Seeder::open(environment).await?;
    let (companies, questions) = OTHERS;
    // The operator has rights on those before.
    for rank in fixtures::COMPANIES..fixtures::COMPANIES + companies {
        let (siren, _) = generated_company(rank)?;
        seeder.questions(&number, &siren, questions).await?;
    }
    seeder.history(fixtures::CLERK.login, HISTORY).await?;
    seeder.close().await
}

/// One page for each company: the results of its rounds.
struct Page {
    name: &'static str,
    results: Vec<(u32, Vec<LoadResult>)>,
}

/// Measures the operator's pages for each company.
async fn operator_costs(
    environment: &Environment,
    operator: &mut Browser,
    companies: &[Company],
    rounds: u32,
) -> Result<Vec<Page>> {
    let fixed = [
        ("dashboard", path::DASHBOARD),
        ("questions", path::QUESTIONS),
        ("questions of a state", "/messagerie?etat=repondu"),
        ("notifications", path::NOTIFICATIONS),
        ("téléservices", path::TELESERVICES),
        ("history of rights", path::RIGHTS_HISTORY),
        ("one question", ""),
    ];
    let mut pages = Vec::new();
    for (name, path) in fixed {
        let mut results: Vec<_> = companies.iter().map(|company| (company.questions, Vec::new())).collect();
        for round in 0..=rounds {
            for (company, (_, results)) in companies.iter().zip(&mut results) {
                choose(operator, &company.siren).await?;
                let path = if path.is_empty() { &company.question } else { path };
                run(environment, operator, path, round, results).await?;
            }
        }
        pages.push(Page { name, results });
    }
    Ok(pages)
}

/// Measures the agents' pages for each service.
async fn agent_costs(environment: &Environment, companies: &[Company], rounds: u32) -> Result<Vec<Page>> {
    let mut pages = Vec::new();
    for (name, path) in [("inbox", path::AGENT_INBOX), ("inbox, closed questions", "/agent?etat=closes")] {
        let mut results: Vec<_> = companies.iter().map(|company| (company.questions, Vec::new())).collect();
        for round in 0..=rounds {
            for (company, (_, results)) in companies.iter().zip(&mut results) {
                run(environment, &company.agent, path, round, results).await?;
            }
        }
        pages.push(Page { name, results });
    }
    Ok(pages)
}

/// Requests a page for one round. The round 0 warms up.
async fn run(
    environment: &Environment,
    browser: &Browser,
    path: &str,
    round: u32,
    results: &mut Vec<LoadResult>,
) -> Result<()> {
    let target = Target {
        address: environment.portal_address,
        process: environment.portal_process()?,
        path: path.to_owned(),
        cookie: browser.cookie_header(),
        accept_encoding: None,
    };
    let result = load::run(&target, CONNECTIONS, if round == 0 { WARM_UP } else { ROUND }).await?;
    results.extend((round > 0).then_some(result));
    Ok(())
}

/// Compares the pages of each company with those of the company with the fewest questions.
fn against_smallest(pages: &[Page]) -> Vec<Figure> {
    let mut figures = Vec::new();
    for Page { name, results } in pages {
        let Some(((few, base), larger)) = results.split_first() else { continue };
        for (many, results) in larger {
            let measure = format!("{name}, {} own questions", grouped((*many).into()));
            figures.push(compare(measure, results, format!("{few} questions"), base));
        }
    }
    figures
}

/// Compares the pages of the smallest company before and after the questions and histories of others were added.
fn against_alone(alone: &[Page], with_others: &[Page]) -> Vec<Figure> {
    let pairs = alone.iter().zip(with_others);
    let figure = |(alone, with_others): (&Page, &Page)| {
        let ((_, base), (_, results)) = (alone.results.first()?, with_others.results.first()?);
        let others = u64::from(OTHERS.0) * u64::from(OTHERS.1);
        let rows = 2 * u64::from(HISTORY);
        let measure = format!(
            "{}, {} questions of others, {} rows of history",
            alone.name,
            grouped(others),
            grouped(rows)
        );
        Some(compare(measure, results, "before".to_owned(), base))
    };
    pairs.filter_map(figure).collect()
}

fn compare(measure: String, results: &[LoadResult], base_name: String, base: &[LoadResult]) -> Figure {
    let per_core = |results: &[LoadResult]| rate(median(results.iter().map(|one| one.per_core())));
    let cost = median(results.iter().zip(base).map(|(many, few)| few.per_core() / many.per_core()));
    figure(measure, per_core(results), format!("{base_name}: {}", per_core(base)), cost, GOAL)
}
