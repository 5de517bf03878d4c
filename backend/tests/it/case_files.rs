//! Files of cases: sent with messages by both sides, checked and limited like those of questions, deleted with the case.

use std::sync::{Arc, atomic::AtomicBool};

use backend::{
    accounts::sessions::{Client, Session},
    assistance::cases::{self, Access, Case, Side},
    id::{AttachmentId, CaseId, UploadId},
    messaging::{self, Attachment, Scan, Target},
};
use domain::{
    assistance::{CaseKind, CaseState},
    problem::Problem,
    rights::StaffRole,
};
use futures::StreamExt;
use platform::{Error, config::ScannerConfig, db::Duration};

use crate::{
    accounts::client_at,
    cases::{access, confirmed, id_of, request, text},
    database::{TestEnv, on_each_database, on_each_database_with},
    messaging::{
        fixtures::{is_not_found, pdf, problems},
        hostile_files::zip,
        scanner,
    },
};

const EMAIL: &str = "dorian@exemple.fr";
const MEGABYTE: usize = 1024 * 1024;

fn large_pdf(megabytes: usize) -> Vec<u8> {
    let mut content = pdf();
    content.resize(megabytes * MEGABYTE, b' ');
    content
}

/// A confirmed case of a visitor: reference, secret, session and client of the visitor.
struct Visited {
    reference: String,
    secret: String,
    session: Session,
    client: Client,
}

impl Visited {
    async fn open(env: &TestEnv) -> Visited {
        let (reference, secret) = confirmed(env, EMAIL, "La page reste blanche").await;
        let (_, session) = env.visitor().await;
        Visited { reference, secret, session, client: client_at(7) }
    }

    fn access(&self) -> Access<'_> {
        Access {
            session: Some(&self.session),
            client: &self.client,
            reference: &self.reference,
            secret: &self.secret,
        }
    }

    async fn target(&self, env: &TestEnv) -> Target {
        cases::begin_file(&env.portal, &Side::Person(self.access())).await.expect("a target")
    }

    async fn add(&self, env: &TestEnv, name: &str, bytes: &[u8]) -> Result<Attachment, Error> {
        let target = self.target(env).await;
        env.upload(&self.session, target, "", name, bytes).await
    }

    async fn read(&self, env: &TestEnv) -> Case {
        cases::read(&env.portal, &self.access()).await.expect("read")
    }
}

async fn add_as_adviser(env: &TestEnv, adviser: &Session, id: CaseId, name: &str) -> Attachment {
    let side = Side::Adviser(adviser, id);
    let target = cases::begin_file(&env.portal, &side).await.expect("a target");
    env.upload(adviser, target, "", name, &pdf()).await.expect("attached")
}

async fn opens(env: &TestEnv, side: Side<'_>, file: AttachmentId) -> bool {
    cases::open_file(&env.portal, &side, file).await.is_ok()
}

async fn stored(env: &TestEnv) -> usize {
    env.portal.files.list().count().await
}

