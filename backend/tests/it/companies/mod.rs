//! Rattachements, habilitations and the choice of a company, against the co-owner simulator.

mod choice;
mod held;
mod linking;
mod rights;

use backend::{flash, session::Session};
use domain::{problem::Problem, siren::Siren};

use crate::{
    database::{House, on_each_database},
    simulator::Simulator,
};

pub const BRUMAIRE: &str = "000101014";
pub const ILOT: &str = "000202028";

pub fn siren(text: &str) -> Siren {
    Siren::parse(text).expect("a SIREN")
}

/// A simulator of its own for each database, and a portal that reaches it.
pub async fn with_simulator(test: impl AsyncFn(House, Simulator)) {
    on_each_database(async |mut house: House| {
        let simulator = Simulator::start().await;
        house.portal.partners = simulator.partners();
        test(house, simulator).await;
    })
    .await;
}

/// What the page of rattachements will tell, once.
pub async fn told(house: &House, session: &Session) -> Vec<Problem> {
    let kept = flash::take(&house.portal, session.id, "rattachement").await.expect("a flash or none");
    kept.map(|kept| kept.problems.into_iter().map(|found| found.problem).collect()).unwrap_or_default()
}
