//! One password and one mailbox, however the keyboard, the clipboard or the system produced them.

use argon2::{Argon2, PasswordHasher};
use backend::{
    accounts::{
        profile,
        registration::{activate, register},
        sessions::Session,
        sign_in,
    },
    staff::{self, NewMember},
};
use domain::{email, form::Answers, path, problem::Problem, rights::StaffRole};
use platform::Error;

use crate::{
    accounts::{self, PASSWORD, client_at},
    database::{TestEnv, on_each_database, on_each_database_with},
    messaging::fixtures::RECETTE,
};

const COMPOSED: &str = "Clé-Éprouvée-2026";
const DECOMPOSED: &str = "Cle\u{301}-E\u{301}prouve\u{301}e-2026";

/// The domain `société.fr` as people and programs write it.
const ONE_MAILBOX: [&str; 6] = [
    "contact@société.fr",
    "Contact@SOCIÉTÉ.FR",
    "contact@socie\u{301}te\u{301}.fr",
    "contact@xn--socit-esab.fr",
    " contact@XN--SOCIT-ESAB.FR\u{a0}",
    "\u{202a}contact@soci\u{200b}été.fr\u{202c}",
];
const ASCII_MAILBOX: &str = "contact@xn--socit-esab.fr";

/// Returns the problem of a refused form, or `None` if it was accepted.
fn problem<T: std::fmt::Debug>(outcome: Result<T, Error>) -> Option<Problem> {
    match outcome {
        Ok(_) => None,
        Err(Error::Invalid(mut problems)) => Some(problems.remove(0).problem),
        Err(other) => panic!("expected a problem, got {other:?}"),
    }
}

/// Registers an account; returns the token of its activation link.
async fn registered(env: &TestEnv, answers: &Answers, mailbox: &str) -> String {
    register(&env.portal, &env.visitor().await.1, &env.client(), answers).await.expect("registered");
    env.deliver().await;
    let link = env.mailbox.last_to(mailbox).link("http://");
    link.split_once("jeton=").expect("a token").1.to_owned()
}

async fn first_step(env: &TestEnv, typed: &str, password: &str) -> Option<Problem> {
    let (_, session) = env.visitor().await;
    let answers = accounts::credentials(typed, password);
    problem(sign_in::sign_in(&env.portal, &session, &env.client(), &answers).await)
}

async fn reauthenticated(env: &TestEnv, session: &Session, password: &str) -> Option<Problem> {
    let answers = Answers::from_iter([("mot_de_passe", password)]);
    problem(sign_in::reauthenticate(&env.portal, session, &env.client(), &answers).await)
}

fn new_password(token: &str, password: &str, confirmation: &str) -> Answers {
    Answers::from_iter([("jeton", token), ("mot_de_passe", password), ("confirmation", confirmation)])
}

