//! Appointments with customs services: settings, booking, changes, reminders, the work of agents.

use std::time::Duration;

use backend::{
    accounts::sessions::Session,
    appointments::AppointmentState,
    customs::appointments::{self, Appointment, Attendance, FreeSlots},
    id::{AppointmentId, AppointmentKindId, ConversationId},
    personal_data,
    staff::{self, ActFilter, ActKind},
};
use domain::{
    appointments::{Channel, KindSettings, LINKED_QUESTION, SLOT, kind_answers},
    form::Answers,
    problem::Problem,
    rights::StaffRole,
    territory::Territory,
};
use futures::future::join_all;
use platform::Error;

use crate::{
    database::{TestEnv, on_each_database, on_each_database_with},
    messaging::fixtures::{PAE, RECETTE, SIRET, only_problem, siren_of},
};

const HOUR: Duration = Duration::from_secs(3600);
const EMAIL: &str = "chloe@exemple.fr";

fn kind() -> KindSettings {
    KindSettings {
        label: "Cautionnement".to_owned(),
        channel: Channel::Office,
        location: "1 quai fictif, Nantes".to_owned(),
        minutes: 60,
        buffer_minutes: 0,
        capacity: 1,
        notice_hours: 2,
        window_days: 14,
        weekly_max: 20,
        offered: true,
    }
}

fn opening(weekday: &str) -> Answers {
    Answers::from_iter([
        ("jour", weekday),
        ("debut", "09:00"),
        ("fin", "12:00"),
        ("semaines", "1"),
        ("valable_du", "2026-05-01"),
    ])
}

/// A service with an agenda, an agent and an operator. It is Monday 1 June 2026, before 10:00 in Paris.
struct Agenda<'a> {
    env: &'a TestEnv,
    agent: Session,
    operator: Session,
    kind: AppointmentKindId,
}

impl<'a> Agenda<'a> {
    /// Open on Tuesdays and Thursdays from 9:00 to 12:00.
    async fn create(env: &'a TestEnv, territory: Territory, settings: &KindSettings) -> Self {
        env.add_services().await;
        let (_, operator) = env.accountant("chloe").await;
        let (agent, kind) = (env.signed_in_agent("agent", RECETTE).await, AppointmentKindId::generate());
        let territory = Answers::from_iter([("territoire", territory.code())]);
        appointments::set_territory(&env.portal, &agent, RECETTE, &territory).await.expect("a territory");
        for weekday in ["2", "4"] {
            appointments::add_opening(&env.portal, &agent, RECETTE, &opening(weekday)).await.expect("open");
        }
        let answers = kind_answers(settings);
        appointments::create_kind(&env.portal, &agent, RECETTE, kind, &answers).await.expect("a kind");
        Agenda { env, agent, operator, kind }
    }

    async fn free(&self) -> FreeSlots {
        appointments::slots(&self.env.portal, &self.operator, self.kind).await.expect("slots")
    }

    async fn values(&self) -> Vec<String> {
        self.free().await.slots.iter().map(|slot| slot.value()).collect()
    }

    async fn try_book(&self, id: AppointmentId, slot: &str) -> Result<(), Error> {
        appointments::book(&self.env.portal, &self.operator, id, self.kind, &form(slot)).await
    }

    async fn book(&self, slot: &str) -> AppointmentId {
        let id = AppointmentId::generate();
        self.try_book(id, slot).await.expect("booked");
        id
    }

    async fn find(&self, id: AppointmentId) -> Appointment {
        appointments::appointment(&self.env.portal, &self.operator, id).await.expect("found")
    }

    /// Counts the mails with these words in their subject.
    async fn mails(&self, words: &str) -> usize {
        self.env.deliver().await;
        self.env.mailbox.mails().iter().filter(|mail| mail.subject.contains(words)).count()
    }
}

fn form(slot: &str) -> Answers {
    Answers::from_iter([(SLOT, slot), ("objet", "Garantie à lever"), ("telephone", "06 12 34 56 78")])
}

