use std::time::Duration;

use backend::accounts::{
    history::Event,
    mfa, profile,
    sessions::{Session, Visitor},
    sign_in::{self, Next, SignInOutcome},
};
use domain::{account::SecurityLevel, form::Answers, mfa::SecondFactor, problem::Problem};
use platform::Error;

use super::{
    fixtures::problem,
    levels::register_at_level,
    virtual_authenticator::{Authenticator, passkey_form},
};
use crate::database::{TestEnv, on_each_database, on_each_database_with};

/// Runs a test on each database with a base URL for which browsers create passkeys.
async fn on_each_https_domain(test: impl AsyncFn(TestEnv)) {
    on_each_database_with(https_domain, test).await;
}

fn https_domain(config: &mut backend::config::Config) {
    config.base_url = super::virtual_authenticator::ORIGIN.parse().expect("an address");
}

impl TestEnv {
    /// Adds a passkey; `level`: code of the security level to set with it.
    pub async fn add_passkey(&self, session: &Session, key: &mut Authenticator, level: &str) -> Session {
        let options = mfa::begin_passkey(&self.portal, session).await.expect("a challenge");
        let mut answers = passkey_form(key.create(&options));
        answers.set("nom", "Ordinateur");
        answers.set("niveau", level);
        let confirmed = mfa::confirm_passkey(&self.portal, session, &answers).await.expect("added");
        self.session_of(confirmed.token).await
    }

    /// Submits a passkey as the second factor.
    async fn submit_passkey(
        &self,
        pending: &Session,
        key: &mut Authenticator,
    ) -> Result<SignInOutcome, Error> {
        let step = sign_in::second_step(&self.portal, pending, "cle").await.expect("a step");
        let answers = passkey_form(key.sign(&step.passkey_challenge.expect("a challenge")));
        self.submit_second_factor(pending, &answers).await
    }

