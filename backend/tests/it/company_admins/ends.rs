//! End dates of roles and deletion of accounts.

use std::time::Duration;

use backend::{
    accounts::sessions::Session,
    companies::company_admins::{self, CloseReason, RoleSide, RoleState},
    personal_data,
};
use domain::{form::Answers, problem::Problem};

use super::{DAY, alix, delegate, entries, offer_to, problem, received_offer, rights};
use crate::companies::{BRUMAIRE, siren, with_simulator};

fn offer_until(login: &str, day: &str) -> Answers {
    Answers::from_iter([("identifiant", login), ("fin", day)])
}

#[tokio::test(flavor = "multi_thread")]
async fn end_date_ends_a_role_and_limits_its_sub_delegations() {
    with_simulator(async |env, simulator| {
        let portal = &env.portal;
        let (_, alix) = alix(&env, &simulator).await;
        let (account, bruno) = env.signed_in_account("bruno").await;
        let company = siren(BRUMAIRE);
        let offer = async |from: &Session, answers: Answers| {
            company_admins::offer(portal, from, &company, &answers).await
        };
        assert_eq!(problem(offer(&alix, offer_until("bruno", "31/05/2026")).await), Problem::EndDateInPast);
        offer(&alix, offer_until("bruno", "2026-06-01")).await.expect("until the end of the day");
        company_admins::resolve_recipients(portal).await.expect("resolved");
        company_admins::accept(portal, &bruno, received_offer(&env, &bruno).await.id)
            .await
            .expect("accepted");
        assert_eq!(
            problem(offer(&bruno, offer_until("chloe", "02/06/2026")).await),
            Problem::EndDateAfterOwn { end: "1er\u{a0}juin 2026".to_owned() }
        );
        assert_eq!(rights(&env, account, BRUMAIRE).await.len(), 2);
        // 22:00 UTC is midnight in Paris. No job has run.
        env.advance(Duration::from_secs(14 * 3600 - 1));
        assert_eq!(rights(&env, account, BRUMAIRE).await.len(), 2);
        env.advance(Duration::from_secs(1));
        assert!(rights(&env, account, BRUMAIRE).await.is_empty());
        assert_eq!(entries(&env, &bruno).await, [(RoleSide::Received, Some(CloseReason::Expired))]);
        env.run_jobs().await;
        assert_eq!(entries(&env, &bruno).await, [(RoleSide::Received, Some(CloseReason::Expired))]);
        env.advance(400 * DAY);
        env.run_jobs().await;
        assert!(entries(&env, &bruno).await.is_empty(), "purged after thirteen months");
        assert_eq!(env.count("company_admin_notice").await, 1, "the notice of the current administrator");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn deleting_an_account_ends_its_delegations() {
    with_simulator(async |env, simulator| {
        let portal = &env.portal;
        let (_, alix) = alix(&env, &simulator).await;
        let (account, bruno) = env.signed_in_account("bruno").await;
        delegate(&env, &alix, BRUMAIRE, "bruno", &bruno).await;
        company_admins::offer(portal, &alix, &siren(BRUMAIRE), &offer_to("chloe")).await.expect("offered");
        let typed = Answers::from_iter([("identifiant", "alix")]);
        personal_data::delete_account(portal, &alix, &typed).await.expect("deleted");
        assert!(rights(&env, account, BRUMAIRE).await.is_empty());
        let page = company_admins::roles(portal, &bruno).await.expect("roles");
        assert_eq!(page.entries[0].other.as_deref(), Some("Compte supprimé"));
        assert!(matches!(page.entries[0].state, RoleState::Closed { reason: CloseReason::ParentClosed, .. }));
        company_admins::resolve_recipients(portal).await.expect("resolved");
        let stored: Vec<String> = platform::on!(portal.db, |c| {
            sqlx::query_scalar("SELECT typed FROM company_admin_role WHERE typed <> ''").fetch_all(c).await
        })
        .expect("read");
        assert!(stored.is_empty(), "{stored:?}");
    })
    .await;
}
