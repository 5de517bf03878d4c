use std::time::Duration;

use backend::accounts::registration::register;
use domain::{form::Answers, problem::Problem};
use platform::Error;

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
async fn registration_mails_a_link_on_the_configured_base_url() {
    on_each_database_with(
        |config| config.base_url = "https://prodouane.example".parse().expect("an address"),
        async |env| {
            let answers = accounts::registration_form("Alix.Demo", "Alix@Exemple.fr");
            register(&env.portal, &env.visitor().await.1, &env.client(), &answers).await.expect("registered");
            env.deliver().await;
            let mail = env.mailbox.last_to("alix@exemple.fr");
            assert_eq!(mail.subject, "Activez votre compte Prodouane");
            let link = mail.link("https://");
            let token = link
                .strip_prefix("https://prodouane.example/activation?jeton=")
                .expect("the configured base URL");
            assert_eq!(token.len(), 43);
            assert!(mail.html.contains(&link), "{}", mail.html);
            assert!(mail.text.contains("alix.demo"), "{}", mail.text);
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn invalid_form_stores_nothing() {
    on_each_database(async |env| {
        let mut answers = accounts::registration_form("alix", "alix@exemple.fr");
        answers.set("email", "alix");
        answers.set("confirmation", "autre chose");
        answers.set("nom", "x".repeat(10_000));
        let found = problems(register(&env.portal, &env.visitor().await.1, &env.client(), &answers).await);
        let fields: Vec<&str> = found.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(fields, ["confirmation", "nom", "email"]);
        for (password, problem) in [
            ("Motdepasse123", Problem::PasswordGuessable),
            ("Alix-alix-Alix-1", Problem::PasswordPersonal),
            ("Court1", Problem::PasswordTooShort),
        ] {
            let mut answers = accounts::registration_form("alix", "alix@exemple.fr");
            answers.set("mot_de_passe", password);
            answers.set("confirmation", password);
            let found =
                problems(register(&env.portal, &env.visitor().await.1, &env.client(), &answers).await);
            assert_eq!(found, [("mot_de_passe".to_owned(), problem)]);
        }
        assert_eq!((env.count("account").await, env.count("outbox").await), (0, 0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn taken_login_is_reported_and_taken_address_is_not() {
    on_each_database(async |env| {
        env.account("alix").await;
        let taken = accounts::registration_form("ALIX", "autre@exemple.fr");
        let found = problems(register(&env.portal, &env.visitor().await.1, &env.client(), &taken).await);
        assert_eq!(found, [("identifiant".to_owned(), Problem::LoginTaken)]);

        let again = accounts::registration_form("alix2", "alix@exemple.fr");
        register(&env.portal, &env.visitor().await.1, &env.client(), &again)
            .await
            .expect("the same response as for a free address");
        env.deliver().await;
        assert_eq!(env.count("account").await, 1);
        let mail = env.mailbox.last_to("alix@exemple.fr");
        assert_eq!(mail.subject, "Une inscription a été demandée avec votre adresse");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn repeated_registrations_send_a_limited_number_of_mails() {
    on_each_database(async |env| {
        for last in 0..20 {
            let answers = accounts::registration_form("alix", "alix@exemple.fr");
            register(&env.portal, &env.visitor().await.1, &client_at(last), &answers)
                .await
                .expect("always the same response");
        }
        env.deliver().await;
        assert_eq!(env.mailbox.count_to("alix@exemple.fr"), 5);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn registrations_are_rate_limited_per_network() {
    on_each_database_with(
        |config| config.sign_in.registrations_per_network = 2,
        async |env| {
            let form = |number: u32| {
                accounts::registration_form(&format!("compte{number}"), &format!("compte{number}@exemple.fr"))
            };
            for number in 0..2 {
                register(&env.portal, &env.visitor().await.1, &env.client(), &form(number))
                    .await
                    .expect("registered");
            }
            let found =
                problems(register(&env.portal, &env.visitor().await.1, &env.client(), &form(2)).await);
            assert_eq!(found, [(String::new(), Problem::TooManyAttempts { minutes: 60 })]);
            env.advance(Duration::from_secs(3601));
            register(&env.portal, &env.visitor().await.1, &env.client(), &form(2))
                .await
                .expect("an hour later");
        },
    )
    .await;
}

/// Estimating a password's strength takes processor time, whether the registration succeeds or not.
#[tokio::test(flavor = "multi_thread")]
async fn password_estimates_at_registration_are_rate_limited_per_network() {
    on_each_database_with(
        |config| config.sign_in.registrations_per_network = 2,
        async |env| {
            let attempt = async |password: &str, last: u8| {
                let mut answers = accounts::registration_form("alix", "alix@exemple.fr");
                answers.set("mot_de_passe", password);
                answers.set("confirmation", password);
                let visitor = env.visitor().await.1;
                problems(register(&env.portal, &visitor, &client_at(last), &answers).await)
            };
            let guessable = [("mot_de_passe".to_owned(), Problem::PasswordGuessable)];
            for _ in 0..8 {
                assert_eq!(attempt("Motdepasse2026", 1).await, guessable);
            }
            let limited = [(String::new(), Problem::TooManyAttempts { minutes: 60 })];
            assert_eq!(attempt("Motdepasse2026", 1).await, limited);
            assert_eq!(attempt(&"4@8({[<369!1|0$5+7%2".repeat(12), 1).await, limited, "before any estimate");
            // Refused without an estimate, hence without a limit.
            let short = [("mot_de_passe".to_owned(), Problem::PasswordTooShort)];
            assert_eq!(attempt("Court1Aa", 1).await, short);
            assert_eq!(attempt("Motdepasse2026", 2).await, guessable, "another network");
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn never_activated_accounts_are_deleted_after_thirty_days() {
    on_each_database(async |env| {
        env.account("actif").await;
        let answers = accounts::registration_form("jamais", "jamais@exemple.fr");
        register(&env.portal, &env.visitor().await.1, &env.client(), &answers).await.expect("registered");
        env.advance(Duration::from_secs(29 * 24 * 3600));
        env.run_jobs().await;
        assert_eq!(env.count("account").await, 2);
        env.advance(Duration::from_secs(2 * 24 * 3600));
        env.run_jobs().await;
        assert_eq!(env.count("account").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_texts_are_refused_or_escaped() {
    on_each_database(async |env| {
        for (field, value) in [
            ("prenom", "<a href=//exemple.invalid>"),
            ("identifiant", "'; DROP TABLE account; --"),
            ("email", "a@exemple.fr\r\nBcc: b@exemple.fr"),
        ] {
            let mut answers: Answers = accounts::registration_form("alix", "alix@exemple.fr");
            answers.set(field, value);
            let found =
                problems(register(&env.portal, &env.visitor().await.1, &env.client(), &answers).await);
            assert_eq!(found[0].0, field, "{value:?}");
        }
        let mut answers = accounts::registration_form("alix", "alix@exemple.fr");
        answers.set("prenom", "<script>alert(1)</script>{{ letter }}\u{202e}\0");
        register(&env.portal, &env.visitor().await.1, &env.client(), &answers).await.expect("registered");
        env.deliver().await;
        let mail = env.mailbox.last_to("alix@exemple.fr");
        assert!(!mail.html.contains("<script>"), "{}", mail.html);
        assert!(mail.html.contains("{{ letter }},"), "a name is not rendered as a template: {}", mail.html);
        assert!(!mail.text.contains(['\u{202e}', '\0']), "invisible characters are dropped: {}", mail.text);
    })
    .await;
}
