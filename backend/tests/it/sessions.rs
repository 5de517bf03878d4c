use std::time::Duration;

use backend::{
    Error,
    flash::{self, Flash},
    session::{self, Visitor},
    sign_in,
};
use domain::{form::Answers, problem::FieldProblem, problem::Problem, siren::Siren};

use crate::database::on_each_database;

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_after_fifteen_idle_minutes_and_after_twelve_hours() {
    on_each_database(async |house| {
        house.account("alix").await;
        let (token, _) = house.sign_in("alix").await;
        house.advance(Duration::from_secs(14 * 60));
        house.session(&token).await;
        house.advance(Duration::from_secs(14 * 60));
        house.session(&token).await;
        house.advance(Duration::from_secs(15 * 60));
        assert!(session::find(&house.portal, &token).await.expect("looked up").is_none(), "idle");

        let (token, _) = house.sign_in("alix").await;
        for _ in 0..71 {
            house.advance(Duration::from_secs(10 * 60));
            house.session(&token).await;
        }
        house.advance(Duration::from_secs(10 * 60));
        assert!(session::find(&house.portal, &token).await.expect("looked up").is_none(), "twelve hours");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sign_out_wins_over_requests_in_flight() {
    on_each_database(async |house| {
        house.account("alix").await;
        for _ in 0..20 {
            // Every request of the round would touch the session.
            let (token, session) = house.sign_in("alix").await;
            house.advance(Duration::from_secs(120));
            let siren = Siren::parse("732829320").expect("a SIREN");
            let readers = (0..8).map(|_| session::find(&house.portal, &token));
            let (_, closed, chosen) = tokio::join!(
                futures::future::join_all(readers),
                sign_in::sign_out(&house.portal, &session),
                session::choose_siren(&house.portal, &session, &siren),
            );
            closed.expect("closed");
            assert!(session::find(&house.portal, &token).await.expect("looked up").is_none());
            if let Ok(token) = chosen {
                let found = session::find(&house.portal, token.expose()).await.expect("looked up");
                assert!(found.is_none(), "never resurrected");
            }
            assert!(!session::is_open(&house.portal, session.id).await.expect("looked up"));
            house.advance(Duration::from_secs(16 * 60));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_session_takes_no_step_any_more() {
    on_each_database(async |house| {
        house.account("alix").await;
        let (_, session) = house.visitor().await;
        session::close(&house.portal, session.id).await.expect("closed");
        let answers = crate::accounts::credentials("alix", crate::accounts::PASSWORD);
        let outcome = sign_in::sign_in(&house.portal, &session, &house.client(), &answers).await;
        assert!(matches!(outcome, Err(Error::NotFound)), "{outcome:?}");
        house.deliver().await;
        assert_eq!(house.mailbox.count_to("alix@exemple.fr"), 0, "no code for a session that is gone");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn forged_tokens_open_nothing_and_only_hashes_are_stored() {
    on_each_database(async |house| {
        let (token, _) = house.visitor().await;
        for forged in ["", "x", "' OR 1=1 --", &format!("{token}x"), &token.to_uppercase()] {
            assert!(session::find(&house.portal, forged).await.expect("looked up").is_none(), "{forged}");
        }
        let stored: Vec<u8> = backend::on!(house.portal.db, |c| {
            sqlx::query_scalar("SELECT token_hash FROM session").fetch_one(c).await
        })
        .expect("a row");
        assert_eq!(stored.len(), 32);
        assert!(!stored.windows(8).any(|part| token.as_bytes().starts_with(part)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_siren_is_kept_and_its_choice_changes_the_token() {
    on_each_database(async |house| {
        house.account("alix").await;
        let (token, session) = house.sign_in("alix").await;
        let siren = Siren::parse("732829320").expect("a SIREN");
        let next = session::choose_siren(&house.portal, &session, &siren).await.expect("chosen");
        // A double click comes with the token of before; a stolen one is soon worth nothing.
        let double_click = session::find(&house.portal, &token).await.expect("looked up").expect("open");
        assert_eq!(double_click.siren.as_ref(), Some(&siren));
        house.advance(Duration::from_secs(11));
        assert!(session::find(&house.portal, &token).await.expect("looked up").is_none());
        let session = house.session(next.expose()).await;
        assert_eq!(session.siren, Some(siren));
        assert!(matches!(session.visitor, Visitor::Usager(_)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_is_given_back_once_without_secrets() {
    on_each_database(async |house| {
        let (_, session) = house.visitor().await;
        let answers = Answers::from_iter([("identifiant", "alix"), ("mot_de_passe", "secret")]);
        let problems = vec![FieldProblem::of_form(Problem::WrongCredentials)];
        let flash = Flash { form: "connexion".to_owned(), answers, problems, notice: None };
        for _ in 0..2 {
            flash::keep(&house.portal, session.id, &flash).await.expect("kept");
        }
        assert_eq!(flash::take(&house.portal, session.id, "inscription").await.expect("looked for"), None);
        let taken = flash::take(&house.portal, session.id, "connexion").await.expect("taken").expect("kept");
        assert_eq!(taken.answers.text("identifiant"), "alix");
        assert_eq!(taken.answers.raw("mot_de_passe"), "");
        assert_eq!(taken.problems, flash.problems);
        assert_eq!(flash::take(&house.portal, session.id, "connexion").await.expect("looked for"), None);
        let (_, other) = house.visitor().await;
        flash::keep(&house.portal, session.id, &flash).await.expect("kept");
        assert_eq!(flash::take(&house.portal, other.id, "connexion").await.expect("looked for"), None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ended_sessions_are_purged_with_what_hangs_on_them() {
    on_each_database(async |house| {
        let (_, session) = house.visitor().await;
        let flash = Flash { form: "connexion".to_owned(), ..Flash::default() };
        flash::keep(&house.portal, session.id, &flash).await.expect("kept");
        house.advance(Duration::from_secs(37 * 3600));
        house.run_jobs().await;
        assert_eq!((house.count("session").await, house.count("flash").await), (0, 0));
    })
    .await;
}
