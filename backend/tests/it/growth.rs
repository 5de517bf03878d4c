//! Pages cost the same whatever the number of questions, on both engines.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use backend::{
    accounts::sessions::Session,
    companies,
    customs::{self, InboxFilter, InboxView},
    dashboard,
    id::ConversationId,
    messaging::{self, Filter, notifications},
};
use domain::{
    question::Status,
    rights::{Droit, Teleservice},
    siren::Siren,
};
use platform::db::Db;

use crate::{
    database::{TestEnv, on_each_database_with},
    messaging::fixtures::{OTHER_RECETTE, OTHER_SIRET, RECETTE, SIRET, creance_answers, siren_of},
    statements::{Plan, Statement, is_of_engine, read},
};

#[path = "../copied_questions/mod.rs"]
pub mod copied_questions;

/// Questions of the two companies. More than a page and more than what is counted in each state, in both: what is left to
/// grow is the number of rows that a statement walks.
const SOME: u32 = 4_400;
const MANY: u32 = 4 * SOME;
/// Questions of each other company.
const OTHERS: u32 = 20;

/// Tables that grow with the questions.
const GROWING: [&str; 8] = [
    "agent_notice",
    "conversation",
    "conversation_step",
    "conversation_unread",
    "message",
    "notification",
    "draft",
    "search_scoped",
];

