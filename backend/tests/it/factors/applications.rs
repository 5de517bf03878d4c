use backend::{Error, factors, session::Visitor};
use domain::problem::Problem;

use super::people::{application, code_by, problem};
use crate::{
    accounts::client_at,
    database::{on_each_database, on_each_database_with},
};

#[tokio::test(flavor = "multi_thread")]
async fn an_application_is_added_by_its_first_code_named_dated_and_removed() {
    on_each_database(async |house| {
        let (account, session) = house.signed_in("alix").await;
        let first = factors::begin_application(&house.portal, &session).await.expect("a key");
        let again = factors::begin_application(&house.portal, &session).await.expect("a key");
        assert_eq!(first.address, again.address, "asked twice, the page shows one key");
        let wrong = factors::confirm_application(&house.portal, &session, &application("000000")).await;
        assert_eq!(problem(wrong), Problem::WrongApplicationCode);
        assert!(factors::applications(&house.portal, account).await.expect("listed").is_empty());

        let (_, session, codes) = house.add_application(&session, false).await;
        assert_eq!(codes.expect("drawn with the first factor").len(), 10);
        let (_, session, codes) = house.add_application(&session, false).await;
        assert!(codes.is_none(), "the second application changes no code");
        let known = factors::applications(&house.portal, account).await.expect("listed");
        assert_eq!(known.len(), 2);
        assert_eq!((known[0].name.as_str(), known[0].last_used_at), ("Téléphone", None));

        let (_, other) = house.signed_in("basile").await;
        let stolen = factors::remove_application(&house.portal, &other, known[0].id).await;
        assert!(matches!(stolen, Err(Error::NotFound)), "{stolen:?}");
        for one in &known {
            factors::remove_application(&house.portal, &session, one.id).await.expect("removed");
        }
        assert!(factors::applications(&house.portal, account).await.expect("listed").is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_confirmed_once() {
    on_each_database(async |house| {
        let (account, session) = house.signed_in("alix").await;
        let enrolment = factors::begin_application(&house.portal, &session).await.expect("a key");
        let answers = application(&house.shown(&enrolment.address));
        let uses = (0..8).map(|_| factors::confirm_application(&house.portal, &session, &answers));
        let outcomes = futures::future::join_all(uses).await;
        assert_eq!(outcomes.iter().filter(|one| one.is_ok()).count(), 1, "{outcomes:?}");
        assert_eq!(factors::applications(&house.portal, account).await.expect("listed").len(), 1);
        assert_eq!(house.count("totp_enrolment").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_uses_of_one_code_open_once() {
    on_each_database_with(
        // The statement is what is tried here, not the throttle before it.
        |config| {
            config.sign_in.attempts_per_account = 1_000;
            config.database.busy_seconds = 60;
        },
        async |house| {
            let (_, session) = house.signed_in("alix").await;
            let (address, _, _) = house.add_application(&session, true).await;
            let waiting = house.waiting("alix").await;
            let answers = code_by("application", &house.shown(&address));
            let uses = (0..50).map(|_| house.second_step(&waiting, &answers));
            let outcomes = futures::future::join_all(uses).await;
            let accepted = outcomes.iter().filter(|one| one.is_ok()).count();
            eprintln!(
                "50 parallel uses of one code of an application on {}: {accepted} accepted",
                house.engine
            );
            assert_eq!(accepted, 1, "{outcomes:?}");
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_not_replayed_nor_is_an_older_one() {
    on_each_database(async |house| {
        let (_, session) = house.signed_in("alix").await;
        let (address, _, _) = house.add_application(&session, true).await;
        let old = house.shown(&address);
        house.next_step();
        let code = house.shown(&address);
        house.signed_in_with("alix", &code_by("application", &code)).await;
        let waiting = house.waiting("alix").await;
        for replayed in [&code, &old] {
            let outcome = house.second_step(&waiting, &code_by("application", replayed)).await;
            assert_eq!(problem(outcome), Problem::WrongApplicationCode);
        }
        house.next_step();
        let fresh = code_by("application", &house.shown(&address));
        house.second_step(&waiting, &fresh).await.expect("the next code opens");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_stops_and_the_owner_still_gets_in() {
    on_each_database(async |house| {
        let (_, session) = house.signed_in("alix").await;
        let (address, _, _) = house.add_application(&session, true).await;
        let mut trusting = code_by("application", &house.shown(&address));
        trusting.set("confiance", "oui");
        let waiting = house.waiting("alix").await;
        let done = house.second_step(&waiting, &trusting).await.expect("signed in");
        let device = done.device.map(String::from).expect("a device that is recognised");

        let waiting = house.waiting("alix").await;
        let mut evaluated = 0;
        for guess in 0..100 {
            let answers = code_by("application", &format!("{guess:06}"));
            match problem(house.second_step(&waiting, &answers).await) {
                Problem::WrongApplicationCode => evaluated += 1,
                Problem::TooManyAttempts { minutes } => assert!(minutes <= 15),
                other => panic!("{other:?}"),
            }
        }
        eprintln!("100 guesses at a code: {evaluated} evaluated");
        assert_eq!(evaluated, 10);
        house.next_step();
        let right = code_by("application", &house.shown(&address));
        assert!(matches!(
            problem(house.second_step(&waiting, &right).await),
            Problem::TooManyAttempts { .. }
        ));
        let owner = backend::session::Client { device: Some(device), ..client_at(9) };
        let first = house.password_from("alix", &owner).await;
        let waiting = house.session(first.token.expose()).await;
        let done = backend::sign_in::confirm_code(&house.portal, &waiting, &owner, &right).await;
        let session = house.token_session(done.expect("the owner gets in").token).await;
        assert!(matches!(session.visitor, Visitor::Usager(_)));
    })
    .await;
}
