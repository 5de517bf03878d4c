use std::time::Duration;

use backend::{
    Error,
    history::{self, Event, PAGE},
    session::{Client, Session},
    sign_in,
};
use domain::problem::Problem;

use crate::{
    accounts::{self, PASSWORD, client_at},
    database::{House, on_each_database, on_each_database_with},
};

pub async fn events(house: &House, session: &Session) -> Vec<Event> {
    let page = history::page(&house.portal, session, 1).await.expect("a history");
    page.entries.into_iter().map(|entry| entry.event).collect()
}

async fn fail(house: &House, client: &Client, login: &str) {
    let (_, session) = house.visitor().await;
    let answers = accounts::credentials(login, "Mauvais-Mot-2026");
    match sign_in::sign_in(&house.portal, &session, client, &answers).await {
        Err(Error::Invalid(problems)) => assert_eq!(problems[0].problem, Problem::WrongCredentials),
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sign_ins_and_failures_are_shown_to_their_owner_alone() {
    on_each_database(async |house| {
        house.account("basile").await;
        let (_, basile) = house.sign_in("basile").await;
        house.account("alix").await;
        for last in [7, 8, 9] {
            fail(&house, &client_at(last), "alix").await;
        }
        fail(&house, &client_at(7), "inconnu").await;
        house.advance(Duration::from_secs(60));
        let (_, alix) = house.sign_in("alix").await;

        let page = history::page(&house.portal, &alix, 1).await.expect("a history");
        assert_eq!(page.pages, 1);
        let [sign_in, failures] = page.entries.as_slice() else { panic!("{:?}", page.entries) };
        assert_eq!((&sign_in.event, sign_in.times), (&Event::NewDevice, 1));
        assert_eq!(sign_in.place, "réseau 192.0.2.x, Firefox sous Linux");
        assert_eq!((&failures.event, failures.times), (&Event::SignInFailed, 3));
        assert_eq!(house.clock.now().since(failures.at), Duration::from_secs(60));
        assert_eq!(events(&house, &basile).await, [Event::NewDevice]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn failures_without_end_fill_one_line_an_hour() {
    on_each_database_with(
        |config| {
            config.sign_in.attempts_per_account = 1_000;
            config.sign_in.attempts_per_network = 1_000;
        },
        async |house| {
            house.account("alix").await;
            for _ in 0..2 {
                for _ in 0..15 {
                    fail(&house, &house.client(), "alix").await;
                }
                house.advance(Duration::from_secs(3600));
            }
            assert_eq!(house.count("account_event").await, 2);
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trusted_device_is_not_told_as_a_new_one() {
    on_each_database(async |house| {
        house.account("alix").await;
        let device = house.trusted_device("alix").await;
        house.deliver().await;
        let told = house.mailbox.count_to("alix@exemple.fr");
        let (_, session) = house.visitor().await;
        let client = Client { device: Some(device), ..house.client() };
        let answers = accounts::credentials("alix", PASSWORD);
        let signed =
            sign_in::sign_in(&house.portal, &session, &client, &answers).await.expect("right password");
        let session = house.session(signed.token.expose()).await;
        assert_eq!(events(&house, &session).await, [Event::SignedIn, Event::NewDevice]);
        house.deliver().await;
        assert_eq!(house.mailbox.count_to("alix@exemple.fr"), told, "nothing new to tell");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_history_is_paged_and_forgotten_after_thirteen_months() {
    on_each_database(async |house| {
        let (account, _) = house.signed_in("alix").await;
        for _ in 0..PAGE {
            house.advance(Duration::from_secs(1));
            let mut tx = house.portal.db.begin().await.expect("a transaction");
            history::note(&mut tx, house.clock.now(), account, "ailleurs", Event::SituationChanged)
                .await
                .expect("noted");
            tx.commit().await.expect("committed");
        }
        let (_, session) = house.sign_in("alix").await;
        let first = history::page(&house.portal, &session, 1).await.expect("a page");
        let second = history::page(&house.portal, &session, 2).await.expect("a page");
        assert_eq!((first.pages, first.entries.len(), second.entries.len()), (2, PAGE as usize, 2));
        assert_eq!(first.entries[0].event, Event::NewDevice, "latest first");
        assert_eq!(second.entries[1].event, Event::NewDevice, "the first sign-in last");

        house.advance(Duration::from_secs(395 * 24 * 3600));
        house.run_jobs().await;
        assert_eq!(house.count("account_event").await, i64::from(PAGE) + 2, "thirteen months");
        house.advance(Duration::from_secs(2 * 24 * 3600));
        house.run_jobs().await;
        assert_eq!(house.count("account_event").await, 0);
    })
    .await;
}
