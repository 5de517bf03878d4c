//! Cases of the assistance: confirmation, access, advisers, limits.

use backend::{
    accounts::sessions::{Client, Session},
    assistance::cases::{self, Access, EntryKind, Opened},
    id::{CaseId, RowId},
};
use domain::{
    assistance::{CaseKind, CaseState},
    form::Answers,
    problem::Problem,
    rights::StaffRole,
};
use platform::{Error, db::Duration};

use crate::{
    accounts::client_at,
    database::{TestEnv, on_each_database, on_each_database_with},
    mailbox::Mode,
    messaging::fixtures::problems,
};

pub fn request(email: &str, description: &str) -> Answers {
    Answers::from_iter([
        ("sujet", "page"),
        ("description", description),
        ("nom", "Dorian Fictif"),
        ("email", email),
        ("page", "/mandats?x=1"),
    ])
}

/// Opens a case without an account and confirms it; returns its reference and its secret.
pub async fn confirmed(env: &TestEnv, email: &str, description: &str) -> (String, String) {
    let (_, visitor) = env.visitor().await;
    let opened = cases::open(&env.portal, &visitor, &client_at(7), &request(email, description)).await;
    assert!(matches!(opened.expect("stored"), Opened::AwaitsConfirmation));
    env.deliver().await;
    let link = env.mailbox.last_to(email).link("/assistance/confirmation");
    let token = link.split("jeton=").nth(1).expect("a token").to_owned();
    for _ in 0..2 {
        assert!(cases::awaits_confirmation(&env.portal, &token).await.expect("read"), "opening uses nothing");
    }
    let uses = [0; 10].map(|_| {
        let (portal, token) = (env.portal.clone(), token.clone());
        tokio::spawn(async move { cases::confirm(&portal, &token).await.expect("no failure") })
    });
    let mut found = Vec::new();
    for one in uses {
        found.extend(one.await.expect("no panic"));
    }
    assert_eq!(found.len(), 1, "confirmed once");
    let (reference, secret) = found.remove(0);
    (reference, secret.expose().to_owned())
}

pub fn access<'a>(client: &'a Client, reference: &'a str, secret: &'a str) -> Access<'a> {
    Access { session: None, client, reference, secret }
}

pub async fn id_of(env: &TestEnv, adviser: &Session, state: CaseState) -> CaseId {
    cases::cases(&env.portal, adviser, CaseKind::Technical, state, "", 1).await.expect("a list").cases[0].id
}

