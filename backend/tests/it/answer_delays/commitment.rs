use backend::{
    customs::{self, InboxFilter, InboxView},
    id::RowId,
    messaging::{self, Urgency},
};
use domain::{
    answer_delay::WorkingDays, form::Answers, limited_count::LimitedCount, problem::Problem, question::Status,
};

use super::{asking, at};
use crate::{
    database::on_each_database,
    messaging::fixtures::{OTHER_RECETTE, RECETTE, only_problem, text},
};

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_promised_without_a_commitment_of_the_service() {
    on_each_database(async |env| {
        env.add_services().await;
        let (_, alix) = env.accountant("alix").await;
        let question = env.send_question(&alix).await;
        let read = env.question_of(&alix, question).await;
        assert_eq!((read.delay.days, read.conversation.answer_due_at), (None, None));
        assert_eq!(read.conversation.urgency(env.portal.clock.now()), None);
        let receipt = messaging::receipt(&env.portal, &alix, question).await.expect("a receipt").receipt;
        assert_eq!((receipt.working_days, receipt.promise().expect("words")), (None, None));
        assert!(receipt.canonical_json().expect("JSON").contains(r#""reponse_promise_avant":null"#));
        env.deliver().await;
        let mail = env.mailbox.last_containing("alix@exemple.fr", "a été reçue").text;
        assert!(mail.contains("Ce service n’a pas pris d’engagement de délai."), "{mail}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commitment_is_fixed_when_the_question_is_sent() {
    on_each_database(async |env| {
        env.add_services().await;
        env.commit(RECETTE, Some(2)).await;
        let (_, alix) = env.accountant("alix").await;
        // Monday 1 June at 10:00 in Paris: Wednesday at 17:00.
        let question = env.send_question(&alix).await;
        let due = Some(at("2026-06-03T15:00:00Z"));
        env.commit(RECETTE, Some(20)).await;
        let read = env.question_of(&alix, question).await;
        assert_eq!((read.conversation.answer_due_at, read.delay.days), (due, WorkingDays::new(2)));
        let promise =
            "sous 2\u{a0}jours ouvrés, au plus tard le 3\u{a0}juin 2026 à 17\u{a0}h\u{a0}00 (heure de Paris)";
        let receipt = messaging::receipt(&env.portal, &alix, question).await.expect("a receipt").receipt;
        assert_eq!(receipt.promise().expect("words").as_deref(), Some(promise));
        env.deliver().await;
        let mail = env.mailbox.last_containing("alix@exemple.fr", "a été reçue").text;
        assert!(mail.contains(&format!("s’engage à répondre {promise}")), "{mail}");

        let agent = env.signed_in_agent("camille", RECETTE).await;
        let transfer = Answers::from_iter([("service", OTHER_RECETTE), ("raison", "Dossier d’ailleurs")]);
        messaging::transfer(&env.portal, &agent, question, RowId::generate(), &transfer)
            .await
            .expect("moved");
        assert_eq!(env.conversation_of(&alix, question).await.answer_due_at, due, "a transfer keeps it");
        let other = env.send_question(&alix).await;
        assert_eq!(env.question_of(&alix, other).await.delay.days, WorkingDays::new(20));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_clock_is_paused_while_the_service_waits_for_details() {
    on_each_database(async |env| {
        env.add_services().await;
        env.commit(RECETTE, Some(2)).await;
        let (_, alix) = env.accountant("alix").await;
        let question = env.send_question(&alix).await;
        let agent = env.signed_in_agent("camille", RECETTE).await;
        messaging::take_in_charge(&env.portal, &agent, question).await.expect("taken in charge");
        env.advance_to("2026-06-01T09:00:00Z");
        env.write(&agent, question, &asking()).await;
        let paused = env.question_of(&alix, question).await;
        assert_eq!(
            (paused.conversation.status(), paused.conversation.answer_due_at),
            (Status::Precisions, None)
        );
        assert!(paused.delay.is_paused && paused.messages.len() == 2);
        let inbox = InboxFilter { view: InboxView::AwaitingDetails, ..InboxFilter::default() };
        let inbox = customs::inbox(&env.portal, &agent, &inbox, None).await.expect("an inbox");
        assert_eq!(inbox.questions.len(), 1);

        // Tuesday at 11:00, six working hours later: the end is six working hours later, too.
        env.advance_to("2026-06-02T09:00:00Z");
        env.write(&alix, question, &text("FR-1234.")).await;
        let resumed = env.conversation_of(&alix, question).await;
        assert_eq!((resumed.status(), resumed.was_returned()), (Status::PrisEnCharge, false));
        assert_eq!(resumed.answer_due_at, Some(at("2026-06-04T15:00:00Z")));
        let agent = env.agent_session("camille").await;
        env.write(&agent, question, &text("Voici.")).await;
        let answered = env.question_of(&alix, question).await;
        let taken = answered.delay.current.answered_in.expect("answered");
        assert_eq!((taken.working_days, taken.time.as_hours()), (0, 1));
        let late =
            messaging::reply(&env.portal, &agent, question, backend::id::DraftId::generate(), &asking())
                .await;
        assert_eq!(only_problem(late).1, Problem::StepNotAllowed, "it is answered");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reopened_question_is_a_new_round_and_keeps_the_first() {
    on_each_database(async |env| {
        env.add_services().await;
        env.commit(RECETTE, Some(1)).await;
        let (_, alix) = env.accountant("alix").await;
        let question = env.send_question(&alix).await;
        env.signed_in_agent("camille", RECETTE).await;
        // Thursday, after the end on Tuesday.
        env.advance_to("2026-06-04T08:00:00Z");
        assert!(env.conversation_of(&alix, question).await.is_late(env.portal.clock.now()));
        env.answer_as("camille", question).await;
        env.write(&alix, question, &text("Ce n’est pas tout.")).await;
        let read = env.question_of(&alix, question).await;
        assert_eq!(read.conversation.answer_due_at, Some(at("2026-06-05T15:00:00Z")));
        assert!(read.conversation.was_returned() && read.delay.past.len() == 1);
        let first = read.delay.past[0];
        assert_eq!((first.answered_in.working_days, first.was_kept), (3, Some(false)));
        assert_eq!(first.began_at, read.conversation.asked_at);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_inbox_lists_by_commitment_or_by_age() {
    on_each_database(async |env| {
        env.add_services().await;
        let (_, alix) = env.accountant("alix").await;
        let old = env.send_question(&alix).await;
        env.commit(RECETTE, Some(1)).await;
        env.advance_to("2026-06-01T09:00:00Z");
        let urgent = env.send_question(&alix).await;
        env.commit(RECETTE, None).await;
        let recent = env.send_question(&alix).await;
        let agent = env.signed_in_agent("camille", RECETTE).await;
        let listed = async |view| {
            let filter = InboxFilter { view, ..InboxFilter::default() };
            let inbox = customs::inbox(&env.portal, &agent, &filter, None).await.expect("an inbox");
            inbox.questions.iter().map(|one| one.id).collect::<Vec<_>>()
        };
        let count = async |view| customs::counts(&env.portal, &agent).await.expect("counts").of(view);
        assert_eq!(listed(InboxView::Open).await, [old, recent, urgent]);
        assert!(listed(InboxView::DueToday).await.is_empty());

        env.advance_to("2026-06-02T10:00:00Z");
        assert_eq!(listed(InboxView::DueToday).await, [urgent], "those without commitment have no day");
        assert_eq!(count(InboxView::DueToday).await, LimitedCount::Exact(1));
        let conversation = env.conversation_of(&alix, urgent).await;
        assert_eq!(conversation.urgency(env.portal.clock.now()), Some(Urgency::DueToday));
        env.advance_to("2026-06-02T15:00:01Z");
        assert_eq!(listed(InboxView::Late).await, [urgent]);
        assert_eq!(count(InboxView::Late).await, LimitedCount::Exact(1));
        assert_eq!(count(InboxView::DueToday).await, LimitedCount::Exact(0));
        assert_eq!(listed(InboxView::Open).await.len(), 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_is_due_soon_once_four_fifths_of_the_commitment_have_passed() {
    on_each_database(async |env| {
        env.add_services().await;
        env.commit(RECETTE, Some(5)).await;
        let (_, alix) = env.accountant("alix").await;
        env.advance_to("2026-06-01T09:00:00Z");
        let question = env.send_question(&alix).await;
        let sent = env.conversation_of(&alix, question).await;
        let (warning, due) = (sent.warning_at.expect("a warning"), sent.answer_due_at.expect("an end"));
        assert!(sent.asked_at < warning && warning.day() < due.day(), "{warning:?}, {due:?}");
        let second = std::time::Duration::from_secs(1);
        assert_eq!(sent.urgency(warning - second), Some(Urgency::Usual));
        env.advance_to(&warning.rfc3339());
        let agent = env.signed_in_agent("camille", RECETTE).await;
        let urgency = async || {
            let filter = InboxFilter { view: InboxView::Open, ..InboxFilter::default() };
            let inbox = customs::inbox(&env.portal, &agent, &filter, None).await.expect("an inbox");
            assert_eq!(inbox.questions.iter().map(|one| one.id).collect::<Vec<_>>(), [question]);
            inbox.questions[0].urgency(env.portal.clock.now())
        };
        assert_eq!(urgency().await, Some(Urgency::DueSoon));
        // Until midnight of Paris before its last day.
        let last_day = platform::db::Moment::start_of(due.day());
        assert_eq!(sent.urgency(last_day - second), Some(Urgency::DueSoon));
        assert_eq!(sent.urgency(last_day), Some(Urgency::DueToday));
        env.advance_to(&due.rfc3339());
        env.advance(second);
        assert_eq!(urgency().await, Some(Urgency::Late));
    })
    .await;
}
