//! Work of the agents on a question: taking, assigning, releasing, transferring.

use std::collections::BTreeSet;

use backend::{
    accounts::sessions::Session,
    customs::{self, InboxFilter, InboxView},
    id::{ConversationId, DraftId, RowId},
    messaging::{self, ActKind, Conversation, notifications},
    staff::{self, NewMember},
};
use domain::{
    form::Answers, limited_count::LimitedCount, problem::Problem, question::Status, rights::StaffRole,
};
use platform::Error;

use super::fixtures::{
    OTHER_RECETTE, PAE, RECETTE, SIRET, is_not_found, new_member, problems, siren_of, text,
};
use crate::database::{TestEnv, on_each_database};

impl TestEnv {
    /// Creates an agent of these services, named after their login, and signs them in.
    pub async fn named_agent(&self, login: &str, services: &[&str]) -> Session {
        let services: Vec<String> = services.iter().map(|code| (*code).to_owned()).collect();
        let roles = &[StaffRole::Agent];
        self.add_member(&NewMember { name: login, roles, services: &services, ..new_member(login) }).await;
        self.agent_session(login).await
    }

    /// Returns the question as an agent reads it.
    async fn read_by(&self, agent: &Session, question: ConversationId) -> Conversation {
        messaging::question(&self.portal, agent, question).await.expect("read").conversation
    }
}

fn assignment(to: &Session, shown: Option<&Session>) -> Answers {
    let id = |session: &Session| session.agent().expect("an agent").id.to_string();
    let shown = shown.map(id).unwrap_or_default();
    Answers::from_iter([("agent", id(to).as_str()), ("attributaire", shown.as_str())])
}

fn transfer_to(service: &str) -> Answers {
    Answers::from_iter([("service", service), ("raison", "CANARI-RAISON : dossier de cette recette")])
}

