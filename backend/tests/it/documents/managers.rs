//! Work of document managers: only theirs, recorded, checked.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use backend::{
    documents,
    id::{DocumentId, DocumentVersionId},
    messaging::{self, Scan, Target},
    staff::{self, ActFilter, ActKind},
};
use domain::{documents::Circle, problem::Problem, rights::StaffRole};
use platform::{Error, config::ScannerConfig};

use super::fixtures::{note, of_company, settings};
use crate::{
    database::{on_each_database, on_each_database_with},
    messaging::{
        fixtures::{PAE, RECETTE, is_not_found, only_problem, pdf},
        scanner,
    },
};

#[tokio::test(flavor = "multi_thread")]
async fn only_the_managers_of_the_service_manage_its_documents() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let manager = env.manager("gestion", PAE).await;
        let other = env.manager("autre", RECETTE).await;
        let agent = env.signed_in_agent("agent", PAE).await;
        let (_, alix) = env.accountant("alix").await;
        let (id, version) = env.published(&manager, &of_company(), "Consigne").await;
        for session in [&other, &agent, &alix] {
            let target = Target::Document(id);
            let refused = env.upload(session, target, "", "faux.pdf", &pdf()).await;
            assert!(matches!(refused, Err(Error::NotFound | Error::Refused(_))));
            let begun = env.begin_in_pieces(session, target, "faux.pdf", 40).await;
            assert!(matches!(begun, Err(Error::NotFound | Error::Refused(_))));
            assert!(documents::managed_document(portal, session, id).await.is_err());
            assert!(documents::change_document(portal, session, id, &settings("Faux")).await.is_err());
            assert!(documents::set_state(portal, session, id, documents::Change::Bin).await.is_err());
            let faux = DocumentVersionId::generate();
            assert!(documents::publish(portal, session, id, faux, &note("Faux")).await.is_err());
            assert!(documents::acknowledgements(portal, session, id, version).await.is_err());
        }
        assert!(env.new_folder(&other, &of_company()).await.is_err(), "in the name of another service");
        assert!(documents::folders(portal, &other).await.expect("a list").is_empty());
        assert_eq!(documents::folders(portal, &manager).await.expect("a list").len(), 1);
        assert!(is_not_found(documents::managed_document(portal, &other, id).await));
        assert_eq!(env.count("document_version").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_needs_one_file_and_never_changes() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let manager = env.manager("gestion", PAE).await;
        let id = env.new_document(&manager, &of_company(), &settings("Consigne")).await;
        let version = DocumentVersionId::generate();
        let (field, problem) =
            only_problem(documents::publish(portal, &manager, id, version, &note("Une")).await);
        assert!(field == "fichier" && matches!(problem, Problem::MissingFile { .. }));
        let target = Target::Document(id);
        let file = env.upload(&manager, target, "", "a.pdf", &pdf()).await.expect("attached");
        let (_, problem) = only_problem(env.upload(&manager, target, "", "b.pdf", &pdf()).await);
        assert_eq!(problem, Problem::TooManyFiles { max: 1 });
        documents::remove_file(portal, &manager, id, file.id).await.expect("removed");
        let file = env.upload(&manager, target, "", "c.pdf", &pdf()).await.expect("attached");
        let (field, _) = only_problem(documents::publish(portal, &manager, id, version, &note("")).await);
        assert_eq!(field, "note");
        for _ in 0..2 {
            documents::publish(portal, &manager, id, version, &note("Une")).await.expect("idempotent");
        }
        documents::remove_file(portal, &manager, id, file.id).await.expect("nothing to remove");
        let found = documents::managed_document(portal, &manager, id).await.expect("found");
        assert_eq!((found.versions.len(), found.file.is_none()), (1, true));
        assert_eq!(found.versions[0].author_name, "Camille Fictif");
        assert_eq!(found.versions[0].sha256, file.sha256);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn versions_published_in_parallel_have_one_number_each() {
    let patient = |config: &mut backend::config::Config| config.database.busy_seconds = 60;
    on_each_database_with(patient, async |env| {
        env.add_services().await;
        let manager = env.manager("gestion", PAE).await;
        let id = env.new_document(&manager, &of_company(), &settings("Consigne")).await;
        env.upload(&manager, Target::Document(id), "", "a.pdf", &pdf()).await.expect("attached");
        let text = note("Une");
        let all = (0..10)
            .map(|_| documents::publish(&env.portal, &manager, id, DocumentVersionId::generate(), &text));
        let outcomes = futures::future::join_all(all).await;
        assert_eq!(outcomes.iter().filter(|one| one.is_ok()).count(), 1, "one file is one version");
        let found = documents::managed_document(&env.portal, &manager, id).await.expect("found");
        assert_eq!(found.document.version, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_reads_a_file_before_the_antivirus_has_cleared_it() {
    let unavailable = Arc::new(AtomicBool::new(true));
    let address = scanner::start(Arc::clone(&unavailable)).await;
    let configure = |config: &mut backend::config::Config| {
        config.scanner = Some(ScannerConfig { address: address.clone() });
    };
    on_each_database_with(configure, async |env| {
        unavailable.store(true, Ordering::SeqCst);
        env.add_services().await;
        let portal = &env.portal;
        let manager = env.manager("gestion", PAE).await;
        let id = env.new_document(&manager, &of_company(), &settings("Consigne")).await;
        let target = Target::Document(id);
        let file = env.upload(&manager, target, "", "notice.pdf", &pdf()).await.expect("stored");
        assert_eq!(file.scan, Scan::Pending);
        let version = DocumentVersionId::generate();
        let pending = documents::publish(portal, &manager, id, version, &note("Une")).await;
        assert!(matches!(only_problem(pending).1, Problem::FileNotScanned { .. }));
        unavailable.store(false, Ordering::SeqCst);
        messaging::scan_pending(portal).await.expect("scanned");
        documents::publish(portal, &manager, id, version, &note("Une")).await.expect("published");
        let mut dangerous = pdf();
        dangerous.extend(scanner::SIGNATURE);
        let refused = env.upload(&manager, target, "", "malade.pdf", &dangerous).await;
        assert!(matches!(only_problem(refused).1, Problem::FileInfected { .. }));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn acts_and_downloads_of_the_staff_are_recorded() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let manager = env.manager("gestion", PAE).await;
        let agent = env.signed_in_agent("agent", RECETTE).await;
        let admin = env.staff_session("admin", StaffRole::Administrator).await;
        let (_, alix) = env.accountant("alix").await;
        let service = Circle::Service(RECETTE.to_owned());
        let (_, of_service) = env.published(&manager, &service, "Note de service").await;
        let (_, file) = env.published(&manager, &of_company(), "Courrier").await;
        for (session, version) in [(&agent, of_service), (&manager, file), (&alix, file)] {
            documents::open_version(portal, session, version).await.map(drop).expect("opened");
        }
        for (kind, count) in [
            (ActKind::FolderCreated, 2),
            (ActKind::DocumentChanged, 2),
            (ActKind::DocumentPublished, 2),
            (ActKind::DocumentRead, 2),
        ] {
            let filter = ActFilter { kind: Some(kind), ..ActFilter::default() };
            let page = staff::acts(portal, &admin, &filter, 1).await.expect("a page");
            assert_eq!(page.acts.len(), count, "{kind:?}: not the operator");
        }
        assert!(is_not_found(documents::document(portal, &agent, DocumentId::generate()).await));
    })
    .await;
}
