//! Follow-up of export declarations: one by its MRN, those of a company, and their file.

use std::net::{IpAddr, Ipv4Addr};

use backend::{
    accounts::sessions::{Client, Session},
    companies::{self, figures::Block},
    export_follow_up::{ExportPage, export_file, exports, find_export},
};
use domain::{
    co_owner::CoOwner,
    export_follow_up::{ExportFilter, ExportStage},
    problem::Problem,
    rights::{Reason, Teleservice},
};
use platform::{Error, spreadsheet::Cell};

use crate::{
    companies::with_simulator, database::TestEnv, messaging::fixtures::only_problem, simulator::Simulator,
};

const EXITED: &str = "26FRDEMO00000104A0";
const LATE: &str = "26FRDEMO00000106A8";

async fn session(env: &TestEnv, simulator: &Simulator, login: &str, siren: &str) -> Session {
    let name = login.split('.').next().expect("a name");
    let (_, session) = env.signed_in_account(name).await;
    simulator.link(&env.portal, &session, CoOwner::Dgddi, login).await;
    let chosen = companies::choose(&env.portal, &session, siren).await.expect("chosen");
    env.session(chosen.token.expose()).await
}

async fn page(env: &TestEnv, session: &Session, filter: &ExportFilter) -> Block<ExportPage> {
    exports(&env.portal, session, filter, 1).await.expect("a list").share.block
}

fn mrns(block: &Block<ExportPage>) -> Vec<String> {
    let shown = block.shown().expect("shown");
    shown.value.exports.iter().map(|export| export.path.mrn.to_string()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn anyone_finds_the_path_of_a_declaration_by_its_mrn() {
    with_simulator(async |env, simulator| {
        let find = async |typed: &str| find_export(&env.portal, &env.client(), typed).await;
        let found = find("mrn : 26fr demo 0000 0104 a0").await.expect("an answer").expect("known");
        let stages: Vec<ExportStage> = found.path.steps().iter().map(|step| step.stage).collect();
        assert_eq!((found.path.mrn.as_str(), stages.as_slice()), (EXITED, &ExportStage::COMPLETE[..]));
        assert!(found.path.steps().iter().all(|step| step.office.is_some()));
        assert!(find("26FR000012345678A4").await.expect("an answer").is_none(), "unknown to customs");
        let on_mrn = |problem| ("mrn".to_owned(), problem);
        assert_eq!(only_problem(find("26FRDEMO00000104A1").await), on_mrn(Problem::WrongMrnCheckDigit));
        assert_eq!(only_problem(find("26FRDEMO").await), on_mrn(Problem::NotAnMrn));
        simulator.set_down(CoOwner::Dgddi, true).await;
        assert!(matches!(find(EXITED).await, Err(Error::CoOwnerDown { .. })));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_network_may_not_try_mrns_without_end() {
    with_simulator(async |env, _| {
        let from =
            |last: u8| Client { address: IpAddr::V4(Ipv4Addr::new(198, 51, 100, last)), ..env.client() };
        for _ in 0..120 {
            let known = find_export(&env.portal, &from(1), EXITED).await;
            assert!(known.expect("an answer").is_some());
        }
        let (_, refused) = only_problem(find_export(&env.portal, &from(1), EXITED).await);
        assert!(matches!(refused, Problem::TooManyRequests { .. }), "{refused:?}");
        // A wrong number costs no request, so it is still explained.
        let (_, wrong) = only_problem(find_export(&env.portal, &from(1), "26FR").await);
        assert_eq!(wrong, Problem::NotAnMrn);
        let other = Client { address: IpAddr::V4(Ipv4Addr::new(203, 0, 113, 1)), ..env.client() };
        assert!(find_export(&env.portal, &other, EXITED).await.expect("an answer").is_some());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_right_on_delta_g_shows_the_declarations_of_the_company_only() {
    with_simulator(async |env, simulator| {
        let all = ExportFilter::default();
        let alix = session(&env, &simulator, "alix.demo", "000101014").await;
        let shown = page(&env, &alix, &all).await;
        assert_eq!(mrns(&shown)[..2], ["26FRDEMO00000101A2", "26FRDEMO00000102A1"], "newest first");
        assert_eq!(mrns(&shown).len(), 7);
        let released = ExportFilter { stage: Some(ExportStage::Released), ..all.clone() };
        assert_eq!(mrns(&page(&env, &alix, &released).await), ["26FRDEMO00000102A1", LATE]);
        let by_number = ExportFilter { mrn: "0107A".to_owned(), ..all.clone() };
        assert_eq!(mrns(&page(&env, &alix, &by_number).await), ["26FRDEMO00000107A7"]);

        // A right on another company, or on another téléservice, is not enough.
        let other = session(&env, &simulator, "basile.demo", "000101014").await;
        assert_eq!(mrns(&page(&env, &other, &all).await).len(), 7);
        for (droit, siret) in [
            ("lire", "00010101400017"),
            ("declarer", "00010101400017"),
            ("lire", "00010101400025"),
            ("declarer", "00010101400025"),
        ] {
            simulator.withdraw("basile.demo", "DELTA-G", droit, siret).await;
        }
        let Block::Denied(denial) = page(&env, &other, &all).await else { panic!("not denied") };
        let Reason::MissingRight { teleservice, .. } = denial.reason else { panic!("{denial:?}") };
        assert_eq!(teleservice, Teleservice::DeltaG);
        assert!(matches!(export_file(&env.portal, &other, &all).await, Err(Error::Refused(_))));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_file_has_each_stage_with_its_day_and_the_last_list_known() {
    with_simulator(async |env, simulator| {
        let alix = session(&env, &simulator, "alix.demo", "000101014").await;
        let late = ExportFilter { mrn: LATE.to_owned(), ..ExportFilter::default() };
        assert_eq!(mrns(&page(&env, &alix, &late).await), [LATE]);
        simulator.set_down(CoOwner::Dgddi, true).await;
        let file = export_file(&env.portal, &alix, &late).await.expect("the last list");
        let rows: Vec<Vec<Cell>> = file.sheet.rows.collect();
        assert_eq!((rows.len(), rows[0].len()), (1, file.sheet.columns.len()));
        assert!(matches!(&rows[0][0], Cell::Text(text) if text.as_str() == LATE));
        let days = rows[0].iter().filter(|cell| matches!(cell, Cell::Date(_))).count();
        assert_eq!(days, 4, "accepted, released, exit to prove, date of the list");
        assert!(file.name.starts_with("exportations-000101014-"), "{}", file.name);
    })
    .await;
}
