//! États déclarants of a company: by right on each téléservice, and their file.

use backend::{
    accounts::sessions::Session,
    declarant_statements::{Statements, statements, statements_file},
};
use domain::{
    co_owner::CoOwner,
    declarant_statements::{StatementsFilter, Summary},
    month::Month,
    rights::{Reason, Teleservice},
};
use platform::{Error, spreadsheet::Cell};

use crate::{
    companies::{BRUMAIRE, ILOT, session_at, with_simulator},
    database::TestEnv,
};

/// Selects whatever the simulator reports, whose clock is the system's.
fn everything() -> StatementsFilter {
    let month = |code| Month::parse(code).expect("a month");
    StatementsFilter { from: month("2020-01"), to: month("2099-12"), teleservice: None }
}

async fn read(env: &TestEnv, session: &Session) -> Statements {
    statements(&env.portal, session, &everything()).await.expect("statements")
}

fn summary(statements: &Statements) -> &Summary {
    &statements.share.as_ref().expect("a right").block.shown().expect("shown").value
}

fn teleservices(statements: &Statements) -> Vec<Teleservice> {
    summary(statements).teleservices.iter().map(|(one, _)| *one).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn statements_are_those_of_the_teleservices_with_a_right() {
    with_simulator(async |env, simulator| {
        use Teleservice::{Ciel, DeltaG, Domino, IsopeDom};
        let alix = session_at(&env, &simulator, "alix.demo", &[CoOwner::Dgddi], ILOT).await;
        let all = read(&env, &alix).await;
        assert_eq!(teleservices(&all), [DeltaG, Ciel, IsopeDom, Domino]);
        let sum: u32 = summary(&all).months.iter().map(|month| month.totals.operations).sum();
        assert_eq!(sum, summary(&all).totals.operations);
        for droit in ["lire", "declarer"] {
            simulator.withdraw("alix.demo", "ISOPE-DOM", droit, "00020202800023").await;
        }
        let fewer = read(&env, &alix).await;
        assert_eq!(teleservices(&fewer), [DeltaG, Ciel, Domino]);
        assert!(summary(&fewer).totals.operations < summary(&all).totals.operations);
        let (_, denial) = fewer.denied.iter().find(|(one, _)| *one == IsopeDom).expect("denied");
        assert!(matches!(denial.reason, Reason::MissingRight { teleservice: IsopeDom, .. }));

        // A right on DELTA-G does not show the statements of ISOPE.
        let basile = session_at(&env, &simulator, "basile.demo", &[CoOwner::Dgddi], BRUMAIRE).await;
        let one = read(&env, &basile).await;
        assert_eq!((teleservices(&one), one.open.as_slice()), (vec![DeltaG], &[DeltaG][..]));
        assert_ne!(summary(&one).totals, summary(&fewer).totals);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_right_customs_are_not_asked() {
    with_simulator(async |env, simulator| {
        let basile = session_at(&env, &simulator, "basile.demo", &[CoOwner::Dgddi], BRUMAIRE).await;
        for (droit, siret) in [
            ("lire", "00010101400017"),
            ("declarer", "00010101400017"),
            ("lire", "00010101400025"),
            ("declarer", "00010101400025"),
        ] {
            simulator.withdraw("basile.demo", "DELTA-G", droit, siret).await;
        }
        let none = read(&env, &basile).await;
        assert!(none.open.is_empty() && none.share.is_none());
        assert_eq!(none.denied.len(), Teleservice::of_declarations().count());
        let file = statements_file(&env.portal, &basile, &everything()).await;
        assert!(matches!(file, Err(Error::Refused(_))));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_file_has_a_row_for_each_month_and_the_last_statements_known() {
    with_simulator(async |env, simulator| {
        let alix = session_at(&env, &simulator, "alix.demo", &[CoOwner::Dgddi], BRUMAIRE).await;
        simulator.set_down(CoOwner::Dgddi, true).await;
        let never = statements_file(&env.portal, &alix, &everything()).await;
        assert!(matches!(never, Err(Error::CoOwnerDown { .. })), "no statements are known");
        simulator.set_down(CoOwner::Dgddi, false).await;
        let known = summary(&read(&env, &alix).await).clone();
        simulator.set_down(CoOwner::Dgddi, true).await;

        let declared: Vec<_> = known.months.iter().filter(|month| month.totals.operations > 0).collect();
        let (first, last) = (declared[declared.len() - 1].month, declared[0].month);
        let filter = StatementsFilter { from: first, to: last, teleservice: None };
        let file = statements_file(&env.portal, &alix, &filter).await.expect("the last statements");
        let rows: Vec<Vec<Cell>> = file.sheet.rows.collect();
        let counted: u32 =
            rows.iter().map(|row| if let Cell::Count(count) = row[2] { count } else { 0 }).sum();
        assert_eq!(counted, known.totals.operations);
        assert!(rows.iter().all(|row| row.len() == file.sheet.columns.len()));
        let months = rows.iter().map(|row| &row[0]).collect::<Vec<_>>();
        assert!(filter.months().all(|month| months.contains(&&Cell::text(month.code()))), "{months:?}");
        assert!(file.name.starts_with("etats-declarants-000101014-"), "{}", file.name);
        assert!(file.sheet.remarks.iter().any(|remark| remark.starts_with("Total\u{a0}: ")));
    })
    .await;
}
