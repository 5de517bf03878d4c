//! The dashboard by right, and what it shows when a co-owner does not answer.

use std::time::Duration;

use backend::{
    Error, companies,
    dashboard::{self, Block, Dashboard, DeclarationAccess, Paying, PaymentsTab, Share},
    partners::Settings,
    session::Session,
};
use domain::{
    co_owner::CoOwner,
    rights::{DeclarationLine, Droit, Reason, Teleservice},
    siren::Siren,
};
use serde_json::json;

use crate::{
    database::{House, on_each_database},
    simulator::{Simulator, partners},
};

const BRUMAIRE: &str = "000101014";

async fn with_simulator(test: impl AsyncFn(House, Simulator)) {
    on_each_database(async |mut house: House| {
        let simulator = Simulator::start().await;
        house.portal.partners = simulator.partners();
        test(house, simulator).await;
    })
    .await;
}

/// A person who linked that account at those co-owners and works on Brumaire Négoce.
async fn at_work(house: &House, simulator: &Simulator, login: &str, co_owners: &[CoOwner]) -> Session {
    let name = login.split('.').next().expect("a name");
    let (_, session) = house.signed_in(name).await;
    for co_owner in co_owners {
        simulator.link(&house.portal, &session, *co_owner, login).await;
    }
    let chosen = companies::choose(&house.portal, &session, BRUMAIRE).await.expect("chosen");
    house.session(chosen.token.expose()).await
}

async fn overview(house: &House, session: &Session) -> Dashboard {
    dashboard::overview(&house.portal, session, PaymentsTab::EnCours).await.expect("a dashboard")
}

fn of<T>(shares: &[Share<T>], co_owner: CoOwner) -> &Block<T> {
    &shares.iter().find(|share| share.co_owner == co_owner).expect("a share").block
}

/// « shown », « telepayer » (the right that is missing), « silent », « not linked ».
fn state<T>(block: &Block<T>) -> String {
    match block {
        Block::Shown(_) => "shown".to_owned(),
        Block::Silent => "silent".to_owned(),
        Block::NotLinked => "not linked".to_owned(),
        Block::Denied(denial) => match &denial.reason {
            Reason::MissingRight { teleservice, droits, .. } => {
                format!("{} {}", teleservice.code(), droits[0].code())
            }
            other => format!("{other:?}"),
        },
    }
}

fn open_lines(board: &Dashboard) -> Vec<(DeclarationLine, bool)> {
    let open = |row: &dashboard::DeclarationRow| match row.access {
        DeclarationAccess::Open { may_declare, .. } => Some((row.line, may_declare)),
        DeclarationAccess::Denied(_) => None,
    };
    board.declarations.lines.iter().filter_map(open).collect()
}

