use backend::factors;
use domain::problem::Problem;

use super::people::{code_by, problem};
use crate::database::{on_each_database, on_each_database_with};

#[tokio::test(flavor = "multi_thread")]
async fn codes_are_shown_once_used_once_and_renewed() {
    on_each_database(async |house| {
        let (account, session) = house.signed_in("alix").await;
        let (_, session, codes) = house.add_application(&session, true).await;
        let codes = codes.expect("ten codes");
        assert!(factors::draw_codes(&house.portal, &session).await.expect("asked").is_none(), "shown once");

        let typed = codes[0].grouped().to_lowercase();
        let session = house.signed_in_with("alix", &code_by("secours", &typed)).await;
        assert_eq!(factors::codes_left(&house.portal, account).await.expect("counted"), 9);
        let waiting = house.waiting("alix").await;
        let again = house.second_step(&waiting, &code_by("secours", &typed)).await;
        assert_eq!(problem(again), Problem::WrongRecoveryCode);

        factors::ask_new_codes(&house.portal, &session).await.expect("asked");
        let renewed = factors::draw_codes(&house.portal, &session).await.expect("drawn").expect("ten codes");
        assert!(renewed.iter().all(|code| !codes.contains(code)));
        assert_eq!(factors::codes_left(&house.portal, account).await.expect("counted"), 10);
        let old = house.second_step(&waiting, &code_by("secours", codes[1].as_str())).await;
        assert_eq!(problem(old), Problem::WrongRecoveryCode, "those before are worth nothing");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_uses_of_one_code_open_once() {
    on_each_database_with(
        |config| {
            config.sign_in.attempts_per_account = 1_000;
            config.database.busy_seconds = 60;
        },
        async |house| {
            let (account, session) = house.signed_in("alix").await;
            let (_, _, codes) = house.add_application(&session, true).await;
            let codes = codes.expect("ten codes");
            let waiting = house.waiting("alix").await;
            let answers = code_by("secours", codes[3].as_str());
            let uses = (0..50).map(|_| house.second_step(&waiting, &answers));
            let outcomes = futures::future::join_all(uses).await;
            let accepted = outcomes.iter().filter(|one| one.is_ok()).count();
            eprintln!("50 parallel uses of one recovery code on {}: {accepted} accepted", house.engine);
            assert_eq!(accepted, 1, "{outcomes:?}");
            assert_eq!(factors::codes_left(&house.portal, account).await.expect("counted"), 9);
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_belong_to_one_account_and_only_their_hashes_are_kept() {
    on_each_database(async |house| {
        let (_, session) = house.signed_in("alix").await;
        let (_, _, codes) = house.add_application(&session, true).await;
        let codes = codes.expect("ten codes");
        let (_, session) = house.signed_in("basile").await;
        house.add_application(&session, true).await;
        let waiting = house.waiting("basile").await;
        let stolen = house.second_step(&waiting, &code_by("secours", codes[0].as_str())).await;
        assert_eq!(problem(stolen), Problem::WrongRecoveryCode);
        let stored: Vec<Vec<u8>> = backend::on!(house.portal.db, |c| {
            sqlx::query_scalar("SELECT code_hash FROM recovery_code").fetch_all(c).await
        })
        .expect("read");
        assert_eq!(stored.len(), 20);
        for hash in stored {
            assert_eq!(hash.len(), 32);
            assert!(
                codes
                    .iter()
                    .all(|code| !hash.windows(8).any(|part| code.as_str().as_bytes().starts_with(part)))
            );
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_are_drawn_only_when_asked_for() {
    on_each_database(async |house| {
        let (account, session) = house.signed_in("alix").await;
        assert!(factors::draw_codes(&house.portal, &session).await.expect("asked").is_none());
        factors::ask_new_codes(&house.portal, &session).await.expect("asked");
        let draws = (0..8).map(|_| factors::draw_codes(&house.portal, &session));
        let outcomes = futures::future::join_all(draws).await;
        assert_eq!(outcomes.iter().filter(|one| matches!(one, Ok(Some(_)))).count(), 1, "{outcomes:?}");
        assert_eq!(factors::codes_left(&house.portal, account).await.expect("counted"), 10);
    })
    .await;
}
