//! Rights of a delegated role, and its withdrawal.

use std::time::Duration;

use backend::{
    companies::{
        self, RightsFilter, RightsOrder, Since,
        company_admins::{self, CloseReason, RoleSide, RoleState},
        notices,
    },
    messaging::notifications,
};
use domain::{
    co_owner::CoOwner,
    limited_count::LimitedCount,
    problem::Problem,
    rights::{Habilitation, NextStep, Reason},
};
use platform::Error;

use super::{alix, delegate, entries, offer_to, problem, received_offer, rights};
use crate::companies::{BRUMAIRE, ILOT, siren, with_simulator};

#[tokio::test(flavor = "multi_thread")]
async fn delegated_role_grants_the_delegators_rights_except_customs() {
    with_simulator(async |env, simulator| {
        let portal = &env.portal;
        let (_, alix) = alix(&env, &simulator).await;
        let (account, bruno) = env.signed_in_account("bruno").await;
        company_admins::offer(portal, &alix, &siren(BRUMAIRE), &offer_to("Bruno@exemple.fr"))
            .await
            .expect("offered");
        assert!(rights(&env, account, BRUMAIRE).await.is_empty(), "an offer grants nothing");
        company_admins::resolve_recipients(portal).await.expect("resolved");
        env.deliver().await;
        env.mailbox.last_containing("bruno@exemple.fr", "administrateur général de Brumaire Négoce");
        let notices = notices::role_notices(portal, &bruno).await.expect("notices");
        assert!(notices[0].sentence.starts_with("Alix Démo vous propose"), "{}", notices[0].sentence);
        assert_eq!(
            notifications::unread_count(portal, &bruno).await.expect("counted"),
            LimitedCount::Exact(1)
        );
        let offer = received_offer(&env, &bruno).await;
        assert_eq!(offer.other.as_deref(), Some("Alix Démo"));
        company_admins::accept(portal, &bruno, offer.id).await.expect("accepted");

        let held = rights(&env, account, BRUMAIRE).await;
        let owners: Vec<_> = held.iter().map(|right| right.co_owner).collect();
        assert_eq!(owners, [CoOwner::Dgfip, CoOwner::Urssaf], "{held:?}");
        assert!(held.iter().all(Habilitation::is_delegable));
        assert!(rights(&env, account, ILOT).await.is_empty(), "on that company only");
        // The company can be chosen without a rattachement, with its name and the figures of those co-owners.
        assert_eq!(companies::only_siren(portal, account).await.expect("read"), Some(siren(BRUMAIRE)));
        let token = companies::choose(portal, &bruno, BRUMAIRE).await.expect("chosen").token;
        let bruno = env.session(token.expose()).await;
        let view = companies::company_view(portal, &bruno).await.expect("a view");
        assert_eq!(view.linked, [CoOwner::Dgfip, CoOwner::Urssaf]);
        assert_eq!(view.raison_sociale(), "Brumaire Négoce (fictif)");
        let page = companies::held_rights(portal, &bruno, RightsOrder::Company, &RightsFilter::default(), 1)
            .await
            .expect("a page");
        assert!(page.rights.iter().all(|held| held.delegated_by.as_deref() == Some("Alix Démo")));
        assert_eq!(page.rights[0].since, Since::Known(env.clock.now()));

        // A right lost by the delegator is lost by the delegate immediately.
        companies::unlink(portal, &alix, CoOwner::Dgfip).await.expect("unlinked");
        let owners: Vec<_> =
            rights(&env, account, BRUMAIRE).await.iter().map(|right| right.co_owner).collect();
        assert_eq!(owners, [CoOwner::Urssaf]);
        company_admins::renounce(portal, &bruno, offer.id).await.expect("renounced");
        assert!(rights(&env, account, BRUMAIRE).await.is_empty());
        let notices = notices::role_notices(portal, &alix).await.expect("notices");
        assert!(notices[0].sentence.contains("rôle rendu"), "{}", notices[0].sentence);
        assert_eq!(entries(&env, &bruno).await, [(RoleSide::Received, Some(CloseReason::Renounced))]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn withdrawal_ends_sub_delegations_and_both_sides_see_its_dates() {
    with_simulator(async |env, simulator| {
        let portal = &env.portal;
        let (_, alix) = alix(&env, &simulator).await;
        let (_, bruno) = env.signed_in_account("bruno").await;
        let (chloe_account, chloe) = env.signed_in_account("chloe").await;
        delegate(&env, &alix, BRUMAIRE, "bruno", &bruno).await;
        delegate(&env, &bruno, BRUMAIRE, "chloe", &chloe).await;
        assert_eq!(rights(&env, chloe_account, BRUMAIRE).await.len(), 2, "through both delegations");
        let delegations = company_admins::roles(portal, &alix).await.expect("roles");
        let delegations: Vec<_> = delegations.given(&siren(BRUMAIRE)).map(|entry| entry.id).collect();
        // A delegation of another person looks as if it did not exist.
        assert_eq!(
            problem(company_admins::withdraw(portal, &chloe, delegations[0]).await),
            Problem::OfferNotOpen
        );
        env.advance(Duration::from_secs(60));
        company_admins::withdraw(portal, &alix, delegations[0]).await.expect("withdrawn");
        assert!(rights(&env, chloe_account, BRUMAIRE).await.is_empty(), "immediately");
        assert_eq!(
            entries(&env, &bruno).await,
            [
                (RoleSide::Received, Some(CloseReason::Withdrawn)),
                (RoleSide::Given, Some(CloseReason::ParentClosed))
            ]
            .into_iter()
            .rev()
            .collect::<Vec<_>>()
        );
        assert_eq!(entries(&env, &chloe).await, [(RoleSide::Received, Some(CloseReason::ParentClosed))]);
        let page = company_admins::roles(portal, &alix).await.expect("roles");
        let closed = page.entries.iter().find(|entry| entry.id == delegations[0]).expect("its entry");
        assert_eq!(closed.state, RoleState::Closed { at: env.clock.now(), reason: CloseReason::Withdrawn });
        assert!(closed.starts_at.is_some_and(|at| at < env.clock.now()));
        assert_eq!(
            problem(company_admins::withdraw(portal, &alix, delegations[0]).await),
            Problem::OfferNotOpen,
            "twice"
        );
        let notices = notices::role_notices(portal, &chloe).await.expect("notices");
        assert!(notices[0].sentence.contains("a pris fin"));
        // Without their own role, they cannot delegate.
        let refused = company_admins::offer(portal, &bruno, &siren(BRUMAIRE), &offer_to("chloe")).await;
        let Err(Error::Refused(denial)) = refused else { panic!("{refused:?}") };
        assert_eq!(denial.reason, Reason::NotAdministrator { siren: siren(BRUMAIRE) });
        assert_eq!(denial.next_step(), Some(NextStep::ContactAdministrator { siren: siren(BRUMAIRE) }));
    })
    .await;
}
