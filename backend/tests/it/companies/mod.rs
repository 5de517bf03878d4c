//! Rattachements, habilitations and the choice of a company, against the co-owner simulator.

mod account_opening;
mod choice;
mod linking;
mod rights_list;
mod rights_refresh;

use backend::{
    accounts::{flash, sessions::Session},
    companies,
};
use domain::{co_owner::CoOwner, problem::Problem, siren::Siren};

use crate::{
    database::{TestEnv, on_each_database},
    simulator::Simulator,
};

pub const BRUMAIRE: &str = "000101014";
pub const ILOT: &str = "000202028";

pub fn siren(text: &str) -> Siren {
    Siren::parse(text).expect("a SIREN")
}

/// Runs a test on each database with a simulator and a portal that uses it.
pub async fn with_simulator(test: impl AsyncFn(TestEnv, Simulator)) {
    on_each_database(async |mut env: TestEnv| {
        let simulator = Simulator::start().await;
        env.portal.co_owners = simulator.co_owners();
        test(env, simulator).await;
    })
    .await;
}

/// Takes the problems of the flash of the rattachements page.
pub async fn flashed_problems(env: &TestEnv, session: &Session) -> Vec<Problem> {
    let flash = flash::take(&env.portal, session.id, "rattachement").await.expect("a flash or none");
    flash.map(|flash| flash.problems.into_iter().map(|found| found.problem).collect()).unwrap_or_default()
}

/// Signs in as the person of a login of the simulator, « alix.demo », links their accounts and chooses the company.
pub async fn session_at(
    env: &TestEnv,
    simulator: &Simulator,
    login: &str,
    co_owners: &[CoOwner],
    siren: &str,
) -> Session {
    let (_, session) = env.signed_in_account(login.split('.').next().expect("a name")).await;
    for co_owner in co_owners {
        simulator.link(&env.portal, &session, *co_owner, login).await;
    }
    let chosen = companies::choose(&env.portal, &session, siren).await.expect("chosen");
    env.session(chosen.token.expose()).await
}
