//! Rattachements, habilitations and the choice of a company, against the co-owner simulator.

mod account_opening;
mod choice;
mod linking;
mod rights_list;
mod rights_refresh;

use backend::accounts::{flash, sessions::Session};
use domain::{problem::Problem, siren::Siren};

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
