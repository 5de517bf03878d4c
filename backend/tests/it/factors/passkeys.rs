use std::time::Duration;

use backend::{
    Error, factors,
    history::Event,
    profile,
    session::{Session, Visitor},
    sign_in::{self, Next, SignedIn},
};
use domain::{account::SecurityLevel, factor::Way, form::Answers, problem::Problem};

use super::{
    authenticator::{Authenticator, answered},
    levels::registered,
    people::problem,
};
use crate::database::{House, on_each_database, on_each_database_with};

/// Portals that browsers make passkeys for.
async fn on_each_named(test: impl AsyncFn(House)) {
    on_each_database_with(named, test).await;
}

fn named(config: &mut backend::config::Config) {
    config.base_url = super::authenticator::ORIGIN.parse().expect("an address");
}

impl House {
    /// Adds a passkey; `level`: the code of the level that it is added for.
    async fn add_passkey(&self, session: &Session, key: &mut Authenticator, level: &str) -> Session {
        let question = factors::begin_passkey(&self.portal, session).await.expect("a question");
        let mut answers = answered(key.make(&question));
        answers.set("nom", "Ordinateur");
        answers.set("niveau", level);
        let confirmed = factors::confirm_passkey(&self.portal, session, &answers).await.expect("added");
        self.token_session(confirmed.token).await
    }

    /// The second step with a passkey.
    async fn second_step_by(&self, waiting: &Session, key: &mut Authenticator) -> Result<SignedIn, Error> {
        let asked = sign_in::asked(&self.portal, waiting, "cle").await.expect("asked");
        let answers = answered(key.sign(&asked.question.expect("a question")));
        self.second_step(waiting, &answers).await
    }

