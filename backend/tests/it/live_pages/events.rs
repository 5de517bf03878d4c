//! Events of committed changes.

use backend::{
    assistance::cases,
    companies,
    live_pages::{Event, PageState, Watch},
    messaging,
    portal::Signal,
};
use domain::{assistance::CaseState, co_owner::CoOwner, limited_count::LimitedCount, rights::StaffRole};

use super::{
    ADDRESS, Process, begin_with_signal, commit, is_quiet, next, next_rights_mark, page, wait_for_listeners,
};
use crate::{
    cases::{confirmed, id_of},
    database::on_each_database,
    messaging::fixtures::RECETTE,
    simulator::Simulator,
};

#[tokio::test(flavor = "multi_thread")]
async fn only_committed_changes_reach_the_pages_of_every_process() {
    on_each_database(async |env| {
        let (process, second) =
            (Process::of(env.portal.clone(), env.engine).await, Process::second(&env).await);
        if env.engine == "PostgreSQL" {
            wait_for_listeners(&env.portal, 2).await;
        }
        let (account, session) = env.declarant("alix").await;
        let (other_account, _) = env.signed_in_account("basile").await;
        let mut pages = [page(&process.portal, &session).await, page(&second.portal, &session).await];
        let tx = begin_with_signal(&env.portal, Signal::Rights(account)).await;
        for page in &mut pages {
            assert!(is_quiet(page).await, "nothing before the commit");
        }
        tx.rollback().await.expect("rolled back");
        drop(begin_with_signal(&env.portal, Signal::Rights(account)).await);
        commit(&env.portal, Signal::Rights(other_account)).await;
        commit(&env.portal, Signal::Messages(account)).await;
        for page in &mut pages {
            assert_eq!(
                next(page).await,
                Event::Unread { count: LimitedCount::Exact(0), activity: true },
                "no other event"
            );
        }
        commit(&second.portal, Signal::Rights(account)).await;
        for page in &mut pages {
            assert_eq!(next(page).await, Event::Rights { mark: session.rights_mark + 1 });
            assert_eq!(next(page).await, Event::Unread { count: LimitedCount::Exact(0), activity: false });
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rights_change_reaches_open_pages_and_pages_rendered_before_it() {
    on_each_database(async |mut env| {
        let simulator = Simulator::start().await;
        env.portal.co_owners = simulator.co_owners();
        let process = Process::of(env.portal.clone(), env.engine).await;
        let (account, session) = env.signed_in_account("basile").await;
        let mut open = page(&process.portal, &session).await;
        simulator.link(&env.portal, &session, CoOwner::Dgddi, "basile.demo").await;
        let linked = next_rights_mark(&mut open).await;
        assert!(linked > session.rights_mark);
        simulator.withdraw("basile.demo", "TELEPAIEMENT-SEPA", "telepayer", "00010101400017").await;
        // Not pushed: found by the next request.
        companies::habilitations(&env.portal, account, None).await.expect("fetched again");
        let mark = next_rights_mark(&mut open).await;
        assert_eq!(mark, linked + 1);
        companies::habilitations(&env.portal, account, None).await.expect("fetched again");
        // Rendered before the change, opened after it.
        let shown = PageState { rights_mark: linked, ..PageState::default() };
        let mut late =
            Watch::open(&process.portal, &session, ADDRESS, shown).expect("a place").expect("signed in");
        assert_eq!(next_rights_mark(&mut late).await, mark);
        let shown = PageState { rights_mark: mark, ..PageState::default() };
        let mut current =
            Watch::open(&process.portal, &session, ADDRESS, shown).expect("a place").expect("signed in");
        companies::unlink(&env.portal, &session, CoOwner::Dgddi).await.expect("unlinked");
        // No event for unchanged rights, nor for rights that the page already shows.
        assert_eq!(next_rights_mark(&mut open).await, mark + 1);
        assert_eq!(next_rights_mark(&mut current).await, mark + 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reply_reaches_only_pages_allowed_to_read_it() {
    on_each_database(async |env| {
        env.add_services().await;
        let process = Process::of(env.portal.clone(), env.engine).await;
        let (_, alix) = env.accountant("alix").await;
        let (_, basile) = env.declarant("basile").await;
        let agent = env.signed_in_agent("camille", RECETTE).await;
        let plain = env.send_question(&alix).await;
        let confidential = env.send_confidential_question(&alix).await;
        let mut pages = [page(&process.portal, &alix).await, page(&process.portal, &basile).await];
        messaging::take_in_charge(&env.portal, &agent, confidential).await.expect("taken");
        assert_eq!(
            next(&mut pages[0]).await,
            Event::Unread { count: LimitedCount::Exact(1), activity: true }
        );
        messaging::take_in_charge(&env.portal, &agent, plain).await.expect("taken");
        assert_eq!(
            next(&mut pages[0]).await,
            Event::Unread { count: LimitedCount::Exact(2), activity: true }
        );
        // A confidential question is not even visible as activity.
        assert_eq!(
            next(&mut pages[1]).await,
            Event::Unread { count: LimitedCount::Exact(1), activity: true }
        );
        assert!(is_quiet(&mut pages[1]).await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_advisers_are_refreshed_when_another_one_takes_a_case() {
    on_each_database(async |env| {
        let (process, second) =
            (Process::of(env.portal.clone(), env.engine).await, Process::second(&env).await);
        if env.engine == "PostgreSQL" {
            wait_for_listeners(&env.portal, 2).await;
        }
        let adviser = env.staff_session("camille", StaffRole::Adviser).await;
        let other = env.staff_session("dominique", StaffRole::Adviser).await;
        let editor = env.staff_session("redaction", StaffRole::Editor).await;
        let mut pages = [page(&process.portal, &adviser).await, page(&second.portal, &adviser).await];
        for page in &mut pages {
            assert_eq!(next(page).await, Event::Assistance, "it may have missed changes before");
            assert!(is_quiet(page).await, "once");
        }
        let mut of_editor = page(&process.portal, &editor).await;
        confirmed(&env, "dorian@exemple.fr", "Essai").await;
        for page in &mut pages {
            assert_eq!(next(page).await, Event::Assistance, "opened");
        }
        let id = id_of(&env, &other, CaseState::Open).await;
        cases::take(&env.portal, &other, id).await.expect("taken");
        for page in &mut pages {
            assert_eq!(next(page).await, Event::Assistance, "taken");
        }
        assert!(is_quiet(&mut of_editor).await, "no adviser");
    })
    .await;
}
