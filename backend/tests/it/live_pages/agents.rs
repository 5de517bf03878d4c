//! Events of the inbox of agents.

use backend::{
    id::{DraftId, RowId},
    live_pages::{Event, Watch},
    messaging, staff,
};
use domain::{form::Answers, limited_count::LimitedCount};

use super::{Process, is_quiet, next, page, wait_for_listeners};
use crate::{
    database::on_each_database,
    messaging::fixtures::{OTHER_RECETTE, RECETTE, text},
};

const CHANGED: Event = Event::Unread { count: LimitedCount::ZERO, activity: true };

async fn is_changed(page: &mut Watch, why: &str) {
    assert_eq!(next(page).await, CHANGED, "{why}");
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_the_agents_of_a_service_follow_its_questions() {
    on_each_database(async |env| {
        env.add_services().await;
        let (process, second) =
            (Process::of(env.portal.clone(), env.engine).await, Process::second(&env).await);
        if env.engine == "PostgreSQL" {
            wait_for_listeners(&env.portal, 2).await;
        }
        let portal = &env.portal;
        let (_, alix) = env.accountant("alix").await;
        let camille = env.named_agent("camille", &[RECETTE]).await;
        let dominique = env.named_agent("dominique", &[RECETTE]).await;
        let eloi = env.named_agent("eloi", &[OTHER_RECETTE]).await;
        let mut pages = [page(&process.portal, &camille).await, page(&second.portal, &dominique).await];
        let mut elsewhere = page(&process.portal, &eloi).await;
        for page in pages.iter_mut().chain([&mut elsewhere]) {
            is_changed(page, "it may have missed changes before").await;
        }
        let question = env.send_question(&alix).await;
        for page in &mut pages {
            is_changed(page, "sent").await;
        }
        messaging::take_in_charge(portal, &camille, question).await.expect("taken in charge");
        for page in &mut pages {
            is_changed(page, "taken").await;
        }
        let note = Answers::from_iter([("note", "À revoir.")]);
        messaging::add_note(portal, &camille, question, RowId::generate(), &note).await.expect("noted");
        for page in &mut pages {
            is_changed(page, "a note").await;
        }
        messaging::reply(portal, &alix, question, DraftId::generate(), &text("Encore.")).await.expect("sent");
        assert_eq!(
            next(&mut pages[0]).await,
            Event::Unread { count: LimitedCount::Exact(1), activity: true },
            "the assignee has a notice"
        );
        is_changed(&mut pages[1], "the operator wrote").await;
        assert!(is_quiet(&mut elsewhere).await, "of another service");

        staff::set_services(portal, "dominique", &[OTHER_RECETTE.to_owned()]).await.expect("moved");
        messaging::release(portal, &camille, question).await.expect("released");
        assert!(
            matches!(next(&mut pages[0]).await, Event::Unread { activity: true, .. }),
            "still of the service"
        );
        let last = tokio::time::timeout(super::EVENT_TIMEOUT, pages[1].next()).await.expect("in time");
        assert!(!matches!(last, Some(Event::Unread { .. })), "no longer of the service: {last:?}");
    })
    .await;
}
