//! The paged list of rights and its history.

use std::time::{Duration, Instant};

use backend::{
    accounts::sessions::Session,
    companies::{self, ChangesFilter, HeldRights, RightsFilter, RightsOrder, Since},
};
use domain::{
    co_owner::CoOwner,
    rights::{Droit, Place, Teleservice},
    siret::Siret,
};
use platform::execute;

use super::{BRUMAIRE, ILOT, siren, with_simulator};
use crate::{
    database::{TestEnv, on_each_database},
    simulator::Simulator,
};

async fn first_page(
    env: &TestEnv,
    session: &Session,
    order: RightsOrder,
    filter: &RightsFilter,
) -> HeldRights {
    companies::held_rights(&env.portal, session, order, filter, 1).await.expect("a page")
}

#[tokio::test(flavor = "multi_thread")]
async fn rights_are_sorted_and_filtered_with_the_chosen_company_first() {
    with_simulator(async |env, simulator| {
        let portal = &env.portal;
        let (account, session) = env.signed_in_account("alix").await;
        simulator.link(portal, &session, CoOwner::Dgddi, "alix.demo").await;
        simulator.link(portal, &session, CoOwner::Dgfip, "alix.demo").await;
        let token = companies::choose(portal, &session, ILOT).await.expect("chosen").token;
        let session = env.session(token.expose()).await;
        let all = RightsFilter::default();
        let page = first_page(&env, &session, RightsOrder::Company, &all).await;
        let known = companies::known_habilitations(portal, account, None).await.expect("rights");
        assert_eq!((page.total as usize, page.companies), (known.len(), 3));
        assert_eq!(page.rights[0].right.place.siren(), siren(ILOT));
        assert_eq!(page.rights[0].since, Since::Known(env.clock.now()), "dated by the linking");
        assert!(page.rights.iter().any(|one| {
            one.etablissement.as_deref().is_some_and(|label| label.starts_with(&siren(ILOT).grouped()))
        }));
        let page = first_page(&env, &session, RightsOrder::CoOwner, &all).await;
        assert!(page.rights.is_sorted_by_key(|held| held.right.co_owner.code()));
        let page = first_page(&env, &session, RightsOrder::Teleservice, &all).await;
        assert!(page.rights.is_sorted_by_key(|held| held.right.teleservice.code()));

        let filter = RightsFilter {
            company: "brumaire NÉGOCE".to_owned(),
            co_owner: Some(CoOwner::Dgddi),
            teleservice: Some(Teleservice::TelepaiementSepa),
            droit: Some(Droit::Telepayer),
        };
        let page = first_page(&env, &session, RightsOrder::Company, &filter).await;
        assert_eq!((page.matching, page.companies), (3, 1), "one on each SIRET");
        assert!(page.rights.iter().all(|one| one.right.place.is_in(&siren(BRUMAIRE))));
        let filter = RightsFilter { company: "000 101 014 00017".to_owned(), ..filter };
        assert_eq!(
            first_page(&env, &session, RightsOrder::Company, &filter).await.matching,
            1,
            "a SIRET selects one place"
        );
        let filter = RightsFilter { company: "n’existe pas".to_owned(), ..RightsFilter::default() };
        let page = first_page(&env, &session, RightsOrder::Company, &filter).await;
        assert_eq!((page.matching, page.total as usize), (0, known.len()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn right_older_than_the_history_is_dated_before_its_start() {
    with_simulator(async |env, simulator| {
        let portal = &env.portal;
        let (_, session) = env.signed_in_account("basile").await;
        simulator.link(portal, &session, CoOwner::Dgddi, "basile.demo").await;
        let start = env.clock.now();
        env.advance(Duration::from_secs(400 * 24 * 3600));
        env.run_jobs().await;
        let (_, session) = env.sign_in("basile").await;
        let page = first_page(&env, &session, RightsOrder::Company, &RightsFilter::default()).await;
        let Since::Before(limit) = page.rights[0].since else { panic!("{:?}", page.rights[0]) };
        assert!(limit > start && limit < env.clock.now());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn right_changes_are_filtered_by_right_company_kind_and_period() {
    with_simulator(async |env, simulator| {
        let portal = &env.portal;
        let (_, session) = env.signed_in_account("basile").await;
        simulator.link(portal, &session, CoOwner::Dgddi, "basile.demo").await;
        env.advance(Duration::from_secs(10 * 60));
        simulator.withdraw("basile.demo", "TELEPAIEMENT-SEPA", "telepayer", "00010101400017").await;
        let page = first_page(&env, &session, RightsOrder::Company, &RightsFilter::default()).await;
        assert_eq!(page.total, 4);
        let find = async |filter: &ChangesFilter| {
            companies::filtered_right_changes(portal, &session, filter, 1).await.expect("changes")
        };
        assert_eq!(find(&ChangesFilter::default()).await.matching, 6);
        let withdrawn = ChangesFilter { granted: Some(false), ..ChangesFilter::default() };
        assert_eq!(find(&withdrawn).await.matching, 1);
        let place = Siret::parse("00010101400017").ok().map(Place::Siret);
        let right = RightsFilter {
            co_owner: Some(CoOwner::Dgddi),
            teleservice: Some(Teleservice::TelepaiementSepa),
            droit: Some(Droit::Telepayer),
            ..RightsFilter::default()
        };
        let of_right = ChangesFilter { rights: right, place, ..ChangesFilter::default() };
        let kinds: Vec<bool> = find(&of_right).await.changes.iter().map(|change| change.granted).collect();
        assert_eq!(kinds, [false, true], "latest first");
        let company = |company: &str| ChangesFilter {
            rights: RightsFilter { company: company.to_owned(), ..RightsFilter::default() },
            ..ChangesFilter::default()
        };
        assert_eq!(find(&company("Brumaire")).await.matching, 6);
        assert_eq!(find(&company("000101014")).await.matching, 6);
        assert_eq!(find(&company("00010101400025")).await.matching, 2);
        assert_eq!(find(&company(ILOT)).await.matching, 0);
        let today = env.clock.now().day();
        let period = |from, to| ChangesFilter { from, to, ..ChangesFilter::default() };
        assert_eq!(find(&period(Some(today), Some(today))).await.matching, 6);
        assert_eq!(find(&period(today.tomorrow().ok(), None)).await.matching, 0);
        assert_eq!(find(&period(None, today.yesterday().ok())).await.matching, 0);
    })
    .await;
}

/// Prints the time of the page header with 500 companies and with 5, on the same engine in the same run.
#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_rights_are_paged() {
    on_each_database(async |mut env: TestEnv| {
        let simulator = Simulator::start_with(&["--companies", "500", "--habilitations", "10000"]).await;
        env.portal.co_owners = simulator.co_owners();
        let portal = env.portal.clone();
        let (account, session) = env.signed_in_account("volume").await;
        simulator.link(&portal, &session, CoOwner::Dgddi, "volume.demo").await;
        let all = RightsFilter::default();
        let page = first_page(&env, &session, RightsOrder::Company, &all).await;
        assert!(page.total >= 10_000 && page.companies == 500, "{} on {}", page.total, page.companies);
        assert_eq!(page.rights.len(), companies::RIGHTS_PAGE as usize);
        let last = companies::held_rights(&portal, &session, RightsOrder::Teleservice, &all, page.pages)
            .await
            .expect("the last page");
        assert!(!last.rights.is_empty() && last.page == page.pages);
        let one = page.rights[0].right.place.siren();
        let started = Instant::now();
        for _ in 0..20 {
            let switch = companies::switcher(&portal, account, &one).await.expect("a switcher");
            assert!(switch.others);
        }
        let with_all = started.elapsed();
        // Leaves five companies to the account.
        execute!(portal.db, sqlx::query("DELETE FROM entreprise WHERE siren NOT IN (SELECT siren FROM entreprise ORDER BY siren <> $1, siren LIMIT 5)")
                .bind(one.as_str()))
        .expect("deleted");
        let started = Instant::now();
        for _ in 0..20 {
            companies::switcher(&portal, account, &one).await.expect("a switcher");
        }
        eprintln!("{}: 20 page headers with 500 companies {with_all:?}, with 5 {:?}", env.engine, started.elapsed());
    })
    .await;
}
