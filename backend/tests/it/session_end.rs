use std::time::Duration;

use backend::{
    flash,
    session::{self, EndedSession, Owner},
    sign_in, unfinished,
};
use domain::form::Answers;
use uuid::Uuid;

use crate::{
    database::{House, on_each_database},
    messaging::people::PAE,
};

const PAGE: &str = "/profil/situation?de=x";

const fn minutes(count: u64) -> Duration {
    Duration::from_secs(count * 60)
}

#[tokio::test(flavor = "multi_thread")]
async fn asking_for_the_end_does_not_move_it_and_going_on_does() {
    on_each_database(async |house| {
        house.account("alix").await;
        let (token, session) = house.sign_in("alix").await;
        let left = async || session::time_left(&house.portal, &token).await.expect("told");
        for passed in [13, 1] {
            house.advance(minutes(passed));
            left().await;
        }
        assert_eq!((left().await.left, left().await.can_go_on), (minutes(1), true));
        let on = session::go_on(&house.portal, &token).await.expect("gone on");
        assert_eq!(on.left, minutes(15));
        house.advance(minutes(15));
        assert_eq!(left().await.left, Duration::ZERO);
        let late = session::go_on(&house.portal, &token).await.expect("told");
        assert_eq!(late.left, Duration::ZERO, "what has ended is not brought back");
        assert!(session::find(&house.portal, &token).await.expect("looked up").is_none());
        session::close(&house.portal, session.id).await.expect("closed");
        assert!(
            session::ended(&house.portal, &token).await.expect("looked up").is_none(),
            "closed is nobody's"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_puts_off_the_twelfth_hour() {
    on_each_database(async |house| {
        house.account("alix").await;
        let (token, _) = house.sign_in("alix").await;
        for _ in 0..71 {
            house.advance(minutes(10));
            session::go_on(&house.portal, &token).await.expect("gone on");
        }
        let last = session::go_on(&house.portal, &token).await.expect("gone on");
        assert_eq!((last.left, last.can_go_on), (minutes(10), false));
        house.advance(minutes(10));
        let over = session::go_on(&house.portal, &token).await.expect("told");
        assert_eq!(over.left, Duration::ZERO);
    })
    .await;
}

impl House {
    /// Somebody types on while their session ends; gives back the token of the next session in the same browser.
    async fn types_too_late(&self, login: &str) -> String {
        let (token, _) = self.sign_in(login).await;
        self.advance(minutes(15));
        let ended = session::ended(&self.portal, &token).await.expect("looked up").expect("an ended session");
        let typed = Answers::from_iter([("telephone", "01 99 00 12 34"), ("mot_de_passe", "secret")]);
        unfinished::keep(&self.portal, &ended, PAGE, "situation", &typed).await.expect("kept");
        assert!(unfinished::waits(&self.portal, ended.line).await.expect("asked"));
        let (next, _) = session::create_after(&self.portal, &self.client(), Some(ended.line))
            .await
            .expect("the next session");
        next.into()
    }

    /// What the page shows to who signs in with this session's cookie.
    async fn found_by(&self, login: &str, token: &str) -> Option<Answers> {
        let visitor = self.session(token).await;
        let answers = crate::accounts::credentials(login, crate::accounts::PASSWORD);
        let first =
            sign_in::sign_in(&self.portal, &visitor, &self.client(), &answers).await.expect("signed in");
        let waiting = self.session(first.token.expose()).await;
        let code = Answers::from_iter([("code", self.code(login).await)]);
        let done = self.second_step(&waiting, &code).await.expect("right code");
        let session = self.token_session(done.token).await;
        let form = flash::on_page("situation", PAGE);
        flash::take(&self.portal, session.id, &form).await.expect("read").map(|kept| kept.answers)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_comes_back_to_the_same_person_only() {
    on_each_database(async |house| {
        house.account("alix").await;
        house.account("basile").await;
        let token = house.types_too_late("alix").await;
        assert_eq!(house.found_by("basile", &token).await, None, "another person sees nothing");
        assert_eq!(house.count("unfinished_form").await, 1, "it still waits for its own");

        let token = house.types_too_late("alix").await;
        let found = house.found_by("alix", &token).await.expect("given back");
        assert_eq!((found.text("telephone"), found.raw("mot_de_passe")), ("01 99 00 12 34", ""));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_finds_an_answer_again_and_a_colleague_does_not() {
    on_each_database(async |house| {
        house.services().await;
        let agent = house.agent("agent.un", PAE).await.agent().expect("an agent").agent;
        house.agent("agent.deux", PAE).await;
        let ended = EndedSession { line: Uuid::now_v7(), owner: Some(Owner::Agent(agent)) };
        let typed = Answers::from_iter([("texte", "Votre garantie est acceptée.")]);
        unfinished::keep(&house.portal, &ended, "/agent/question/1", "repondre", &typed).await.expect("kept");
        for (login, found) in [("agent.deux", false), ("agent.un", true)] {
            let next = session::create_after(&house.portal, &house.client(), Some(ended.line)).await;
            let session = house.agent_in(&next.expect("the next session").1, login).await;
            let form = flash::on_page("repondre", "/agent/question/1");
            let kept = flash::take(&house.portal, session.id, &form).await.expect("read");
            assert_eq!(kept.is_some(), found, "{login}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_sessions_of_a_browser_are_of_one_line_and_a_day_is_the_end() {
    on_each_database(async |house| {
        house.account("alix").await;
        let mut token = house.types_too_late("alix").await;
        // The anonymous session that followed has ended too, before anyone signed in.
        for _ in 0..3 {
            house.advance(minutes(20));
            let ended = session::ended(&house.portal, &token).await.expect("looked up").expect("it ended");
            assert_eq!(ended.owner, None::<Owner>);
            let next = session::create_after(&house.portal, &house.client(), Some(ended.line)).await;
            token = next.expect("the next session").0.into();
        }
        assert!(house.found_by("alix", &token).await.is_some());

        house.types_too_late("alix").await;
        house.advance(Duration::from_secs(24 * 3600));
        house.run_jobs().await;
        assert_eq!(house.count("unfinished_form").await, 0);
    })
    .await;
}
