//! Due dates as a calendar: its events, and the addresses at which programs read it without a session.

use std::{collections::BTreeSet, time::Duration};

use backend::{
    accounts::{history::Event, profile, sessions::Session},
    companies::{self, subscriptions},
    dashboard::{self, DueDates, FeedRefusal, PaymentsFilter},
};
use domain::{co_owner::CoOwner, problem::Problem};
use platform::{Error, calendar, execute, secret::Token};
use serde_json::json;

use crate::{
    accounts::history::events,
    companies::{BRUMAIRE, ILOT, session_at, with_simulator},
    database::TestEnv,
    profile::refusal,
    simulator::Simulator,
};

const ALL: [CoOwner; 3] = [CoOwner::Dgddi, CoOwner::Dgfip, CoOwner::Urssaf];

async fn session(env: &TestEnv, simulator: &Simulator, login: &str, co_owners: &[CoOwner]) -> Session {
    session_at(env, simulator, login, co_owners, BRUMAIRE).await
}

/// The calendar as text, its lines unfolded.
fn text(due_dates: DueDates) -> String {
    let pieces = calendar::write(&due_dates.calendar, due_dates.events);
    pieces.collect::<String>().replace("\r\n ", "")
}

async fn downloaded(env: &TestEnv, session: &Session) -> String {
    text(dashboard::due_dates(&env.portal, session).await.expect("a calendar"))
}

async fn read(env: &TestEnv, token: &Token) -> Result<String, FeedRefusal> {
    dashboard::subscribed_due_dates(&env.portal, token.expose()).await.map(text)
}

fn is_missing(read: &Result<String, FeedRefusal>) -> bool {
    matches!(read, Err(FeedRefusal::Failed(Error::NotFound)))
}

/// Values of a property, in the order of the events.
fn values<'a>(text: &'a str, property: &str) -> Vec<&'a str> {
    text.split("\r\n").filter_map(|line| line.strip_prefix(property)?.strip_prefix(':')).collect()
}

