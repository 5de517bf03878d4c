//! Phone calls by the assistance: slots, booking, change, cancellation, reminder.

use std::{
    net::{IpAddr, Ipv4Addr},
    time::Duration,
};

use backend::{
    accounts::sessions::Client,
    appointments::AppointmentState,
    assistance::phone_calls::{self, Outcome},
};
use domain::{appointments::SLOT, form::Answers, problem::Problem, rights::StaffRole};
use futures::future::join_all;
use platform::Error;

use crate::{
    database::{TestEnv, on_each_database, on_each_database_with},
    messaging::fixtures::only_problem,
};

const HOUR: Duration = Duration::from_secs(3600);
const EMAIL: &str = "camille@exemple.fr";

/// A client of its own network.
fn client(env: &TestEnv, number: u8) -> Client {
    Client { address: IpAddr::V4(Ipv4Addr::new(198, 51, 100, number)), ..env.client() }
}

fn form(slot: &str, phone: &str) -> Answers {
    Answers::from_iter([
        (SLOT, slot),
        ("nom", "Camille Exemple"),
        ("telephone", phone),
        ("email", EMAIL),
        ("sujet", "connexion"),
        ("precisions", "Le code n’arrive pas."),
    ])
}

/// Value of the free slot with this rank.
async fn free(env: &TestEnv, rank: usize) -> String {
    phone_calls::free_slots(&env.portal).await.expect("read")[rank].value()
}

