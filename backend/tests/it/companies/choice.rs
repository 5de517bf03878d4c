//! The choice of a company.

use std::time::Duration;

use backend::{accounts::sessions, companies};
use domain::{co_owner::CoOwner, problem::Problem};
use platform::Error;

use super::{BRUMAIRE, ILOT, flashed_problems, siren, with_simulator};
use crate::{
    database::{TestEnv, on_each_database},
    simulator::Simulator,
};

#[tokio::test(flavor = "multi_thread")]
async fn only_company_is_chosen_automatically_and_the_token_rotates() {
    with_simulator(async |env, simulator| {
        env.account("basile").await;
        let (old, session) = env.sign_in("basile").await;
        let redirect = simulator.link(&env.portal, &session, CoOwner::Dgddi, "basile.demo").await;
        let token = redirect.token.expect("a new token");
        let session = env.session(token.expose()).await;
        assert_eq!(session.siren, Some(siren(BRUMAIRE)));
        env.advance(Duration::from_secs(11));
        assert!(sessions::find(&env.portal, &old).await.expect("looked up").is_none());
        let account = session.usager().expect("signed in").account;
        assert_eq!(companies::only_siren(&env.portal, account).await.expect("read"), session.siren);
        // A second co-owner of the same company does not change the choice.
        let redirect = simulator.link(&env.portal, &session, CoOwner::Dgfip, "basile.demo").await;
        assert!(redirect.token.is_none());
        let view = companies::company_view(&env.portal, &session).await.expect("a view");
        assert_eq!(view.linked, [CoOwner::Dgddi, CoOwner::Dgfip]);
        assert_eq!(view.raison_sociale(), "Brumaire Négoce (fictif)");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_own_companies_can_be_chosen() {
    with_simulator(async |env, simulator| {
        let portal = &env.portal;
        let (_, session) = env.signed_in_account("alix").await;
        let (_, basile) = env.signed_in_account("basile").await;
        simulator.link(portal, &session, CoOwner::Dgddi, "alix.demo").await;
        simulator.link(portal, &basile, CoOwner::Dgddi, "basile.demo").await;
        let chosen = companies::choose(portal, &session, "000 202 028").await.expect("chosen");
        assert_eq!(chosen.siren, siren(ILOT));
        let session = env.session(chosen.token.expose()).await;
        assert_eq!(session.siren, Some(siren(ILOT)));
        let view = companies::company_view(portal, &session).await.expect("a view");
        assert!(view.habilitations.iter().all(|right| right.place.is_in(&siren(ILOT))));
        // A foreign company, an unknown one and an invalid SIREN get the same response.
        for foreign in [ILOT, "000303032", "732829320", "000202029", "", "x'; DROP TABLE entreprise"] {
            let refused = companies::choose(portal, &basile, foreign).await;
            let Err(Error::Invalid(problems)) = refused else { panic!("{foreign}: {refused:?}") };
            assert_eq!(problems[0].problem, Problem::CompanyNotYours, "{foreign}");
        }
        let account = basile.usager().expect("signed in").account;
        let foreign = companies::company(portal, account, &siren(ILOT)).await;
        assert!(matches!(foreign, Err(Error::NotFound)));
        // Accounts with rights on the SIREN, for notifications.
        let holders = companies::accounts_of_siren(portal, &siren(BRUMAIRE)).await.expect("holders");
        assert_eq!(holders.len(), 2);
        assert!(holders.iter().all(|(_, rights)| !rights.is_empty()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn five_hundred_companies_are_searched_and_paged() {
    on_each_database(async |mut env: TestEnv| {
        let simulator = Simulator::start_with(&["--companies", "500", "--habilitations", "1500"]).await;
        env.portal.co_owners = simulator.co_owners();
        let portal = &env.portal;
        let (_, session) = env.signed_in_account("volume").await;
        simulator.link(portal, &session, CoOwner::Dgddi, "volume.demo").await;
        assert_eq!(flashed_problems(&env, &session).await, []);
        let first = companies::choice(portal, &session, "", 1).await.expect("a page");
        assert_eq!((first.total, first.found.len()), (500, companies::PAGE_SIZE as usize));
        assert!(first.recent.is_empty());
        let last = companies::choice(portal, &session, "", 10_000).await.expect("the last page");
        assert_eq!(last.page, 500_u32.div_ceil(companies::PAGE_SIZE));
        let wanted = &last.found[0];
        let by_number = companies::choice(portal, &session, &wanted.siren.grouped(), 1).await.expect("found");
        assert_eq!(by_number.found.as_slice(), std::slice::from_ref(wanted));
        let by_name = companies::choice(portal, &session, &wanted.raison_sociale.to_uppercase(), 1).await;
        assert!(by_name.expect("found").found.contains(wanted));
        let all = companies::choice(portal, &session, "'\" -", 1).await.expect("every company");
        assert_eq!(all.matching, 500, "punctuation does not filter");
        for literal in ["%", "_", "\\"] {
            let none = companies::choice(portal, &session, literal, 1).await.expect("none");
            assert_eq!(none.matching, 0, "{literal} is no wildcard");
        }
        let none = companies::choice(portal, &session, "n’existe pas", 1).await.expect("none");
        assert_eq!((none.matching, none.page), (0, 1));

        let chosen = companies::choose(portal, &session, wanted.siren.as_str()).await.expect("chosen");
        let session = env.session(chosen.token.expose()).await;
        let again = companies::choice(portal, &session, "", 1).await.expect("a page");
        assert_eq!(again.recent.as_slice(), std::slice::from_ref(wanted));
        assert_eq!(again.current.as_ref(), Some(&wanted.siren));
        assert!(!again.lost);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn company_known_to_two_co_owners_is_listed_once() {
    with_simulator(async |env, simulator| {
        let portal = &env.portal;
        let (_, session) = env.signed_in_account("alix").await;
        let none = companies::choice(portal, &session, "", 1).await.expect("a page");
        assert_eq!((none.total, none.found.len()), (0, 0));
        simulator.link(portal, &session, CoOwner::Dgddi, "alix.demo").await;
        let one = companies::choice(portal, &session, "", 1).await.expect("a page");
        simulator.link(portal, &session, CoOwner::Dgfip, "alix.demo").await;
        let two = companies::choice(portal, &session, "", 1).await.expect("a page");
        assert_eq!((two.total, &two.found), (3, &one.found));
        let found = companies::choice(portal, &session, "épices", 1).await.expect("a page");
        assert_eq!((found.matching, found.found.len()), (1, 1));
    })
    .await;
}
