//! Exports of the dashboard over HTTP: files, refusals, and a list of many rows.

use std::time::Duration;

use domain::path;
use platform::{clock::Clock, execute};
use serde_json::json;

use crate::{
    account::redirect_of,
    browser::{Browser, header},
    database::Database,
    operator::{Operator, SIREN, SIRET},
    program::Installation,
};

/// Greatest number of rows that a co-owner may send.
const MANY: usize = 50_000;

/// An installation whose customs do not answer: the figures are the last known.
fn installation(database: Database) -> Installation {
    Installation::on(database)
        .with("PRODOUANE__CO_OWNERS__RIGHTS_FRESHNESS_SECONDS", "3600")
        .with("PRODOUANE__CO_OWNERS__DGDDI__BASE_URL", "http://127.0.0.1:9/dgddi")
        .with("PRODOUANE__CO_OWNERS__DGDDI__CLIENT_SECRET", "secret-de-test")
        .with("PRODOUANE__CO_OWNERS__DGDDI__API_TOKEN", "jeton-de-test")
}

/// Stores créances of [`SIREN`], and grants the right to see them to everyone who has a right there.
async fn store_creances(installation: &Installation, count: usize) {
    let portal = installation.portal(Clock::system()).await;
    let creance = |number: usize| {
        json!({
            "reference": format!("QZ-{number:05}"), "libelle": "=1+1; \"deux\"", "siret": SIRET,
            "montant_centimes": 123_456, "reste_a_payer_centimes": 123_456,
            "echeance": if number.is_multiple_of(2) { "2026-12-01" } else { "2027-01-15" }, "etat": "a_payer",
        })
    };
    let creances: Vec<_> = (0..count).map(creance).collect();
    execute!(
        portal.db,
        sqlx::query(
            "INSERT INTO co_owner_figures (co_owner, siren, kind, content, received_at)
             VALUES ('dgddi', $1, 'creances-en-cours', $2, $3)",
        )
        .bind(SIREN)
        .bind(json!({ "creances": creances }).to_string())
        // Stale: customs are asked, and do not answer.
        .bind(portal.clock.now() - Duration::from_secs(3600))
    )
    .expect("figures");
    execute!(
        portal.db,
        sqlx::query(
            "INSERT INTO habilitation (rattachement_id, siren, place, teleservice, droit)
             SELECT rattachement_id, siren, place, 'TELEPAIEMENT-SEPA', 'telepayer' FROM habilitation WHERE siren = $1",
        )
        .bind(SIREN)
    )
    .expect("a right");
    portal.close().await;
}

async fn text(browser: &Browser, address: &str) -> String {
    let answer = browser.get(address).send().await.expect("an answer");
    assert_eq!(answer.status(), 200, "{address}");
    answer.text().await.expect("a text")
}

#[tokio::test]
async fn the_page_links_to_an_export_with_its_filter() {
    for database in Database::all().await {
        let installation = installation(database);
        let program = installation.start();
        let operator = Operator::sign_in(&installation).await;
        store_creances(&installation, 4).await;
        let browser = operator.browser(&program);
        let page = text(&browser, &format!("{}?du=01/01/2027", path::DASHBOARD)).await;
        assert!(!page.contains("QZ-00000") && page.contains("QZ-00001"), "{page}");
        let link = format!("{}?paiements=en-cours&amp;du=2027-01-01", path::PAYMENTS_CSV);
        assert!(page.contains(&format!("href=\"{link}\"")), "{page}");
        let answer = browser.get(&link.replace("&amp;", "&")).send().await.expect("an answer");
        assert_eq!(answer.status(), 200);
        let headers = answer.headers();
        assert_eq!(header(headers, "content-type"), "text/csv; charset=utf-8");
        assert_eq!(header(headers, "cache-control"), "no-store");
        assert_eq!(header(headers, "x-content-type-options"), "nosniff");
        assert!(header(headers, "content-security-policy").contains("sandbox"));
        let disposition = header(headers, "content-disposition");
        assert!(
            disposition.starts_with(&format!("attachment; filename=\"paiements-en-cours-{SIREN}-2"))
                && disposition.ends_with(".csv\""),
            "{disposition}"
        );
        let csv = answer.bytes().await.expect("a file");
        let csv = std::str::from_utf8(&csv).expect("UTF-8");
        let lines: Vec<&str> = csv.split("\r\n").collect();
        assert!(lines[0].starts_with("\u{feff}Administration;"), "{csv}");
        assert!(lines[1].starts_with("Douane;QZ-00001;\"'=1+1; \"\"deux\"\"\";'"), "{csv}");
        assert!(lines[2].starts_with("Douane;QZ-00003;") && lines[3].is_empty(), "{csv}");
        assert!(
            csv.contains("à partir du 1er\u{a0}janvier 2027") && csv.contains("derniers chiffres connus"),
            "{csv}"
        );
    }
}

#[tokio::test]
async fn an_export_is_refused_like_its_page() {
    let installation = installation(Database::sqlite());
    let program = installation.start();
    let operator = Operator::sign_in(&installation).await;
    let without_right = Operator::sign_in_for_other_company(&installation).await.browser(&program);
    store_creances(&installation, 2).await;
    let browser = operator.browser(&program);
    for address in [path::PAYMENTS_CSV, path::PAYMENTS_XLSX] {
        let answer = without_right.get(address).send().await.expect("an answer");
        assert_eq!(answer.status(), 403, "{address}");
        assert!(!answer.text().await.expect("a page").contains("QZ-"));
        let visitor = Browser::new(&program).get(address).send().await.expect("an answer");
        assert_eq!(
            (visitor.status().as_u16(), redirect_of(&visitor)),
            (303, "/connexion?retour=/tableau-de-bord")
        );
    }
    let unreadable =
        browser.get(&format!("{}?du=demain", path::PAYMENTS_CSV)).send().await.expect("an answer");
    assert_eq!((unreadable.status().as_u16(), redirect_of(&unreadable)), (303, "/tableau-de-bord?du=demain"));
    let page = text(&browser, "/tableau-de-bord?du=demain").await;
    assert!(page.contains("id=\"du-erreur\"") && page.contains("value=\"demain\""), "{page}");
    let nothing = text(&browser, "/tableau-de-bord?du=2027-02-01&au=2027-01-01").await;
    assert!(nothing.contains("précède le premier") && !nothing.contains("QZ-0"), "{nothing}");
}

#[tokio::test]
async fn many_rows_are_sent_while_they_are_written() {
    let installation = installation(Database::sqlite());
    let program = installation.start();
    let operator = Operator::sign_in(&installation).await;
    store_creances(&installation, MANY).await;
    let browser = operator.browser(&program);
    let lines = text(&browser, path::PAYMENTS_CSV).await.lines().filter(|line| line.contains("QZ-")).count();
    assert_eq!(lines, MANY);
    let before = program.resident_kib() / 1024;
    for _ in 0..3 {
        let answer = browser.get(path::PAYMENTS_XLSX).send().await.expect("an answer");
        assert_eq!(header(answer.headers(), "content-length"), "", "not held in memory as a whole");
        let workbook = answer.bytes().await.expect("a file");
        assert!(workbook.starts_with(b"PK") && workbook.len() > 400_000, "{} bytes", workbook.len());
    }
    let after = program.resident_kib() / 1024;
    eprintln!("resident: {before} MiB after one export of {MANY} rows, {after} MiB after three more");
    assert!(after.saturating_sub(before) <= 60, "grown from {before} to {after} MiB");
}
