use backend::{messaging, staff};

use super::asking;
use crate::{
    database::{TestEnv, on_each_database},
    messaging::fixtures::{PAE, RECETTE, text},
};

const CAMILLE: &str = "camille@douane.exemple.fr";
const DOMINIQUE: &str = "dominique@douane.exemple.fr";

async fn warned(env: &TestEnv) -> u64 {
    let warned = messaging::warn_of_delays(&env.portal).await.expect("warnings");
    env.deliver().await;
    warned
}

#[tokio::test(flavor = "multi_thread")]
async fn agents_are_warned_once_at_each_stage_in_working_hours() {
    on_each_database(async |env| {
        env.add_services().await;
        env.commit(RECETTE, Some(2)).await;
        for login in ["camille", "dominique"] {
            env.add_agent(login, RECETTE, true).await;
        }
        let (_, alix) = env.accountant("alix").await;
        // 17 working hours, until Wednesday at 17:00; four fifths of them end on Wednesday at 11:36.
        env.send_question(&alix).await;
        env.advance_to("2026-06-03T09:35:59Z");
        assert_eq!(warned(&env).await, 0);
        env.advance_to("2026-06-03T09:36:00Z");
        assert_eq!((warned(&env).await, warned(&env).await), (1, 0), "once");
        for agent in [CAMILLE, DOMINIQUE] {
            let mail = env.mailbox.last_to(agent).text;
            assert!(mail.contains("se termine le 3\u{a0}juin 2026 à 17\u{a0}h\u{a0}00"), "{mail}");
            assert!(
                mail.contains("attribuée à personne") && !mail.contains("Origine de la créance"),
                "{mail}"
            );
        }
        // The end is that of the working day: the warning waits until the next morning.
        env.advance_to("2026-06-03T15:00:00Z");
        assert_eq!(warned(&env).await, 0);
        env.advance_to("2026-06-04T06:59:59Z");
        assert_eq!(warned(&env).await, 0);
        env.advance_to("2026-06-04T07:00:01Z");
        assert_eq!((warned(&env).await, warned(&env).await), (1, 0), "once");
        let mail = env.mailbox.last_to(CAMILLE).text;
        assert!(mail.contains("est dépassé depuis le 3\u{a0}juin 2026 à 17\u{a0}h\u{a0}00"), "{mail}");
        assert_eq!(env.count("answer_warning").await, 2);
        env.advance_to("2026-06-08T09:00:00Z");
        assert_eq!(warned(&env).await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_assignee_is_warned_and_nobody_during_a_pause() {
    on_each_database(async |env| {
        env.add_services().await;
        env.commit(RECETTE, Some(1)).await;
        env.add_agent("dominique", RECETTE, true).await;
        let camille = env.signed_in_agent("camille", RECETTE).await;
        let (_, alix) = env.accountant("alix").await;
        let question = env.send_question(&alix).await;
        messaging::take_in_charge(&env.portal, &camille, question).await.expect("taken in charge");
        env.write(&camille, question, &asking()).await;
        env.advance_to("2026-06-03T09:00:00Z");
        assert_eq!(warned(&env).await, 0, "the operator has to answer first");
        env.write(&alix, question, &text("FR-1234.")).await;
        // The mail about that message.
        env.deliver().await;
        let before = env.mailbox.count_to(CAMILLE);
        // 11 working hours from Wednesday at 11:00; the mails of both stages are due on Friday.
        env.advance_to("2026-06-05T12:30:00Z");
        assert_eq!((warned(&env).await, warned(&env).await), (1, 0), "the last stage only");
        assert_eq!(env.mailbox.count_to(CAMILLE), before + 1);
        let mail = env.mailbox.last_to(CAMILLE).text;
        assert!(mail.contains("Elle vous est attribuée."), "{mail}");
        assert_eq!(env.mailbox.count_to(DOMINIQUE), 0);
        env.answer_as_assignee(question).await;
    })
    .await;
}

impl TestEnv {
    /// Answers the question and checks that no warning follows.
    async fn answer_as_assignee(&self, question: backend::id::ConversationId) {
        let camille = self.agent_session("camille").await;
        self.write(&camille, question, &text("Voici.")).await;
        self.advance_to("2026-06-12T09:00:00Z");
        assert_eq!(warned(self).await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_head_of_the_service_is_warned_once_the_delay_has_passed() {
    on_each_database(async |env| {
        env.add_services().await;
        env.commit(RECETTE, Some(1)).await;
        for login in ["camille", "dominique"] {
            env.add_agent(login, RECETTE, true).await;
        }
        env.add_agent("etranger", PAE, true).await;
        let portal = &env.portal;
        staff::set_head_by_login(portal, RECETTE, Some("etranger")).await.expect_err("no agent of it");
        staff::set_head_by_login(portal, RECETTE, Some("dominique")).await.expect("chosen");
        staff::set_head_by_login(portal, RECETTE, Some("dominique")).await.expect("nothing changes");
        assert_eq!(staff::head(portal, RECETTE).await.expect("read").expect("a head").name, "Camille Fictif");
        let (_, alix) = env.accountant("alix").await;
        env.send_question(&alix).await;
        // The end is that of the next working day; four fifths of it have passed that morning.
        env.advance_to("2026-06-02T13:00:00Z");
        assert_eq!(warned(&env).await, 1);
        assert_eq!([CAMILLE, DOMINIQUE].map(|mail| env.mailbox.count_to(mail)), [1, 1], "near: all agents");
        env.advance_to("2026-06-03T09:00:00Z");
        assert_eq!(warned(&env).await, 1);
        assert_eq!([CAMILLE, DOMINIQUE].map(|mail| env.mailbox.count_to(mail)), [1, 2], "over: the head");
        let mail = env.mailbox.last_to(DOMINIQUE).text;
        assert!(mail.contains("est dépassé") && mail.contains("responsable du service"), "{mail}");

        // The role ends with the service, and does not come back with it.
        staff::set_services(portal, "dominique", &[PAE.to_owned()]).await.expect("changed");
        staff::set_services(portal, "dominique", &[RECETTE.to_owned()]).await.expect("changed");
        assert_eq!(staff::head(portal, RECETTE).await.expect("read"), None);
        staff::set_head_by_login(portal, RECETTE, Some("camille")).await.expect("chosen");
        staff::disable(portal, "camille").await.expect("disabled");
        assert_eq!(staff::head(portal, RECETTE).await.expect("read"), None, "cannot sign in");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn parallel_jobs_warn_once() {
    on_each_database(async |env| {
        env.add_services().await;
        env.commit(RECETTE, Some(1)).await;
        env.add_agent("camille", RECETTE, true).await;
        let (_, alix) = env.accountant("alix").await;
        env.send_question(&alix).await;
        env.advance_to("2026-06-03T09:00:00Z");
        let jobs = (0..10).map(|_| {
            let portal = env.portal.clone();
            tokio::spawn(async move { messaging::warn_of_delays(&portal).await })
        });
        let mut warnings = 0;
        for job in futures::future::join_all(jobs).await {
            warnings += job.expect("no panic").expect("warnings");
        }
        assert_eq!(warnings, 1);
        env.deliver().await;
        assert_eq!(env.mailbox.count_to(CAMILLE), 1);
    })
    .await;
}