/// Hash as stored before passwords were normalised.
fn former_hash(password: &str) -> String {
    Argon2::default().hash_password(password.as_bytes()).expect("a hash").to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn composed_and_decomposed_password_is_one_at_registration_activation_and_sign_in() {
    on_each_database(async |env| {
        for (login, typed, other) in [("alix", COMPOSED, DECOMPOSED), ("basile", DECOMPOSED, COMPOSED)] {
            let mut answers = accounts::registration_form(login, &accounts::email(login));
            answers.set("mot_de_passe", typed);
            answers.set("confirmation", other);
            let token = registered(&env, &answers, &accounts::email(login)).await;
            let mut activation = accounts::credentials(login, other);
            activation.set("jeton", token);
            activate(&env.portal, &activation).await.expect("activated");
            for password in [typed, other] {
                assert_eq!(first_step(&env, login, password).await, None, "{login} {password}");
            }
            let without_accent = first_step(&env, login, "Cle-Éprouvée-2026").await;
            assert_eq!(without_accent, Some(Problem::WrongCredentials));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn composed_and_decomposed_password_is_one_at_change_reset_and_reauthentication() {
    on_each_database(async |env| {
        let (_, session) = env.signed_in_account("alix").await;
        let form = new_password("", DECOMPOSED, COMPOSED);
        let token = profile::change_password(&env.portal, &session, &form).await.expect("changed");
        let session = env.session(token.expose()).await;
        assert_eq!(reauthenticated(&env, &session, COMPOSED).await, None);

        let (_, session) = env.sign_in_with_password("alix", DECOMPOSED).await;
        for same in [COMPOSED, DECOMPOSED] {
            let form = new_password("", same, same);
            let outcome = profile::change_password(&env.portal, &session, &form).await;
            assert_eq!(problem(outcome), Some(Problem::SamePassword));
        }

        let reset = Answers::from_iter([("identifiant", "alix")]);
        profile::request_reset(&env.portal, &env.client(), &reset).await.expect("requested");
        env.deliver().await;
        let mail = env.mailbox.last_containing("alix@exemple.fr", path::NEW_PASSWORD);
        let token = mail.link("http").split_once("jeton=").expect("a token").1.to_owned();
        let form = new_password(&token, &format!("{COMPOSED}-bis"), &format!("{DECOMPOSED}-bis"));
        profile::reset(&env.portal, &env.client(), &form).await.expect("reset");
        for typed in [COMPOSED, DECOMPOSED] {
            assert_eq!(first_step(&env, "alix", &format!("{typed}-bis")).await, None);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn hashes_stored_before_passwords_were_normalised_remain_valid() {
    on_each_database(async |env| {
        env.account("alix").await;
        for stored in [COMPOSED, DECOMPOSED] {
            platform::execute!(
                env.portal.db,
                sqlx::query("UPDATE account SET password_hash = $1").bind(former_hash(stored))
            )
            .expect("a former hash");
            for typed in [COMPOSED, DECOMPOSED] {
                assert_eq!(first_step(&env, "alix", typed).await, None, "{stored} {typed}");
            }
            assert_eq!(first_step(&env, "alix", "Cle-Eprouvee-2026").await, Some(Problem::WrongCredentials));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn password_of_an_agent_is_one_however_typed() {
    on_each_database(async |env| {
        env.add_services().await;
        let agent = NewMember {
            login: " Camille\u{200b}",
            name: "Camille\u{a0}Fictif",
            mail: "camille@Société.fr",
            password: DECOMPOSED,
            roles: &[StaffRole::Agent],
            services: &[RECETTE.to_owned()],
            remote: true,
        };
        staff::create(&env.portal, &agent).await.expect("an agent is created");
        let signed = async |typed: &str, password: &str| {
            let (_, session) = env.visitor().await;
            let answers = accounts::credentials(typed, password);
            problem(staff::sign_in(&env.portal, &session, &client_at(9), &answers).await)
        };
        for password in [COMPOSED, DECOMPOSED] {
            assert_eq!(signed("\u{feff}CAMILLE ", password).await, None);
        }
        staff::set_password(&env.portal, "camille", &format!("{COMPOSED}-bis")).await.expect("set");
        assert_eq!(signed("camille", &format!("{DECOMPOSED}-bis")).await, None);
        assert_eq!(signed("camille", DECOMPOSED).await, Some(Problem::WrongCredentials));
        env.deliver().await;
        assert!(env.mailbox.count_to(ASCII_MAILBOX.replace("contact", "camille").as_str()) > 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accented_domain_is_one_mailbox_at_registration_sign_in_and_reset() {
    on_each_database_with(
        |config| config.sign_in.codes_per_account = 50,
        async |env| {
            let answers = accounts::registration_form("alix", ONE_MAILBOX[0]);
            let token = registered(&env, &answers, ASCII_MAILBOX).await;
            let mut activation = accounts::credentials(ONE_MAILBOX[2], PASSWORD);
            activation.set("jeton", token);
            activate(&env.portal, &activation).await.expect("activated");

            for typed in ONE_MAILBOX {
                assert_eq!(first_step(&env, typed, PASSWORD).await, None, "{typed:?}");
            }
            for (index, typed) in ONE_MAILBOX.into_iter().enumerate().skip(1) {
                let again = accounts::registration_form(&format!("alix{index}"), typed);
                register(&env.portal, &env.visitor().await.1, &env.client(), &again)
                    .await
                    .expect("the same response");
            }
            assert_eq!(env.count("account").await, 1);
            env.deliver().await;
            let subject = "Une inscription a été demandée avec votre adresse";
            assert!(
                env.mailbox.mails().iter().any(|mail| mail.to == ASCII_MAILBOX && mail.subject == subject)
            );
            assert_eq!(email::shown(ASCII_MAILBOX), ONE_MAILBOX[0]);
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accented_domain_is_found_by_every_reset_request() {
    for typed in ONE_MAILBOX {
        on_each_database(async |env| {
            let answers = accounts::registration_form("alix", ONE_MAILBOX[0]);
            let token = registered(&env, &answers, ASCII_MAILBOX).await;
            let mut activation = accounts::credentials("alix", PASSWORD);
            activation.set("jeton", token);
            activate(&env.portal, &activation).await.expect("activated");
            let reset = Answers::from_iter([("identifiant", typed)]);
            profile::request_reset(&env.portal, &env.client(), &reset).await.expect("requested");
            env.deliver().await;
            env.mailbox.last_containing(ASCII_MAILBOX, path::NEW_PASSWORD);
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn site_in_a_name_is_never_mailed_to_an_unconfirmed_address() {
    on_each_database(async |env| {
        let (_, session) = env.signed_in_account("basile").await;
        for name in
            ["Gagnez 500 € sur https://exemple.invalid", "www.exemple.fr", "exemple.fr", "E\u{200b}xemple.fr"]
        {
            for field in ["prenom", "nom"] {
                let mut answers = accounts::registration_form("alix", "alix@exemple.fr");
                answers.set(field, name);
                let outcome = register(&env.portal, &env.visitor().await.1, &env.client(), &answers).await;
                assert!(matches!(problem(outcome), Some(Problem::SiteInName { .. })), "{name}");
                let mut answers = Answers::from_iter([("prenom", "Basile"), ("nom", "Démo")]);
                answers.set(field, name);
                let outcome = profile::set_situation(&env.portal, &session, &answers).await;
                assert!(matches!(problem(outcome), Some(Problem::SiteInName { .. })), "{name}");
            }
        }
        for (index, name) in ["O", "Ng", "d’Arc", "Jean-Éloi", "Ωmega", "J.-B."].into_iter().enumerate() {
            let login = format!("alix{index}");
            let mut answers = accounts::registration_form(&login, &accounts::email(&login));
            answers.set("prenom", name);
            registered(&env, &answers, &accounts::email(&login)).await;
            let mail = env.mailbox.last_to(&accounts::email(&login));
            assert!(mail.text.contains(&format!("Bonjour {name},")), "{}", mail.text);
        }

        // A name stored before the rule.
        platform::execute!(
            env.portal.db,
            sqlx::query("UPDATE account SET first_name = 'Gagnez sur https://exemple.invalid'")
        )
        .expect("a former name");
        let change = Answers::from_iter([("email", "inconnu@exemple.fr")]);
        profile::request_email_change(&env.portal, &session, &change).await.expect("requested");
        env.deliver().await;
        let mail = env.mailbox.last_to("inconnu@exemple.fr");
        assert!(mail.text.starts_with("Bonjour,") && !mail.text.contains("exemple.invalid"), "{}", mail.text);
        assert!(!mail.html.contains("exemple.invalid"), "{}", mail.html);
    })
    .await;
}