#[tokio::test(flavor = "multi_thread")]
async fn files_leave_with_the_message_of_their_side_and_go_with_the_case() {
    on_each_database(async |env| {
        let portal = &env.portal;
        let adviser = env.staff_session("camille", StaffRole::Adviser).await;
        let other = env.staff_session("dominique", StaffRole::Adviser).await;
        let visited = Visited::open(&env).await;
        let id = id_of(&env, &adviser, CaseState::Open).await;
        let sent = visited.add(&env, "capture.pdf", &pdf()).await.expect("attached");
        let removed = visited.add(&env, "erreur.pdf", &pdf()).await.expect("attached");
        for _ in 0..2 {
            cases::remove_file(portal, &Side::Person(visited.access()), removed.id).await.expect("removed");
        }
        assert!(opens(&env, Side::Person(visited.access()), sent.id).await, "the sender opens it");
        assert!(!opens(&env, Side::Adviser(&adviser, id), sent.id).await, "not sent yet");
        assert!(is_not_found(messaging::open_attachment(portal, &adviser, sent.id).await));
        cases::follow_up(portal, &visited.access(), &text("message", "Voici")).await.expect("sent");
        cases::remove_file(portal, &Side::Person(visited.access()), sent.id)
            .await
            .expect("nothing to remove");
        assert!(opens(&env, Side::Adviser(&other, id), sent.id).await, "every adviser opens a sent file");

        cases::take(portal, &adviser, id).await.expect("taken");
        let answer = add_as_adviser(&env, &adviser, id, "mode d’emploi.pdf").await;
        let draft = add_as_adviser(&env, &other, id, "brouillon.pdf").await;
        assert!(!opens(&env, Side::Person(visited.access()), answer.id).await, "not sent yet");
        assert!(!opens(&env, Side::Adviser(&adviser, id), draft.id).await, "another adviser's");
        cases::answer(portal, &adviser, id, &text("message", "Lisez ceci")).await.expect("answered");
        env.deliver().await;
        let mail = env.mailbox.last_containing(EMAIL, "Lisez ceci");
        assert!(mail.text.contains("Des fichiers sont joints"), "{}", mail.text);
        let case = visited.read(&env).await;
        let names: Vec<_> = case.files.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(
            names,
            ["capture.pdf", "mode d’emploi.pdf"],
            "without the unsent file of the other adviser"
        );
        let with_files: Vec<_> =
            case.entries.iter().filter(|entry| case.files_of(Some(entry.id)).count() == 1).collect();
        assert_eq!(with_files.len(), 2);
        assert_eq!(stored(&env).await, 3);

        env.advance(Duration::from_secs(91 * 24 * 3600));
        cases::purge(portal).await.expect("purged");
        assert_eq!(stored(&env).await, 2, "a file that was never sent is deleted like a draft");
        env.advance(Duration::from_secs(732 * 24 * 3600));
        assert_eq!(cases::purge(portal).await.expect("purged"), 1);
        assert_eq!((stored(&env).await, env.count("attachment").await), (0, 0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_files_and_forged_secrets_are_refused() {
    on_each_database(async |env| {
        let portal = &env.portal;
        let visited = Visited::open(&env).await;
        let executable = b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0".to_vec();
        let bomb = zip(&[("bombe.bin", &vec![0; 12 * MEGABYTE])]);
        for (name, bytes) in [
            ("facture.pdf", &executable),
            ("programme.exe", &executable),
            ("page.html", &pdf()),
            ("archive.zip", &bomb),
            ("devis.xlsx", &bomb),
            ("vide.pdf", &Vec::new()),
        ] {
            let refused = problems(visited.add(&env, name, bytes).await);
            assert_eq!(refused[0].field, "fichier", "{name}");
        }
        let target = visited.target(&env).await;
        let slot = messaging::begin_upload(portal, &visited.session, target, "piece_justificative").await;
        assert!(is_not_found(slot), "a case has no slots");
        assert_eq!((stored(&env).await, env.count("attachment").await), (0, 0));

        let file = visited.add(&env, "capture.pdf", &pdf()).await.expect("attached");
        let attacker = client_at(66);
        let forged = Side::Person(access(&attacker, &visited.reference, "0000-0000-0000-0001"));
        let without = Side::Person(Access { secret: "", ..visited.access() });
        for side in [forged, without] {
            assert!(is_not_found(cases::files_target(portal, &side).await));
            assert!(is_not_found(cases::open_file(portal, &side, file.id).await));
            assert!(is_not_found(cases::remove_file(portal, &side, file.id).await));
        }
        let mut limited = 0;
        for _ in 0..30 {
            limited +=
                usize::from(matches!(cases::begin_file(portal, &forged).await, Err(Error::Invalid(_))));
        }
        assert!(limited > 5, "guesses are limited");
        let agent = env.staff_session("redaction", StaffRole::Editor).await;
        let id = CaseId::generate();
        assert!(cases::begin_file(portal, &Side::Adviser(&agent, id)).await.is_err(), "no adviser");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn infected_files_are_refused_and_pending_ones_stay_closed() {
    let unavailable = Arc::new(AtomicBool::new(false));
    let address = scanner::start(Arc::clone(&unavailable)).await;
    let configure = |config: &mut backend::config::Config| {
        config.scanner = Some(ScannerConfig { address: address.clone() });
    };
    on_each_database_with(configure, async |env| {
        unavailable.store(false, std::sync::atomic::Ordering::SeqCst);
        let visited = Visited::open(&env).await;
        let mut dangerous = pdf();
        dangerous.extend(scanner::SIGNATURE);
        let refused = problems(visited.add(&env, "malade.pdf", &dangerous).await);
        assert!(matches!(refused[0].problem, Problem::FileInfected { .. }));
        unavailable.store(true, std::sync::atomic::Ordering::SeqCst);
        let late = visited.add(&env, "attente.pdf", &pdf()).await.expect("stored");
        assert_eq!(late.scan, Scan::Pending);
        let closed = cases::open_file(&env.portal, &Side::Person(visited.access()), late.id).await.map(drop);
        assert!(matches!(problems(closed)[0].problem, Problem::FileNotScanned { .. }));
        unavailable.store(false, std::sync::atomic::Ordering::SeqCst);
        assert_eq!(messaging::scan_pending(&env.portal).await.expect("scanned"), 1);
        assert!(opens(&env, Side::Person(visited.access()), late.id).await, "opens after the scan");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_of_visitors_are_limited_by_case_and_by_network() {
    on_each_database_with(
        |config| config.database.busy_seconds = 60,
        async |env| {
            let visited = Visited::open(&env).await;
            let (target, content) = (visited.target(&env).await, large_pdf(8));
            let uploads = (0..9).map(|_| env.upload(&visited.session, target, "", "gros.pdf", &content));
            let uploads = futures::future::join_all(uploads).await;
            let (accepted, refused): (Vec<_>, Vec<_>) = uploads.into_iter().partition(Result::is_ok);
            assert_eq!(accepted.len(), 6, "concurrent uploads, 50 megabytes");
            for refusal in refused {
                assert_eq!(problems(refusal)[0].problem, Problem::CaseFull { megabytes: 50 });
            }
            let begin = async |client: &Client| {
                let side = Side::Person(Access { client, ..visited.access() });
                cases::begin_file(&env.portal, &side).await
            };
            for _ in 1..60 {
                begin(&visited.client).await.expect("allowed");
            }
            let refused = problems(begin(&visited.client).await);
            assert!(matches!(refused[0].problem, Problem::TooManyRequests { .. }), "{:?}", refused[0]);
            begin(&client_at(8)).await.expect("another network");
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_of_an_account_count_with_those_of_its_questions() {
    on_each_database_with(
        |config| config.messaging.megabytes_per_account = 3,
        async |env| {
            env.add_services().await;
            let portal = &env.portal;
            let (_, alix) = env.accountant("alix").await;
            let client = client_at(7);
            cases::open(portal, &alix, &client, &request("alix@exemple.fr", "Essai")).await.expect("open");
            let reference = cases::own_cases(portal, &alix, CaseKind::Technical)
                .await
                .expect("a list")
                .remove(0)
                .reference;
            let owner = Side::Person(Access {
                session: Some(&alix),
                client: &client,
                reference: &reference,
                secret: "",
            });
            let target = cases::begin_file(portal, &owner).await.expect("a target");
            let content = large_pdf(2);
            env.upload(&alix, target, "", "capture.pdf", &content).await.expect("room");
            let draft = env.ready_draft(&alix).await;
            for other in [target, draft.into()] {
                let full = env.upload(&alix, other, "", "autre.pdf", &content).await;
                assert_eq!(problems(full)[0].problem, Problem::StorageFull { megabytes: 3 });
            }
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_in_pieces_is_continued_by_its_sender_only() {
    on_each_database(async |env| {
        let portal = &env.portal;
        let adviser = env.staff_session("camille", StaffRole::Adviser).await;
        let other = env.staff_session("dominique", StaffRole::Adviser).await;
        let visited = Visited::open(&env).await;
        let (_, stranger) = env.visitor().await;
        let id = id_of(&env, &adviser, CaseState::Open).await;
        let of_adviser = cases::begin_file(portal, &Side::Adviser(&adviser, id)).await.expect("a target");
        let of_visitor = visited.target(&env).await;
        let content = pdf();
        for (sender, target, others) in [
            (&visited.session, of_visitor, [&stranger, &adviser]),
            (&adviser, of_adviser, [&visited.session, &other]),
        ] {
            let upload: UploadId =
                env.begin_in_pieces(sender, target, "capture.pdf", content.len()).await.expect("begun");
            for session in others {
                assert!(is_not_found(messaging::upload_progress(portal, session, upload).await));
                assert!(is_not_found(messaging::begin_piece(portal, session, upload, 0).await.map(drop)));
                assert!(is_not_found(messaging::finish_in_pieces(portal, session, upload).await));
                assert!(is_not_found(messaging::cancel_upload(portal, session, upload).await));
            }
            env.send_piece(sender, upload, 0, &content).await.expect("acknowledged");
            messaging::finish_in_pieces(portal, sender, upload).await.expect("attached");
        }
        assert_eq!(visited.read(&env).await.files.len(), 1, "each side has its own");
        assert_eq!(stored(&env).await, 2);
    })
    .await;
}