pub fn text(field: &'static str, text: &str) -> Answers {
    Answers::from_iter([(field, text.to_owned()), ("envoi", RowId::generate().to_string())])
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_is_answered_without_an_account() {
    on_each_database(async |env| {
        let portal = &env.portal;
        let adviser = env.staff_session("conseil", StaffRole::Adviser).await;
        let (reference, secret) = confirmed(&env, "dorian@exemple.fr", "La page reste blanche").await;
        env.deliver().await;
        assert!(env.mailbox.last_to("dorian@exemple.fr").text.contains(&secret));
        let (client, lower) = (client_at(7), secret.to_lowercase().replace('-', " "));
        let case = cases::read(portal, &access(&client, &reference, &lower)).await.expect("read as typed");
        assert_eq!((case.state(), case.page.as_str()), (CaseState::Open, "/mandats"));
        let id = id_of(&env, &adviser, CaseState::Open).await;
        let early = cases::answer(portal, &adviser, id, &text("message", "Bonjour")).await;
        assert_eq!(problems(early)[0].problem, Problem::StepNotAllowed);
        cases::take(portal, &adviser, id).await.expect("taken");
        cases::take(portal, &adviser, id).await.expect("taken twice by the same adviser");
        let blank = cases::answer(portal, &adviser, id, &text("message", "Le [[droit]] manque")).await;
        assert_eq!(problems(blank)[0].problem, Problem::BlankNotFilled { blank: "[[droit]]".to_owned() });
        cases::add_note(portal, &adviser, id, &text("note", "Note-secrète")).await.expect("noted");
        let answer = text("message", "Videz le cache.");
        for _ in 0..2 {
            cases::answer(portal, &adviser, id, &answer).await.expect("answered, once");
        }
        env.deliver().await;
        assert!(env.mailbox.last_to("dorian@exemple.fr").text.contains("Videz le cache."));
        let case = cases::read(portal, &access(&client, &reference, &secret)).await.expect("read");
        let kinds = |kind| case.entries.iter().filter(|entry| entry.kind == kind).count();
        assert_eq!((kinds(EntryKind::Adviser), kinds(EntryKind::Note)), (1, 0), "no internal note");
        cases::close(portal, &adviser, id).await.expect("closed");
        let follow_up = text("message", "Encore blanche");
        cases::follow_up(portal, &access(&client, &reference, &secret), &follow_up).await.expect("sent");
        let reopened = cases::case_of_adviser(portal, &adviser, id).await.expect("read");
        assert_eq!(reopened.state(), CaseState::Open, "a message reopens the case");
        assert!(reopened.entries.iter().any(|entry| entry.content == "Note-secrète"));
        env.advance(Duration::from_secs(732 * 24 * 3600));
        assert_eq!(cases::purge(portal).await.expect("purged"), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_reference_and_wrong_secret_are_indistinguishable_and_limited() {
    on_each_database(async |env| {
        let portal = &env.portal;
        let (reference, secret) = confirmed(&env, "dorian@exemple.fr", "Essai").await;
        let attacker = client_at(66);
        for (reference, secret) in [
            (reference.as_str(), "0000-0000-0000-0000"),
            ("A-0000-0000", secret.as_str()),
            (reference.as_str(), "é"),
            (reference.as_str(), ""),
            ("", secret.as_str()),
        ] {
            let read = cases::read(portal, &access(&attacker, reference, secret)).await;
            assert!(matches!(read, Err(Error::NotFound)), "{reference} {secret}");
        }
        let mut limited = 0;
        for _ in 0..30 {
            let read = cases::read(portal, &access(&attacker, &reference, "0000-0000-0000-0001")).await;
            limited += usize::from(matches!(read, Err(Error::Invalid(_))));
        }
        assert!(limited > 5, "guesses are limited");
        cases::read(portal, &access(&client_at(7), &reference, &secret)).await.expect("the owner reads it");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn forms_of_one_network_are_limited_and_unconfirmed_ones_reach_no_adviser() {
    on_each_database(async |env| {
        let portal = &env.portal;
        let adviser = env.staff_session("conseil", StaffRole::Adviser).await;
        let (_, visitor) = env.visitor().await;
        let mut stored = 0;
        for number in 0..1000 {
            let answers = request(&format!("x{number}@exemple.fr"), "Spam");
            match cases::open(portal, &visitor, &client_at(66), &answers).await {
                Ok(_) => stored += 1,
                refused => {
                    let sentence = problems(refused)[0].problem.to_string();
                    assert!(sentence.starts_with("Vous avez fait cette demande trop souvent"), "{sentence}");
                }
            }
        }
        assert_eq!((stored, env.count("support_case").await), (20, 20));
        let listed = cases::cases(portal, &adviser, CaseKind::Technical, CaseState::Open, "", 1)
            .await
            .expect("a list");
        assert!(listed.cases.is_empty());
        env.advance(Duration::from_secs(49 * 3600));
        assert_eq!(cases::purge(portal).await.expect("purged"), 20);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_two_advisers_takes_a_case() {
    on_each_database_with(
        |config| config.database.busy_seconds = 60,
        async |env| {
            let portal = &env.portal;
            let advisers = [
                env.staff_session("camille", StaffRole::Adviser).await,
                env.staff_session("dominique", StaffRole::Adviser).await,
            ];
            confirmed(&env, "dorian@exemple.fr", "Essai").await;
            let id = id_of(&env, &advisers[0], CaseState::Open).await;
            let attempts = (0..50).map(|number| {
                let (portal, adviser) = (portal.clone(), advisers[number % 2].clone());
                tokio::spawn(async move { cases::take(&portal, &adviser, id).await })
            });
            let mut taken = [0, 0];
            for (number, attempt) in attempts.collect::<Vec<_>>().into_iter().enumerate() {
                match attempt.await.expect("no panic") {
                    Ok(()) => taken[number % 2] += 1,
                    refused => {
                        let problem = problems(refused)[0].problem.clone();
                        assert!(matches!(problem, Problem::CaseTaken { .. }), "{problem:?}");
                    }
                }
            }
            assert!(taken == [25, 0] || taken == [0, 25], "one adviser wins: {taken:?}");
            let case = cases::case_of_adviser(portal, &advisers[0], id).await.expect("read");
            let steps = case.entries.iter().filter(|entry| entry.state() == Some(CaseState::Taken)).count();
            assert_eq!(steps, 1);
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_opened_while_the_mail_server_is_down_is_confirmed_later() {
    on_each_database(async |env| {
        let (_, visitor) = env.visitor().await;
        env.mailbox.set_mode(Mode::Refuse);
        let answers = request("dorian@exemple.fr", "Sans courriel");
        let opened = cases::open(&env.portal, &visitor, &client_at(7), &answers).await;
        assert!(matches!(opened.expect("stored"), Opened::AwaitsConfirmation));
        env.deliver().await;
        assert_eq!(env.mailbox.count_to("dorian@exemple.fr"), 0);
        env.mailbox.set_mode(Mode::Accept);
        env.advance(Duration::from_secs(24 * 3600));
        env.deliver().await;
        let link = env.mailbox.last_to("dorian@exemple.fr").link("/assistance/confirmation");
        let token = link.split("jeton=").nth(1).expect("a token");
        let confirmed = cases::confirm(&env.portal, token).await.expect("no failure");
        assert!(confirmed.is_some(), "nothing is lost");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transfer_is_proposed_only_for_motifs_that_the_person_may_use() {
    on_each_database(async |env| {
        let portal = &env.portal;
        let adviser = env.staff_session("conseil", StaffRole::Adviser).await;
        let (_, accountant) = env.accountant("alix").await;
        let (_, declarant) = env.declarant("chloe").await;
        let (_, newcomer) = env.signed_in_account("nadir").await;
        for (session, standard, confidential) in
            [(&accountant, true, true), (&declarant, true, false), (&newcomer, false, false)]
        {
            let email = format!("{}@exemple.fr", session.usager().expect("signed in").login);
            cases::open(portal, session, &client_at(7), &request(&email, "Créance")).await.expect("open");
            let id = id_of(&env, &adviser, CaseState::Open).await;
            cases::take(portal, &adviser, id).await.expect("taken");
            let case = cases::case_of_adviser(portal, &adviser, id).await.expect("read");
            let transfer = cases::transfer(portal, &case).await.expect("read");
            assert!(transfer.has_account);
            for (motif, allowed) in [("precision-creance", standard), ("echeancier", confidential)] {
                let found = transfer.motifs.iter().find(|one| one.id == motif).expect("a motif");
                assert_eq!(!found.companies.is_empty(), allowed, "{email} {motif}");
                let mut answers = text("message", "Posez la question au service.");
                answers.set("proposition", motif);
                let answered = cases::answer(portal, &adviser, id, &answers).await;
                if allowed {
                    answered.expect("proposed");
                    let case = cases::case_of_adviser(portal, &adviser, id).await.expect("read");
                    assert!(case.entries.iter().any(|entry| entry.proposal == motif));
                } else {
                    let problem = problems(answered).remove(0);
                    assert_eq!(problem.problem, Problem::MotifNotOpenToPerson);
                    assert_eq!(problem.field, "proposition");
                }
            }
        }
        confirmed(&env, "dorian@exemple.fr", "Sans compte").await;
        let id = id_of(&env, &adviser, CaseState::Open).await;
        let case = cases::case_of_adviser(portal, &adviser, id).await.expect("read");
        let transfer = cases::transfer(portal, &case).await.expect("read");
        assert!(!transfer.has_account && transfer.motifs.iter().all(|motif| motif.companies.is_empty()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_reads_and_claims_its_cases() {
    on_each_database(async |env| {
        let portal = &env.portal;
        let (_, alix) = env.signed_in_account("alix").await;
        let client = client_at(7);
        let answers = request("alix@exemple.fr", "Avec un compte");
        let key = Answers::from_iter([("cle", RowId::generate().to_string())]);
        let mut answers = answers;
        answers.set("cle", key.text("cle"));
        for _ in 0..2 {
            cases::open(portal, &alix, &client, &answers).await.expect("open");
        }
        assert_eq!(env.count("support_case").await, 1, "sent twice is one");
        let own = cases::own_cases(portal, &alix, CaseKind::Technical).await.expect("a list");
        let as_owner =
            Access { session: Some(&alix), client: &client, reference: &own[0].reference, secret: "" };
        cases::read(portal, &as_owner).await.expect("read without the secret");
        let (_, other) = env.signed_in_account("basile").await;
        let as_other = Access { session: Some(&other), ..as_owner };
        assert!(matches!(cases::read(portal, &as_other).await, Err(Error::NotFound)));
        let (reference, secret) = confirmed(&env, "dorian@exemple.fr", "Sans compte").await;
        let claim = |session| Access {
            session: Some(session),
            client: &client,
            reference: &reference,
            secret: &secret,
        };
        cases::claim(portal, &claim(&other)).await.expect("claimed");
        assert!(matches!(cases::claim(portal, &claim(&alix)).await, Err(Error::NotFound)), "claimed once");
        assert_eq!(cases::own_cases(portal, &other, CaseKind::Technical).await.expect("a list").len(), 1);
    })
    .await;
}