async fn subscribe(env: &TestEnv, session: &Session) -> Token {
    subscriptions::request(&env.portal, session).await.expect("requested");
    subscriptions::generate(&env.portal, session).await.expect("generated").expect("a token")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_calendar_has_what_is_due_and_its_events_keep_their_identifiers() {
    with_simulator(async |env, simulator| {
        let alix = session(&env, &simulator, "alix.demo", &ALL).await;
        let first = downloaded(&env, &alix).await;
        let page = dashboard::overview(&env.portal, &alix, &PaymentsFilter::default()).await.expect("a page");
        let creances = page.payments.iter().filter_map(|share| Some(share.block.shown()?.value.len()));
        let schedule = page.schedule.iter().filter_map(|share| Some(share.block.shown()?.value.len()));
        let uids = values(&first, "UID");
        assert_eq!(uids.len(), creances.sum::<usize>() + schedule.sum::<usize>());
        assert_eq!(uids.iter().collect::<BTreeSet<_>>().len(), uids.len(), "no identifier twice");
        assert!(uids.iter().all(|uid| uid.ends_with("@127.0.0.1")), "{uids:?}");
        let summaries = values(&first, "SUMMARY");
        assert!(
            summaries.iter().any(
                |one| one.starts_with("Douane\u{a0}: Droits antidumping\\, panneaux – 4\u{202f}182\\,60")
            ),
            "{summaries:?}"
        );
        assert!(
            summaries.iter().any(|one| one.starts_with("DGFiP\u{a0}: TVA\\, mois en cours – à déclarer"))
        );
        let late = page.payments[0].block.shown().expect("customs").value.iter();
        let late =
            late.map(|row| &row.creance).find(|one| one.reference == "DEMO-DG-0003").expect("a créance");
        let due = late.due.to_string().replace('-', "");
        assert!(first.contains(&format!("DTSTART;VALUE=DATE:{due}\r\n")), "{first}");

        env.advance(Duration::from_secs(3600));
        let second = downloaded(&env, &alix).await;
        assert_eq!(values(&second, "UID"), uids);
        assert_ne!(values(&second, "DTSTAMP"), values(&first, "DTSTAMP"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_paid_disappears_and_hostile_texts_add_nothing() {
    with_simulator(async |env, simulator| {
        let alix = session(&env, &simulator, "alix.demo", &[CoOwner::Dgddi]).await;
        downloaded(&env, &alix).await;
        let creance = |reference: &str, libelle: &str, left: i64, state: &str| {
            json!({
                "reference": reference, "libelle": libelle, "siret": "00010101400017", "montant_centimes": 100,
                "reste_a_payer_centimes": left, "echeance": "2026-12-01", "etat": state,
            })
        };
        let content = json!({ "creances": [
            creance("A", "Acompte; END:VCALENDAR, \\n", 100, "a_payer"),
            creance("B", "Payée", 0, "paye"),
            creance("C", "Soldée", 0, "a_payer"),
        ]});
        execute!(
            env.portal.db,
            sqlx::query(
                "UPDATE co_owner_figures SET content = $1, received_at = received_at + 1
                 WHERE kind = 'creances-en-cours'",
            )
            .bind(content.to_string())
        )
        .expect("stored");
        simulator.set_down(CoOwner::Dgddi, true).await;
        env.advance(Duration::from_secs(60));
        let text = downloaded(&env, &alix).await;
        let summaries = values(&text, "SUMMARY");
        assert_eq!(summaries.len(), 1, "{summaries:?}");
        assert!(summaries[0].starts_with("Douane\u{a0}: Acompte\\; END:VCALENDAR\\, \\\\n – 1\\,00"), "{summaries:?}");
        assert!(values(&text, "X-WR-CALDESC")[0].contains("derniers chiffres connus"), "{text}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_calendar_requires_the_rights_of_the_page() {
    with_simulator(async |env, simulator| {
        let chloe = session(&env, &simulator, "chloe.demo", &[CoOwner::Dgddi]).await;
        let refused = dashboard::due_dates(&env.portal, &chloe).await;
        assert!(matches!(refused, Err(Error::Refused(_))));
        let refused = dashboard::may_see_due_dates(&env.portal, &chloe).await;
        assert!(matches!(refused, Err(Error::Refused(_))));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_displayed_once_and_ends_when_it_is_replaced_or_revoked() {
    with_simulator(async |env, simulator| {
        let alix = session(&env, &simulator, "alix.demo", &ALL).await;
        assert_eq!(subscriptions::generate(&env.portal, &alix).await.expect("read"), None, "not requested");
        let first = subscribe(&env, &alix).await;
        assert_eq!(
            subscriptions::generate(&env.portal, &alix).await.expect("read"),
            None,
            "displayed already"
        );
        assert_eq!(
            values(&read(&env, &first).await.expect("a calendar"), "UID"),
            values(&downloaded(&env, &alix).await, "UID")
        );
        let state = subscriptions::find(&env.portal, &alix).await.expect("read").expect("a subscription");
        assert_eq!(state.read_at, Some(env.clock.now()));
        let stored: Vec<u8> = platform::on!(env.portal.db, |c| {
            sqlx::query_scalar("SELECT token_hash FROM calendar_subscription").fetch_one(c).await
        })
        .expect("stored");
        assert_eq!(stored, Token::hash(first.expose()), "the token is not stored");

        subscriptions::request(&env.portal, &alix).await.expect("requested");
        assert!(read(&env, &first).await.is_ok(), "valid until the new one is displayed");
        let second = subscriptions::generate(&env.portal, &alix).await.expect("generated").expect("a token");
        assert!(is_missing(&read(&env, &first).await), "replaced");
        assert!(read(&env, &second).await.is_ok());
        subscriptions::revoke(&env.portal, &alix).await.expect("revoked");
        assert!(is_missing(&read(&env, &second).await), "revoked");
        assert_eq!(subscriptions::find(&env.portal, &alix).await.expect("read"), None);
        let history = events(&env, &alix).await;
        let siren = || "000\u{a0}101\u{a0}014".to_owned();
        for event in
            [Event::CalendarSubscribed { siren: siren() }, Event::CalendarUnsubscribed { siren: siren() }]
        {
            assert!(history.contains(&event), "{history:?}");
        }

        let third = subscribe(&env, &alix).await;
        profile::secure(&env.portal, &alix, &env.client()).await.expect("secured");
        assert!(is_missing(&read(&env, &third).await), "an intruder may have created it");
        assert_eq!(env.count("calendar_subscription").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_shows_what_its_owner_may_see_at_each_reading() {
    with_simulator(async |env, simulator| {
        let basile = session(&env, &simulator, "basile.demo", &[CoOwner::Dgddi, CoOwner::Urssaf]).await;
        let token = subscribe(&env, &basile).await;
        let labels = async || -> BTreeSet<String> {
            let text = read(&env, &token).await.expect("a calendar");
            let summaries = values(&text, "SUMMARY");
            summaries.iter().filter_map(|one| Some(one.split_once('\u{a0}')?.0.to_owned())).collect()
        };
        assert_eq!(labels().await, BTreeSet::from(["Douane".to_owned(), "Urssaf".to_owned()]));
        simulator.withdraw("basile.demo", "TELEPAIEMENT-SEPA", "telepayer", "00010101400017").await;
        assert_eq!(labels().await, BTreeSet::from(["Urssaf".to_owned()]), "withdrawn");
        companies::unlink(&env.portal, &basile, CoOwner::Urssaf).await.expect("unlinked");
        assert!(is_missing(&read(&env, &token).await), "no payments left");
        companies::unlink(&env.portal, &basile, CoOwner::Dgddi).await.expect("unlinked");
        assert!(is_missing(&read(&env, &token).await), "no right on the company left");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_requires_a_recent_authentication_and_is_of_one_company() {
    with_simulator(async |env, simulator| {
        let alix = session(&env, &simulator, "alix.demo", &[CoOwner::Dgddi]).await;
        let of_brumaire = subscribe(&env, &alix).await;
        let chosen = companies::choose(&env.portal, &alix, ILOT).await.expect("chosen");
        let alix = env.session(chosen.token.expose()).await;
        assert_eq!(subscriptions::find(&env.portal, &alix).await.expect("read"), None, "another company");
        let of_ilot = subscribe(&env, &alix).await;
        let (one, other) = (read(&env, &of_brumaire).await, read(&env, &of_ilot).await);
        let (one, other) = (one.expect("a calendar"), other.expect("a calendar"));
        assert!(one.contains("Brumaire") && !one.contains("Îlot"), "{one}");
        assert!(other.contains("Îlot") && !other.contains("Brumaire"), "{other}");
        env.advance(Duration::from_secs(3600));
        let refused = subscriptions::request(&env.portal, &alix).await;
        assert_eq!(refusal(refused), Problem::ReauthenticationRequired);
        for unknown in ["", "inconnu", &Token::generate().expose().repeat(50)] {
            let read = dashboard::subscribed_due_dates(&env.portal, unknown).await.map(text);
            assert!(is_missing(&read), "{unknown}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn readings_of_one_address_are_limited() {
    with_simulator(async |env, simulator| {
        let alix = session(&env, &simulator, "alix.demo", &[CoOwner::Dgddi]).await;
        let token = subscribe(&env, &alix).await;
        for _ in 0..60 {
            read(&env, &token).await.expect("a calendar");
        }
        let refused = read(&env, &token).await;
        assert!(matches!(refused, Err(FeedRefusal::TooOften { .. })), "{refused:?}");
        env.advance(Duration::from_secs(3601));
        read(&env, &token).await.expect("a calendar");
    })
    .await;
}
