//! The receipt as PDF, read by poppler, an independent implementation.

use std::{path::Path, process::Command};

use backend::{accounts::sessions::Session, id::ConversationId, messaging};
use platform::transparency::Fingerprint;

use crate::database::{TestEnv, on_each_database};

/// Environment variable that requires poppler's programs, set by the test command.
const VARIABLE: &str = "PRODOUANE_POPPLER";

/// Runs a program of poppler. Returns its output, or `None` if poppler is not installed.
fn poppler(program: &str, arguments: &[&str]) -> Option<String> {
    match Command::new(program).args(arguments).output() {
        Ok(output) => {
            assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
            Some(String::from_utf8_lossy(&output.stdout).into_owned())
        }
        Err(error) if std::env::var_os(VARIABLE).is_none() => {
            eprintln!("not read with poppler: {program}: {error}");
            None
        }
        Err(error) => panic!("{program}: {error}"),
    }
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a plain path")
}

async fn proof(env: &TestEnv, session: &Session, question: ConversationId) -> String {
    messaging::receipt_proof(&env.portal, session, question).await.expect("asked").expect("a proof")
}

#[tokio::test(flavor = "multi_thread")]
async fn receipt_is_a_tagged_document_with_its_json_and_proof() {
    on_each_database(async |env| {
        env.add_services().await;
        let (portal, (_, alix)) = (&env.portal, env.accountant("alix").await);
        let question = env.send_confidential_question(&alix).await;
        let json = messaging::receipt_file(portal, &alix, question).await.expect("the JSON");
        let early = messaging::receipt_pdf(portal, &alix, question).await.expect("a document");
        assert_eq!(Fingerprint::of_file(&early), Fingerprint::of_json(json.as_bytes()));
        env.run_jobs().await;
        let pdf = messaging::receipt_pdf(portal, &alix, question).await.expect("a document");
        assert_eq!(Fingerprint::of_file(&pdf), Fingerprint::of_json(json.as_bytes()));
        assert!(pdf.len() < 200_000, "{} bytes", pdf.len());

        let (file, attached) = (env.folder().join("accuse.pdf"), env.folder().join("joint"));
        std::fs::write(&file, &pdf).expect("a file");
        let Some(facts) = poppler("pdfinfo", &[text(&file)]) else { return };
        assert!(facts.contains("Accusé de réception de la question") && facts.contains("Tagged:"), "{facts}");
        let structure = poppler("pdfinfo", &["-struct", text(&file)]).expect("poppler");
        for element in ["H1", "H2", "P", "L", "LI", "Lbl", "LBody"] {
            assert!(
                structure.lines().any(|line| line.split_whitespace().next() == Some(element)),
                "{element}: {structure}"
            );
        }
        let shown = poppler("pdftotext", &["-layout", text(&file), "-"]).expect("poppler");
        for said in ["Alix", "Report secret", "1 quai fictif, 44000 Nantes", "recours", "SHA-256"] {
            assert!(shown.contains(said), "{said}: {shown}");
        }
        for (rank, expected) in [("1", json), ("2", proof(&env, &alix, question).await)] {
            poppler("pdfdetach", &["-save", rank, "-o", text(&attached), text(&file)]).expect("poppler");
            assert_eq!(std::fs::read_to_string(&attached).expect("an attachment"), expected, "{rank}");
        }
    })
    .await;
}
