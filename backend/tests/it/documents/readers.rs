//! Those who read documents, and those who do not.

use backend::{
    accounts::sessions::Session,
    documents::{self, Acknowledged, DocumentFilter, OpenedVersion},
    id::{DocumentId, DocumentVersionId},
};
use domain::{
    documents::Circle,
    rights::{Droit, Teleservice},
};
use futures::{TryStreamExt, future::join_all};
use platform::Error;

use super::fixtures::{of_company, settings};
use crate::{
    database::{TestEnv, on_each_database, on_each_database_with},
    messaging::fixtures::{OTHER_RECETTE, PAE, RECETTE, SIRET, is_not_found, pdf},
};

/// Bytes of a version as the person downloads it; `None` if it is replaced.
async fn download(
    env: &TestEnv,
    session: &Session,
    version: DocumentVersionId,
) -> Result<Option<Vec<u8>>, Error> {
    match documents::open_version(&env.portal, session, version).await? {
        OpenedVersion::File(file) => {
            let pieces: Vec<_> = file.content.stream.try_collect().await.expect("read");
            Ok(Some(pieces.concat()))
        }
        OpenedVersion::Replaced(_) => Ok(None),
    }
}

async fn reads(env: &TestEnv, session: &Session, id: DocumentId) -> bool {
    documents::document(&env.portal, session, id).await.is_ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_circle_reads_its_documents_only() {
    on_each_database(async |env| {
        env.add_services().await;
        let manager = env.manager("gestion", PAE).await;
        let (_, alix) = env.accountant("alix").await;
        let (_, basile) = env.declarant("basile").await;
        let other = env.outsider("chloe").await;
        let (_, without) = env.signed_in_account("dorian").await;
        let agent = env.signed_in_agent("agent", RECETTE).await;
        let other_agent = env.signed_in_agent("agent2", OTHER_RECETTE).await;
        let (sepa, service) =
            (Circle::Teleservice(Teleservice::TelepaiementSepa), Circle::Service(RECETTE.to_owned()));
        let (company_id, company_file) = env.published(&manager, &of_company(), "Entreprise").await;
        let (sepa_id, sepa_file) = env.published(&manager, &sepa, "Téléservice").await;
        let (service_id, service_file) = env.published(&manager, &service, "Service").await;
        let expected: [(&str, &Session, &[&str]); 5] = [
            ("télépayer", &alix, &["Téléservice", "Entreprise"]),
            ("lire", &basile, &["Entreprise"]),
            ("other company", &other, &["Téléservice"]),
            ("agent", &agent, &["Service"]),
            ("other agent", &other_agent, &[]),
        ];
        let all = [
            ("Entreprise", company_id, company_file),
            ("Téléservice", sepa_id, sepa_file),
            ("Service", service_id, service_file),
        ];
        for (name, session, titles) in expected {
            assert_eq!(env.titles(session).await, titles, "{name}");
            for (title, id, file) in all {
                let readable = titles.contains(&title);
                assert_eq!(reads(&env, session, id).await, readable, "{name}, {title}");
                let downloaded = download(&env, session, file).await;
                assert_eq!(downloaded.ok().flatten().is_some(), readable, "{name}, {title}");
                if !readable {
                    assert!(is_not_found(documents::acknowledge(&env.portal, session, id, file).await));
                }
            }
        }
        let filter = DocumentFilter::default();
        assert!(documents::documents(&env.portal, &without, &filter).await.is_err(), "without a company");
        assert!(is_not_found(download(&env, &without, company_file).await));
        let adviser = env.staff_session("conseil", domain::rights::StaffRole::Adviser).await;
        assert!(is_not_found(download(&env, &adviser, service_file).await));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawn_right_closes_documents_and_links_at_once() {
    on_each_database(async |env| {
        env.add_services().await;
        let manager = env.manager("gestion", PAE).await;
        let (account, alix) = env.accountant("alix").await;
        env.grant(account, SIRET, Teleservice::DeltaG, Droit::Lire).await;
        let sepa = Circle::Teleservice(Teleservice::TelepaiementSepa);
        let (id, file) = env.published(&manager, &sepa, "Barème").await;
        let (_, of_company) = env.published(&manager, &of_company(), "Courrier").await;
        assert_eq!(download(&env, &alix, file).await.expect("opened"), Some(pdf()));
        env.withdraw_telepayer(account).await;
        assert!(is_not_found(download(&env, &alix, file).await));
        assert!(!reads(&env, &alix, id).await);
        assert_eq!(env.titles(&alix).await, ["Courrier"], "by another right");
        assert!(download(&env, &alix, of_company).await.expect("opened").is_some());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn parallel_acknowledgements_are_one() {
    let patient = |config: &mut backend::config::Config| config.database.busy_seconds = 60;
    on_each_database_with(patient, async |env| {
        env.add_services().await;
        let manager = env.manager("gestion", PAE).await;
        let (_, alix) = env.accountant("alix").await;
        let (id, version) = env.published(&manager, &of_company(), "Consigne").await;
        let all = (0..50).map(|_| documents::acknowledge(&env.portal, &alix, id, version));
        for outcome in join_all(all).await {
            assert_eq!(outcome.expect("recorded"), Acknowledged::Recorded);
        }
        assert_eq!(env.count("document_acknowledgement").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_version_replaces_links_and_asks_again() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let manager = env.manager("gestion", PAE).await;
        let (_, alix) = env.accountant("alix").await;
        let (id, first) = env.published(&manager, &of_company(), "Consigne").await;
        documents::acknowledge(portal, &alix, id, first).await.expect("recorded");
        let read = documents::document(portal, &alix, id).await.expect("read");
        assert!(!read.awaits_acknowledgement() && read.number == 1);
        let list = documents::acknowledgements(portal, &manager, id, first).await.expect("a list");
        assert_eq!(list[0].company, "Brumaire Négoce (fictif)");
        assert!(is_not_found(documents::acknowledgements(portal, &alix, id, first).await));

        let second = env.publish(&manager, id, "Nouveau taux").await;
        let read = documents::document(portal, &alix, id).await.expect("read");
        assert!(read.awaits_acknowledgement() && read.version == second && read.number == 2);
        assert_eq!(read.service_name, "PAE fictif", "the service, not the author");
        let earlier = documents::earlier_versions(portal, &read).await.expect("versions");
        assert_eq!(earlier.iter().map(|one| one.note.as_str()).collect::<Vec<_>>(), ["Première version"]);
        let late = documents::acknowledge(portal, &alix, id, first).await.expect("an outcome");
        assert_eq!(late, Acknowledged::Replaced);
        assert_eq!(download(&env, &alix, first).await.expect("opened"), None, "leads to the new version");
        assert!(download(&env, &manager, first).await.expect("opened").is_some(), "managers keep it");
        assert_eq!(env.count("document_acknowledgement").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_are_searched_and_read_by_pages() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let manager = env.manager("gestion", PAE).await;
        let (_, alix) = env.accountant("alix").await;
        let folder = env.new_folder(&manager, &of_company()).await.expect("a folder");
        for number in 0..23 {
            let id = DocumentId::generate();
            let answers = settings(&format!("Échéancier n° {number}"));
            documents::create_document(portal, &manager, folder, id, &answers).await.expect("a document");
            env.publish(&manager, id, "Première version").await;
            env.advance(platform::db::Duration::from_secs(1));
        }
        let first = documents::documents(portal, &alix, &DocumentFilter::default()).await.expect("a page");
        assert_eq!((first.documents.len(), first.documents[0].title.as_str()), (20, "Échéancier n° 22"));
        let after = DocumentFilter { after: first.next, ..DocumentFilter::default() };
        let second = documents::documents(portal, &alix, &after).await.expect("a page");
        assert_eq!((second.documents.len(), second.next), (3, None));
        let search = |words: &str| DocumentFilter { search: words.to_owned(), after: None };
        let found = documents::documents(portal, &alix, &search("echeancier 17")).await.expect("a page");
        assert_eq!(found.documents[0].title, "Échéancier n° 17");
        let none = documents::documents(portal, &alix, &search("transit")).await.expect("a page");
        assert!(none.documents.is_empty());
        let shown = documents::folder_page(portal, &manager, folder, None).await.expect("a page");
        assert!(shown.documents.len() == 20 && shown.next.is_some() && shown.folder.documents == 23);
    })
    .await;
}
