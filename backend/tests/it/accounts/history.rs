use std::time::Duration;

use backend::accounts::{
    history::{self, Event, PAGE_SIZE},
    sessions::{Client, Session},
    sign_in,
};
use domain::problem::Problem;
use platform::Error;

use crate::{
    accounts::{self, PASSWORD, client_at},
    database::{TestEnv, on_each_database, on_each_database_with},
};

pub async fn events(env: &TestEnv, session: &Session) -> Vec<Event> {
    let page = history::page(&env.portal, session, 1).await.expect("a history");
    page.entries.into_iter().map(|entry| entry.event).collect()
}

async fn fail(env: &TestEnv, client: &Client, login: &str) {
    let (_, session) = env.visitor().await;
    let answers = accounts::credentials(login, "Mauvais-Mot-2026");
    match sign_in::sign_in(&env.portal, &session, client, &answers).await {
        Err(Error::Invalid(problems)) => assert_eq!(problems[0].problem, Problem::WrongCredentials),
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sign_ins_and_failures_are_visible_to_their_owner_only() {
    on_each_database(async |env| {
        env.account("basile").await;
        let (_, basile) = env.sign_in("basile").await;
        env.account("alix").await;
        for last in [7, 8, 9] {
            fail(&env, &client_at(last), "alix").await;
        }
        fail(&env, &client_at(7), "inconnu").await;
        env.advance(Duration::from_secs(60));
        let (_, alix) = env.sign_in("alix").await;

        let page = history::page(&env.portal, &alix, 1).await.expect("a history");
        assert_eq!(page.pages, 1);
        let [sign_in, failures] = page.entries.as_slice() else { panic!("{:?}", page.entries) };
        assert_eq!((&sign_in.event, sign_in.times), (&Event::NewDevice, 1));
        assert_eq!(sign_in.place, "réseau 192.0.2.x, Firefox sous Linux");
        assert_eq!((&failures.event, failures.times), (&Event::SignInFailed, 3));
        assert_eq!(env.clock.now().since(failures.at), Duration::from_secs(60));
        assert_eq!(events(&env, &basile).await, [Event::NewDevice]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn failures_are_merged_into_one_entry_per_hour() {
    on_each_database_with(
        |config| {
            config.sign_in.attempts_per_account = 1_000;
            config.sign_in.attempts_per_network = 1_000;
        },
        async |env| {
            env.account("alix").await;
            for _ in 0..2 {
                for _ in 0..15 {
                    fail(&env, &env.client(), "alix").await;
                }
                env.advance(Duration::from_secs(3600));
            }
            assert_eq!(env.count("account_event").await, 2);
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn trusted_device_is_not_reported_as_new() {
    on_each_database(async |env| {
        env.account("alix").await;
        let device = env.trusted_device("alix").await;
        env.deliver().await;
        let mails = env.mailbox.count_to("alix@exemple.fr");
        let (_, session) = env.visitor().await;
        let client = Client { device: Some(device), ..env.client() };
        let answers = accounts::credentials("alix", PASSWORD);
        let signed =
            sign_in::sign_in(&env.portal, &session, &client, &answers).await.expect("right password");
        let session = env.session(signed.token.expose()).await;
        assert_eq!(events(&env, &session).await, [Event::SignedIn, Event::NewDevice]);
        env.deliver().await;
        assert_eq!(env.mailbox.count_to("alix@exemple.fr"), mails, "no mail about a new device");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn history_is_paged_and_purged_after_thirteen_months() {
    on_each_database(async |env| {
        let (account, _) = env.signed_in_account("alix").await;
        for _ in 0..PAGE_SIZE {
            env.advance(Duration::from_secs(1));
            let mut tx = env.portal.db.begin().await.expect("a transaction");
            history::record(&mut tx, env.clock.now(), account, "ailleurs", Event::SituationChanged)
                .await
                .expect("recorded");
            tx.commit().await.expect("committed");
        }
        let (_, session) = env.sign_in("alix").await;
        let first = history::page(&env.portal, &session, 1).await.expect("a page");
        let second = history::page(&env.portal, &session, 2).await.expect("a page");
        assert_eq!((first.pages, first.entries.len(), second.entries.len()), (2, PAGE_SIZE as usize, 2));
        assert_eq!(first.entries[0].event, Event::NewDevice, "latest first");
        assert_eq!(second.entries[1].event, Event::NewDevice, "the first sign-in last");

        env.advance(Duration::from_secs(395 * 24 * 3600));
        env.run_jobs().await;
        assert_eq!(env.count("account_event").await, i64::from(PAGE_SIZE) + 2, "thirteen months");
        env.advance(Duration::from_secs(2 * 24 * 3600));
        env.run_jobs().await;
        assert_eq!(env.count("account_event").await, 0);
    })
    .await;
}
