//! Batches: one act on several questions, with a forecast and a result for each.

use backend::{
    accounts::sessions::Session,
    customs::{
        batches::{self, Batch, Forecast, Outcome},
        canned_answers,
    },
    id::{BatchId, CannedAnswerId, ConversationId, DraftId},
    messaging,
};
use domain::{
    batch::{BatchAct, MAX_QUESTIONS},
    canned_answer::PERSONAL,
    form::Answers,
    problem::Problem,
    question::Status,
};

use crate::{
    database::{TestEnv, on_each_database},
    messaging::fixtures::{OTHER_RECETTE, PAE, RECETTE, is_not_found, only_problem, problems, text},
};

fn act(act: BatchAct, answers: &[(&str, &str)]) -> Answers {
    answers.iter().copied().chain([("acte", act.code())]).collect()
}

impl TestEnv {
    async fn batch(&self, agent: &Session, questions: &[ConversationId], answers: &Answers) -> BatchId {
        let id = BatchId::generate();
        for _ in 0..2 {
            batches::prepare(&self.portal, agent, id, questions, answers).await.expect("prepared");
        }
        id
    }

    async fn batch_of(&self, agent: &Session, id: BatchId) -> Batch {
        batches::batch(&self.portal, agent, id).await.expect("the batch")
    }

    /// Returns what the batch would do: `None` for a question that it leaves as it is.
    async fn forecasts(&self, agent: &Session, id: BatchId) -> Vec<Option<String>> {
        let batch = self.batch_of(agent, id).await;
        let mut all = Vec::new();
        for item in &batch.items {
            all.push(match batches::forecast(&self.portal, agent, &batch, item).await.expect("a forecast") {
                Forecast::Will(words) => Some(words),
                Forecast::Excluded(reason) => {
                    assert!(!reason.is_empty());
                    None
                }
            });
        }
        all
    }

    async fn execute(&self, agent: &Session, id: BatchId) -> Vec<Outcome> {
        batches::execute(&self.portal, agent, id).await.expect("executed");
        let batch = self.batch_of(agent, id).await;
        assert!(batch.is_done());
        batch.items.iter().map(|item| item.outcome()).collect()
    }

    async fn status_of(&self, question: ConversationId, agent: &Session) -> Status {
        messaging::question(&self.portal, agent, question).await.expect("read").conversation.status()
    }