#[tokio::test(flavor = "multi_thread")]
async fn agents_of_the_service_change_its_agenda_and_each_change_is_recorded_once() {
    on_each_database(async |env| {
        let agenda = Agenda::create(&env, Territory::Mainland, &kind()).await;
        let portal = &env.portal;
        appointments::add_opening(portal, &agenda.agent, RECETTE, &opening("2"))
            .await
            .expect("known already");
        let closed = Answers::from_iter([("ferme_du", "2026-06-04"), ("ferme_au", "")]);
        for _ in 0..2 {
            appointments::add_closing(portal, &agenda.agent, RECETTE, &closed).await.expect("closed");
        }
        let settings = appointments::settings(portal, &agenda.agent, RECETTE).await.expect("read");
        assert_eq!((settings.openings.len(), settings.closings.len()), (2, 1));
        let days: Vec<String> = agenda.values().await.iter().map(|slot| slot[..10].to_owned()).collect();
        assert!(
            days.contains(&"2026-06-02".to_owned()) && !days.contains(&"2026-06-04".to_owned()),
            "{days:?}"
        );
        for _ in 0..2 {
            let closing = settings.closings[0].0;
            appointments::remove_closing(portal, &agenda.agent, RECETTE, closing).await.expect("removed");
        }
        let (first, _) = settings.openings[0].clone();
        appointments::remove_opening(portal, &agenda.agent, RECETTE, first).await.expect("removed");
        assert!(agenda.values().await.iter().all(|slot| !slot.starts_with("2026-06-02")));

        let other = env.signed_in_agent("autre", PAE).await;
        for refused in [
            appointments::settings(portal, &other, RECETTE).await.map(drop),
            appointments::add_opening(portal, &other, RECETTE, &opening("5")).await,
            appointments::change_kind(portal, &other, agenda.kind, &kind_answers(&kind())).await.map(drop),
            appointments::settings(portal, &agenda.operator, RECETTE).await.map(drop),
        ] {
            assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
        }
        let administrator = env.staff_session("admin", StaffRole::Administrator).await;
        let filter = ActFilter { kind: Some(ActKind::AgendaChanged), ..ActFilter::default() };
        let acts = staff::acts(portal, &administrator, &filter, 1).await.expect("the trail").acts;
        assert_eq!(acts.len(), 1 + 2 + 1 + 1 + 1 + 1, "territory, openings, kind, closing, two removals");
        let withdrawn = KindSettings { offered: false, ..kind() };
        appointments::change_kind(portal, &agenda.agent, agenda.kind, &kind_answers(&withdrawn))
            .await
            .expect("changed");
        let hidden = appointments::slots(portal, &agenda.operator, agenda.kind).await;
        assert!(matches!(hidden, Err(Error::NotFound)));
        appointments::agent_slots(portal, &agenda.agent, agenda.kind).await.expect("agents still book it");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_appointment_is_confirmed_moved_and_cancelled_with_one_event() {
    on_each_database(async |env| {
        let agenda = Agenda::create(&env, Territory::Mainland, &kind()).await;
        let values = agenda.values().await;
        assert_eq!(values[0], "2026-06-02T09:00", "Tuesday");
        let id = agenda.book(&values[0]).await;
        agenda.try_book(id, &values[0]).await.expect("sent twice, booked once");
        assert_eq!(env.count("customs_appointment").await, 1);
        assert_eq!(agenda.mails("prévu").await, 1);
        let mail = env.mailbox.last_to(EMAIL);
        let uid = format!("UID:{id}@");
        let event = mail.calendar.expect("an event").replace("\r\n ", "");
        for line in ["METHOD:REQUEST", "SEQUENCE:0", "DTSTART:20260602T070000Z", &uid] {
            assert!(event.contains(line), "{line}\n{event}");
        }
        assert!(
            mail.text.contains("mardi 2\u{a0}juin 2026, de 9\u{a0}h à 10\u{a0}h (heure de Paris)"),
            "{}",
            mail.text
        );
        assert!(!mail.text.contains("Garantie"), "mail is not secure");
        assert!(!agenda.values().await.contains(&values[0]));

        let change = Answers::from_iter([(SLOT, "2026-06-04T10:00")]);
        appointments::change_slot(&env.portal, &agenda.operator, id, &change).await.expect("moved");
        assert_eq!(agenda.mails("déplacé").await, 1);
        let event = env.mailbox.last_containing(EMAIL, "déplacé").calendar.expect("an event");
        assert!(event.contains("SEQUENCE:1") && event.contains("DTSTART:20260604T080000Z"), "{event}");
        assert!(agenda.values().await.contains(&values[0]), "its place is free again");

        for _ in 0..2 {
            appointments::cancel(&env.portal, &agenda.operator, id).await.expect("cancelled");
        }
        assert_eq!(agenda.mails("annulé").await, 1);
        let event =
            env.mailbox.last_containing(EMAIL, "annulé").calendar.expect("an event").replace("\r\n ", "");
        for line in ["METHOD:CANCEL", "SEQUENCE:2", "STATUS:CANCELLED", &uid] {
            assert!(event.contains(line), "{line}\n{event}");
        }
        assert_eq!(agenda.find(id).await.state(env.clock.now()), AppointmentState::Cancelled);
        assert_eq!(env.count("appointment_place").await + env.count("appointment_share").await, 0);
        let again = appointments::change_slot(&env.portal, &agenda.operator, id, &change).await;
        assert_eq!(only_problem(again), (String::new(), Problem::AppointmentEnded));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_fifty_parallel_bookings_gets_the_last_place() {
    on_each_database_with(
        |config| config.database.busy_seconds = 30,
        async |env| {
            let agenda = Agenda::create(&env, Territory::Mainland, &kind()).await;
            let bookings = (0..50).map(|_| agenda.try_book(AppointmentId::generate(), "2026-06-02T09:00"));
            let mut booked = 0;
            for outcome in join_all(bookings).await {
                match outcome {
                    Ok(()) => booked += 1,
                    refused => assert_eq!(only_problem(refused), (SLOT.to_owned(), Problem::SlotTaken)),
                }
            }
            eprintln!("50 parallel bookings of one place on {}: {booked} accepted", env.engine);
            assert_eq!(booked, 1);
            for (table, rows) in [
                ("appointment", 1),
                ("customs_appointment", 1),
                ("appointment_place", 12),
                ("appointment_share", 1),
            ] {
                assert_eq!(env.count(table).await, rows, "{table}: no half booking");
            }
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_kinds_of_a_service_share_its_seats() {
    on_each_database(async |env| {
        let agenda = Agenda::create(&env, Territory::Mainland, &kind()).await;
        let other = AppointmentKindId::generate();
        let shorter = KindSettings { minutes: 30, channel: Channel::Phone, ..kind() };
        appointments::create_kind(&env.portal, &agenda.agent, RECETTE, other, &kind_answers(&shorter))
            .await
            .expect("a kind");
        agenda.book("2026-06-02T10:00").await;
        let free = appointments::slots(&env.portal, &agenda.operator, other).await.expect("slots");
        let times: Vec<String> = free.slots.iter().map(|slot| slot.value()).take(4).collect();
        let expected = ["2026-06-02T09:00", "2026-06-02T09:30", "2026-06-02T11:00", "2026-06-02T11:30"];
        assert_eq!(times, expected);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_company_has_a_limited_number_of_appointments_in_a_week() {
    on_each_database_with(
        |config| config.database.busy_seconds = 30,
        async |env| {
            let limited = KindSettings { weekly_max: 1, ..kind() };
            let agenda = Agenda::create(&env, Territory::Mainland, &limited).await;
            let slots = ["2026-06-02T09:00", "2026-06-02T10:00", "2026-06-02T11:00", "2026-06-04T09:00"];
            let bookings = slots.map(|slot| agenda.try_book(AppointmentId::generate(), slot));
            let mut booked = 0;
            for outcome in join_all(bookings).await {
                match outcome {
                    Ok(()) => booked += 1,
                    refused => {
                        assert_eq!(
                            only_problem(refused),
                            (SLOT.to_owned(), Problem::TooManyAppointments { max: 1 })
                        );
                    }
                }
            }
            assert_eq!(booked, 1, "parallel bookings of different places");
            let next_week = agenda.book("2026-06-09T09:00").await;
            let back = Answers::from_iter([(SLOT, "2026-06-04T11:00")]);
            let moved = appointments::change_slot(&env.portal, &agenda.operator, next_week, &back).await;
            assert_eq!(only_problem(moved).1, Problem::TooManyAppointments { max: 1 });
            let start = agenda.find(next_week).await.slot().value();
            assert_eq!(start, "2026-06-09T09:00", "a refused move changes nothing");
            appointments::cancel(&env.portal, &agenda.operator, next_week).await.expect("cancelled");
            agenda.book("2026-06-11T09:00").await;
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn overseas_services_promise_the_time_of_their_clocks() {
    on_each_database(async |env| {
        let agenda = Agenda::create(&env, Territory::LaReunion, &kind()).await;
        let id = agenda.book("2026-06-02T09:00").await;
        let found = agenda.find(id).await;
        assert_eq!(found.starts_at.timestamp().to_string(), "2026-06-02T05:00:00Z");
        assert_eq!(found.when(), "mardi 2\u{a0}juin 2026, de 9\u{a0}h à 10\u{a0}h (heure de La Réunion)");
        assert!(found.is_at_promised_time());
        platform::execute!(
            env.portal.db,
            sqlx::query("UPDATE appointment SET promised_time = '2026-06-02T08:00:00' WHERE id = $1")
                .bind(id)
        )
        .expect("other rules of the zone");
        assert!(!agenda.find(id).await.is_at_promised_time());
        // Agents moved to another territory: what was promised stays.
        let mainland = Answers::from_iter([("territoire", Territory::Mainland.code())]);
        appointments::set_territory(&env.portal, &agenda.agent, RECETTE, &mainland).await.expect("changed");
        assert!(agenda.find(id).await.when().ends_with("(heure de La Réunion)"));
        let change = Answers::from_iter([(SLOT, "2026-06-04T09:00")]);
        appointments::change_slot(&env.portal, &agenda.operator, id, &change).await.expect("moved");
        let moved = agenda.find(id).await;
        assert_eq!(moved.when(), "jeudi 4\u{a0}juin 2026, de 9\u{a0}h à 10\u{a0}h (heure de Paris)");
        assert!(moved.is_at_promised_time());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_reminded_two_days_and_two_hours_before_each_once() {
    on_each_database(async |env| {
        let agenda = Agenda::create(&env, Territory::Mainland, &kind()).await;
        agenda.book("2026-06-11T09:00").await;
        // Booked a day before: only the second reminder.
        agenda.book("2026-06-02T09:00").await;
        let cancelled = agenda.book("2026-06-11T10:00").await;
        appointments::cancel(&env.portal, &agenda.operator, cancelled).await.expect("cancelled");
        // Hours since the step before, and the reminders sent so far.
        for (hours, expected) in [(22, 1), (6 * 24, 1), (26, 2), (24, 2), (22, 3)] {
            env.advance(HOUR * hours);
            env.run_jobs().await;
            assert_eq!(agenda.mails("approche").await, expected, "{:?}", env.clock.now());
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn agents_see_the_week_book_for_operators_cancel_and_record_absences() {
    on_each_database(async |env| {
        let agenda = Agenda::create(&env, Territory::Mainland, &kind()).await;
        let portal = &env.portal;
        let own = agenda.book("2026-06-02T09:00").await;
        let booked = |id: AppointmentId, email: &str, siren: &str| {
            let mut answers = form("2026-06-02T10:00");
            answers.set("siren", siren);
            answers.set("email", email);
            let agenda = &agenda;
            async move {
                appointments::book_for_operator(portal, &agenda.agent, id, agenda.kind, &answers).await
            }
        };
        let siren = siren_of(SIRET).grouped();
        let id = AppointmentId::generate();
        env.account("sans-droit").await;
        for unknown in ["inconnu@exemple.fr", "sans-droit@exemple.fr"] {
            let refused = only_problem(booked(id, unknown, &siren).await);
            assert_eq!(refused, ("email".to_owned(), Problem::NoOperatorOfCompany));
        }
        assert_eq!(only_problem(booked(id, EMAIL, "123").await).0, "siren");
        for _ in 0..2 {
            booked(id, EMAIL, &siren).await.expect("booked");
        }
        env.deliver().await;
        env.mailbox.last_containing(EMAIL, "Camille Fictif");
        let week = appointments::week(portal, &agenda.agent, RECETTE, None).await.expect("the week");
        assert_eq!(week.first.to_string(), "2026-06-01");
        assert_eq!(week.appointments.iter().map(|one| one.id).collect::<Vec<_>>(), [own, id]);
        let next = appointments::week(portal, &agenda.agent, RECETTE, "2026-06-10".parse().ok()).await;
        assert!(next.expect("the next week").appointments.is_empty());

        let unreasoned = appointments::cancel_by_service(portal, &agenda.agent, id, &Answers::default()).await;
        assert_eq!(only_problem(unreasoned).0, "raison");
        let reason = Answers::from_iter([("raison", "Agent malade")]);
        appointments::cancel_by_service(portal, &agenda.agent, id, &reason).await.expect("cancelled");
        assert_eq!(agenda.mails("annulé").await, 1);
        assert!(env.mailbox.last_containing(EMAIL, "annulé").text.contains("Agent malade"));

        let early = appointments::record_attendance(portal, &agenda.agent, own, Attendance::NoShow).await;
        assert!(matches!(early, Err(Error::NotFound)));
        env.advance(HOUR * 24);
        for attendance in [Attendance::Seen, Attendance::NoShow] {
            appointments::record_attendance(portal, &agenda.agent, own, attendance).await.expect("recorded");
        }
        assert_eq!(agenda.find(own).await.attendance(), Some(Attendance::NoShow), "the last one counts");
        let other = env.signed_in_agent("autre", PAE).await;
        for refused in [
            appointments::week(portal, &other, RECETTE, None).await.map(drop),
            appointments::appointment_of_service(portal, &other, own).await.map(drop),
            appointments::cancel_by_service(portal, &other, own, &reason).await,
            appointments::record_attendance(portal, &other, own, Attendance::Seen).await,
            appointments::agent_slots(portal, &other, agenda.kind).await.map(drop),
        ] {
            assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn appointments_belong_to_the_company_and_hide_confidential_questions() {
    on_each_database(async |env| {
        let agenda = Agenda::create(&env, Territory::Mainland, &kind()).await;
        let portal = &env.portal;
        let question = env.send_confidential_question(&agenda.operator).await;
        let mut answers = form("2026-06-02T09:00");
        answers.set(LINKED_QUESTION, question.to_string());
        let linked = AppointmentId::generate();
        appointments::book(portal, &agenda.operator, linked, agenda.kind, &answers).await.expect("booked");
        assert_eq!(agenda.find(linked).await.question, Some(question));
        let plain = agenda.book("2026-06-02T10:00").await;

        let (_, colleague) = env.declarant("basile").await;
        let seen = appointments::appointments(portal, &colleague).await.expect("the company's");
        assert_eq!(seen.iter().map(|one| one.id).collect::<Vec<_>>(), [plain]);
        let outsider = env.outsider("omar").await;
        assert!(appointments::appointments(portal, &outsider).await.expect("none").is_empty());
        for (session, id) in [(&colleague, linked), (&outsider, plain), (&outsider, linked)] {
            let refused = appointments::appointment(portal, session, id).await;
            assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
            let refused = appointments::cancel(portal, session, id).await;
            assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
        }
        let mut foreign = form("2026-06-02T11:00");
        foreign.set(LINKED_QUESTION, ConversationId::generate().to_string());
        let refused =
            appointments::book(portal, &agenda.operator, AppointmentId::generate(), agenda.kind, &foreign)
                .await;
        assert_eq!(only_problem(refused).0, LINKED_QUESTION);
        let forged =
            appointments::book(portal, &colleague, plain, agenda.kind, &form("2026-06-02T11:00")).await;
        assert!(matches!(forged, Err(Error::NotFound)), "the identifier is of another's appointment");
        appointments::cancel(portal, &colleague, plain).await.expect("colleagues may cancel");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_deletion_of_an_account_cancels_its_appointments_and_erases_the_name() {
    on_each_database(async |env| {
        let by_phone = KindSettings { channel: Channel::Phone, ..kind() };
        let agenda = Agenda::create(&env, Territory::Mainland, &by_phone).await;
        let id = agenda.book("2026-06-02T09:00").await;
        assert_eq!(
            agenda.find(id).await.place(),
            "Par téléphone, au +33\u{a0}6\u{a0}12\u{a0}34\u{a0}56\u{a0}78"
        );
        let confirmation = Answers::from_iter([("identifiant", "chloe")]);
        personal_data::delete_account(&env.portal, &agenda.operator, &confirmation).await.expect("deleted");
        let found = appointments::appointment_of_service(&env.portal, &agenda.agent, id).await.expect("kept");
        assert_eq!((found.person.as_str(), found.subject.as_str()), ("Compte supprimé", ""));
        assert_eq!(found.state(env.clock.now()), AppointmentState::Cancelled);
        assert_eq!(env.count("appointment_place").await, 0);
        env.advance(HOUR * 24 * 32);
        env.run_jobs().await;
        assert_eq!(env.count("customs_appointment").await, 0, "deleted 30 days after its time");
    })
    .await;
}
