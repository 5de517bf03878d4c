//! Offers of the role, and grants by the operator.

use std::time::Duration;

use backend::{
    companies::{
        company_admins::{self, CloseReason, RoleEntry, RoleState},
        notices,
    },
    id::CompanyAdminRoleId,
};
use domain::{problem::Problem, siren::Siren};
use platform::Error;

use super::{DAY, alix, offer_to, problem, received_offer, rights};
use crate::{
    companies::{BRUMAIRE, siren, with_simulator},
    database::{TestEnv, on_each_database},
};

#[tokio::test(flavor = "multi_thread")]
async fn offer_does_not_reveal_whether_an_account_exists() {
    on_each_database(async |env: TestEnv| {
        let portal = &env.portal;
        let (_, alix) = env.signed_in_account("alix").await;
        env.account("bruno").await;
        company_admins::grant(portal, "alix", BRUMAIRE).await.expect("granted");
        let company = siren(BRUMAIRE);
        for typed in ["bruno", "personne", "bruno@exemple.fr", "personne@exemple.fr"] {
            company_admins::offer(portal, &alix, &company, &offer_to(typed))
                .await
                .expect("the same response");
            company_admins::offer(portal, &alix, &company, &offer_to(typed))
                .await
                .expect("repeated without effect");
        }
        let visible = async || -> Vec<(Option<String>, RoleState)> {
            let page = company_admins::roles(portal, &alix).await.expect("roles");
            let mut offers: Vec<_> =
                page.given(&company).map(|entry| (entry.other.clone(), entry.state)).collect();
            offers.sort_by(|one, other| one.0.cmp(&other.0));
            offers
        };
        let before = visible().await;
        assert_eq!(before.len(), 4);
        company_admins::resolve_recipients(portal).await.expect("resolved");
        assert_eq!(visible().await, before, "the resolution is not shown");
        env.deliver().await;
        assert_eq!(env.mailbox.count_to("personne@exemple.fr"), 0);
        // One's own account may be recognised.
        for own in ["alix", "ALIX@exemple.fr"] {
            assert_eq!(
                problem(company_admins::offer(portal, &alix, &company, &offer_to(own)).await),
                Problem::DelegationToSelf
            );
        }
        env.advance(15 * Duration::from_secs(60) - Duration::from_secs(1));
        env.advance(Duration::from_secs(1));
        assert_eq!(
            problem(company_admins::offer(portal, &alix, &company, &offer_to("bruno")).await),
            Problem::ReauthenticationRequired
        );
        env.advance(15 * DAY);
        env.run_jobs().await;
        let page = company_admins::roles(portal, &alix).await.expect("roles");
        let unanswered = |line: &&RoleEntry| {
            matches!(line.state, RoleState::Closed { reason: CloseReason::Unanswered, .. })
        };
        assert_eq!(page.entries.iter().filter(unanswered).count(), 4, "unanswered");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn circular_delegation_is_refused_and_a_role_is_accepted_once() {
    with_simulator(async |env, simulator| {
        let portal = &env.portal;
        let (alix_account, alix) = alix(&env, &simulator).await;
        let (bruno_account, bruno) = env.signed_in_account("bruno").await;
        company_admins::offer(portal, &alix, &siren(BRUMAIRE), &offer_to("bruno")).await.expect("offered");
        company_admins::resolve_recipients(portal).await.expect("resolved");
        let offer = received_offer(&env, &bruno).await;
        // The offer is addressed to another person.
        assert_eq!(problem(company_admins::accept(portal, &alix, offer.id).await), Problem::OfferNotOpen);
        let answers = (0..50).map(|_| company_admins::accept(portal, &bruno, offer.id));
        for answer in futures::future::join_all(answers).await {
            assert_eq!(answer.expect("accepted, or accepted already"), siren(BRUMAIRE));
        }
        assert_eq!(env.count("company_admin_source").await, 1);
        assert_eq!(
            notices::role_notices(portal, &alix).await.expect("notices").len(),
            2,
            "granted, accepted"
        );
        // A delegation back to the delegator.
        company_admins::offer(portal, &bruno, &siren(BRUMAIRE), &offer_to("alix")).await.expect("offered");
        company_admins::resolve_recipients(portal).await.expect("resolved");
        let circular = received_offer(&env, &alix).await;
        assert_eq!(
            problem(company_admins::accept(portal, &alix, circular.id).await),
            Problem::AlreadyAdministrator
        );
        company_admins::decline(portal, &alix, circular.id).await.expect("declined");
        // Of two concurrent offers of the same role, one is accepted.
        let (_, chloe) = env.signed_in_account("chloe").await;
        for delegator in [&alix, &bruno] {
            company_admins::offer(portal, delegator, &siren(BRUMAIRE), &offer_to("chloe"))
                .await
                .expect("offered");
        }
        company_admins::resolve_recipients(portal).await.expect("resolved");
        let page = company_admins::roles(portal, &chloe).await.expect("roles");
        let both: Vec<CompanyAdminRoleId> = page.offered().map(|entry| entry.id).collect();
        let answers = both.iter().map(|id| company_admins::accept(portal, &chloe, *id));
        let outcomes = futures::future::join_all(answers).await;
        assert_eq!((both.len(), outcomes.iter().filter(|answer| answer.is_ok()).count()), (2, 1));
        assert!(
            rights(&env, alix_account, BRUMAIRE).await.len() > 2,
            "the own rights of the delegator are unchanged"
        );
        assert_eq!(rights(&env, bruno_account, BRUMAIRE).await.len(), 2);
        assert!(matches!(company_admins::grant(portal, "chloe", BRUMAIRE).await, Err(Error::Invalid(_))));
        assert_eq!(company_admins::list(portal).await.expect("listed").len(), 3);
        company_admins::revoke(portal, "alix", BRUMAIRE).await.expect("revoked");
        assert!(company_admins::list(portal).await.expect("listed").is_empty());
        assert!(rights(&env, bruno_account, BRUMAIRE).await.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn grant_and_revoke_refuse_unknown_accounts_and_invalid_sirens() {
    on_each_database(async |env: TestEnv| {
        env.account("alix").await;
        for (login, number) in [("personne", BRUMAIRE), ("alix", "123")] {
            assert!(matches!(
                company_admins::grant(&env.portal, login, number).await,
                Err(Error::Invalid(_))
            ));
        }
        assert!(matches!(company_admins::revoke(&env.portal, "alix", BRUMAIRE).await, Err(Error::NotFound)));
        assert!(Siren::parse(BRUMAIRE).is_ok());
    })
    .await;
}
