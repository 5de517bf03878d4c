//! The role of « administrateur général de l'entreprise » and its delegation.

mod delegation;
mod ends;
mod offers;

use std::time::Duration;

use backend::{
    accounts::sessions::Session,
    companies::{
        self,
        company_admins::{self, CloseReason, RoleEntry, RoleSide, RoleState},
    },
    id::AccountId,
};
use domain::{co_owner::CoOwner, form::Answers, problem::Problem, rights::Habilitation};
use platform::Error;

use crate::{
    companies::{BRUMAIRE, siren},
    database::TestEnv,
    simulator::Simulator,
};

const DAY: Duration = Duration::from_secs(24 * 3600);

fn offer_to(login: &str) -> Answers {
    Answers::from_iter([("identifiant", login), ("fin", "")])
}

fn problem<T: std::fmt::Debug>(outcome: Result<T, Error>) -> Problem {
    match outcome {
        Err(Error::Invalid(problems)) => problems[0].problem.clone(),
        other => panic!("{other:?}"),
    }
}

async fn rights(env: &TestEnv, account: AccountId, company: &str) -> Vec<Habilitation> {
    companies::habilitations(&env.portal, account, Some(&siren(company))).await.expect("rights")
}

/// Returns the only open offer received.
async fn received_offer(env: &TestEnv, session: &Session) -> RoleEntry {
    let page = company_admins::roles(&env.portal, session).await.expect("roles");
    let offers: Vec<RoleEntry> = page.offered().cloned().collect();
    assert_eq!(offers.len(), 1, "{offers:?}");
    offers[0].clone()
}

/// Offers the role, resolves the recipient and accepts.
async fn delegate(env: &TestEnv, from: &Session, company: &str, login: &str, session: &Session) {
    company_admins::offer(&env.portal, from, &siren(company), &offer_to(login)).await.expect("offered");
    company_admins::resolve_recipients(&env.portal).await.expect("resolved");
    company_admins::accept(&env.portal, session, received_offer(env, session).await.id)
        .await
        .expect("accepted");
}

async fn entries(env: &TestEnv, session: &Session) -> Vec<(RoleSide, Option<CloseReason>)> {
    let close_reason = |entry: &RoleEntry| match entry.state {
        RoleState::Closed { reason, .. } => Some(reason),
        _ => None,
    };
    let page = company_admins::roles(&env.portal, session).await.expect("roles");
    page.entries.iter().map(|entry| (entry.side, close_reason(entry))).collect()
}

/// Creates Alix, administrateur général of Brumaire, linked at customs, DGFiP and Urssaf.
async fn alix(env: &TestEnv, simulator: &Simulator) -> (AccountId, Session) {
    let (account, session) = env.signed_in_account("alix").await;
    for co_owner in [CoOwner::Dgddi, CoOwner::Dgfip, CoOwner::Urssaf] {
        simulator.link(&env.portal, &session, co_owner, "alix.demo").await;
    }
    company_admins::grant(&env.portal, "alix", BRUMAIRE).await.expect("granted");
    (account, session)
}
