//! Mails of agents: at once about their own questions, and digests.

use backend::{
    accounts::sessions::Session,
    id::{ConversationId, RowId, StaffId},
    messaging,
};
use domain::form::Answers;

use super::fixtures::{RECETTE, problems, text};
use crate::database::{TestEnv, on_each_database};

const CAMILLE: &str = "camille@douane.exemple.fr";
const DOMINIQUE: &str = "dominique@douane.exemple.fr";

fn choice(instant: bool, digest: &str) -> Answers {
    let mut answers = Answers::from_iter([("recapitulatif", digest)]);
    if instant {
        answers.set("instant", "oui");
    }
    answers
}

fn id_of(session: &Session) -> StaffId {
    session.staff().expect("a member").id
}

impl TestEnv {
    async fn choose_mails(&self, agent: &Session, answers: &Answers) {
        messaging::choose_mails(&self.portal, agent, answers).await.expect("chosen");
    }

    /// Assigns a question that is assigned to `shown`.
    async fn assign_to(&self, by: &Session, question: ConversationId, to: StaffId, shown: &str) {
        let answers = Answers::from_iter([("agent", to.to_string()), ("attributaire", shown.to_owned())]);
        messaging::assign(&self.portal, by, question, &answers).await.expect("assigned");
        self.deliver().await;
    }

    async fn digests(&self) -> u64 {
        let mails = messaging::mail_digests(&self.portal).await.expect("digests");
        self.deliver().await;
        mails
    }

    /// Moves the clock forward to this time.
    fn until(&self, rfc3339: &str) {
        let at = platform::db::Moment::from_timestamp(rfc3339.parse().expect("an instant"));
        self.advance(at.since(self.portal.clock.now()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn agents_are_mailed_at_once_about_their_own_questions_only() {
    on_each_database(async |env| {
        env.add_services().await;
        let camille = env.signed_in_agent("camille", RECETTE).await;
        let dominique = env.signed_in_agent("dominique", RECETTE).await;
        let (_, alix) = env.accountant("alix").await;
        let question = env.send_question(&alix).await;
        let counts = || [CAMILLE, DOMINIQUE].map(|mail| env.mailbox.count_to(mail));
        let before = counts();
        let since = || {
            let now = counts();
            [now[0] - before[0], now[1] - before[1]]
        };
        env.deliver().await;
        assert_eq!(since(), [0, 0], "a question of nobody");
        env.assign_to(&camille, question, id_of(&dominique), "").await;
        env.assign_to(&camille, question, id_of(&dominique), &id_of(&dominique).to_string()).await;
        assert_eq!(since(), [0, 1], "once");
        let mail = env.mailbox.last_to(DOMINIQUE).text;
        assert!(
            mail.contains("vous a attribué la question") && !mail.contains("Origine de la créance"),
            "{mail}"
        );
        messaging::reply(
            &env.portal,
            &alix,
            question,
            backend::id::DraftId::generate(),
            &text("Un complément."),
        )
        .await
        .expect("sent");
        env.deliver().await;
        assert_eq!(since(), [0, 2]);
        let mail = env.mailbox.last_to(DOMINIQUE).text;
        assert!(mail.contains("L’opérateur a écrit") && !mail.contains("complément"), "{mail}");

        env.choose_mails(&camille, &choice(false, "aucun")).await;
        let own = id_of(&camille);
        env.assign_to(&dominique, question, own, &id_of(&dominique).to_string()).await;
        let note = Answers::from_iter([("note", "À voir.".to_owned()), ("mention", own.to_string())]);
        messaging::add_note(&env.portal, &dominique, question, RowId::generate(), &note)
            .await
            .expect("added");
        env.deliver().await;
        assert_eq!(since(), [0, 2], "nothing for those who chose nothing");
        let refused = messaging::choose_mails(&env.portal, &camille, &choice(true, "23")).await;
        assert_eq!(problems(refused)[0].field, "recapitulatif");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn digests_are_mailed_once_a_working_day_from_the_chosen_hour_on() {
    on_each_database(async |env| {
        env.add_services().await;
        let camille = env.signed_in_agent("camille", RECETTE).await;
        env.choose_mails(&camille, &choice(true, "9")).await;
        let (_, alix) = env.accountant("alix").await;
        // Monday, after the digest of that day, which is empty.
        env.until("2026-06-01T10:00:00Z");
        assert_eq!(env.digests().await, 0);
        env.until("2026-06-01T11:00:00Z");
        for _ in 0..2 {
            env.send_question(&alix).await;
        }
        let before = env.mailbox.count_to(CAMILLE);
        assert_eq!(env.digests().await, 0, "once a day");
        env.until("2026-06-02T06:59:00Z");
        assert_eq!(env.digests().await, 0, "before nine");
        env.until("2026-06-02T07:00:00Z");
        assert_eq!((env.digests().await, env.digests().await), (1, 0), "once");
        let mail = env.mailbox.last_to(CAMILLE).text;
        assert!(mail.contains("2\u{a0}nouvelles questions") && mail.contains("2 questions"), "{mail}");
        assert!(!mail.contains("Origine de la créance"), "{mail}");
        env.until("2026-06-03T07:00:00Z");
        assert_eq!(env.digests().await, 0, "no new question");
        env.until("2026-06-03T08:00:00Z");
        env.send_question(&alix).await;
        // At night, on Saturday and on Sunday nothing is mailed.
        env.until("2026-06-04T20:00:00Z");
        assert_eq!(env.digests().await, 0, "at night");
        env.until("2026-06-06T10:00:00Z");
        assert_eq!(env.digests().await, 0, "on Saturday");
        env.until("2026-06-08T08:00:00Z");
        let jobs = (0..6).map(|_| {
            let portal = env.portal.clone();
            tokio::spawn(async move { messaging::mail_digests(&portal).await })
        });
        let mut mails = 0;
        for job in futures::future::join_all(jobs).await {
            mails += job.expect("no panic").expect("digests");
        }
        env.deliver().await;
        assert_eq!((mails, env.mailbox.count_to(CAMILLE)), (1, before + 2), "one of parallel jobs");
        env.choose_mails(&camille, &choice(true, "aucun")).await;
        env.send_question(&alix).await;
        env.until("2026-06-09T08:00:00Z");
        assert_eq!(env.digests().await, 0, "no longer wanted");
    })
    .await;
}