fn declared_elsewhere(board: &Dashboard) -> Vec<CoOwner> {
    board.declarations.elsewhere.iter().map(|(co_owner, _)| *co_owner).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_part_is_shown_under_its_own_right() {
    with_simulator(async |house, simulator| {
        let all = CoOwner::ALL;
        let alix = at_work(&house, &simulator, "alix.demo", &all).await;
        let board = overview(&house, &alix).await;
        for co_owner in all.into_iter().filter(|one| one.has_payments()) {
            assert_eq!(state(of(&board.synthese, co_owner)), "shown", "{co_owner:?}");
            assert_eq!(state(of(&board.payments, co_owner)), "shown", "{co_owner:?}");
        }
        // Declarations only: no block, not even an empty one, but the link to them.
        assert_eq!((board.synthese.len(), board.payments.len()), (3, 3), "net-entreprises has no payments");
        assert_eq!(declared_elsewhere(&board), [CoOwner::Dgfip, CoOwner::Urssaf, CoOwner::NetEntreprises]);
        assert_eq!(board.schedule.len(), 2, "customs have no schedule");
        assert!(board.schedule.iter().all(|share| share.block.shown().is_some()));
        let lines = open_lines(&board);
        assert_eq!(lines, [(DeclarationLine::Dedouanement, true), (DeclarationLine::Ticpe, true)]);
        let mandats = dashboard::mandats(&house.portal, &alix).await.expect("mandats");
        assert_eq!(mandats.shares.len(), 3);
        assert_eq!(state(of(&mandats.shares, CoOwner::Dgddi)), "shown");
        assert_eq!(board.messaging.expect("messaging"), 0);

        // Télépayer on one SIRET: figures of the whole SIREN, paying there only; no adhérer: no mandats.
        let basile = at_work(&house, &simulator, "basile.demo", &[CoOwner::Dgddi, CoOwner::Urssaf]).await;
        let board = overview(&house, &basile).await;
        assert_eq!(state(of(&board.synthese, CoOwner::Dgddi)), "shown");
        assert_eq!(state(of(&board.synthese, CoOwner::Dgfip)), "not linked");
        assert_eq!(state(of(&board.payments, CoOwner::Urssaf)), "shown");
        assert_eq!(
            declared_elsewhere(&board),
            [CoOwner::Urssaf],
            "where something is held, and nowhere else"
        );
        let rows = &of(&board.payments, CoOwner::Dgddi).shown().expect("payments").value;
        for row in rows {
            let here = row.creance.siret.as_ref().is_some_and(|siret| siret.as_str() == "00010101400017");
            assert_eq!(matches!(row.paying, Paying::At(_)), here, "{}", row.creance.reference);
            assert_eq!(matches!(row.paying, Paying::Denied(_)), !here, "{}", row.creance.reference);
            assert!(row.may_ask);
        }
        let mandats = dashboard::mandats(&house.portal, &basile).await.expect("mandats");
        assert_eq!(state(of(&mandats.shares, CoOwner::Dgddi)), "TELEPAIEMENT-SEPA adherer");
        assert_eq!(state(of(&mandats.shares, CoOwner::Urssaf)), "shown");
        assert!(
            dashboard::mandats_to_choose(&house.portal, &basile)
                .await
                .expect("a list")
                .iter()
                .all(|one| { one.co_owner == CoOwner::Urssaf })
        );

        // Reading DELTA-G only: the declarations to be consulted, no customs figures, a way to messaging.
        let chloe = at_work(&house, &simulator, "chloe.demo", &[CoOwner::Dgddi]).await;
        let board = overview(&house, &chloe).await;
        assert_eq!(state(of(&board.synthese, CoOwner::Dgddi)), "TELEPAIEMENT-SEPA telepayer");
        assert_eq!(state(of(&board.payments, CoOwner::Dgddi)), "TELEPAIEMENT-SEPA telepayer");
        assert_eq!(open_lines(&board), [(DeclarationLine::Dedouanement, false)]);
        assert!(board.messaging.is_ok());
        assert!(dashboard::creances_to_choose(&house.portal, &chloe).await.expect("none").is_empty());
        assert!(!dashboard::creances_to_choose(&house.portal, &basile).await.expect("some").is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_customs_habilitation_there_is_no_messaging() {
    with_simulator(async |house, simulator| {
        let session = at_work(&house, &simulator, "basile.demo", &[CoOwner::Dgfip]).await;
        let board = overview(&house, &session).await;
        assert_eq!(state(of(&board.synthese, CoOwner::Dgddi)), "not linked");
        assert_eq!(state(of(&board.synthese, CoOwner::Dgfip)), "shown");
        let denial = board.messaging.expect_err("no messaging");
        assert!(matches!(denial.reason, Reason::NoHabilitation { .. }) && !denial.hidden);
        let rows = &of(&board.payments, CoOwner::Dgfip).shown().expect("payments").value;
        assert!(rows.iter().all(|row| !row.may_ask), "questions go to customs");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_are_the_co_owners_own() {
    with_simulator(async |house, simulator| {
        let session = at_work(&house, &simulator, "alix.demo", &[CoOwner::Dgddi]).await;
        let address = simulator.address("/dgddi/contrat/v1/entreprises/000101014/synthese");
        let said = simulator.client.get(address).bearer_auth("jeton-de-demonstration").send().await;
        let said = said.expect("an answer").text().await.expect("its text");
        let said: serde_json::Value = serde_json::from_str(&said).expect("JSON");
        let board = overview(&house, &session).await;
        let shown = &of(&board.synthese, CoOwner::Dgddi).shown().expect("a synthesis").value;
        assert_eq!(json!(shown.paid.cents()), said["paye_centimes"]);
        assert_eq!(json!(shown.to_pay.cents()), said["a_payer_centimes"]);
        assert_eq!(json!(shown.overdue.cents()), said["en_retard_centimes"]);
        let past =
            dashboard::overview(&house.portal, &session, PaymentsTab::Historique).await.expect("the past");
        let past = &of(&past.payments, CoOwner::Dgddi).shown().expect("payments").value;
        assert!(!past.is_empty());
        assert!(past.iter().all(|row| row.paying == Paying::Nothing && row.creance.payment.is_some()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_silent_co_owner_leaves_the_last_figures_with_their_date() {
    with_simulator(async |house, simulator| {
        let session = at_work(&house, &simulator, "alix.demo", &[CoOwner::Dgddi, CoOwner::Dgfip]).await;
        simulator.set_down(CoOwner::Dgfip, true).await;
        let seen_at = house.clock.now();
        let board = overview(&house, &session).await;
        assert_eq!(state(of(&board.synthese, CoOwner::Dgfip)), "silent", "it never answered");
        let first = of(&board.synthese, CoOwner::Dgddi).shown().expect("customs").clone();
        assert!(!first.silent);

        simulator.set_down(CoOwner::Dgddi, true).await;
        house.advance(Duration::from_secs(3600));
        let board = overview(&house, &session).await;
        let last = of(&board.synthese, CoOwner::Dgddi).shown().expect("the last known");
        assert!(last.silent);
        assert_eq!((last.received_at, &last.value), (seen_at, &first.value));
        let lines = open_lines(&board);
        assert!(!lines.is_empty(), "téléservices stay open");
        // Forms offer what is known; when nothing ever was, they are told.
        let creances = dashboard::creances_to_choose(&house.portal, &session).await.expect("the last known");
        assert!(!creances.is_empty());
        let mandats = dashboard::mandats_to_choose(&house.portal, &session).await;
        assert!(matches!(mandats, Err(Error::PartnerDown { .. })), "{mandats:?}");
        simulator.set_down(CoOwner::Dgddi, false).await;
        let board = overview(&house, &session).await;
        assert!(!of(&board.synthese, CoOwner::Dgddi).shown().expect("back").silent);
        house.advance(Duration::from_secs(100 * 24 * 3600));
        assert!(dashboard::purge(&house.portal).await.expect("purged") > 0);
        assert_eq!(house.count("partner_figures").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fresh_figures_are_not_asked_again() {
    with_simulator(async |mut house, simulator| {
        let settings = Settings { figures_freshness_seconds: 30, ..simulator.settings() };
        house.portal.partners = partners(&settings);
        let session = at_work(&house, &simulator, "alix.demo", &[CoOwner::Dgddi]).await;
        overview(&house, &session).await;
        simulator.set_down(CoOwner::Dgddi, true).await;
        let silent = async || {
            let board = overview(&house, &session).await;
            of(&board.synthese, CoOwner::Dgddi).shown().expect("figures").silent
        };
        assert!(!silent().await, "nobody asked the co-owner");
        house.advance(Duration::from_secs(31));
        assert!(silent().await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawn_right_closes_its_part_at_the_next_page() {
    with_simulator(async |house, simulator| {
        let session = at_work(&house, &simulator, "basile.demo", &[CoOwner::Dgddi]).await;
        assert_eq!(state(of(&overview(&house, &session).await.synthese, CoOwner::Dgddi)), "shown");
        simulator.withdraw("basile.demo", "TELEPAIEMENT-SEPA", "telepayer", "00010101400017").await;
        let board = overview(&house, &session).await;
        assert_eq!(state(of(&board.synthese, CoOwner::Dgddi)), "TELEPAIEMENT-SEPA telepayer");
        let missing = (Teleservice::TelepaiementSepa, Droit::Telepayer);
        assert!(!board.view.habilitations.iter().any(|right| right.gives(missing.0, missing.1)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_shown_of_a_company_that_is_not_ones_own() {
    with_simulator(async |house, simulator| {
        let mut session = at_work(&house, &simulator, "basile.demo", &[CoOwner::Dgddi]).await;
        for foreign in [Some("000202028"), Some("732829320"), None] {
            session.siren = foreign.map(|text| Siren::parse(text).expect("a SIREN"));
            let board = dashboard::overview(&house.portal, &session, PaymentsTab::EnCours).await;
            assert!(matches!(board, Err(Error::NotFound)), "{foreign:?}");
            let mandats = dashboard::mandats(&house.portal, &session).await;
            assert!(matches!(mandats, Err(Error::NotFound)), "{foreign:?}");
            let list = dashboard::creances_to_choose(&house.portal, &session).await;
            assert!(matches!(list, Err(Error::NotFound)), "{foreign:?}");
        }
    })
    .await;
}
