//! Registrations of one address by a stranger and by its owner: the owner of the mailbox activates their own.

use std::time::Duration;

use backend::accounts::{
    profile,
    registration::{self, activate, register},
    sign_in,
};
use domain::{form::Answers, problem::Problem};
use platform::Error;

use crate::{
    accounts::{self, PASSWORD, client_at},
    database::{TestEnv, on_each_database},
};

const ADDRESS: &str = "alix@exemple.fr";
const STRANGER: &str = "Vent-de-Ventose-1800";

impl TestEnv {
    /// Registers [`ADDRESS`] as a client of this network.
    async fn register_address(&self, network: u8, login: &str, password: &str) {
        let mut answers = accounts::registration_form(login, ADDRESS);
        answers.set("mot_de_passe", password);
        answers.set("confirmation", password);
        register(&self.portal, &self.visitor().await.1, &client_at(network), &answers)
            .await
            .expect("always the same response");
    }

    /// Returns the tokens of the activation links in the mailbox, oldest first.
    async fn activation_tokens(&self) -> Vec<String> {
        self.deliver().await;
        let mails = self.mailbox.mails();
        let links = mails.iter().filter(|mail| mail.to == ADDRESS && mail.text.contains("jeton="));
        links.map(|mail| mail.link("http://").split_once("jeton=").expect("a token").1.to_owned()).collect()
    }

    async fn activate_with(&self, token: &str, login: &str, password: &str) -> Result<(), Problem> {
        let mut answers = accounts::credentials(login, password);
        answers.set("jeton", token);
        match activate(&self.portal, &answers).await {
            Err(Error::Invalid(mut problems)) => Err(problems.remove(0).problem),
            other => {
                other.expect("activated");
                Ok(())
            }
        }
    }

    async fn can_sign_in(&self, name: &str, password: &str) -> bool {
        let (_, session) = self.visitor().await;
        let answers = accounts::credentials(name, password);
        sign_in::sign_in(&self.portal, &session, &client_at(99), &answers).await.is_ok()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn stranger_who_registers_an_address_before_and_after_its_owner_blocks_nothing() {
    on_each_database(async |env| {
        env.register_address(66, "voleur", STRANGER).await;
        assert_eq!(env.activation_tokens().await.len(), 1);
        env.register_address(1, "alix", PASSWORD).await;
        let own = env.activation_tokens().await.pop().expect("the owner's mail");
        // Also with the identifiant that the owner chose, and from the owner's network.
        for (network, login) in [(66, "voleur2"), (66, "alix"), (1, "voleur3"), (1, "alix")] {
            env.register_address(network, login, STRANGER).await;
        }
        env.activate_with(&own, "alix", PASSWORD).await.expect("the owner's link still works");
        assert_eq!(env.count("account").await, 1, "the stranger's registrations are deleted");
        assert!(env.can_sign_in("alix", PASSWORD).await && env.can_sign_in(ADDRESS, PASSWORD).await);
        assert!(!env.can_sign_in("alix", STRANGER).await && !env.can_sign_in("voleur", STRANGER).await);
        for token in env.activation_tokens().await {
            assert_eq!(env.activate_with(&token, "alix", STRANGER).await, Err(Problem::InvalidLink));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn stranger_cannot_use_up_the_mails_of_the_owner() {
    on_each_database(async |env| {
        // All that one network may send within an hour.
        for number in 0..30 {
            env.register_address(66, &format!("voleur{number}"), STRANGER).await;
        }
        let before = env.activation_tokens().await.len();
        env.register_address(1, "alix", PASSWORD).await;
        let tokens = env.activation_tokens().await;
        eprintln!("30 registrations by a stranger on {}: {before} mails, then the owner's", env.engine);
        assert_eq!(tokens.len(), before + 1, "the owner gets a mail");
        env.activate_with(tokens.last().expect("a link"), "alix", PASSWORD).await.expect("activated");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn any_link_to_the_mailbox_activates_the_registration_whose_password_is_typed() {
    on_each_database(async |env| {
        env.register_address(66, "voleur", STRANGER).await;
        let link = env.activation_tokens().await.pop().expect("a mail");
        env.register_address(1, "alix", PASSWORD).await;
        // The link was sent for the stranger's registration, but the owner of the mailbox got it.
        assert_eq!(env.activate_with(&link, "alix", STRANGER).await, Err(Problem::WrongCredentials));
        assert_eq!(env.activate_with(&link, "autre", PASSWORD).await, Err(Problem::WrongCredentials));
        env.activate_with(&link, ADDRESS, PASSWORD).await.expect("activated");
        assert!(env.can_sign_in("alix", PASSWORD).await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_of_new_links_and_registrations_do_not_use_up_password_resets() {
    on_each_database(async |env| {
        env.account("alix").await;
        for number in 0..20 {
            env.register_address(66, &format!("voleur{number}"), STRANGER).await;
            let answers = Answers::from_iter([("email", ADDRESS)]);
            registration::resend(&env.portal, &client_at(67), &answers).await.expect("the same response");
        }
        env.deliver().await;
        let notices = env.mailbox.count_to(ADDRESS);
        assert_eq!(notices, 5, "the owner is not flooded");
        let answers = Answers::from_iter([("identifiant", "alix")]);
        profile::request_reset(&env.portal, &env.client(), &answers).await.expect("requested");
        env.deliver().await;
        assert_eq!(env.mailbox.count_to(ADDRESS), notices + 1, "the owner gets the link");
        env.advance(Duration::from_secs(3600));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn identifiant_taken_before_activation_is_reported() {
    on_each_database(async |env| {
        env.register_address(1, "alix", PASSWORD).await;
        let token = env.activation_tokens().await.pop().expect("a mail");
        // As two concurrent registrations of one identifiant.
        let mut other = accounts::registration_form("alix2", "autre@exemple.fr");
        other.set("mot_de_passe", PASSWORD);
        register(&env.portal, &env.visitor().await.1, &client_at(2), &other).await.expect("registered");
        platform::execute!(
            env.portal.db,
            sqlx::query("UPDATE account SET login = 'alix', activated_at = 1 WHERE login = 'alix2'")
        )
        .expect("activated");
        assert_eq!(env.activate_with(&token, "alix", PASSWORD).await, Err(Problem::LoginTaken));
    })
    .await;
}
