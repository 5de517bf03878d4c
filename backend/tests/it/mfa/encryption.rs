//! Keys of authenticator apps are encrypted in the database, each for its account and row.

use backend::accounts::mfa;
use platform::{Error, encryption::Rotation, on};

use super::fixtures::code_form;
use crate::database::{TestEnv, encryption_key, on_each_database, on_each_database_with};

/// Secret and identifier of its encryption key, of each app and pending app.
async fn stored(env: &TestEnv) -> Vec<(Vec<u8>, String)> {
    on!(env.portal.db, |c| {
        sqlx::query_as(
            "SELECT secret, key_id FROM totp_factor UNION ALL SELECT secret, key_id FROM totp_enrolment",
        )
        .fetch_all(c)
        .await
    })
    .expect("the secrets")
}

/// Secret in the `otpauth` URI.
fn secret_of(uri: &str) -> Vec<u8> {
    totp_rs::Totp::from_url(uri).expect("a key").secret().as_bytes().to_vec()
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_are_not_readable_in_the_database() {
    on_each_database_with(
        |config| config.encryption.keys = vec![encryption_key("2026", 1)],
        async |env| {
            let (_, session) = env.signed_in_account("alix").await;
            let (uri, session, _) = env.add_authenticator_app(&session, true).await;
            let pending = mfa::begin_authenticator_app(&env.portal, &session).await.expect("a key");
            let rows = stored(&env).await;
            assert_eq!(rows.len(), 2);
            for plain in [secret_of(&uri), secret_of(&pending.uri)] {
                for (secret, key_id) in &rows {
                    assert_eq!(key_id, "2026");
                    assert!(!secret.windows(8).any(|part| plain.windows(8).any(|plain| plain == part)));
                }
            }
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rotation_moves_all_keys_and_can_be_interrupted_and_repeated() {
    on_each_database_with(
        |config| config.encryption.keys = vec![encryption_key("2026", 1)],
        async |env| {
            let mut uris = Vec::new();
            for number in 0..3 {
                let (_, session) = env.signed_in_account(&format!("compte{number}")).await;
                let (uri, session, _) = env.add_authenticator_app(&session, true).await;
                mfa::begin_authenticator_app(&env.portal, &session).await.expect("a pending key");
                uris.push(uri);
            }
            let new = env.with_encryption_keys(&[encryption_key("2027", 2), encryption_key("2026", 1)]);
            // One row was moved before an interruption.
            let before = stored(&env).await;
            let (one, two) = tokio::join!(
                mfa::encrypt_authenticator_apps_again(&new),
                mfa::encrypt_authenticator_apps_again(&new),
            );
            let both = one.expect("encrypted again").plus(two.expect("encrypted again"));
            assert_eq!(both, Rotation { encrypted: 6, unreadable: 0 }, "each row once, however concurrent");
            let after = stored(&env).await;
            assert!(after.iter().all(|(_, key_id)| key_id == "2027"));
            assert!(before.iter().all(|old| after.iter().all(|new| old.0 != new.0)));
            let again = mfa::encrypt_authenticator_apps_again(&new).await.expect("repeated");
            assert_eq!(again, Rotation::default());

            // The former key is no longer needed.
            let mut env = env;
            env.portal = env.with_encryption_keys(&[encryption_key("2027", 2)]);
            for (number, uri) in uris.iter().enumerate() {
                let code = code_form("application", &env.totp_code(uri));
                env.sign_in_with_factor(&format!("compte{number}"), &code).await;
            }
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_encryption_key_is_a_failure_and_not_a_wrong_code() {
    on_each_database_with(
        |config| config.encryption.keys = vec![encryption_key("2026", 1)],
        async |env| {
            let (account, session) = env.signed_in_account("alix").await;
            let (uri, _, _) = env.add_authenticator_app(&session, true).await;
            let pending = env.pending_sign_in("alix").await;
            let right = code_form("application", &env.totp_code(&uri));
            let own = env.portal.clone();
            let mut env = env;
            for keys in [[encryption_key("2026", 2)], [encryption_key("2027", 1)]] {
                env.portal = env.with_encryption_keys(&keys);
                let outcome = env.submit_second_factor(&pending, &right).await;
                assert!(matches!(outcome, Err(Error::Unexpected(_))), "{outcome:?}");
                let done = mfa::encrypt_authenticator_apps_again(&env.portal).await.expect("attempted");
                let unreadable = u64::from(keys[0].id != "2026");
                assert_eq!(done, Rotation { encrypted: 0, unreadable }, "nothing is changed");
            }
            env.portal = own;
            env.submit_second_factor(&pending, &right).await.expect("the right key reads it");
            assert_eq!(mfa::authenticator_apps(&env.portal, account.into()).await.expect("listed").len(), 1);
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn key_copied_to_another_account_or_app_is_refused() {
    on_each_database(async |env| {
        let (alix, session) = env.signed_in_account("alix").await;
        env.add_authenticator_app(&session, true).await;
        let (basile, session) = env.signed_in_account("basile").await;
        let (uri, _, _) = env.add_authenticator_app(&session, true).await;
        // A person who can write to the database copies the key of their own app to another account.
        platform::execute!(
            env.portal.db,
            sqlx::query(
                "UPDATE totp_factor SET secret = (SELECT secret FROM totp_factor WHERE account_id = $1)
                 WHERE account_id = $2",
            )
            .bind(basile)
            .bind(alix)
        )
        .expect("copied");
        let pending = env.pending_sign_in("alix").await;
        let code = code_form("application", &env.totp_code(&uri));
        let outcome = env.submit_second_factor(&pending, &code).await;
        assert!(matches!(outcome, Err(Error::Unexpected(_))), "{outcome:?}");
        // Moving the whole row is refused too.
        platform::execute!(
            env.portal.db,
            sqlx::query("UPDATE totp_factor SET account_id = $1 WHERE account_id = $2")
                .bind(alix)
                .bind(basile)
        )
        .expect("moved");
        let outcome = env.submit_second_factor(&pending, &code).await;
        assert!(matches!(outcome, Err(Error::Unexpected(_))), "{outcome:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unreadable_key_does_not_disable_the_other_apps() {
    on_each_database(async |env| {
        let (account, session) = env.signed_in_account("alix").await;
        let (_, session, _) = env.add_authenticator_app(&session, true).await;
        let (uri, _, _) = env.add_authenticator_app(&session, false).await;
        let first = mfa::authenticator_apps(&env.portal, account.into()).await.expect("listed")[0].id;
        platform::execute!(
            env.portal.db,
            sqlx::query("UPDATE totp_factor SET key_id = 'perdue' WHERE id = $1").bind(first)
        )
        .expect("changed");
        let pending = env.pending_sign_in("alix").await;
        let code = code_form("application", &env.totp_code(&uri));
        env.submit_second_factor(&pending, &code).await.expect("the other app is read");
    })
    .await;
}
