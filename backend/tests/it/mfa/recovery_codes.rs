use backend::accounts::mfa;
use domain::problem::Problem;

use super::fixtures::{code_form, problem};
use crate::database::{on_each_database, on_each_database_with};

#[tokio::test(flavor = "multi_thread")]
async fn recovery_codes_are_shown_once_used_once_and_renewed() {
    on_each_database(async |env| {
        let (account, session) = env.signed_in_account("alix").await;
        let (_, session, codes) = env.add_authenticator_app(&session, true).await;
        let codes = codes.expect("ten codes");
        assert!(
            mfa::generate_recovery_codes(&env.portal, &session).await.expect("read").is_none(),
            "shown once"
        );

        let typed = codes[0].grouped().to_lowercase();
        let session = env.sign_in_with_factor("alix", &code_form("secours", &typed)).await;
        assert_eq!(mfa::unused_recovery_codes(&env.portal, account.into()).await.expect("counted"), 9);
        let pending = env.pending_sign_in("alix").await;
        let again = env.submit_second_factor(&pending, &code_form("secours", &typed)).await;
        assert_eq!(problem(again), Problem::WrongRecoveryCode);

        mfa::request_recovery_codes(&env.portal, &session).await.expect("requested");
        let renewed =
            mfa::generate_recovery_codes(&env.portal, &session).await.expect("generated").expect("ten codes");
        assert!(renewed.iter().all(|code| !codes.contains(code)));
        assert_eq!(mfa::unused_recovery_codes(&env.portal, account.into()).await.expect("counted"), 10);
        let old = env.submit_second_factor(&pending, &code_form("secours", codes[1].as_str())).await;
        assert_eq!(problem(old), Problem::WrongRecoveryCode, "earlier codes are refused");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_uses_of_a_recovery_code_accept_exactly_one() {
    on_each_database_with(
        |config| {
            config.sign_in.attempts_per_account = 1_000;
            config.database.busy_seconds = 60;
        },
        async |env| {
            let (account, session) = env.signed_in_account("alix").await;
            let (_, _, codes) = env.add_authenticator_app(&session, true).await;
            let codes = codes.expect("ten codes");
            let pending = env.pending_sign_in("alix").await;
            let answers = code_form("secours", codes[3].as_str());
            let uses = (0..50).map(|_| env.submit_second_factor(&pending, &answers));
            let outcomes = futures::future::join_all(uses).await;
            let accepted = outcomes.iter().filter(|one| one.is_ok()).count();
            eprintln!("50 parallel uses of one recovery code on {}: {accepted} accepted", env.engine);
            assert_eq!(accepted, 1, "{outcomes:?}");
            assert_eq!(mfa::unused_recovery_codes(&env.portal, account.into()).await.expect("counted"), 9);
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn recovery_codes_belong_to_one_account_and_are_stored_hashed() {
    on_each_database(async |env| {
        let (_, session) = env.signed_in_account("alix").await;
        let (_, _, codes) = env.add_authenticator_app(&session, true).await;
        let codes = codes.expect("ten codes");
        let (_, session) = env.signed_in_account("basile").await;
        env.add_authenticator_app(&session, true).await;
        let pending = env.pending_sign_in("basile").await;
        let stolen = env.submit_second_factor(&pending, &code_form("secours", codes[0].as_str())).await;
        assert_eq!(problem(stolen), Problem::WrongRecoveryCode);
        let stored: Vec<Vec<u8>> = platform::on!(env.portal.db, |c| {
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
async fn recovery_codes_are_generated_only_on_request() {
    on_each_database(async |env| {
        let (account, session) = env.signed_in_account("alix").await;
        assert!(mfa::generate_recovery_codes(&env.portal, &session).await.expect("read").is_none());
        mfa::request_recovery_codes(&env.portal, &session).await.expect("requested");
        let reads = (0..8).map(|_| mfa::generate_recovery_codes(&env.portal, &session));
        let outcomes = futures::future::join_all(reads).await;
        assert_eq!(outcomes.iter().filter(|one| matches!(one, Ok(Some(_)))).count(), 1, "{outcomes:?}");
        assert_eq!(mfa::unused_recovery_codes(&env.portal, account.into()).await.expect("counted"), 10);
    })
    .await;
}
