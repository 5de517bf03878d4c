use std::time::Duration;

use backend::{
    accounts::{
        flash, parked_forms,
        sessions::{self, EndedSession, Owner},
        sign_in,
    },
    id::SessionId,
};
use domain::form::Answers;

use crate::{
    database::{TestEnv, on_each_database},
    messaging::fixtures::PAE,
};

const PAGE: &str = "/profil/situation?de=x";

const fn minutes(count: u64) -> Duration {
    Duration::from_secs(count * 60)
}

#[tokio::test(flavor = "multi_thread")]
async fn reading_the_time_left_does_not_extend_the_session() {
    on_each_database(async |env| {
        env.account("alix").await;
        let (token, session) = env.sign_in("alix").await;
        let read_end = async || sessions::time_left(&env.portal, &token).await.expect("read");
        for passed in [13, 1] {
            env.advance(minutes(passed));
            read_end().await;
        }
        assert_eq!((read_end().await.left, read_end().await.can_extend), (minutes(1), true));
        let extended = sessions::extend(&env.portal, &token).await.expect("extended");
        assert_eq!(extended.left, minutes(15));
        env.advance(minutes(15));
        assert_eq!(read_end().await.left, Duration::ZERO);
        let late = sessions::extend(&env.portal, &token).await.expect("read");
        assert_eq!(late.left, Duration::ZERO, "an ended session cannot be extended");
        assert!(sessions::find(&env.portal, &token).await.expect("looked up").is_none());
        sessions::close(&env.portal, session.id).await.expect("closed");
        let closed = sessions::ended(&env.portal, &token).await.expect("looked up").expect("the session");
        assert!(closed.owner.is_some(), "input sent after a sign-out is parked for its owner");
        let (_, next) = sessions::create_after(&env.portal, &env.client(), Some(closed.chain))
            .await
            .expect("the next session");
        let last = sessions::last_of_chain(&env.portal, next.first_of_chain()).await.expect("looked up");
        assert_eq!(last, Some(closed));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn extension_stops_at_the_absolute_limit() {
    on_each_database(async |env| {
        env.account("alix").await;
        let (token, _) = env.sign_in("alix").await;
        for _ in 0..71 {
            env.advance(minutes(10));
            sessions::extend(&env.portal, &token).await.expect("extended");
        }
        let last = sessions::extend(&env.portal, &token).await.expect("extended");
        assert_eq!((last.left, last.can_extend), (minutes(10), false));
        env.advance(minutes(10));
        let ended = sessions::extend(&env.portal, &token).await.expect("read");
        assert_eq!(ended.left, Duration::ZERO);
    })
    .await;
}

impl TestEnv {
    /// Parks a form sent after the session expired; returns the token of the next session of the browser.
    async fn park_form_after_expiry(&self, login: &str) -> String {
        let (token, _) = self.sign_in(login).await;
        self.advance(minutes(15));
        let ended =
            sessions::ended(&self.portal, &token).await.expect("looked up").expect("an ended session");
        let typed = Answers::from_iter([("telephone", "01 99 00 12 34"), ("mot_de_passe", "secret")]);
        parked_forms::park(&self.portal, &ended, PAGE, "situation", &typed).await.expect("stored");
        assert!(parked_forms::any_parked(&self.portal, ended.chain).await.expect("read"));
        let (next, _) = sessions::create_after(&self.portal, &self.client(), Some(ended.chain))
            .await
            .expect("the next session");
        next.into()
    }

    /// Signs in with the token of this session and returns the restored form.
    async fn form_restored_to(&self, login: &str, token: &str) -> Option<Answers> {
        let visitor = self.session(token).await;
        let answers = crate::accounts::credentials(login, crate::accounts::PASSWORD);
        let first =
            sign_in::sign_in(&self.portal, &visitor, &self.client(), &answers).await.expect("signed in");
        let pending = self.session(first.token.expose()).await;
        let code = Answers::from_iter([("code", self.code(login).await)]);
        let done = self.submit_second_factor(&pending, &code).await.expect("right code");
        let session = self.session_of(done.token).await;
        let form = flash::on_page("situation", PAGE);
        flash::take(&self.portal, session.id, &form).await.expect("read").map(|flash| flash.answers)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn parked_form_is_restored_to_its_author_only() {
    on_each_database(async |env| {
        env.account("alix").await;
        env.account("basile").await;
        let token = env.park_form_after_expiry("alix").await;
        assert_eq!(env.form_restored_to("basile", &token).await, None, "hidden from another account");
        assert_eq!(env.count("parked_form").await, 1, "stored for its author");

        let token = env.park_form_after_expiry("alix").await;
        let restored = env.form_restored_to("alix", &token).await.expect("restored");
        assert_eq!((restored.text("telephone"), restored.raw("mot_de_passe")), ("01 99 00 12 34", ""));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn parked_agent_form_is_restored_to_its_author_only() {
    on_each_database(async |env| {
        env.add_services().await;
        let agent = env.signed_in_agent("agent.un", PAE).await.agent().expect("an agent").id;
        env.signed_in_agent("agent.deux", PAE).await;
        let ended = EndedSession { chain: SessionId::generate(), owner: Some(Owner::Staff(agent)) };
        let typed = Answers::from_iter([("texte", "Votre garantie est acceptée.")]);
        parked_forms::park(&env.portal, &ended, "/agent/question/1", "repondre", &typed)
            .await
            .expect("stored");
        for (login, is_restored) in [("agent.deux", false), ("agent.un", true)] {
            let next = sessions::create_after(&env.portal, &env.client(), Some(ended.chain)).await;
            let session = env.sign_in_agent(&next.expect("the next session").1, login).await;
            let form = flash::on_page("repondre", "/agent/question/1");
            let flash = flash::take(&env.portal, session.id, &form).await.expect("read");
            assert_eq!(flash.is_some(), is_restored, "{login}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn parked_form_survives_successive_anonymous_sessions_for_a_day() {
    on_each_database(async |env| {
        env.account("alix").await;
        let mut token = env.park_form_after_expiry("alix").await;
        // The anonymous sessions that follow expire too, before a sign-in.
        for _ in 0..3 {
            env.advance(minutes(20));
            let ended = sessions::ended(&env.portal, &token).await.expect("looked up").expect("it ended");
            assert_eq!(ended.owner, None::<Owner>);
            let next = sessions::create_after(&env.portal, &env.client(), Some(ended.chain)).await;
            token = next.expect("the next session").0.into();
        }
        assert!(env.form_restored_to("alix", &token).await.is_some());

        env.park_form_after_expiry("alix").await;
        env.advance(Duration::from_secs(24 * 3600));
        env.run_jobs().await;
        assert_eq!(env.count("parked_form").await, 0);
    })
    .await;
}
