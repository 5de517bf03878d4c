use std::time::Duration;

use backend::{Error, registration::register};
use domain::{form::Answers, problem::Problem};

use crate::{
    accounts::{self, client_at},
    database::{on_each_database, on_each_database_with},
};

fn problems(outcome: Result<(), Error>) -> Vec<(String, Problem)> {
    match outcome {
        Err(Error::Invalid(problems)) => problems.into_iter().map(|one| (one.field, one.problem)).collect(),
        other => panic!("expected problems, got {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registration_sends_a_link_of_the_configured_address() {
    on_each_database_with(
        |config| config.base_url = "https://prodouane.example".parse().expect("an address"),
        async |house| {
            let answers = accounts::registration("Alix.Demo", "Alix@Exemple.fr");
            register(&house.portal, &house.visitor().await.1, &house.client(), &answers)
                .await
                .expect("registered");
            house.deliver().await;
            let mail = house.mailbox.last_to("alix@exemple.fr");
            assert_eq!(mail.subject, "Activez votre compte Prodouane");
            let link = mail.link("https://");
            let token =
                link.strip_prefix("https://prodouane.example/activation?jeton=").expect("our own address");
            assert_eq!(token.len(), 43);
            assert!(mail.html.contains(&link), "{}", mail.html);
            assert!(mail.text.contains("alix.demo"), "{}", mail.text);
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_faulty_form_stores_nothing() {
    on_each_database(async |house| {
        let mut answers = accounts::registration("alix", "alix@exemple.fr");
        answers.set("email", "alix");
        answers.set("confirmation", "autre chose");
        answers.set("nom", "x".repeat(10_000));
        let found =
            problems(register(&house.portal, &house.visitor().await.1, &house.client(), &answers).await);
        let fields: Vec<&str> = found.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(fields, ["confirmation", "nom", "email"]);
        for (password, problem) in [
            ("Motdepasse123", Problem::PasswordGuessable),
            ("Alix-alix-Alix-1", Problem::PasswordPersonal),
            ("Court1", Problem::PasswordTooShort),
        ] {
            let mut answers = accounts::registration("alix", "alix@exemple.fr");
            answers.set("mot_de_passe", password);
            answers.set("confirmation", password);
            let found =
                problems(register(&house.portal, &house.visitor().await.1, &house.client(), &answers).await);
            assert_eq!(found, [("mot_de_passe".to_owned(), problem)]);
        }
        assert_eq!((house.count("account").await, house.count("outbox").await), (0, 0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_taken_login_is_told_and_a_taken_address_is_not() {
    on_each_database(async |house| {
        house.account("alix").await;
        let taken = accounts::registration("ALIX", "autre@exemple.fr");
        let found =
            problems(register(&house.portal, &house.visitor().await.1, &house.client(), &taken).await);
        assert_eq!(found, [("identifiant".to_owned(), Problem::LoginTaken)]);

        let again = accounts::registration("alix2", "alix@exemple.fr");
        register(&house.portal, &house.visitor().await.1, &house.client(), &again)
            .await
            .expect("the same answer as for a free address");
        house.deliver().await;
        assert_eq!(house.count("account").await, 1);
        let mail = house.mailbox.last_to("alix@exemple.fr");
        assert_eq!(mail.subject, "Une inscription a été demandée avec votre adresse");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pending_registration_gives_way_to_the_owner_of_the_mailbox() {
    on_each_database(async |house| {
        for login in ["premier", "second", "second"] {
            let answers = accounts::registration(login, "alix@exemple.fr");
            register(&house.portal, &house.visitor().await.1, &house.client(), &answers)
                .await
                .expect("registered");
        }
        house.deliver().await;
        assert_eq!(house.count("account").await, 1);
        assert_eq!(house.count("activation_link").await, 1);
        assert_eq!(house.mailbox.count_to("alix@exemple.fr"), 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_address_registered_many_times_at_once_is_one_account() {
    on_each_database(async |house| {
        let attempts = (0..12).map(|_| async {
            let answers = accounts::registration("alix", "alix@exemple.fr");
            register(&house.portal, &house.visitor().await.1, &house.client(), &answers).await
        });
        for outcome in futures::future::join_all(attempts).await {
            match outcome {
                Ok(()) => {}
                Err(Error::Invalid(found)) => assert_eq!(found[0].problem, Problem::LoginTaken),
                Err(error) => panic!("{error:?}"),
            }
        }
        assert_eq!(house.count("account").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_fills_a_mailbox_by_registering_again_and_again() {
    on_each_database(async |house| {
        for last in 0..20 {
            let answers = accounts::registration("alix", "alix@exemple.fr");
            register(&house.portal, &house.visitor().await.1, &client_at(last), &answers)
                .await
                .expect("always the same answer");
        }
        house.deliver().await;
        assert_eq!(house.mailbox.count_to("alix@exemple.fr"), 5);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_network_opens_so_many_accounts_an_hour() {
    on_each_database_with(
        |config| config.sign_in.registrations_per_network = 2,
        async |house| {
            let one = |number: u32| {
                accounts::registration(&format!("compte{number}"), &format!("compte{number}@exemple.fr"))
            };
            for number in 0..2 {
                register(&house.portal, &house.visitor().await.1, &house.client(), &one(number))
                    .await
                    .expect("registered");
            }
            let found =
                problems(register(&house.portal, &house.visitor().await.1, &house.client(), &one(2)).await);
            assert_eq!(found, [(String::new(), Problem::TooManyAttempts { minutes: 60 })]);
            house.advance(Duration::from_secs(3601));
            register(&house.portal, &house.visitor().await.1, &house.client(), &one(2))
                .await
                .expect("an hour later");
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn never_activated_accounts_are_deleted_after_thirty_days() {
    on_each_database(async |house| {
        house.account("actif").await;
        let answers = accounts::registration("jamais", "jamais@exemple.fr");
        register(&house.portal, &house.visitor().await.1, &house.client(), &answers)
            .await
            .expect("registered");
        house.advance(Duration::from_secs(29 * 24 * 3600));
        house.run_jobs().await;
        assert_eq!(house.count("account").await, 2);
        house.advance(Duration::from_secs(2 * 24 * 3600));
        house.run_jobs().await;
        assert_eq!(house.count("account").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_texts_are_refused_or_kept_as_texts() {
    on_each_database(async |house| {
        for (field, value) in [
            ("prenom", "a\0b"),
            ("nom", "a\u{202e}b"),
            ("identifiant", "'; DROP TABLE account; --"),
            ("email", "a@exemple.fr\r\nBcc: b@exemple.fr"),
        ] {
            let mut answers: Answers = accounts::registration("alix", "alix@exemple.fr");
            answers.set(field, value);
            let found =
                problems(register(&house.portal, &house.visitor().await.1, &house.client(), &answers).await);
            assert_eq!(found[0].0, field, "{value:?}");
        }
        let mut answers = accounts::registration("alix", "alix@exemple.fr");
        answers.set("prenom", "<script>alert(1)</script>{{ letter.link }}");
        register(&house.portal, &house.visitor().await.1, &house.client(), &answers)
            .await
            .expect("registered");
        house.deliver().await;
        let mail = house.mailbox.last_to("alix@exemple.fr");
        assert!(!mail.html.contains("<script>"), "{}", mail.html);
        assert!(mail.html.contains("{{ letter.link }}"), "a name is never a template");
    })
    .await;
}