    /// Signs in with a passkey alone.
    async fn sign_in_with_passkey(&self, key: &mut Authenticator) -> Result<SignInOutcome, Error> {
        let (_, visitor) = self.visitor().await;
        let options = sign_in::passkey_challenge(&self.portal, &visitor).await.expect("a challenge");
        let answers = passkey_form(key.sign(&options));
        sign_in::sign_in_with_passkey(&self.portal, &visitor, &self.client(), &answers).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn passkeys_are_added_listed_and_removed() {
    on_each_https_domain(async |env| {
        let (account, session) = env.signed_in_account("alix").await;
        let mut first = Authenticator::new(1);
        let session = env.add_passkey(&session, &mut first, "").await;
        let (_, other) = env.signed_in_account("basile").await;
        let options = mfa::begin_passkey(&env.portal, &other).await.expect("a challenge");
        let mut again = passkey_form(first.clone().create(&options));
        again.set("nom", "La même");
        let known = mfa::confirm_passkey(&env.portal, &other, &again).await;
        assert_eq!(problem(known), Problem::PasskeyAlreadyAdded, "a passkey belongs to one account");
        let session = env.add_passkey(&session, &mut Authenticator::new(2), "").await;
        let known = mfa::passkeys(&env.portal, account.into()).await.expect("listed");
        assert_eq!((known.len(), known[0].name.as_str(), known[0].last_used_at), (2, "Ordinateur", None));

        let stolen = mfa::remove_passkey(&env.portal, &other, known[0].id).await;
        assert!(matches!(stolen, Err(Error::NotFound)), "{stolen:?}");
        let level = Answers::from_iter([("niveau", "cle")]);
        mfa::change_level(&env.portal, &session, &level).await.expect("a passkey is there");
        mfa::remove_passkey(&env.portal, &session, known[0].id).await.expect("removed");
        let last = mfa::remove_passkey(&env.portal, &session, known[1].id).await;
        assert_eq!(problem(last), Problem::LastPasskey);
        let removed = env.sign_in_with_passkey(&mut first).await;
        assert_eq!(problem(removed), Problem::WrongPasskey, "a removed passkey is refused");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn passkey_level_requires_the_passkey_and_refuses_weaker_factors() {
    on_each_https_domain(async |env| {
        let (_, session) = env.signed_in_account("alix").await;
        let (_, session, _) = env.add_authenticator_app(&session, false).await;
        let mut key = Authenticator::new(1);
        env.add_passkey(&session, &mut key, "cle").await;
        let pending = env.pending_sign_in("alix").await;
        let step = sign_in::second_step(&env.portal, &pending, "application").await.expect("a step");
        assert_eq!(
            (step.factor, step.other_factors),
            (SecondFactor::Passkey, vec![SecondFactor::RecoveryCode])
        );
        let empty = env.submit_second_factor(&pending, &passkey_form(String::new())).await;
        assert_eq!(problem(empty), Problem::NoPasskeyResponse, "no response without scripts");
        let unknown = env.submit_passkey(&pending, &mut Authenticator::new(9)).await;
        assert_eq!(problem(unknown), Problem::WrongPasskey);
        let done = env.submit_passkey(&pending, &mut key).await.expect("signed in");
        assert!(matches!(env.session_of(done.token).await.visitor, Visitor::Usager(_)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn passkey_alone_signs_in_once_per_challenge() {
    on_each_https_domain(async |env| {
        let (account, session) = env.signed_in_account("alix").await;
        let mut key = Authenticator::new(1);
        env.add_passkey(&session, &mut key, "").await;
        let (_, visitor) = env.visitor().await;
        let options = sign_in::passkey_challenge(&env.portal, &visitor).await.expect("a challenge");
        let answers = passkey_form(key.sign(&options));
        let client = env.client();
        let uses = (0..50).map(|_| sign_in::sign_in_with_passkey(&env.portal, &visitor, &client, &answers));
        let outcomes = futures::future::join_all(uses).await;
        let accepted: Vec<&SignInOutcome> = outcomes.iter().filter_map(|one| one.as_ref().ok()).collect();
        eprintln!("50 parallel uses of one passkey response on {}: {} accepted", env.engine, accepted.len());
        assert_eq!(accepted.len(), 1, "{outcomes:?}");
        let session = env.session(accepted[0].token.expose()).await;
        assert_eq!(session.usager().expect("signed in").account, account);
        assert!(session.is_recently_authenticated(env.clock.now()));
        assert!(mfa::passkeys(&env.portal, account.into()).await.expect("listed")[0].last_used_at.is_some());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn challenge_is_bound_to_its_session_and_expires_after_five_minutes() {
    on_each_https_domain(async |env| {
        let (_, session) = env.signed_in_account("alix").await;
        let mut key = Authenticator::new(1);
        env.add_passkey(&session, &mut key, "").await;
        let ((_, requesting), (_, other)) = (env.visitor().await, env.visitor().await);
        let options = sign_in::passkey_challenge(&env.portal, &requesting).await.expect("a challenge");
        sign_in::passkey_challenge(&env.portal, &other).await.expect("another challenge");
        let answers = passkey_form(key.sign(&options));
        for session in [&other, &requesting] {
            env.advance(Duration::from_secs(if session.id == requesting.id { 300 } else { 0 }));
            let late = sign_in::sign_in_with_passkey(&env.portal, session, &env.client(), &answers).await;
            let expected =
                if session.id == requesting.id { Problem::ExpiredChallenge } else { Problem::WrongPasskey };
            assert_eq!(problem(late), expected);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unverified_users_foreign_origins_and_cloned_passkeys_are_refused() {
    on_each_https_domain(async |env| {
        let (_, session) = env.signed_in_account("alix").await;
        let mut key = Authenticator::new(1);
        env.add_passkey(&session, &mut key, "").await;
        let (mut locked, mut foreign) = (key.clone(), key.clone());
        locked.unlocked = false;
        foreign.origin = "https://portail.example.pirate.example";
        assert_eq!(problem(env.sign_in_with_passkey(&mut locked).await), Problem::PasskeyWithoutVerification);
        assert_eq!(problem(env.sign_in_with_passkey(&mut foreign).await), Problem::WrongPasskey);
        let mut copy = key.clone();
        for _ in 0..2 {
            env.sign_in_with_passkey(&mut key).await.expect("signed in");
        }
        assert_eq!(problem(env.sign_in_with_passkey(&mut copy).await), Problem::ClonedPasskey);
        let (_, session) = env.sign_in("alix").await;
        let history = backend::accounts::history::page(&env.portal, &session, 1).await.expect("read");
        let refused = Event::PasskeyRefused { name: "Ordinateur".to_owned() };
        assert!(history.entries.iter().any(|entry| entry.event == refused && entry.event.needs_attention()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn passkey_without_pin_gets_its_own_problem_when_it_is_added_and_as_second_factor() {
    on_each_https_domain(async |env| {
        let (_, session) = env.signed_in_account("alix").await;
        let mut without_pin = Authenticator::new(1);
        without_pin.unlocked = false;
        let options = mfa::begin_passkey(&env.portal, &session).await.expect("a challenge");
        let mut answers = passkey_form(without_pin.create(&options));
        answers.set("nom", "Clé USB");
        let added = mfa::confirm_passkey(&env.portal, &session, &answers).await;
        assert_eq!(problem(added), Problem::PasskeyWithoutVerification);
        assert_eq!(env.count("passkey").await, 0);

        let mut key = Authenticator::new(2);
        env.add_passkey(&session, &mut key, "cle").await;
        key.unlocked = false;
        let pending = env.pending_sign_in("alix").await;
        let refused = env.submit_passkey(&pending, &mut key).await;
        assert_eq!(problem(refused), Problem::PasskeyWithoutVerification);
        key.unlocked = true;
        env.submit_passkey(&pending, &mut key).await.expect("signed in");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn secured_account_requires_the_password_before_a_passkey_alone() {
    on_each_https_domain(async |env| {
        let (_, session) = env.signed_in_account("alix").await;
        let mut key = Authenticator::new(1);
        let session = env.add_passkey(&session, &mut key, "").await;
        profile::secure(&env.portal, &session, &env.client()).await.expect("secured");
        assert_eq!(problem(env.sign_in_with_passkey(&mut key).await), Problem::PasskeyAfterPassword);
        let pending = env.pending_sign_in("alix").await;
        env.submit_passkey(&pending, &mut key).await.expect("signed in");
        env.sign_in_with_passkey(&mut key).await.expect("accepted after a sign-in with the password");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn passkey_alone_reauthenticates() {
    on_each_https_domain(async |env| {
        let (_, session) = env.signed_in_account("alix").await;
        let mut key = Authenticator::new(1);
        env.add_passkey(&session, &mut key, "").await;
        let done = env.sign_in_with_passkey(&mut key).await.expect("signed in");
        let token = done.token;
        env.advance(Duration::from_secs(14 * 60));
        env.session(token.expose()).await;
        env.advance(Duration::from_secs(60));
        let session = env.session(token.expose()).await;
        assert!(!session.is_recently_authenticated(env.clock.now()));
        let step = sign_in::reauthentication_step(&env.portal, &session, "").await.expect("a step");
        assert_eq!(
            (step.factor, step.other_factors),
            (None, vec![Some(SecondFactor::Passkey)]),
            "the password or the passkey"
        );
        let step = sign_in::reauthentication_step(&env.portal, &session, "cle").await.expect("a step");
        let answers = passkey_form(key.sign(&step.passkey_challenge.expect("a challenge")));
        let reauthenticated = sign_in::reauthenticate(&env.portal, &session, &env.client(), &answers)
            .await
            .expect("re-authenticated");
        let session = env.session_of(reauthenticated).await;
        assert!(session.is_recently_authenticated(env.clock.now()));
        let replayed = sign_in::reauthenticate(&env.portal, &session, &env.client(), &answers).await;
        assert_eq!(problem(replayed), Problem::ExpiredChallenge);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn passkey_chosen_at_registration_is_enrolled_or_replaced_by_an_app() {
    on_each_https_domain(async |env| {
        for (login, with_app) in [("alix", false), ("basile", true)] {
            register_at_level(&env, login, "cle").await;
            let pending = env.pending_sign_in(login).await;
            let code = Answers::from_iter([("code", env.code(login).await)]);
            let done = env
                .submit_second_factor(&pending, &code)
                .await
                .expect("mailed code until the passkey is added");
            assert_eq!(done.next, Next::Enrol(SecondFactor::Passkey));
            let session = env.session_of(done.token).await;
            let session = match with_app {
                false => env.add_passkey(&session, &mut Authenticator::new(7), "").await,
                true => {
                    let (_, session, _) = env.add_authenticator_app(&session, false).await;
                    assert!(matches!(session.visitor, Visitor::Enrolling(_)), "not the chosen level");
                    env.add_authenticator_app(&session, true).await.1
                }
            };
            assert!(matches!(session.visitor, Visitor::Usager(_)), "{login}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn passkey_level_is_offered_only_on_an_https_domain() {
    on_each_https_domain(async |env| {
        assert!(mfa::levels(&env.portal).contains(&SecurityLevel::Passkey));
    })
    .await;
    on_each_database(async |env| {
        assert!(!mfa::levels(&env.portal).contains(&SecurityLevel::Passkey));
    })
    .await;
}