    async fn personal(&self, agent: &Session, text: &str) -> String {
        let id = CannedAnswerId::generate();
        let answers = Answers::from_iter([("portee", PERSONAL), ("titre", "Lot"), ("texte", text)]);
        canned_answers::create(&self.portal, agent, id, &answers).await.expect("prepared");
        id.to_string()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn questions_are_taken_and_assigned_unless_a_colleague_has_them() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (_, alix) = env.accountant("alix").await;
        let camille = env.named_agent("camille", &[RECETTE]).await;
        let dominique = env.named_agent("dominique", &[RECETTE]).await;
        let eloi = env.named_agent("eloi", &[OTHER_RECETTE]).await;
        let (free, taken, closed) =
            (env.send_question(&alix).await, env.send_question(&alix).await, env.send_question(&alix).await);
        messaging::take(portal, &dominique, taken).await.expect("taken");
        messaging::close(portal, &alix, closed).await.expect("closed");
        let all = [free, taken, closed, free, ConversationId::generate()];
        let id = env.batch(&camille, &all, &act(BatchAct::Take, &[])).await;
        let forecasts = env.forecasts(&camille, id).await;
        assert_eq!(forecasts, [Some("Vous sera attribuée.".to_owned()), None, None], "each question once");
        assert!(is_not_found(batches::batch(portal, &dominique, id).await));
        assert!(is_not_found(batches::execute(portal, &dominique, id).await));
        let outcomes = [Outcome::Done, Outcome::Refused, Outcome::Refused];
        for _ in 0..2 {
            assert_eq!(env.execute(&camille, id).await, outcomes);
        }
        let read = messaging::question(portal, &camille, free).await.expect("read").conversation;
        assert_eq!(read.assignee_name.as_deref(), Some("camille"));
        assert!(env.batch_of(&camille, id).await.items[1].reason.contains("dominique"));

        let to = dominique.agent().expect("an agent").id.to_string();
        let id = env.batch(&camille, &[free, taken], &act(BatchAct::Assign, &[("agent", &to)])).await;
        let forecasts = env.forecasts(&camille, id).await;
        assert_eq!(forecasts[0].as_deref(), Some("Sera attribuée à dominique, au lieu de camille."));
        // It changes after the preview.
        messaging::release(portal, &camille, free).await.expect("released");
        assert_eq!(env.execute(&camille, id).await, [Outcome::Refused, Outcome::Done]);

        let taking = act(BatchAct::Take, &[]);
        let none = batches::prepare(portal, &eloi, BatchId::generate(), &[free], &taking).await;
        assert_eq!(only_problem(none).1, Problem::NoQuestionChosen, "of another service");
        let many: Vec<_> = (0..=MAX_QUESTIONS).map(|_| ConversationId::generate()).collect();
        let many = batches::prepare(portal, &camille, BatchId::generate(), &many, &taking).await;
        assert_eq!(only_problem(many).1, Problem::TooManyQuestions { max: MAX_QUESTIONS });
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transfer_by_batch_leaves_confidential_questions_to_services_of_their_motif() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (_, alix) = env.accountant("alix").await;
        let camille = env.named_agent("camille", &[RECETTE]).await;
        let (plain, secret) = (env.send_question(&alix).await, env.send_confidential_question(&alix).await);
        let without = act(BatchAct::Transfer, &[("service", PAE)]);
        let refused = batches::prepare(portal, &camille, BatchId::generate(), &[plain], &without).await;
        assert_eq!(problems(refused)[0].field, "raison");
        let to_pae = act(BatchAct::Transfer, &[("service", PAE), ("raison", "Relève du pôle.")]);
        let id = env.batch(&camille, &[plain, secret], &to_pae).await;
        let forecasts = env.forecasts(&camille, id).await;
        assert!(forecasts[0].is_some() && forecasts[1].is_none(), "{forecasts:?}");
        let outcomes = [Outcome::Done, Outcome::Refused];
        for _ in 0..2 {
            assert_eq!(env.execute(&camille, id).await, outcomes);
        }
        let batch = env.batch_of(&camille, id).await;
        assert_eq!(batch.items[0].subject(), None, "its agents are others now");
        assert!(batch.items[1].subject().is_some());
        let paul = env.named_agent("paul", &[PAE]).await;
        let read = messaging::question(portal, &paul, plain).await.expect("read").conversation;
        let acts = messaging::handling(portal, &paul, &read).await.expect("the acts").acts;
        assert_eq!((acts.len(), acts[0].reason.as_str()), (1, "Relève du pôle."));
        assert!(is_not_found(messaging::question(portal, &paul, secret).await));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_and_closings_by_batch_are_those_of_the_page() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (_, alix) = env.accountant("alix").await;
        let camille = env.named_agent("camille", &[RECETTE]).await;
        let blank = env.personal(&camille, "Le [[date]].").await;
        let with_blank = act(BatchAct::Answer, &[("modele", &blank)]);
        let (sent, begun) = (env.send_question(&alix).await, env.send_question(&alix).await);
        let refused = batches::prepare(portal, &camille, BatchId::generate(), &[sent], &with_blank).await;
        assert_eq!(problems(refused)[0].field, "acte", "not offered: the only canned answer has a blank");
        messaging::take_in_charge(portal, &camille, begun).await.expect("taken in charge");
        messaging::save_reply(portal, &camille, begun, DraftId::generate(), &text("Mon brouillon."), None)
            .await
            .expect("saved");
        let canned = env.personal(&camille, "Bonjour,\n{objet}\u{a0}: reçu.").await;
        let id = env.batch(&camille, &[sent, begun], &act(BatchAct::Answer, &[("modele", &canned)])).await;
        let changed = Answers::from_iter([("titre", "Lot"), ("texte", "Autre texte")]);
        let canned_id: CannedAnswerId = canned.parse().expect("an identifier");
        canned_answers::change(portal, &camille, canned_id, &changed).await.expect("changed");
        let forecasts = env.forecasts(&camille, id).await;
        assert_eq!(forecasts, [Some("Sera prise en charge, puis recevra cette réponse.".to_owned()), None]);
        // The form is sent twice at the same time.
        let runs = (0..2).map(|_| batches::execute(portal, &camille, id));
        for run in futures::future::join_all(runs).await {
            run.expect("executed");
        }
        assert_eq!(env.execute(&camille, id).await, [Outcome::Done, Outcome::Refused]);
        let messages = messaging::question(portal, &alix, sent).await.expect("read").messages;
        assert_eq!(messages.len(), 2, "sent once");
        assert_eq!(messages[1].body, "Bonjour,\nOrigine de la créance\u{a0}: reçu.", "as in the preview");
        let kept = messaging::question(portal, &camille, begun).await.expect("read");
        assert_eq!(kept.reply.expect("a draft").answers.text("message"), "Mon brouillon.");

        let id = env.batch(&camille, &[sent, begun], &act(BatchAct::Close, &[])).await;
        assert_eq!(env.execute(&camille, id).await, [Outcome::Done, Outcome::Refused]);
        assert_eq!(env.status_of(sent, &camille).await, Status::Clos);
        assert_eq!(env.status_of(begun, &camille).await, Status::PrisEnCharge);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_message_holds_an_answer_back_and_an_interruption_repeats_nothing() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (_, alix) = env.accountant("alix").await;
        let camille = env.named_agent("camille", &[RECETTE]).await;
        let canned = env.personal(&camille, "Reçu.").await;
        let (first, second) = (env.send_question(&alix).await, env.send_question(&alix).await);
        let id = env.batch(&camille, &[first, second], &act(BatchAct::Answer, &[("modele", &canned)])).await;
        messaging::reply(portal, &alix, second, DraftId::generate(), &text("Une précision."))
            .await
            .expect("sent");
        assert_eq!(env.execute(&camille, id).await, [Outcome::Done, Outcome::Refused]);
        let item = &env.batch_of(&camille, id).await.items[1];
        assert!(item.reason.contains("un message de"), "{}", item.reason);
        // As if the program had stopped after the first answer.
        platform::execute!(
            portal.db,
            sqlx::query("UPDATE question_batch_item SET outcome = 'en_cours' WHERE batch = $1").bind(id)
        )
        .expect("interrupted");
        batches::execute(portal, &camille, id).await.expect("another execution may be running");
        assert!(!env.batch_of(&camille, id).await.is_done());
        env.advance(std::time::Duration::from_secs(121));
        assert_eq!(env.execute(&camille, id).await, [Outcome::Done, Outcome::Refused]);
        let messages = messaging::question(portal, &alix, first).await.expect("read").messages;
        assert_eq!(messages.len(), 2, "answered once");
    })
    .await;
}