/// Statements of the pages that list and count questions: file, part of the text, index that both engines must use.
const HOT: [(&str, &str, &str); 33] = [
    ("conversations/unread.rs", "SELECT COUNT(*)", "conversation_unread_by_reader"),
    ("conversations/listing.rs", "c.confidential = FALSE AND (", "conversation_by_siren"),
    (
        "conversations/listing.rs",
        "c.status = $7 AND (c.activity_at, c.id) < ($4, $5) ORDER BY c.activity_at DESC, c.id DESC LIMIT $6) AS",
        "conversation_by_siren_and_status",
    ),
    ("conversations/listing.rs", "FROM found", "conversation_by_search_number"),
    ("inbox/statements.rs", "FROM found", "conversation_by_search_number"),
    ("conversations/listing.rs", "tsquery", "search_scoped_by_token"),
    ("conversations/purge.rs", "SELECT id", "conversation_by_activity"),
    ("conversations/question.rs", "FROM conversation_step", "conversation_step_by_conversation"),
    ("conversations/question.rs", "FROM message", "message_by_conversation"),
    ("notifications/read.rs", "SELECT COUNT(*)", "notification_unread"),
    ("notifications/read.rs", "SELECT n.id", "notification_by_account"),
    ("notifications/store.rs", "SELECT COUNT(*)", "notification_by_conversation"),
    ("inbox/statements.rs", "c.service = $1 AND c.status = $5", "conversation_by_service_and_status"),
    ("inbox/statements.rs", "$1 = '') AND c.status = $5", "conversation_by_service_and_status"),
    ("inbox/statements.rs", "c.service = $1 AND c.assignee IS NULL", "conversation_unassigned"),
    ("inbox/statements.rs", "$1 = '') AND c.assignee IS NULL", "conversation_unassigned"),
    ("inbox/statements.rs", "c.service = $1 AND c.assignee = $7", "conversation_open_by_assignee"),
    ("inbox/statements.rs", "$1 = '') AND c.assignee = $7", "conversation_open_by_assignee"),
    ("inbox/statements.rs", "c.service = $1 AND c.pressing_at < $5", "conversation_open"),
    ("inbox/statements.rs", "$1 = '') AND c.pressing_at < $5", "conversation_open"),
    ("answer_delays/observed.rs", "motif = $2 AND activity_at >= $3", "conversation_by_service_and_motif"),
    ("report/read.rs", "motif_title, commitment", "conversation_by_service_and_activity"),
    ("report/read.rs", "x.conversation, x.at", "conversation_by_service_and_activity"),
    ("agent_notices/read.rs", "SELECT n.conversation", "agent_notice_by_member"),
    ("merging/offer.rs", "AS recent", "conversation_by_siren"),
    ("merging/links.rs", "c.merged_into = $1", "conversation_by_target"),
    ("conversations/warnings.rs", "c.next_warning_at <= $1", "conversation_by_next_warning"),
    ("customs/counts.rs", "COUNT(*)", "conversation_unassigned"),
    ("customs/counts.rs", "c.status = 'clos'", "conversation_open"),
    ("customs/counts.rs", "c.status = 'clos'", "conversation_open_by_assignee"),
    ("customs/counts.rs", "c.status = 'clos'", "conversation_by_service_and_status"),
    ("conversations/assignment.rs", "AND status IN ('transmis'", "conversation_open_by_assignee"),
    (
        "conversations/assignment.rs",
        "AND status IN ('precisions', 'repondu') AND NOT",
        "conversation_answered_by_assignee",
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn pages_cost_the_same_with_many_questions() {
    let one_connection = |config: &mut backend::config::Config| config.database.max_connections = 1;
    on_each_database_with(one_connection, async |env| {
        let (some, many) = companies_with_questions(&env).await;
        if let Db::Postgres(pool) = &env.portal.db {
            sqlx::raw_sql("ANALYZE").execute(pool).await.expect("the statistics are updated");
        }
        check_plans(&env.portal.db).await;
        let Some(steps) = Steps::count(&env.portal.db).await else { return };
        let (some, many) = (costs(&env, &steps, &some).await, costs(&env, &steps, &many).await);
        for ((page, some), (_, many)) in some.iter().zip(&many) {
            eprintln!("{page}: {some} steps, {many} with four times the questions");
            assert!(*many <= some + some / 10, "{page}: {some} steps, then {many}");
        }
    })
    .await;
}

/// A company and the service that receives its questions.
struct Company {
    operator: Session,
    agent: Session,
    question: ConversationId,
    /// Number of the copy that was sent first.
    number: String,
}

/// Returns two companies of one person, with [`SOME`] and with [`MANY`] questions, sent to one service each.
async fn companies_with_questions(env: &TestEnv) -> (Company, Company) {
    env.add_services().await;
    let (account, alix) = env.accountant("alix").await;
    env.grant(account, OTHER_SIRET, Teleservice::TelepaiementSepa, Droit::Telepayer).await;
    let other = Session { siren: Some(siren_of(OTHER_SIRET)), ..alix.clone() };
    // PostgreSQL, of which only the plans are read, gets fewer.
    let divisor = if matches!(env.portal.db, Db::Postgres(_)) { 8 } else { 1 };
    let some = company(env, alix, SIRET, RECETTE, "camille", SOME / divisor).await;
    let many = company(env, other, OTHER_SIRET, OTHER_RECETTE, "dominique", MANY / divisor).await;
    let sent = messaging::question(&env.portal, &some.operator, some.question).await.expect("the question");
    for siren in other_companies() {
        copied_questions::copy_question(&env.portal.db, &sent.conversation.number, &siren, OTHERS)
            .await
            .expect("copied");
    }
    (some, many)
}

/// Companies of other persons: without them, PostgreSQL would expect half of all questions in a company.
fn other_companies() -> impl Iterator<Item = Siren> {
    let with_check_digit = |head| (0..10).find_map(|digit| Siren::parse(&format!("{head}{digit}")).ok());
    (30_000_000..).filter_map(with_check_digit).take(50)
}

async fn company(
    env: &TestEnv,
    operator: Session,
    siret: &str,
    service: &str,
    agent: &str,
    count: u32,
) -> Company {
    let draft = env.ready_draft(&operator).await;
    let mut answers = creance_answers();
    answers.set("service", service);
    messaging::save(&env.portal, &operator, draft, &answers, None).await.expect("saved");
    let question = messaging::send(&env.portal, &operator, draft).await.expect("sent");
    let sent = messaging::question(&env.portal, &operator, question).await.expect("the question");
    // Before the copies, of which it is the assignee.
    let agent = env.signed_in_agent(agent, service).await;
    copied_questions::copy_question(&env.portal.db, &sent.conversation.number, &siren_of(siret), count)
        .await
        .expect("copied");
    let number = format!("{}{}{count}", sent.conversation.number, siren_of(siret)).replace('-', "");
    Company { operator, agent, question, number }
}

async fn check_plans(db: &Db) {
    let statements = read().statements;
    for (file, part, index) in HOT {
        let found = |one: &&Statement| one.place.contains(file) && one.text.contains(part);
        let matching: Vec<&Statement> = statements.iter().filter(found).collect();
        assert!(!matching.is_empty(), "{file} has no statement with {part}");
        let engine = if matches!(db, Db::Postgres(_)) { "PostgreSQL" } else { "SQLite" };
        for statement in matching.into_iter().filter(|one| is_of_engine(&one.text, engine)) {
            let plan = Plan::of(db, &statement.text).await.expect("a plan");
            let walks = plan.walks(&GROWING, &statement.text);
            assert!(plan.uses(index), "{} does not use {index}:\n{plan}", statement.place);
            assert!(walks.is_empty(), "{} walks {walks:?}:\n{plan}", statement.place);
        }
    }
}

/// Steps of SQLite's virtual machine: the rows that statements read, counted exactly.
struct Steps(Arc<AtomicU64>);

impl Steps {
    /// Counts the steps of all reads from now on. `None` on PostgreSQL.
    async fn count(db: &Db) -> Option<Self> {
        let Db::Sqlite { read, .. } = db else { return None };
        let steps = Arc::new(AtomicU64::new(0));
        let counter = Arc::clone(&steps);
        let mut connection = read.acquire().await.expect("the only connection");
        connection.lock_handle().await.expect("the connection").set_progress_handler(1, move || {
            counter.fetch_add(1, Ordering::Relaxed);
            true
        });
        Some(Self(steps))
    }

    async fn of<T>(&self, work: impl Future<Output = Result<T, platform::Error>>) -> u64 {
        let before = self.0.load(Ordering::Relaxed);
        assert!(work.await.is_ok(), "the use case fails");
        self.0.load(Ordering::Relaxed) - before
    }
}

/// Returns the steps of each page.
async fn costs(env: &TestEnv, steps: &Steps, company: &Company) -> Vec<(String, u64)> {
    let (portal, operator, agent) = (&env.portal, &company.operator, &company.agent);
    let (account, siren) =
        (operator.usager().expect("an operator").account, operator.siren().expect("a SIREN"));
    let mut costs = vec![
        ("header".to_owned(), steps.of(header(env, account, siren)).await),
        ("dashboard".to_owned(), steps.of(dashboard::overview(portal, operator, &Default::default())).await),
        ("question".to_owned(), steps.of(messaging::question(portal, operator, company.question)).await),
        ("notifications".to_owned(), steps.of(notifications::list(portal, operator)).await),
        ("new notifications".to_owned(), steps.of(notifications::unread_count(portal, operator)).await),
        ("pending questions".to_owned(), { steps.of(customs::counts(portal, agent)).await }),
    ];
    for status in [None, Some(Status::Transmis), Some(Status::Clos)] {
        let filter = Filter { status, ..Filter::default() };
        let first = messaging::list(portal, operator, &filter).await.expect("a list").next;
        costs.push((
            format!("questions {status:?}"),
            steps.of(messaging::list(portal, operator, &filter)).await,
        ));
        let filter = Filter { after: first, ..filter };
        costs.push((format!("next {status:?}"), steps.of(messaging::list(portal, operator, &filter)).await));
    }
    let assignee = Some(agent.agent().expect("an agent").id);
    // The copies have none that await details; they are read as answered ones are.
    for view in InboxView::ALL.into_iter().filter(|view| *view != InboxView::AwaitingDetails) {
        let filter = InboxFilter { view, ..InboxFilter::default() };
        let first = customs::inbox(portal, agent, &filter, None).await.expect("an inbox").next;
        assert!(first.is_some(), "{view:?} has one page only");
        costs.push((format!("inbox {view:?}"), steps.of(customs::inbox(portal, agent, &filter, None)).await));
        let next = customs::inbox(portal, agent, &filter, first.as_deref());
        costs.push((format!("next of inbox {view:?}"), steps.of(next).await));
        let filter = InboxFilter { assignee, ..filter };
        costs.push((
            format!("own in inbox {view:?}"),
            steps.of(customs::inbox(portal, agent, &filter, None)).await,
        ));
        let counted = customs::count_matching(portal, agent, &filter);
        costs.push((format!("number of own in inbox {view:?}"), steps.of(counted).await));
        for search in ["creance", "licorne"] {
            let filter = InboxFilter { view, search: search.to_owned(), ..InboxFilter::default() };
            let found = customs::inbox(portal, agent, &filter, None);
            costs.push((format!("search {search} in inbox {view:?}"), steps.of(found).await));
        }
    }
    // Words of every question, of the last one, and of none.
    for search in ["creance", company.number.as_str(), "licorne"] {
        let filter = Filter { search: search.to_owned(), ..Filter::default() };
        costs.push((format!("search {search}"), steps.of(messaging::list(portal, operator, &filter)).await));
    }
    costs
}

/// Reads what the header of each page shows.
async fn header(
    env: &TestEnv,
    account: backend::id::AccountId,
    siren: &Siren,
) -> Result<(), platform::Error> {
    companies::switcher(&env.portal, account, siren).await?;
    let rights = companies::known_habilitations(&env.portal, account, Some(siren)).await?;
    messaging::unread_count(&env.portal, account, siren, &rights).await.map(|_| ())
}
