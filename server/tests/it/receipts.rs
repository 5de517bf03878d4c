//! Receipts over HTTP: downloads, public verification, the command that verifies with the portal off.

use std::path::PathBuf;

use domain::path;
use platform::{clock::Clock, transparency};
use reqwest::{
    Response,
    multipart::{Form, Part},
};

use crate::{
    browser::{Browser, header},
    operator::{Operator, SERVICE, create_draft, draft_fields},
    program::{Installation, Program},
};

/// Sends a question. Returns the path of its receipt.
async fn send_question(browser: &Browser) -> String {
    let draft = create_draft(browser).await.expect("a draft");
    let (id, page) = (draft.to_string(), path::draft(draft));
    let mut answers = draft_fields(&id, &page, "Merci de nous adresser l’attestation.");
    answers.push(("service", SERVICE));
    let saved = browser.send_form("/form/brouillon", &answers).await;
    assert_eq!(header(saved.headers(), "location"), path::draft_files(draft), "the form is complete");
    let sent = browser.send_form("/form/envoyer", &[("_page", &page), ("brouillon", &id)]).await;
    header(sent.headers(), "location").to_owned()
}

async fn page(browser: &Browser, path: &str) -> String {
    let answer = browser.get(path).send().await.expect("an answer");
    assert_eq!(answer.status(), 200, "{path}");
    answer.text().await.expect("a page")
}

/// Sends a file to the public page, as a browser without scripts. Returns the page that it leads to.
async fn verify(browser: &Browser, file: Vec<u8>) -> String {
    let answer = post_file(browser, file).await;
    assert_eq!(answer.status(), 303);
    page(browser, header(answer.headers(), "location")).await
}

async fn post_file(browser: &Browser, file: Vec<u8>) -> Response {
    let form = Form::new().part("fichier", Part::bytes(file).file_name("accuse-de-reception.json"));
    browser.post(path::RECEIPT_VERIFICATION).multipart(form).send().await.expect("an answer")
}

/// A running portal with one question, whose receipt is proven.
struct Sent {
    installation: Installation,
    program: Program,
    operator: Browser,
    receipt: String,
}

impl Sent {
    async fn create() -> Self {
        let installation = Installation::new();
        let program = installation.start();
        let operator = Operator::sign_in(&installation).await.browser(&program);
        let receipt = send_question(&operator).await;
        let portal = installation.portal(Clock::system()).await;
        // The job of the program may have signed first.
        transparency::sign_checkpoint(&portal).await.expect("signed");
        portal.close().await;
        Sent { installation, program, operator, receipt }
    }

    async fn download(&self, address: &str) -> Vec<u8> {
        let answer = self.operator.get(address).send().await.expect("an answer");
        assert_eq!(answer.status(), 200, "{address}");
        assert!(header(answer.headers(), "content-disposition").starts_with("attachment;"));
        answer.bytes().await.expect("a file").to_vec()
    }

    async fn file(&self) -> Vec<u8> {
        self.download(&format!("{}.json", self.receipt)).await
    }

    async fn proof(&self) -> Vec<u8> {
        self.download(&self.receipt.replace("/recu", "/preuve")).await
    }
}

#[tokio::test]
async fn anyone_can_verify_a_receipt_without_account() {
    let sent = Sent::create().await;
    let receipt = page(&sent.operator, &sent.receipt).await;
    for said in ["1 quai d’essai, 44000 Nantes", "recette@douane.exemple.fr", "réputée rejetée", "tribunal"]
    {
        assert!(receipt.contains(said), "{said}");
    }
    assert!(!receipt.to_lowercase().contains("recommandé"));
    let file = sent.file().await;
    let visitor = Browser::new(&sent.program);
    let recorded = verify(&visitor, file.clone()).await;
    assert!(recorded.contains("Ce document figure au registre"), "{recorded}");
    assert!(recorded.contains("ne prouve pas") && !recorded.to_lowercase().contains("recommandé"));
    let document = sent.download(&format!("{}.pdf", sent.receipt)).await;
    assert!(verify(&visitor, document).await.contains("Ce document figure au registre"));
    let text = String::from_utf8(file).expect("UTF-8");
    let altered = verify(&visitor, text.replace("adresser", "envoyer").into_bytes()).await;
    assert!(altered.contains("Ce document a été modifié"), "{altered}");
    let salt = text.split("\"sel\":\"").nth(1).and_then(|rest| rest.get(..64)).expect("the salt");
    let unknown = verify(&visitor, text.replace(salt, &"0".repeat(64)).into_bytes()).await;
    assert!(unknown.contains("Ce document est inconnu"), "{unknown}");
    for (file, said) in [
        (b"%PDF-1.7 autre".to_vec(), "n’est ni un accusé de réception, ni un message, ni un reçu"),
        (Vec::new(), "Choisissez le fichier à vérifier"),
        (vec![b'x'; 1024 * 1024 + 1], "trop grand"),
    ] {
        let refused = verify(&visitor, file).await;
        assert!(refused.contains(said), "{said}");
    }
    // A visitor has no session, and gets neither file nor proof.
    let answer = visitor.get(&format!("{}.json", sent.receipt)).send().await.expect("an answer");
    assert!(header(answer.headers(), "location").starts_with(path::SIGN_IN));
}

#[tokio::test]
async fn receipt_verifies_with_the_portal_off() {
    let mut sent = Sent::create().await;
    let (file, proof) = (sent.file().await, sent.proof().await);
    let checkpoint = page(&Browser::new(&sent.program), path::LOG_CHECKPOINT).await;
    assert!(checkpoint.starts_with("portail.example/registre\n1\n"), "{checkpoint}");
    sent.program.terminate();
    sent.program.wait();
    let (success, keys, errors) = sent.installation.run(&["log", "keys"]);
    assert!(success, "{errors}");
    let key = keys.lines().next().expect("a key").to_owned();
    let (success, checked, errors) = sent.installation.run(&["log", "check"]);
    assert!(success && checked.contains("entries: 1"), "{checked}{errors}");

    let write = |name: &str, bytes: &[u8]| -> PathBuf {
        let path = sent.installation.path(name);
        std::fs::write(&path, bytes).expect("a file");
        path
    };
    let run = |receipt: &PathBuf, proof: &PathBuf, key: &str| {
        let (receipt, proof) = (receipt.to_str().expect("a path"), proof.to_str().expect("a path"));
        sent.installation.run(&["receipt", "verify", receipt, proof, "--key", key])
    };
    let (receipt, proof_file) = (write("accuse.json", &file), write("accuse.tlog-proof", &proof));
    let (success, verified, errors) = run(&receipt, &proof_file, &key);
    assert!(
        success && verified.contains("verified: entry 1 of portail.example/registre"),
        "{verified}{errors}"
    );
    let mut altered = file.clone();
    altered[40] ^= 1;
    let (success, _, errors) = run(&write("autre.json", &altered), &proof_file, &key);
    assert!(!success && errors.contains("does not cover this text"), "{errors}");
    let other = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    let (success, _, errors) = run(&receipt, &proof_file, other);
    assert!(!success && errors.contains("none of the keys"), "{errors}");
}
