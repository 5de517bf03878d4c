use std::time::Duration;

use backend::mail::{self, ActivationLetter};

use crate::{
    database::{House, on_each_database, on_each_database_with},
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

async fn enqueue(house: &House, to: &str) {
    let mut tx = house.portal.db.begin().await.expect("a transaction");
    mail::enqueue(&mut tx, house.clock.now(), to, &letter()).await.expect("queued");
    tx.commit().await.expect("committed");
}

/// Goes through an outage of `mode`, then checks that everything arrives.
async fn outage(house: &House, mode: Mode, copies: usize) {
    house.mailbox.set_mode(mode);
    for number in 0..3 {
        enqueue(house, &format!("alix{number}@exemple.fr")).await;
    }
    for _ in 0..3 {
        house.deliver().await;
        house.advance(Duration::from_secs(60));
    }
    house.mailbox.set_mode(Mode::Accept);
    house.advance(Duration::from_secs(3600));
    house.deliver().await;
    for number in 0..3 {
        let to = format!("alix{number}@exemple.fr");
        let received: Vec<_> = house.mailbox.mails().into_iter().filter(|mail| mail.to == to).collect();
        assert!((1..=copies).contains(&received.len()), "{mode:?}: {} copies", received.len());
        assert!(received.iter().all(|mail| mail.message_id == received[0].message_id), "the same Message-ID");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn mails_survive_a_server_that_refuses() {
    on_each_database(async |house| outage(&house, Mode::Refuse, 1).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn mails_survive_a_server_that_hangs() {
    on_each_database(async |house| outage(&house, Mode::Hang, 1).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn mails_survive_a_server_that_is_full() {
    on_each_database(async |house| outage(&house, Mode::Tempfail, 1).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_acknowledgement_makes_copies_of_one_mail() {
    on_each_database(async |house| outage(&house, Mode::Cut, 4).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rolled_back_transaction_sends_nothing() {
    on_each_database(async |house| {
        let mut tx = house.portal.db.begin().await.expect("a transaction");
        mail::enqueue(&mut tx, house.clock.now(), "alix@exemple.fr", &letter()).await.expect("queued");
        tx.rollback().await.expect("rolled back");
        house.deliver().await;
        assert!(house.mailbox.mails().is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn several_workers_send_each_mail_once() {
    on_each_database(async |house| {
        for number in 0..20 {
            enqueue(&house, &format!("alix{number}@exemple.fr")).await;
        }
        let workers = (0..4).map(|_| house.deliver());
        futures::future::join_all(workers).await;
        assert_eq!(house.mailbox.mails().len(), 20);
        for number in 0..20 {
            assert_eq!(house.mailbox.count_to(&format!("alix{number}@exemple.fr")), 1);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_delivered_is_given_up_shown_and_tried_again_on_demand() {
    on_each_database_with(
        |config| config.mail.attempts = 3,
        async |house| {
            house.mailbox.set_mode(Mode::Refuse);
            enqueue(&house, "alix@exemple.fr").await;
            for _ in 0..5 {
                house.deliver().await;
                house.advance(Duration::from_secs(3600));
            }
            let dead = mail::dead_letters(&house.portal).await.expect("listed");
            assert_eq!((dead.len(), dead[0].attempts, dead[0].kind.as_str()), (1, 3, "activation"));
            assert!(dead[0].last_error.is_some());
            house.mailbox.set_mode(Mode::Accept);
            house.deliver().await;
            assert!(house.mailbox.mails().is_empty(), "given up");
            mail::retry(&house.portal, dead[0].id).await.expect("tried again");
            house.deliver().await;
            assert_eq!(house.mailbox.mails().len(), 1);
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delivered_mail_leaves_no_link_behind() {
    on_each_database(async |house| {
        enqueue(&house, "alix@exemple.fr").await;
        house.deliver().await;
        let (text, html): (String, String) = backend::on!(house.portal.db, |c| {
            sqlx::query_as("SELECT text_body, html_body FROM outbox").fetch_one(c).await
        })
        .expect("a row");
        assert_eq!((text.as_str(), html.as_str()), ("", ""));
        house.advance(Duration::from_secs(31 * 24 * 3600));
        house.run_jobs().await;
        assert_eq!(house.count("outbox").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_workers_deliver_at_once_and_stop_when_told() {
    on_each_database(async |house| {
        let shutdown = tokio_util::sync::CancellationToken::new();
        let workers = house.portal.spawn_workers(shutdown.clone());
        enqueue(&house, "alix@exemple.fr").await;
        house.portal.wake_workers();
        let delivered = async {
            while house.mailbox.mails().is_empty() {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(20), delivered).await.expect("delivered");
        shutdown.cancel();
        tokio::time::timeout(Duration::from_secs(20), workers.wait()).await.expect("stopped");
    })
    .await;
}