async fn in_view(env: &TestEnv, agent: &Session, view: InboxView) -> Vec<ConversationId> {
    let filter = InboxFilter { view, ..InboxFilter::default() };
    let inbox = customs::inbox(&env.portal, agent, &filter, None).await.expect("an inbox");
    inbox.questions.iter().map(|one| one.id).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn of_fifty_agents_who_take_a_question_one_has_it() {
    on_each_database(async |env| {
        env.add_services().await;
        let (_, alix) = env.accountant("alix").await;
        let question = env.send_question(&alix).await;
        let mut agents = Vec::new();
        for login in ["ana", "ben", "cleo", "dan", "eve"] {
            agents.push(env.named_agent(login, &[RECETTE]).await);
        }
        let clicks = (0..50).map(|rank: usize| {
            let (portal, agent) = (env.portal.clone(), agents[rank % agents.len()].clone());
            tokio::spawn(async move {
                let taken = if rank.is_multiple_of(2) {
                    messaging::take_in_charge(&portal, &agent, question).await
                } else {
                    messaging::take(&portal, &agent, question).await
                };
                (agent.agent().expect("an agent").name.clone(), taken)
            })
        });
        let outcomes = futures::future::join_all(clicks).await;
        let (mut winners, mut named) = (BTreeSet::new(), BTreeSet::new());
        for outcome in outcomes {
            let (name, taken) = outcome.expect("no panic");
            match taken {
                Ok(()) => winners.insert(name),
                Err(Error::Invalid(found)) => match &found[0].problem {
                    Problem::QuestionTaken { agent } => named.insert(agent.clone()),
                    other => panic!("{other:?}"),
                },
                Err(other) => panic!("{other:?}"),
            };
        }
        assert_eq!(winners.len(), 1, "{winners:?}");
        assert_eq!(winners, named, "the others learn who has it");
        let read = env.read_by(&agents[0], question).await;
        assert_eq!(read.assignee_name, winners.first().cloned());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn question_is_taken_assigned_and_released() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (_, alix) = env.accountant("alix").await;
        let question = env.send_question(&alix).await;
        let camille = env.named_agent("camille", &[RECETTE]).await;
        let dominique = env.named_agent("dominique", &[RECETTE]).await;
        let eloi = env.named_agent("eloi", &[OTHER_RECETTE]).await;
        assert!(is_not_found(messaging::take(portal, &eloi, question).await));
        assert!(is_not_found(messaging::release(portal, &eloi, question).await));
        assert!(is_not_found(messaging::assign(portal, &eloi, question, &assignment(&eloi, None)).await));
        assert!(is_not_found(messaging::take(portal, &alix, question).await), "no operator");

        for _ in 0..2 {
            messaging::take(portal, &camille, question).await.expect("taken");
        }
        assert_eq!(in_view(&env, &camille, InboxView::Mine).await, [question]);
        assert!(in_view(&env, &dominique, InboxView::Mine).await.is_empty());
        assert!(in_view(&env, &dominique, InboxView::ToAssign).await.is_empty());
        // The page of Dominique still shows no assignee.
        let outdated = messaging::assign(portal, &dominique, question, &assignment(&dominique, None)).await;
        let taken = Problem::QuestionTaken { agent: "camille".to_owned() };
        assert_eq!(problems(outdated)[0].problem, taken);
        assert_eq!(problems(messaging::release(portal, &dominique, question).await)[0].problem, taken);
        assert_eq!(problems(messaging::take_in_charge(portal, &dominique, question).await)[0].problem, taken);
        let elsewhere =
            messaging::assign(portal, &camille, question, &assignment(&eloi, Some(&camille))).await;
        assert_eq!(problems(elsewhere)[0].problem, Problem::NotAColleague);

        for _ in 0..2 {
            let to_dominique = assignment(&dominique, Some(&camille));
            messaging::assign(portal, &camille, question, &to_dominique).await.expect("assigned");
        }
        assert_eq!(env.read_by(&camille, question).await.assignee_name.as_deref(), Some("dominique"));
        for _ in 0..2 {
            messaging::release(portal, &dominique, question).await.expect("released");
        }
        assert_eq!(in_view(&env, &camille, InboxView::ToAssign).await, [question]);
        let read = env.read_by(&camille, question).await;
        let acts = messaging::handling(portal, &camille, &read).await.expect("the acts").acts;
        let kinds: Vec<ActKind> = acts.iter().map(messaging::Act::kind).collect();
        assert_eq!(kinds, [ActKind::Taken, ActKind::Assigned, ActKind::Released], "each once");
        let seen = messaging::question(portal, &alix, question).await.expect("read");
        assert_eq!(seen.steps.len(), 1, "operators see no act");

        messaging::take_in_charge(portal, &camille, question).await.expect("taken in charge");
        assert_eq!(env.read_by(&camille, question).await.assignee_name.as_deref(), Some("camille"));
        messaging::close(portal, &alix, question).await.expect("closed");
        let closed = messaging::release(portal, &camille, question).await;
        assert!(closed.is_err(), "a closed question keeps its assignee");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn questions_of_a_member_who_loses_the_right_are_released() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (_, alix) = env.accountant("alix").await;
        let question = env.send_question(&alix).await;
        let camille = env.named_agent("camille", &[RECETTE, PAE]).await;
        let dominique = env.named_agent("dominique", &[RECETTE]).await;
        messaging::take(portal, &camille, question).await.expect("taken");
        staff::set_services(portal, "camille", &[RECETTE.to_owned()]).await.expect("set");
        assert!(env.read_by(&dominique, question).await.assignee.is_some(), "still of the service");
        staff::set_services(portal, "camille", &[PAE.to_owned()]).await.expect("set");
        assert_eq!(in_view(&env, &dominique, InboxView::ToAssign).await, [question]);
        staff::set_services(portal, "camille", &[RECETTE.to_owned()]).await.expect("set");
        for lose in ["role", "account"] {
            let to_camille = assignment(&camille, None);
            messaging::assign(portal, &dominique, question, &to_camille).await.expect("assigned");
            match lose {
                "role" => staff::set_roles(portal, "camille", &[StaffRole::Editor]).await.expect("set"),
                _ => staff::disable(portal, "camille").await.expect("disabled"),
            }
            assert!(env.read_by(&dominique, question).await.assignee.is_none(), "{lose}");
            let refused = messaging::assign(portal, &dominique, question, &to_camille).await;
            assert_eq!(problems(refused)[0].problem, Problem::NotAColleague, "{lose}");
            staff::set_roles(portal, "camille", &[StaffRole::Agent]).await.expect("set");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn transferred_question_changes_readers_and_keeps_the_rest() {
    on_each_database(async |env| {
        env.add_services().await;
        env.commit(RECETTE, Some(5)).await;
        let portal = &env.portal;
        let (_, alix) = env.accountant("alix").await;
        let question = env.send_question(&alix).await;
        let camille = env.named_agent("camille", &[RECETTE]).await;
        let eloi = env.named_agent("eloi", &[PAE]).await;
        messaging::take_in_charge(portal, &camille, question).await.expect("taken in charge");
        let before = env.read_by(&camille, question).await;
        let receipt = messaging::receipt_file(portal, &alix, question).await.expect("the receipt");

        let without_reason = Answers::from_iter([("service", PAE)]);
        let refused =
            messaging::transfer(portal, &camille, question, RowId::generate(), &without_reason).await;
        assert_eq!(problems(refused)[0].field, "raison");
        let same =
            messaging::transfer(portal, &camille, question, RowId::generate(), &transfer_to(RECETTE)).await;
        assert_eq!(problems(same)[0].field, "service");
        assert!(is_not_found(
            messaging::transfer(portal, &eloi, question, RowId::generate(), &transfer_to(PAE)).await
        ));

        env.deliver().await;
        let mails = env.mailbox.count_to("alix@exemple.fr");
        let key = RowId::generate();
        for _ in 0..2 {
            messaging::transfer(portal, &camille, question, key, &transfer_to(PAE))
                .await
                .expect("transferred");
        }
        assert!(is_not_found(messaging::question(portal, &camille, question).await), "the former service");
        let moved = env.read_by(&eloi, question).await;
        assert_eq!((moved.service.as_str(), moved.status(), moved.assignee), (PAE, Status::Transmis, None));
        assert_eq!(moved.answer_due_at, before.answer_due_at);
        assert_eq!(messaging::receipt_file(portal, &alix, question).await.expect("the receipt"), receipt);
        assert_eq!(in_view(&env, &eloi, InboxView::ToAssign).await, [question]);

        let seen = messaging::question(portal, &alix, question).await.expect("read");
        let last = seen.steps.last().expect("a step");
        assert_eq!(last.transferred_to.as_deref(), Some("PAE fictif"));
        assert!(!format!("{seen:?}").contains("CANARI-RAISON"), "the reason is of the agents");
        env.deliver().await;
        assert_eq!(env.mailbox.count_to("alix@exemple.fr"), mails + 1, "one mail");
        let mail = env.mailbox.last_to("alix@exemple.fr").text;
        assert!(
            mail.contains("PAE fictif") && mail.contains("est désormais chargé de votre question"),
            "{mail}"
        );
        assert!(!mail.contains("CANARI-RAISON"), "{mail}");
        let listed = notifications::list(portal, &alix).await.expect("listed");
        assert_eq!(listed[0].service_name, "PAE fictif");
        let acts = messaging::handling(portal, &eloi, &moved).await.expect("the acts").acts;
        assert!(acts.last().is_some_and(|act| act.reason.contains("CANARI-RAISON")), "{acts:?}");

        messaging::take_in_charge(portal, &eloi, question).await.expect("taken in charge");
        messaging::reply(portal, &eloi, question, DraftId::generate(), &text("Voici."))
            .await
            .expect("answered");
        let late =
            messaging::transfer(portal, &eloi, question, RowId::generate(), &transfer_to(RECETTE)).await;
        assert_eq!(problems(late)[0].problem, Problem::StepNotAllowed, "an answered question stays");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn confidential_question_goes_to_services_of_its_motif_only() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (_, alix) = env.accountant("alix").await;
        let question = env.send_confidential_question(&alix).await;
        let camille = env.named_agent("camille", &[RECETTE]).await;
        let read = env.read_by(&camille, question).await;
        let offered = messaging::handling(portal, &camille, &read).await.expect("the services").services;
        let codes: Vec<&str> = offered.iter().map(|service| service.code.as_str()).collect();
        assert_eq!(codes, [OTHER_RECETTE]);
        let refused =
            messaging::transfer(portal, &camille, question, RowId::generate(), &transfer_to(PAE)).await;
        assert_eq!(problems(refused)[0].field, "service");
        messaging::transfer(portal, &camille, question, RowId::generate(), &transfer_to(OTHER_RECETTE))
            .await
            .expect("transferred");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn transfer_and_answer_in_parallel_have_one_outcome() {
    on_each_database(async |env| {
        env.add_services().await;
        let (_, alix) = env.accountant("alix").await;
        let camille = env.named_agent("camille", &[RECETTE]).await;
        let dominique = env.named_agent("dominique", &[RECETTE]).await;
        for round in 0..10 {
            let question = env.send_question(&alix).await;
            messaging::take_in_charge(&env.portal, &camille, question).await.expect("taken in charge");
            let (portal, agent) = (env.portal.clone(), camille.clone());
            let answer = tokio::spawn(async move {
                messaging::reply(&portal, &agent, question, DraftId::generate(), &text("Voici.")).await
            });
            let (portal, agent) = (env.portal.clone(), dominique.clone());
            let transfer = tokio::spawn(async move {
                messaging::transfer(&portal, &agent, question, RowId::generate(), &transfer_to(PAE)).await
            });
            let (answer, transfer) = (answer.await.expect("no panic"), transfer.await.expect("no panic"));
            assert!(answer.is_ok() != transfer.is_ok(), "{round}: {answer:?}, {transfer:?}");
            let seen = messaging::question(&env.portal, &alix, question).await.expect("read");
            let (service, status, messages) =
                (seen.conversation.service.as_str(), seen.conversation.status(), seen.messages.len());
            let expected = match answer.is_ok() {
                true => (RECETTE, Status::Repondu, 2),
                false => (PAE, Status::Transmis, 1),
            };
            assert_eq!((service, status, messages), expected, "{round}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn views_list_and_count_the_questions_of_the_agent_only() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (_, alix) = env.accountant("alix").await;
        env.named_agent("camille", &[RECETTE]).await;
        env.named_agent("eloi", &[OTHER_RECETTE]).await;
        env.commit(RECETTE, Some(5)).await;
        let late = env.send_question(&alix).await;
        env.advance(std::time::Duration::from_secs(20 * 24 * 3600));
        let (alix, camille, eloi) = (
            env.choose_siren(&env.sign_in("alix").await.1, &siren_of(SIRET)).await,
            env.agent_session("camille").await,
            env.agent_session("eloi").await,
        );
        let answered = env.send_question(&alix).await;
        messaging::take_in_charge(portal, &camille, answered).await.expect("taken in charge");
        messaging::reply(portal, &camille, answered, DraftId::generate(), &text("Voici."))
            .await
            .expect("sent");
        let closed = env.send_question(&alix).await;
        messaging::close(portal, &alix, closed).await.expect("closed");
        let mine = env.send_question(&alix).await;
        messaging::take(portal, &camille, mine).await.expect("taken");
        let expected = [
            (InboxView::ToAssign, vec![late]),
            (InboxView::Mine, vec![mine]),
            (InboxView::Open, vec![late, mine]),
            (InboxView::DueToday, vec![]),
            (InboxView::Late, vec![late]),
            (InboxView::AwaitingDetails, vec![]),
            (InboxView::Answered, vec![answered]),
            (InboxView::Closed, vec![closed]),
        ];
        let (counts, others) = (
            customs::counts(portal, &camille).await.expect("counted"),
            customs::counts(portal, &eloi).await.expect("counted"),
        );
        for (view, questions) in expected {
            assert_eq!(in_view(&env, &camille, view).await, questions, "{view:?}");
            let number = LimitedCount::Exact(u32::try_from(questions.len()).expect("few"));
            assert_eq!(counts.of(view), number, "{view:?}");
            assert!(in_view(&env, &eloi, view).await.is_empty(), "{view:?} of another service");
            assert_eq!(others.of(view), LimitedCount::ZERO, "{view:?} of another service");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_of_an_inbox_combine_and_pages_follow() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (_, alix) = env.accountant("alix").await;
        let camille = env.named_agent("camille", &[RECETTE, OTHER_RECETTE]).await;
        let with_file = {
            let draft = env.ready_draft(&alix).await;
            env.upload(&alix, draft, "", "avis.pdf", &super::fixtures::pdf()).await.expect("a file");
            messaging::send(portal, &alix, draft).await.expect("sent")
        };
        let confidential = env.send_confidential_question(&alix).await;
        for _ in 0..21 {
            env.send_question(&alix).await;
        }
        let listed = async |filter: InboxFilter| {
            let (mut all, mut after) = (Vec::new(), None);
            loop {
                let page = customs::inbox(portal, &camille, &filter, after.as_deref()).await.expect("a page");
                all.extend(page.questions.iter().map(|one| one.id));
                after = page.next;
                if after.is_none() {
                    return all;
                }
            }
        };
        let all = listed(InboxFilter::default()).await;
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), 23, "each once, over two pages");
        assert_eq!(all.len(), 23);
        let open = |filter: InboxFilter| InboxFilter { view: InboxView::Open, ..filter };
        let of_motif = InboxFilter { motif: "echeancier".to_owned(), ..InboxFilter::default() };
        assert_eq!(listed(of_motif).await, [confidential]);
        // The document of the confidential question is a file, too.
        let files = InboxFilter { with_files: true, ..InboxFilter::default() };
        assert_eq!(listed(files.clone()).await.len(), 2);
        let both = InboxFilter { motif: "precision-creance".to_owned(), ..files };
        assert_eq!(listed(open(both)).await, [with_file]);
        messaging::take(portal, &camille, confidential).await.expect("taken");
        let assignee = Some(camille.agent().expect("an agent").id);
        let assigned = open(InboxFilter { assignee, ..InboxFilter::default() });
        assert_eq!(listed(assigned).await, [confidential]);
        let elsewhere = InboxFilter { service: OTHER_RECETTE.to_owned(), ..InboxFilter::default() };
        assert!(listed(elsewhere).await.is_empty());
        let foreign = InboxFilter { service: PAE.to_owned(), ..InboxFilter::default() };
        assert!(listed(foreign).await.is_empty(), "a service of others shows nothing");
        let words = open(InboxFilter { search: "secret".to_owned(), ..InboxFilter::default() });
        assert_eq!(listed(words).await, [confidential]);
    })
    .await;
}
