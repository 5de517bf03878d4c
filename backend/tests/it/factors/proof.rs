use std::time::Duration;

use backend::{Error, factors, session, sign_in};
use domain::{factor::Way, form::Answers, problem::Problem};

use super::people::{application, problem};
use crate::{accounts::PASSWORD, database::on_each_database};

fn proof(password: &str, code: &str) -> Answers {
    Answers::from_iter([("mot_de_passe", password), ("code", code)])
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_proof_changes_no_factor_until_it_is_renewed() {
    on_each_database(async |house| {
        let (account, session) = house.signed_in("alix").await;
        let token = session_token(&house, &session).await;
        house.advance(Duration::from_secs(14 * 60));
        let session = house.session(&token).await;
        let (_, session, _) = house.add_application(&session, false).await;
        let only = factors::applications(&house.portal, account).await.expect("listed")[0].id;
        let level = Answers::from_iter([("niveau", "totp")]);
        house.advance(Duration::from_secs(60));
        assert!(!session.has_fresh_proof(house.clock.now()));
        for outcome in [
            problem(factors::begin_application(&house.portal, &session).await),
            problem(factors::confirm_application(&house.portal, &session, &application("123456")).await),
            problem(factors::remove_application(&house.portal, &session, only).await),
            problem(factors::ask_new_codes(&house.portal, &session).await),
            problem(factors::change_level(&house.portal, &session, &level).await),
        ] {
            assert_eq!(outcome, Problem::ProofNeeded);
        }
        let client = house.client();
        let wrong = sign_in::prove(&house.portal, &session, &client, &proof("Faux-mot-2026", "")).await;
        assert_eq!(problem(wrong), Problem::WrongPassword);
        let token =
            sign_in::prove(&house.portal, &session, &client, &proof(PASSWORD, "")).await.expect("proved");
        let session = house.token_session(token).await;
        factors::remove_application(&house.portal, &session, only).await.expect("removed");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proof_asks_the_factor_of_the_level_and_changes_the_token() {
    on_each_database(async |house| {
        let (_, session) = house.signed_in("alix").await;
        let (address, session, codes) = house.add_application(&session, true).await;
        let before = session_token(&house, &session).await;
        let client = house.client();
        let asked = sign_in::proof_asked(&house.portal, &session, "").await.expect("asked");
        assert_eq!((asked.way, asked.others), (Some(Way::Application), vec![Some(Way::RecoveryCode)]));
        let without = sign_in::prove(&house.portal, &session, &client, &proof(PASSWORD, "")).await;
        assert!(matches!(problem(without), Problem::Missing { .. }));
        let wrong = sign_in::prove(&house.portal, &session, &client, &proof(PASSWORD, "000000")).await;
        assert_eq!(problem(wrong), Problem::WrongApplicationCode);
        let answers = proof(PASSWORD, &house.shown(&address));
        let token = sign_in::prove(&house.portal, &session, &client, &answers).await.expect("proved");
        assert!(session::find(&house.portal, &before).await.expect("looked up").is_none());
        let session = house.token_session(token).await;

        let mut answers = proof(PASSWORD, codes.expect("ten codes")[0].as_str());
        answers.set("moyen", "secours");
        sign_in::prove(&house.portal, &session, &client, &answers).await.expect("a recovery code serves too");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_in_a_stolen_session_stops() {
    on_each_database(async |house| {
        let (_, session) = house.signed_in("alix").await;
        let mut evaluated = 0;
        for number in 0..30 {
            let answers = proof(&format!("Mauvais-Mot-{number}"), "");
            match sign_in::prove(&house.portal, &session, &house.client(), &answers).await {
                Err(Error::Invalid(problems)) if problems[0].problem == Problem::WrongPassword => {
                    evaluated += 1
                }
                outcome => assert!(matches!(problem(outcome), Problem::TooManyAttempts { .. })),
            }
        }
        assert_eq!(evaluated, 10);
    })
    .await;
}

/// A token of this session: the one that its rotation gives.
async fn session_token(house: &crate::database::House, session: &session::Session) -> String {
    let mut tx = house.portal.db.begin().await.expect("a transaction");
    let token = session::rotate(&mut tx, session.id).await.expect("an open session");
    tx.commit().await.expect("committed");
    token.into()
}