    /// A sign-in with nothing but a passkey.
    async fn alone(&self, key: &mut Authenticator) -> Result<SignedIn, Error> {
        let (_, visitor) = self.visitor().await;
        let question = sign_in::passkey_question(&self.portal, &visitor).await.expect("a question");
        let answers = answered(key.sign(&question));
        sign_in::sign_in_with_passkey(&self.portal, &visitor, &self.client(), &answers).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn passkeys_are_named_dated_and_removed() {
    on_each_named(async |house| {
        let (account, session) = house.signed_in("alix").await;
        let mut first = Authenticator::new(1);
        let session = house.add_passkey(&session, &mut first, "").await;
        let (_, other) = house.signed_in("basile").await;
        let question = factors::begin_passkey(&house.portal, &other).await.expect("a question");
        let mut again = answered(first.clone().make(&question));
        again.set("nom", "La même");
        let known = factors::confirm_passkey(&house.portal, &other, &again).await;
        assert_eq!(problem(known), Problem::KnownPasskey, "a key opens one account");
        let session = house.add_passkey(&session, &mut Authenticator::new(2), "").await;
        let known = factors::passkeys(&house.portal, account).await.expect("listed");
        assert_eq!((known.len(), known[0].name.as_str(), known[0].last_used_at), (2, "Ordinateur", None));

        let stolen = factors::remove_passkey(&house.portal, &other, known[0].id).await;
        assert!(matches!(stolen, Err(Error::NotFound)), "{stolen:?}");
        let level = Answers::from_iter([("niveau", "cle")]);
        factors::change_level(&house.portal, &session, &level).await.expect("a passkey is there");
        factors::remove_passkey(&house.portal, &session, known[0].id).await.expect("removed");
        let last = factors::remove_passkey(&house.portal, &session, known[1].id).await;
        assert_eq!(problem(last), Problem::LastPasskey);
        let gone = house.alone(&mut first).await;
        assert_eq!(problem(gone), Problem::WrongPasskey, "a removed key opens nothing");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_level_asks_the_key_everywhere_and_nothing_weaker() {
    on_each_named(async |house| {
        let (_, session) = house.signed_in("alix").await;
        let (_, session, _) = house.add_application(&session, false).await;
        let mut key = Authenticator::new(1);
        house.add_passkey(&session, &mut key, "cle").await;
        let waiting = house.waiting("alix").await;
        let asked = sign_in::asked(&house.portal, &waiting, "application").await.expect("asked");
        assert_eq!((asked.way, asked.others), (Way::Passkey, vec![Way::RecoveryCode]));
        let nothing = house.second_step(&waiting, &answered(String::new())).await;
        assert_eq!(problem(nothing), Problem::NoPasskeyAnswer, "without scripts the page says so");
        let stranger = house.second_step_by(&waiting, &mut Authenticator::new(9)).await;
        assert_eq!(problem(stranger), Problem::WrongPasskey);
        let done = house.second_step_by(&waiting, &mut key).await.expect("signed in");
        assert!(matches!(house.token_session(done.token).await.visitor, Visitor::Usager(_)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_alone_signs_in_once_per_question() {
    on_each_named(async |house| {
        let (account, session) = house.signed_in("alix").await;
        let mut key = Authenticator::new(1);
        house.add_passkey(&session, &mut key, "").await;
        let (_, visitor) = house.visitor().await;
        let question = sign_in::passkey_question(&house.portal, &visitor).await.expect("a question");
        let answers = answered(key.sign(&question));
        let client = house.client();
        let uses = (0..50).map(|_| sign_in::sign_in_with_passkey(&house.portal, &visitor, &client, &answers));
        let outcomes = futures::future::join_all(uses).await;
        let opened: Vec<&SignedIn> = outcomes.iter().filter_map(|one| one.as_ref().ok()).collect();
        eprintln!(
            "50 parallel uses of one answer of a passkey on {}: {} accepted",
            house.engine,
            opened.len()
        );
        assert_eq!(opened.len(), 1, "{outcomes:?}");
        let session = house.session(opened[0].token.expose()).await;
        assert_eq!(session.usager().expect("signed in").account, account);
        assert!(session.has_fresh_proof(house.clock.now()));
        assert!(factors::passkeys(&house.portal, account).await.expect("listed")[0].last_used_at.is_some());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_session_that_asked_is_answered_within_five_minutes() {
    on_each_named(async |house| {
        let (_, session) = house.signed_in("alix").await;
        let mut key = Authenticator::new(1);
        house.add_passkey(&session, &mut key, "").await;
        let ((_, asking), (_, other)) = (house.visitor().await, house.visitor().await);
        let question = sign_in::passkey_question(&house.portal, &asking).await.expect("a question");
        sign_in::passkey_question(&house.portal, &other).await.expect("another question");
        let answers = answered(key.sign(&question));
        for session in [&other, &asking] {
            house.advance(Duration::from_secs(if session.id == asking.id { 300 } else { 0 }));
            let late = sign_in::sign_in_with_passkey(&house.portal, session, &house.client(), &answers).await;
            let expected =
                if session.id == asking.id { Problem::ExpiredPasskeyQuestion } else { Problem::WrongPasskey };
            assert_eq!(problem(late), expected);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn locked_keys_other_sites_and_copies_are_refused() {
    on_each_named(async |house| {
        let (_, session) = house.signed_in("alix").await;
        let mut key = Authenticator::new(1);
        house.add_passkey(&session, &mut key, "").await;
        let (mut locked, mut elsewhere) = (key.clone(), key.clone());
        locked.unlocked = false;
        elsewhere.origin = "https://portail.example.pirate.example";
        assert_eq!(problem(house.alone(&mut locked).await), Problem::WrongPasskey);
        assert_eq!(problem(house.alone(&mut elsewhere).await), Problem::WrongPasskey);
        let mut copy = key.clone();
        for _ in 0..2 {
            house.alone(&mut key).await.expect("signed in");
        }
        assert_eq!(problem(house.alone(&mut copy).await), Problem::CopiedPasskey);
        let (_, session) = house.sign_in("alix").await;
        let history = backend::history::page(&house.portal, &session, 1).await.expect("read");
        let refused = Event::PasskeyRefused { name: "Ordinateur".to_owned() };
        assert!(history.entries.iter().any(|entry| entry.event == refused && entry.event.is_alarming()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_securing_a_key_opens_behind_the_password_first() {
    on_each_named(async |house| {
        let (_, session) = house.signed_in("alix").await;
        let mut key = Authenticator::new(1);
        let session = house.add_passkey(&session, &mut key, "").await;
        profile::secure(&house.portal, &session, &house.client()).await.expect("secured");
        assert_eq!(problem(house.alone(&mut key).await), Problem::PasskeyAfterPassword);
        let waiting = house.waiting("alix").await;
        house.second_step_by(&waiting, &mut key).await.expect("signed in");
        house.alone(&mut key).await.expect("its owner has shown the password too");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_a_fresh_proof_by_itself() {
    on_each_named(async |house| {
        let (_, session) = house.signed_in("alix").await;
        let mut key = Authenticator::new(1);
        house.add_passkey(&session, &mut key, "").await;
        let done = house.alone(&mut key).await.expect("signed in");
        let token = done.token;
        house.advance(Duration::from_secs(14 * 60));
        house.session(token.expose()).await;
        house.advance(Duration::from_secs(60));
        let session = house.session(token.expose()).await;
        assert!(!session.has_fresh_proof(house.clock.now()));
        let asked = sign_in::proof_asked(&house.portal, &session, "").await.expect("asked");
        assert_eq!((asked.way, asked.others), (None, vec![Some(Way::Passkey)]), "the password, or the key");
        let asked = sign_in::proof_asked(&house.portal, &session, "cle").await.expect("asked");
        let answers = answered(key.sign(&asked.question.expect("a question")));
        let proved =
            sign_in::prove(&house.portal, &session, &house.client(), &answers).await.expect("proved");
        let session = house.token_session(proved).await;
        assert!(session.has_fresh_proof(house.clock.now()));
        let replayed = sign_in::prove(&house.portal, &session, &house.client(), &answers).await;
        assert_eq!(problem(replayed), Problem::ExpiredPasskeyQuestion);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_promised_a_key_adds_it_first_or_an_application_instead() {
    on_each_named(async |house| {
        for (login, instead) in [("alix", false), ("basile", true)] {
            registered(&house, login, "cle").await;
            let waiting = house.waiting(login).await;
            let code = Answers::from_iter([("code", house.code(login).await)]);
            let done = house.second_step(&waiting, &code).await.expect("by mail until the key is there");
            assert_eq!(done.next, Next::Enrol(Way::Passkey));
            let session = house.token_session(done.token).await;
            let session = match instead {
                false => house.add_passkey(&session, &mut Authenticator::new(7), "").await,
                true => {
                    let (_, session, _) = house.add_application(&session, false).await;
                    assert!(matches!(session.visitor, Visitor::Enrolling(_)), "not what was promised");
                    house.add_application(&session, true).await.1
                }
            };
            assert!(matches!(session.visitor, Visitor::Usager(_)), "{login}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_level_is_offered_where_browsers_make_keys() {
    on_each_named(async |house| {
        assert!(factors::levels(&house.portal).contains(&SecurityLevel::Passkey));
    })
    .await;
    on_each_database(async |house| {
        assert!(!factors::levels(&house.portal).contains(&SecurityLevel::Passkey));
    })
    .await;
}
