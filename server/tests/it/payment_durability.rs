//! Durability of payments by card: the program is killed repeatedly while visitors pay, then their records are compared
//! with the data, the receipts and the transparency log.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use backend::Portal;
use platform::{clock::Clock, execute, on, transparency};
use sha2::{Digest, Sha256};
use tokio::sync::mpsc;
use uuid::Uuid;

use crate::{
    browser::{Browser, header},
    database::Database,
    operator::visitor,
    program::Installation,
    simulator::Simulator,
};

const ROUNDS: usize = 20;
const PAYERS: usize = 4;
/// Créances of each payer: more than they can pay.
const CREANCES: usize = 60;
/// Password of every payment notice, as the simulator's data have it.
const PASSWORD: &str = "K7M2-9QXR";
const CARD: &str = "4970100000000006";
const CODE: &str = "123456";

/// A payer, with their place in the list of their créances.
struct Payer {
    index: usize,
    cookie: String,
    next: usize,
    /// Payment of the next créance, once the co-owner has it as paid.
    paid: Option<Uuid>,
}

/// Receipts that payers have downloaded: payment and SHA-256.
type Receipts = Arc<Mutex<Vec<(Uuid, Vec<u8>)>>>;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn payments_survive_repeated_kills_and_have_one_receipt_each() {
    for database in Database::all().await {
        let installation = Installation::on(database);
        let data = installation.path("creances.toml");
        std::fs::write(&data, creances()).expect("the data of the simulator");
        let options = ["--data", data.to_str().expect("a plain path")];
        let simulator = Arc::new(Simulator::start_with("https://portail.example", &options).await);
        let installation = simulator.configure(installation);
        drop(installation.start());
        let mut payers = Vec::new();
        for index in 0..PAYERS {
            let cookie = visitor(&installation).await;
            payers.push(Payer { index, cookie, next: 0, paid: None });
        }
        let receipts = Receipts::default();
        for round in 0..ROUNDS {
            payers = pay_until_killed(&installation, &simulator, payers, &receipts, round).await;
        }
        finish(&installation, &payers, &receipts).await;
        let receipts = std::mem::take(&mut *receipts.lock().expect("the record"));
        compare(&installation, &receipts).await;
    }
}

/// The demo data with créances that can be paid by card.
fn creances() -> String {
    let mut data = include_str!("../../../simulator/data/demo.toml").to_owned();
    for payer in 0..PAYERS {
        for number in 0..CREANCES {
            data.push_str(&format!(
                "\n[[creances]]\nco_owner = \"dgddi\"\nsiret = \"00030303200023\"\nreference = \"{}\"\n\
                 libelle = \"Droits de circulation\"\nmontant = {}\necheance = 3\nnature = \"alcools\"\n\
                 mot_de_passe = \"{PASSWORD}\"\nteleservice = \"CIEL\"\nrecette = \"FR009330\"\n",
                reference(payer, number),
                1_000 + number
            ));
        }
    }
    data
}

fn reference(payer: usize, number: usize) -> String {
    format!("ESSAI-CI-{payer}{number:03}")
}

/// Kills the program while visitors pay, after a number of receipts that depends on the round.
async fn pay_until_killed(
    installation: &Installation,
    simulator: &Arc<Simulator>,
    payers: Vec<Payer>,
    receipts: &Receipts,
    round: usize,
) -> Vec<Payer> {
    forget_attempts(installation).await;
    let mut program = installation.start();
    let (progress, mut acknowledgements) = mpsc::unbounded_channel();
    let running: Vec<_> = payers
        .into_iter()
        .map(|mut payer| {
            let mut browser = Browser::new(&program);
            browser.cookie = Some(payer.cookie.clone());
            let (simulator, receipts, progress) =
                (Arc::clone(simulator), Arc::clone(receipts), progress.clone());
            tokio::spawn(async move {
                while payer.next < CREANCES && payer.pay(&browser, &simulator, &receipts).await.is_some() {
                    let _ = progress.send(());
                }
                payer
            })
        })
        .collect();
    drop(progress);
    for _ in 0..1 + (round * 7) % 6 {
        acknowledgements.recv().await.expect("a receipt");
    }
    program.kill();
    let mut payers = Vec::new();
    for payer in running {
        payers.push(payer.await.expect("the payer ends with the program"));
    }
    payers
}

/// Deletes the attempts that the killed program has counted and could not forgive: all payers have one address.
async fn forget_attempts(installation: &Installation) {
    let portal = installation.portal(Clock::system()).await;
    execute!(portal.db, sqlx::query("DELETE FROM throttle_attempt")).expect("deleted");
    portal.close().await;
}

