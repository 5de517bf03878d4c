//! Shared views: the code, the relay, the ends, the trail.

use std::{
    net::{IpAddr, Ipv4Addr},
    time::Duration,
};

use backend::{
    accounts::sessions::{self, Client, Session},
    assistance::sharing::{self, End, Event, Following, Presence},
    id::SharedViewId,
    staff::{self, ActFilter},
};
use domain::{
    form::Answers,
    problem::Problem,
    rights::StaffRole,
    sharing::{CODE, CODE_VALIDITY, LONGEST, SCRIPTS},
};
use futures::future::join_all;
use platform::{
    Error,
    relay::{Batch, Sent},
};

use crate::{
    accounts::client_at,
    database::{TestEnv, on_each_database, on_each_database_with},
};

const ADDRESS: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

fn typed(code: &str) -> Answers {
    Answers::from_iter([(CODE, code), (SCRIPTS, "oui")])
}

async fn start(env: &TestEnv, session: &Session, client: &Client, code: &str) -> Result<(), Error> {
    sharing::start(&env.portal, session, client, &typed(code)).await
}

fn problem<T: std::fmt::Debug>(outcome: Result<T, Error>) -> Problem {
    match outcome {
        Err(Error::Invalid(problems)) => problems[0].problem.clone(),
        other => panic!("expected a problem, got {other:?}"),
    }
}

/// An adviser, a visitor who shares their view with them, and the view.
async fn shared(env: &TestEnv) -> (Session, Session, String, SharedViewId) {
    let login = format!("conseil.{}", env.count("staff").await);
    let adviser = env.staff_session(&login, StaffRole::Adviser).await;
    let created = sharing::create(&env.portal, &adviser).await.expect("a code");
    let (token, visitor) = env.visitor().await;
    start(env, &visitor, &env.client(), &created.code).await.expect("shared");
    (adviser, env.session(&token).await, token, created.id)
}

async fn send(env: &TestEnv, session: &Session, id: SharedViewId, text: &'static str) -> Option<Sent> {
    let batch = Batch { source: "page", is_whole: true, content: text.into() };
    sharing::receive(&env.portal, session, id, batch).await.expect("received")
}

async fn follow(env: &TestEnv, adviser: &Session, id: SharedViewId) -> Following {
    Following::open(&env.portal, adviser, ADDRESS, id).await.expect("allowed").expect("a stream")
}

