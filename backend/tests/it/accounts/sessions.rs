use std::time::Duration;

use backend::accounts::{
    flash::{self, Flash},
    sessions::{self, Visitor},
    sign_in,
};
use domain::{form::Answers, problem::FieldProblem, problem::Problem, siren::Siren};
use platform::Error;

use crate::database::on_each_database;

#[tokio::test(flavor = "multi_thread")]
async fn session_expires_after_fifteen_idle_minutes_or_twelve_hours() {
    on_each_database(async |env| {
        env.account("alix").await;
        let (token, _) = env.sign_in("alix").await;
        env.advance(Duration::from_secs(14 * 60));
        env.session(&token).await;
        env.advance(Duration::from_secs(14 * 60));
        env.session(&token).await;
        env.advance(Duration::from_secs(15 * 60));
        assert!(sessions::find(&env.portal, &token).await.expect("looked up").is_none(), "idle limit");

        let (token, _) = env.sign_in("alix").await;
        for _ in 0..71 {
            env.advance(Duration::from_secs(10 * 60));
            env.session(&token).await;
        }
        env.advance(Duration::from_secs(10 * 60));
        assert!(sessions::find(&env.portal, &token).await.expect("looked up").is_none(), "absolute limit");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sign_out_wins_over_requests_in_flight() {
    on_each_database(async |env| {
        env.account("alix").await;
        for _ in 0..20 {
            // After two minutes, every request updates the last use of the session.
            let (token, session) = env.sign_in("alix").await;
            env.advance(Duration::from_secs(120));
            let siren = Siren::parse("732829320").expect("a SIREN");
            let readers = (0..8).map(|_| sessions::find(&env.portal, &token));
            let (_, closed, chosen) = tokio::join!(
                futures::future::join_all(readers),
                sign_in::sign_out(&env.portal, &session),
                sessions::choose_siren(&env.portal, &session, &siren),
            );
            closed.expect("closed");
            assert!(sessions::find(&env.portal, &token).await.expect("looked up").is_none());
            if let Ok(token) = chosen {
                let found = sessions::find(&env.portal, token.expose()).await.expect("looked up");
                assert!(found.is_none(), "the session stays closed");
            }
            assert!(!sessions::is_still_active(&env.portal, session.id).await.expect("looked up"));
            env.advance(Duration::from_secs(16 * 60));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn closed_session_cannot_start_a_sign_in() {
    on_each_database(async |env| {
        env.account("alix").await;
        let (_, session) = env.visitor().await;
        sessions::close(&env.portal, session.id).await.expect("closed");
        let answers = crate::accounts::credentials("alix", crate::accounts::PASSWORD);
        let outcome = sign_in::sign_in(&env.portal, &session, &env.client(), &answers).await;
        assert!(matches!(outcome, Err(Error::NotFound)), "{outcome:?}");
        env.deliver().await;
        assert_eq!(env.mailbox.count_to("alix@exemple.fr"), 0, "no code for a closed session");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn forged_tokens_are_refused_and_only_hashes_are_stored() {
    on_each_database(async |env| {
        let (token, _) = env.visitor().await;
        for forged in ["", "x", "' OR 1=1 --", &format!("{token}x"), &token.to_uppercase()] {
            assert!(sessions::find(&env.portal, forged).await.expect("looked up").is_none(), "{forged}");
        }
        let stored: Vec<u8> = platform::on!(env.portal.db, |c| {
            sqlx::query_scalar("SELECT token_hash FROM session").fetch_one(c).await
        })
        .expect("a row");
        assert_eq!(stored.len(), 32);
        assert!(!stored.windows(8).any(|part| token.as_bytes().starts_with(part)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn choosing_a_siren_stores_it_and_rotates_the_token() {
    on_each_database(async |env| {
        env.account("alix").await;
        let (token, session) = env.sign_in("alix").await;
        let siren = Siren::parse("732829320").expect("a SIREN");
        let next = sessions::choose_siren(&env.portal, &session, &siren).await.expect("chosen");
        // The previous token stays valid for 10 seconds, for double clicks.
        let double_click = sessions::find(&env.portal, &token).await.expect("looked up").expect("active");
        assert_eq!(double_click.siren.as_ref(), Some(&siren));
        env.advance(Duration::from_secs(11));
        assert!(sessions::find(&env.portal, &token).await.expect("looked up").is_none());
        let session = env.session(next.expose()).await;
        assert_eq!(session.siren, Some(siren));
        assert!(matches!(session.visitor, Visitor::Usager(_)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn flash_is_taken_once_by_its_own_form_without_secrets() {
    on_each_database(async |env| {
        let (token, session) = env.visitor().await;
        let has_flash = async || env.session(&token).await.has_flash;
        assert!(!has_flash().await);
        let answers = Answers::from_iter([("identifiant", "alix"), ("mot_de_passe", "secret")]);
        let problems = vec![FieldProblem::of_form(Problem::WrongCredentials)];
        let flash = Flash { form: "connexion".to_owned(), answers, problems, notice: None };
        for _ in 0..2 {
            flash::store(&env.portal, session.id, &flash).await.expect("stored");
        }
        assert_eq!(flash::take(&env.portal, session.id, "inscription").await.expect("looked up"), None);
        assert!(has_flash().await, "still for its own form");
        let taken = flash::take(&env.portal, session.id, "connexion").await.expect("taken").expect("a flash");
        assert_eq!(taken.answers.text("identifiant"), "alix");
        assert_eq!(taken.answers.raw("mot_de_passe"), "");
        assert_eq!(taken.problems, flash.problems);
        assert!(!has_flash().await);
        assert_eq!(flash::take(&env.portal, session.id, "connexion").await.expect("looked up"), None);
        let (_, other) = env.visitor().await;
        flash::store(&env.portal, session.id, &flash).await.expect("stored");
        assert_eq!(flash::take(&env.portal, other.id, "connexion").await.expect("looked up"), None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn expired_sessions_are_purged_with_their_flash() {
    on_each_database(async |env| {
        let (_, session) = env.visitor().await;
        let flash = Flash { form: "connexion".to_owned(), ..Flash::default() };
        flash::store(&env.portal, session.id, &flash).await.expect("stored");
        env.advance(Duration::from_secs(37 * 3600));
        env.run_jobs().await;
        assert_eq!((env.count("session").await, env.count("flash").await), (0, 0));
    })
    .await;
}