impl Payer {
    /// Pays the next créance and downloads its receipt. Returns `None` if the connection breaks: the next call resumes.
    async fn pay(&mut self, browser: &Browser, simulator: &Simulator, receipts: &Receipts) -> Option<()> {
        let payment = match self.paid {
            Some(payment) => payment,
            None => {
                let address = self.begin(browser).await?;
                let payment = simulator.pay_by_card(&address, CARD, CODE).await;
                *self.paid.insert(payment)
            }
        };
        let receipt = download(browser, payment).await?;
        receipts.lock().expect("the record").push((payment, receipt));
        (self.paid, self.next) = (None, self.next + 1);
        Some(())
    }

    /// Returns the page of the co-owner where the card is entered.
    async fn begin(&self, browser: &Browser) -> Option<String> {
        let reference = reference(self.index, self.next);
        let pair = [("_page", "/paiement"), ("reference", reference.as_str()), ("code", PASSWORD)];
        let found = browser.post("/form/chercher-avis").form(&pair).send().await.ok()?;
        let page = header(found.headers(), "location").to_owned();
        let notice = page.strip_prefix("/paiement/avis/").unwrap_or_else(|| panic!("found at {page}"));
        let fields = [("_page", page.as_str()), ("avis", notice)];
        let begun = browser.post("/form/payer-avis").form(&fields).send().await.ok()?;
        let address = header(begun.headers(), "location").to_owned();
        assert!(address.contains("/dgddi/paiement/"), "begun at {address}");
        Some(address)
    }
}

/// Opens the page of a payment, which asks the co-owner, then downloads its receipt. Returns its SHA-256.
async fn download(browser: &Browser, payment: Uuid) -> Option<Vec<u8>> {
    let page = format!("/paiement/suivi/{payment}");
    loop {
        browser.get(&page).send().await.ok()?.bytes().await.ok()?;
        let receipt = browser.get(&format!("{page}/recu.json")).send().await.ok()?;
        if receipt.status() == 200 {
            return Some(Sha256::digest(receipt.bytes().await.ok()?).to_vec());
        }
    }
}

/// Downloads the receipts of the payments that the co-owner has and the portal did not know when it was killed.
async fn finish(installation: &Installation, payers: &[Payer], receipts: &Receipts) {
    let program = installation.start();
    for payer in payers {
        let mut browser = Browser::new(&program);
        browser.cookie = Some(payer.cookie.clone());
        if let Some(payment) = payer.paid {
            let receipt = download(&browser, payment).await.expect("the portal answers");
            receipts.lock().expect("the record").push((payment, receipt));
        }
    }
}

async fn compare(installation: &Installation, receipts: &[(Uuid, Vec<u8>)]) {
    let portal = installation.portal(Clock::system()).await;
    for (payment, sha256) in receipts {
        let stored: Option<String> = on!(portal.db, |c| {
            sqlx::query_scalar("SELECT content FROM payment_receipt WHERE payment = $1")
                .bind(payment)
                .fetch_optional(c)
                .await
        })
        .expect("a look-up");
        let stored = stored.unwrap_or_else(|| panic!("the acknowledged payment {payment} is lost"));
        assert_eq!(Sha256::digest(stored).to_vec(), *sha256, "the receipt of {payment} has changed");
    }
    let distinct: BTreeSet<Uuid> = receipts.iter().map(|(payment, _)| *payment).collect();
    assert_eq!(distinct.len(), receipts.len(), "each payment was acknowledged once");
    let paid = count(&portal, "SELECT COUNT(*) FROM card_payment WHERE state = 'paye'").await;
    assert_eq!(usize::try_from(paid).expect("a number"), receipts.len(), "payments that are paid");
    let creances = "SELECT COUNT(DISTINCT reference) FROM card_payment WHERE state = 'paye'";
    assert_eq!(count(&portal, creances).await, paid, "no créance is paid twice");
    assert_eq!(count(&portal, "SELECT COUNT(*) FROM payment_receipt").await, paid, "one receipt each");
    transparency::sign_checkpoint(&portal).await.expect("signed");
    let entries = transparency::audit(&portal).await.expect("the log is consistent");
    assert_eq!(i64::try_from(entries).expect("a number"), paid, "entries of the log");
    eprintln!(
        "kill -9 × {ROUNDS} on {}: {} payments acknowledged, 0 lost, {entries} receipts in the log, none doubled",
        installation.engine(),
        receipts.len()
    );
    portal.close().await;
}

async fn count(portal: &Portal, sql: &'static str) -> i64 {
    on!(portal.db, |c| sqlx::query_scalar(sql).fetch_one(c).await).expect("a count")
}