async fn next(following: &mut Following) -> Option<Event> {
    let next = async {
        loop {
            match following.next().await {
                Some(Event::Heartbeat) => {}
                event => return event,
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(60), next).await.expect("in time")
}

async fn end_of(env: &TestEnv, adviser: &Session, id: SharedViewId) -> End {
    sharing::of_adviser(&env.portal, adviser, id).await.expect("read").end_reason
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_used_once_within_ten_minutes() {
    on_each_database(async |env| {
        let adviser = env.staff_session("conseil", StaffRole::Adviser).await;
        let created = sharing::create(&env.portal, &adviser).await.expect("a code");
        let (_, visitor) = env.visitor().await;
        let without_scripts = Answers::from_iter([(CODE, created.code.as_str())]);
        let refused = sharing::start(&env.portal, &visitor, &env.client(), &without_scripts).await;
        assert_eq!(problem(refused), Problem::ScriptsRequired);
        start(&env, &visitor, &env.client(), &created.code).await.expect("shared");
        let (_, other) = env.visitor().await;
        let again = start(&env, &other, &env.client(), &created.code).await;
        assert_eq!(problem(again), Problem::SharingCodeUnknown);

        let late = sharing::create(&env.portal, &adviser).await.expect("another code");
        assert_eq!(end_of(&env, &adviser, created.id).await, End::Replaced, "one view at a time");
        env.advance(CODE_VALIDITY);
        assert_eq!(
            problem(start(&env, &other, &env.client(), &late.code).await),
            Problem::SharingCodeUnknown
        );
        assert_eq!(end_of(&env, &adviser, late.id).await, End::CodeExpired);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_people_who_type_one_code_at_once_one_shares() {
    on_each_database_with(
        |config| config.database.busy_seconds = 30,
        async |env| {
            let adviser = env.staff_session("conseil", StaffRole::Adviser).await;
            let created = sharing::create(&env.portal, &adviser).await.expect("a code");
            let mut visitors = Vec::new();
            for number in 0..20 {
                visitors.push((env.visitor().await.1, client_at(number)));
            }
            let starts = visitors.iter().map(|(session, client)| start(&env, session, client, &created.code));
            let outcomes = join_all(starts).await;
            let shared = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
            eprintln!("20 people typed one code at once: {shared} shares");
            assert_eq!(shared, 1);
            for outcome in outcomes.into_iter().filter(Result::is_err) {
                assert_eq!(problem(outcome), Problem::SharingCodeUnknown);
            }
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_cannot_be_guessed_from_one_network() {
    on_each_database(async |env| {
        let (_, visitor) = env.visitor().await;
        for _ in 0..10 {
            let guess = start(&env, &visitor, &env.client(), "000000").await;
            assert_eq!(problem(guess), Problem::SharingCodeUnknown);
        }
        let refused = problem(start(&env, &visitor, &env.client(), "000000").await);
        assert!(matches!(refused, Problem::TooManyAttempts { .. }), "{refused:?}");
        let stored: Vec<Option<Vec<u8>>> = platform::on!(env.portal.db, |c| {
            sqlx::query_scalar("SELECT code_hash FROM shared_view").fetch_all(c).await
        })
        .expect("the codes");
        assert!(stored.iter().flatten().all(|hash| hash.len() == 32), "hashes only");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_advisers_create_codes_and_follow_their_own_views() {
    on_each_database(async |env| {
        let (_, visitor, _, id) = shared(&env).await;
        let agent = env.staff_session("agent", StaffRole::Agent).await;
        assert!(matches!(sharing::create(&env.portal, &agent).await, Err(Error::Refused(_))));
        assert!(matches!(sharing::create(&env.portal, &visitor).await, Err(Error::NotFound)));
        let other = env.staff_session("autre", StaffRole::Adviser).await;
        assert!(matches!(sharing::of_adviser(&env.portal, &other, id).await, Err(Error::NotFound)));
        assert!(matches!(Following::open(&env.portal, &other, ADDRESS, id).await, Err(Error::NotFound)));
        assert!(matches!(sharing::end_by_adviser(&env.portal, &other, id).await, Err(Error::NotFound)));
        let (_, stranger) = env.visitor().await;
        let batch = Batch { source: "page", is_whole: true, content: "[[1]]".into() };
        assert!(matches!(sharing::receive(&env.portal, &stranger, id, batch).await, Err(Error::NotFound)));
        // The pages of the staff show other people.
        let created = sharing::create(&env.portal, &other).await.expect("a code");
        let by_staff = start(&env, &agent, &env.client(), &created.code).await;
        assert_eq!(problem(by_staff), Problem::SharingCodeUnknown);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_seen_is_relayed_and_not_stored() {
    on_each_database(async |env| {
        let (adviser, visitor, _, id) = shared(&env).await;
        let unheard = send(&env, &visitor, id, "[[\"perdu\"]]").await.expect("it runs");
        assert!(!unheard.is_followed && !unheard.wants_whole);
        let mut following = follow(&env, &adviser, id).await;
        assert_eq!(next(&mut following).await, Some(Event::Presence(Presence::There)));
        let sent = send(&env, &visitor, id, "[[\"vu\"]]").await.expect("it runs");
        assert!(sent.is_followed);
        assert_eq!(next(&mut following).await, Some(Event::Batch("[[\"vu\"]]".into())));
        let mut second = follow(&env, &adviser, id).await;
        assert_eq!(next(&mut following).await, Some(Event::FollowedElsewhere));
        assert_eq!(next(&mut following).await, None);
        assert_eq!(next(&mut second).await, Some(Event::Presence(Presence::There)));
        sharing::end_by_person(&env.portal, &visitor).await.expect("ended");
        assert_eq!(next(&mut second).await, Some(Event::Ended(End::ByPerson)));
        assert_eq!(next(&mut second).await, None);
        assert!(send(&env, &visitor, id, "[[1]]").await.is_none(), "it has ended");

        let administrator = env.staff_session("admin", StaffRole::Administrator).await;
        let acts =
            staff::acts(&env.portal, &administrator, &ActFilter::default(), 1).await.expect("the trail").acts;
        let kinds: Vec<_> =
            acts.iter().map(|act| act.kind.code()).filter(|kind| kind.contains("partage")).collect();
        assert_eq!(kinds, ["partage-termine", "partage-commence"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shared_view_ends_with_either_session_or_page_and_after_thirty_minutes() {
    on_each_database_with(
        |config| config.sessions.idle_minutes = 120,
        async |env| {
            let (adviser, visitor, token, id) = shared(&env).await;
            let mut following = follow(&env, &adviser, id).await;
            assert_eq!(next(&mut following).await, Some(Event::Presence(Presence::There)));
            assert_eq!(visitor.shared_view, Some(id));
            sessions::close(&env.portal, visitor.id).await.expect("signed out");
            assert_eq!(next(&mut following).await, Some(Event::Ended(End::SignedOut)));
            assert!(sessions::find(&env.portal, &token).await.expect("looked up").is_none());

            // The adviser's page is closed.
            let (adviser, visitor, token, id) = shared(&env).await;
            let following = follow(&env, &adviser, id).await;
            assert!(send(&env, &visitor, id, "[[1]]").await.expect("it runs").is_followed);
            drop(following);
            assert!(
                !send(&env, &visitor, id, "[[1]]").await.expect("its page may be loading again").is_followed
            );
            env.advance(Duration::from_secs(10));
            assert!(send(&env, &visitor, id, "[[1]]").await.is_none());
            assert_eq!(end_of(&env, &adviser, id).await, End::AdviserLeft);
            assert_eq!(env.session(&token).await.shared_view, None);

            // The person's page is closed.
            let (adviser, _, _, id) = shared(&env).await;
            let mut following = follow(&env, &adviser, id).await;
            assert_eq!(next(&mut following).await, Some(Event::Presence(Presence::There)));
            env.advance(Duration::from_secs(5));
            assert_eq!(next(&mut following).await, Some(Event::Presence(Presence::Silent)));
            env.advance(Duration::from_secs(25));
            assert_eq!(next(&mut following).await, Some(Event::Ended(End::PersonLeft)));

            // The adviser signs out.
            let (adviser, visitor, _, id) = shared(&env).await;
            sessions::close(&env.portal, adviser.id).await.expect("signed out");
            assert!(send(&env, &visitor, id, "[[1]]").await.is_none());

            // Both pages are open for too long, or closed at once.
            let (adviser, visitor, _, id) = shared(&env).await;
            env.advance(LONGEST);
            assert!(send(&env, &visitor, id, "[[1]]").await.is_none());
            assert_eq!(end_of(&env, &adviser, id).await, End::Longest);
            let (adviser, _, token, id) = shared(&env).await;
            env.advance(LONGEST);
            env.run_jobs().await;
            assert_eq!(env.session(&token).await.shared_view, None);
            assert_eq!(end_of(&env, &adviser, id).await, End::Longest);
            sharing::end_by_adviser(&env.portal, &adviser, id).await.expect("it has ended before");
        },
    )
    .await;
}
