use std::time::Duration;

use backend::{accounts::ActivationLetter, oidc_provider::LogoutQueue, personal_data::ExportQueue};
use platform::{
    execute_tx,
    mail::{self, Lifetime, MailQueue},
    outbox::{self, Queue},
};

use crate::{
    database::{TestEnv, on_each_database, on_each_database_with},
    mailbox::Mode,
};

fn letter() -> ActivationLetter {
    ActivationLetter {
        first_name: "Alix".to_owned(),
        login: "alix".to_owned(),
        link: "http://127.0.0.1:3000/activation?jeton=exemple".to_owned(),
        valid_hours: 48,
    }
}

async fn enqueue(env: &TestEnv, to: &str) {
    let mut tx = env.portal.db.begin().await.expect("a transaction");
    mail::enqueue(&mut tx, env.clock.now(), to, &letter(), Lifetime::Unlimited).await.expect("queued");
    tx.commit().await.expect("committed");
}

/// Sends mails during an outage of `mode`, then checks that each arrives in at most `copies` copies.
async fn check_outage(env: &TestEnv, mode: Mode, copies: usize) {
    env.mailbox.set_mode(mode);
    for number in 0..3 {
        enqueue(env, &format!("alix{number}@exemple.fr")).await;
    }
    for _ in 0..3 {
        env.deliver().await;
        env.advance(Duration::from_secs(60));
    }
    env.mailbox.set_mode(Mode::Accept);
    env.advance(Duration::from_secs(3600));
    env.deliver().await;
    for number in 0..3 {
        let to = format!("alix{number}@exemple.fr");
        let received: Vec<_> = env.mailbox.mails().into_iter().filter(|mail| mail.to == to).collect();
        assert!((1..=copies).contains(&received.len()), "{mode:?}: {} copies", received.len());
        assert!(received.iter().all(|mail| mail.message_id == received[0].message_id), "the same Message-ID");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn mails_survive_refused_connections() {
    on_each_database(async |env| check_outage(&env, Mode::Refuse, 1).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn mails_survive_a_hanging_server() {
    on_each_database(async |env| check_outage(&env, Mode::Hang, 1).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn mails_survive_temporary_failures() {
    on_each_database(async |env| check_outage(&env, Mode::Tempfail, 1).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lost_acknowledgement_sends_duplicates_with_the_same_message_id() {
    on_each_database(async |env| check_outage(&env, Mode::Cut, 4).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rolled_back_transaction_sends_nothing() {
    on_each_database(async |env| {
        let mut tx = env.portal.db.begin().await.expect("a transaction");
        let letter = letter();
        mail::enqueue(&mut tx, env.clock.now(), "alix@exemple.fr", &letter, Lifetime::Unlimited)
            .await
            .expect("queued");
        tx.rollback().await.expect("rolled back");
        env.deliver().await;
        assert!(env.mailbox.mails().is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_workers_send_each_mail_once() {
    on_each_database(async |env| {
        for number in 0..20 {
            enqueue(&env, &format!("alix{number}@exemple.fr")).await;
        }
        let workers = (0..4).map(|_| env.deliver());
        futures::future::join_all(workers).await;
        assert_eq!(env.mailbox.mails().len(), 20);
        for number in 0..20 {
            assert_eq!(env.mailbox.count_to(&format!("alix{number}@exemple.fr")), 1);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn undeliverable_mail_becomes_a_dead_letter_that_can_be_retried() {
    on_each_database_with(
        |config| config.mail.attempts = 3,
        async |env| {
            env.mailbox.set_mode(Mode::Refuse);
            enqueue(&env, "alix@exemple.fr").await;
            for _ in 0..5 {
                env.deliver().await;
                env.advance(Duration::from_secs(3600));
            }
            let dead = mail::dead_letters(&env.portal).await.expect("listed");
            assert_eq!((dead.len(), dead[0].attempts, dead[0].kind.as_str()), (1, 3, "activation"));
            assert!(dead[0].last_error.is_some());
            env.mailbox.set_mode(Mode::Accept);
            env.deliver().await;
            assert!(env.mailbox.mails().is_empty(), "not retried automatically");
            mail::retry(&env.portal, dead[0].id).await.expect("retried");
            env.deliver().await;
            assert_eq!(env.mailbox.mails().len(), 1);
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn delivered_mail_body_is_erased() {
    on_each_database(async |env| {
        enqueue(&env, "alix@exemple.fr").await;
        env.deliver().await;
        let (text, html): (String, String) = platform::on!(env.portal.db, |c| {
            sqlx::query_as("SELECT text_body, html_body FROM outbox").fetch_one(c).await
        })
        .expect("a row");
        assert_eq!((text.as_str(), html.as_str()), ("", ""));
        env.advance(Duration::from_secs(31 * 24 * 3600));
        env.run_jobs().await;
        assert_eq!(env.count("outbox").await, 0);
    })
    .await;
}

/// Delivers a queue while another transaction blocks every writer of its table; returns the number of due rows.
async fn deliver_while_locked<Q: Queue>(env: &TestEnv, queue: &Q) -> usize {
    let mut writer = env.portal.db.begin().await.expect("the only writer of SQLite");
    if env.engine == "PostgreSQL" {
        let lock = sqlx::AssertSqlSafe(format!("LOCK TABLE {} IN EXCLUSIVE MODE", Q::TABLE));
        execute_tx!(writer, sqlx::query(lock)).expect("locked");
    }
    let due = outbox::deliver_due(queue).await.expect("the worker does not wait for the writer");
    writer.rollback().await.expect("released");
    due
}

#[tokio::test(flavor = "multi_thread")]
async fn idle_queues_open_no_write_transaction() {
    on_each_database_with(
        |config| config.database.busy_seconds = 1,
        async |env| {
            assert_eq!(deliver_while_locked(&env, &MailQueue::new(&env.portal)).await, 0);
            assert_eq!(deliver_while_locked(&env, &LogoutQueue::new(&env.portal)).await, 0);
            assert_eq!(deliver_while_locked(&env, &ExportQueue::new(&env.portal)).await, 0);
            enqueue(&env, "alix@exemple.fr").await;
            env.deliver().await;
            assert_eq!(deliver_while_locked(&env, &MailQueue::new(&env.portal)).await, 0, "all are sent");
            assert_eq!(env.mailbox.mails().len(), 1);
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unusable_address_is_a_dead_letter_at_once() {
    on_each_database(async |env| {
        enqueue(&env, "sans arobase").await;
        env.deliver().await;
        let dead = mail::dead_letters(&env.portal).await.expect("listed");
        assert_eq!((dead.len(), dead[0].attempts), (1, 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn workers_deliver_immediately_and_stop_on_shutdown() {
    on_each_database(async |env| {
        let shutdown = tokio_util::sync::CancellationToken::new();
        let workers = env.portal.spawn_workers(shutdown.clone());
        enqueue(&env, "alix@exemple.fr").await;
        env.portal.wake_workers();
        let delivered = async {
            while env.mailbox.mails().is_empty() {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(20), delivered).await.expect("delivered");
        shutdown.cancel();
        tokio::time::timeout(Duration::from_secs(20), workers.wait()).await.expect("stopped");
    })
    .await;
}
