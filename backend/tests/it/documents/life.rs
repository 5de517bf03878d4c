//! Life of a document: its days, archive, bin, reminders; the account of a reader.

use backend::{
    documents::{self, Change},
    personal_data,
};
use domain::{documents::Availability, form::Answers};
use futures::StreamExt;
use platform::db::Duration;

use super::fixtures::{of_company, settings};
use crate::{
    database::{TestEnv, on_each_database},
    messaging::fixtures::PAE,
};

const DAY: Duration = Duration::from_secs(24 * 3600);

/// Settings of a document that is visible from and until these numbers of days after today.
fn visible(env: &TestEnv, from: u32, until: u32) -> Answers {
    let day = |days: u32| (env.portal.clock.now() + DAY * days).day().to_string();
    Answers::from_iter([
        ("titre", "Consigne".to_owned()),
        ("valable_du", day(from)),
        ("valable_au", day(until)),
    ])
}

#[tokio::test(flavor = "multi_thread")]
async fn readers_see_a_document_between_its_days() {
    on_each_database(async |env| {
        env.add_services().await;
        let manager = env.manager("gestion", PAE).await;
        let (_, alix) = env.accountant("alix").await;
        let id = env.new_document(&manager, &of_company(), &visible(&env, 2, 4)).await;
        env.publish(&manager, id, "Première version").await;
        let mut seen = Vec::new();
        for _ in 0..6 {
            seen.push(env.titles(&alix).await.len());
            env.advance(DAY);
        }
        assert_eq!(seen, [0, 0, 1, 1, 1, 0]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn archived_and_binned_documents_are_withdrawn_and_can_be_restored() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let manager = env.manager("gestion", PAE).await;
        let (_, alix) = env.accountant("alix").await;
        let (id, version) = env.published(&manager, &of_company(), "Consigne").await;
        let today = portal.clock.now().day();
        for (change, expected) in [
            (Change::Archive, Availability::Archived),
            (Change::Restore, Availability::Current),
            (Change::Bin, Availability::Binned),
            (Change::Restore, Availability::Current),
        ] {
            for _ in 0..2 {
                documents::set_state(portal, &manager, id, change).await.expect("idempotent");
            }
            let found = documents::managed_document(portal, &manager, id).await.expect("found");
            assert_eq!(found.document.availability(today), expected);
            let is_current = expected == Availability::Current;
            assert_eq!(documents::document(portal, &alix, id).await.is_ok(), is_current);
            assert_eq!(documents::open_version(portal, &alix, version).await.is_ok(), is_current);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_bin_is_emptied_after_thirty_days_with_files() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let manager = env.manager("gestion", PAE).await;
        let (_, alix) = env.accountant("alix").await;
        let (id, version) = env.published(&manager, &of_company(), "Consigne").await;
        documents::acknowledge(portal, &alix, id, version).await.expect("recorded");
        env.publish(&manager, id, "Deuxième version").await;
        let (kept, _) = env.published(&manager, &of_company(), "Autre").await;
        for one in [id, kept] {
            documents::set_state(portal, &manager, one, Change::Bin).await.expect("binned");
        }
        env.advance(DAY * 29);
        env.run_jobs().await;
        assert_eq!(env.count("shared_document").await, 2);
        let manager = env.agent_session("gestion").await;
        documents::set_state(portal, &manager, kept, Change::Restore).await.expect("restored");
        env.advance(DAY * 2);
        env.run_jobs().await;
        for (table, count) in [
            ("shared_document", 1),
            ("document_version", 1),
            ("document_acknowledgement", 0),
            ("attachment", 1),
        ] {
            assert_eq!(env.count(table).await, count, "{table}");
        }
        assert_eq!(env.portal.files.list().count().await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn managers_are_reminded_thirty_and_seven_days_before_the_end() {
    on_each_database(async |env| {
        env.add_services().await;
        let manager = env.manager("gestion", PAE).await;
        let id = env.new_document(&manager, &of_company(), &visible(&env, 0, 40)).await;
        env.publish(&manager, id, "Première version").await;
        let reminders = async || {
            env.run_jobs().await;
            env.deliver().await;
            let all = env.mailbox.mails();
            all.iter().filter(|mail| mail.text.contains("n’est plus visible de ses lecteurs")).count()
        };
        let mut counts = Vec::new();
        for days in [0, 11, 1, 22, 1] {
            env.advance(DAY * days);
            counts.push(reminders().await);
        }
        assert_eq!(counts, [0, 1, 1, 2, 2]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn acknowledgements_are_exported_and_lose_the_name_with_the_account() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let manager = env.manager("gestion", PAE).await;
        let (_, alix) = env.accountant("alix").await;
        let (id, version) = env.published(&manager, &of_company(), "Consigne").await;
        documents::acknowledge(portal, &alix, id, version).await.expect("recorded");
        let deletion = Answers::from_iter([("identifiant", "alix")]);
        personal_data::delete_account(portal, &alix, &deletion).await.expect("deleted");
        let list = documents::acknowledgements(portal, &manager, id, version).await.expect("a list");
        assert_eq!(list[0].reader_name, "Compte supprimé");
        let unknown = settings("Consigne");
        documents::change_document(portal, &manager, id, &unknown).await.expect("nothing changed");
    })
    .await;
}