async fn book(env: &TestEnv, slot: &str, phone: &str) -> String {
    let token = phone_calls::book(&env.portal, &env.client(), &form(slot, phone)).await.expect("booked");
    token.expose().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_booked_call_is_confirmed_moved_and_cancelled_by_its_link() {
    on_each_database(async |env| {
        let first = free(&env, 0).await;
        assert_eq!(first, "2026-06-01T11:00", "Monday, an hour later at least");
        let token = book(&env, &first, "06 12 34 56 78").await;
        env.deliver().await;
        let mail = env.mailbox.last_to(EMAIL);
        assert_eq!(mail.subject, "Votre appel est prévu");
        assert!(mail.link("http://").ends_with(&token));
        let event = mail.calendar.expect("a file for the calendar");
        assert!(event.contains("DTSTART:20260601T090000Z") && event.contains("SEQUENCE:0"), "{event}");

        let call = phone_calls::find(&env.portal, &token).await.expect("found");
        assert_eq!(call.phone, "+33612345678");
        assert_eq!(call.slot().label(), "lundi 1er\u{a0}juin 2026, de 11\u{a0}h à 11\u{a0}h\u{a0}30");
        assert!(matches!(phone_calls::find(&env.portal, "autre").await, Err(Error::NotFound)));

        let other = free(&env, 3).await;
        let change = Answers::from_iter([(SLOT, other.as_str())]);
        phone_calls::change_slot(&env.portal, &token, &change).await.expect("moved");
        env.deliver().await;
        let mail = env.mailbox.last_containing(EMAIL, "déplacé");
        assert!(mail.calendar.expect("a file").contains("SEQUENCE:1"));

        phone_calls::cancel(&env.portal, &token).await.expect("cancelled");
        phone_calls::cancel(&env.portal, &token).await.expect("cancelled once");
        env.deliver().await;
        assert_eq!(env.mailbox.count_to(EMAIL), 3, "booked, moved and cancelled");
        let state = phone_calls::find(&env.portal, &token).await.expect("found").state(env.clock.now());
        assert_eq!(state, AppointmentState::Cancelled);
        assert_eq!(env.count("appointment_place").await, 0, "its places are free again");
        let again = phone_calls::change_slot(&env.portal, &token, &change).await;
        assert_eq!(only_problem(again), (String::new(), Problem::PhoneCallEnded));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_place_of_a_slot_is_booked_once() {
    on_each_database_with(
        |config| {
            config.phone_calls.capacity = 3;
            config.database.busy_seconds = 30;
        },
        async |env| {
            let slot = free(&env, 2).await;
            for number in 1..=2 {
                book(&env, &slot, &format!("+3361000000{number}")).await;
            }
            let (clients, forms): (Vec<_>, Vec<_>) = (10..60)
                .map(|number: u8| {
                    let mut form = form(&slot, &format!("+336200000{number}"));
                    form.set("email", format!("camille{number}@exemple.fr"));
                    (client(&env, number), form)
                })
                .unzip();
            let bookings =
                clients.iter().zip(&forms).map(|(client, form)| phone_calls::book(&env.portal, client, form));
            let mut booked = 0;
            for outcome in join_all(bookings).await {
                match outcome {
                    Ok(_) => booked += 1,
                    refused => assert_eq!(only_problem(refused), (SLOT.to_owned(), Problem::SlotTaken)),
                }
            }
            eprintln!("50 parallel bookings of the last place on {}: {booked} accepted", env.engine);
            assert_eq!(booked, 1);
            assert_eq!(env.count("appointment").await, 3, "no half booking");
            assert_eq!(env.count("appointment_place").await, 3 * 6, "six quanta of five minutes each");
            assert!(
                !phone_calls::free_slots(&env.portal)
                    .await
                    .expect("read")
                    .iter()
                    .any(|one| one.value() == slot)
            );
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn people_who_exchange_their_slots_at_once_end_on_different_places() {
    on_each_database_with(
        |config| config.phone_calls.capacity = 1,
        async |env| {
            let (one, two) = (free(&env, 0).await, free(&env, 1).await);
            let (first, second) =
                (book(&env, &one, "0612345678").await, book(&env, &two, "0612345679").await);
            let change = |slot: &str| Answers::from_iter([(SLOT, slot.to_owned())]);
            let (to_two, to_one) = (change(&two), change(&one));
            let outcomes = tokio::join!(
                phone_calls::change_slot(&env.portal, &first, &to_two),
                phone_calls::change_slot(&env.portal, &second, &to_one),
            );
            assert_eq!(only_problem(outcomes.0).1, Problem::SlotTaken);
            assert_eq!(only_problem(outcomes.1).1, Problem::SlotTaken);
            let third = free(&env, 0).await;
            phone_calls::change_slot(&env.portal, &first, &change(&third)).await.expect("moved");
            phone_calls::change_slot(&env.portal, &second, &change(&one)).await.expect("the place is free");
            assert_eq!(env.count("appointment_place").await, 2 * 6);
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_has_one_call_to_come() {
    on_each_database(async |env| {
        let token = book(&env, &free(&env, 0).await, "06 12 34 56 78").await;
        let second = form(&free(&env, 4).await, "+33 6 12 34 56 78");
        let refused = phone_calls::book(&env.portal, &env.client(), &second).await;
        assert_eq!(only_problem(refused), ("telephone".to_owned(), Problem::PhoneCallBooked));
        assert_eq!(env.count("appointment").await, 1, "nothing is booked");
        phone_calls::cancel(&env.portal, &token).await.expect("cancelled");
        let token = book(&env, &free(&env, 4).await, "0612345678").await;
        env.advance(HOUR * 24);
        let state = phone_calls::find(&env.portal, &token).await.expect("found").state(env.clock.now());
        assert_eq!(state, AppointmentState::Begun);
        assert_eq!(
            only_problem(phone_calls::cancel(&env.portal, &token).await),
            (String::new(), Problem::PhoneCallEnded)
        );
        book(&env, &free(&env, 4).await, "0612345678").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_answers_are_shown_with_the_slot_that_is_no_longer_free() {
    on_each_database(async |env| {
        let mut form = form("2026-05-31T11:00", "abc");
        form.set("nom", "");
        let Err(Error::Invalid(problems)) = phone_calls::book(&env.portal, &env.client(), &form).await else {
            panic!("refused");
        };
        let fields: Vec<&str> = problems.iter().map(|problem| problem.field.as_str()).collect();
        assert_eq!(fields, [SLOT, "nom", "telephone"]);
        assert_eq!(problems[0].problem, Problem::SlotTaken);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_network_books_a_limited_number_of_calls() {
    on_each_database_with(
        |config| (config.phone_calls.capacity, config.phone_calls.days) = (10, 5),
        async |env| {
            let slot = free(&env, 0).await;
            let later = free(&env, 5).await;
            for number in 10..30 {
                let slot = if number % 2 == 0 { &slot } else { &later };
                let mut form = form(slot, &format!("+336100000{number}"));
                form.set("email", format!("camille{number}@exemple.fr"));
                phone_calls::book(&env.portal, &env.client(), &form).await.expect("booked");
            }
            let mut form = form(&free(&env, 8).await, "+33610000099");
            form.set("email", "autre@exemple.fr");
            let refused = phone_calls::book(&env.portal, &env.client(), &form).await;
            assert!(matches!(only_problem(refused).1, Problem::TooManyAttempts { .. }));
            phone_calls::book(&env.portal, &client(&env, 200), &form).await.expect("another network");
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_reminded_once_two_hours_before_unless_they_have_just_booked() {
    on_each_database(async |env| {
        let late = book(&env, "2026-06-01T16:00", "0612345678").await;
        book(&env, "2026-06-01T11:30", "0612345679").await;
        let cancelled = book(&env, "2026-06-01T15:30", "0612345670").await;
        phone_calls::cancel(&env.portal, &cancelled).await.expect("cancelled");
        for _ in 0..10 {
            env.advance(HOUR / 2);
            env.run_jobs().await;
        }
        env.deliver().await;
        let reminders: Vec<_> =
            env.mailbox.mails().into_iter().filter(|mail| mail.subject.contains("bientôt")).collect();
        assert_eq!(reminders.len(), 1, "{reminders:?}");
        assert!(reminders[0].text.contains("16\u{a0}h à 16\u{a0}h\u{a0}30"));
        assert!(!reminders[0].text.contains(&late), "only the hash of the token is stored");
        env.advance(HOUR * 24 * 31);
        env.run_jobs().await;
        assert_eq!(env.count("phone_call").await, 0, "deleted 30 days after its time");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn advisers_see_the_calls_of_a_day_and_record_their_outcome() {
    on_each_database(async |env| {
        book(&env, "2026-06-01T11:30", "0612345679").await;
        let cancelled = book(&env, "2026-06-01T15:30", "0612345670").await;
        phone_calls::cancel(&env.portal, &cancelled).await.expect("cancelled");
        book(&env, "2026-06-02T09:00", "0612345671").await;
        let (adviser, day) = (env.staff_session("conseil", StaffRole::Adviser).await, env.clock.now().day());
        let calls = phone_calls::calls_of(&env.portal, &adviser, day).await.expect("read");
        let [call] = calls.as_slice() else { panic!("one call: {calls:?}") };
        assert_eq!((call.phone.as_str(), call.outcome()), ("+33612345679", None));
        let early = phone_calls::record_outcome(&env.portal, &adviser, call.id, Outcome::NoAnswer).await;
        assert!(matches!(early, Err(Error::NotFound)), "the call is in an hour and a half");
        env.advance(HOUR * 2);
        for outcome in [Outcome::NoAnswer, Outcome::Reached] {
            phone_calls::record_outcome(&env.portal, &adviser, call.id, outcome).await.expect("recorded");
        }
        let calls = phone_calls::calls_of(&env.portal, &adviser, day).await.expect("read");
        assert_eq!(calls[0].outcome(), Some(Outcome::Reached), "the last one counts");
        let editor = env.staff_session("texte", StaffRole::Editor).await;
        let refused = phone_calls::calls_of(&env.portal, &editor, day).await;
        assert!(matches!(refused, Err(Error::Refused(_))));
    })
    .await;
}
