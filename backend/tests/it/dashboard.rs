//! Blocks of the dashboard by right, and when a co-owner is unavailable.

use std::time::Duration;

use backend::{
    accounts::sessions::Session,
    companies::{
        self,
        figures::{self, Block, Share},
    },
    dashboard::{self, Dashboard, DeclarationAccess, MandatPages, PaymentAccess, PaymentsTab},
    oidc_provider::Launch,
};
use domain::{
    co_owner::CoOwner,
    limited_count::LimitedCount,
    payments::{MandatAct, SepaPage},
    rights::{DeclarationLine, Droit, Reason, Teleservice},
    siren::Siren,
    siret::Siret,
};
use platform::{Error, co_owners::Settings, execute};
use serde_json::json;

use crate::{
    companies::with_simulator,
    database::TestEnv,
    simulator::{Simulator, co_owners},
};

const BRUMAIRE: &str = "000101014";

/// Returns a session that links the account at these co-owners and chooses Brumaire Négoce.
async fn session_on_brumaire(
    env: &TestEnv,
    simulator: &Simulator,
    login: &str,
    co_owners: &[CoOwner],
) -> Session {
    let name = login.split('.').next().expect("a name");
    let (_, session) = env.signed_in_account(name).await;
    for co_owner in co_owners {
        simulator.link(&env.portal, &session, *co_owner, login).await;
    }
    let chosen = companies::choose(&env.portal, &session, BRUMAIRE).await.expect("chosen");
    env.session(chosen.token.expose()).await
}

async fn overview(env: &TestEnv, session: &Session) -> Dashboard {
    dashboard::overview(&env.portal, session, &PaymentsTab::EnCours.into()).await.expect("a dashboard")
}

fn block_of<T>(shares: &[Share<T>], co_owner: CoOwner) -> &Block<T> {
    &shares.iter().find(|share| share.co_owner == co_owner).expect("a share").block
}

/// Returns « shown », « unavailable », « not linked », or the missing right as « téléservice droit ».
fn state<T>(block: &Block<T>) -> String {
    match block {
        Block::Shown(_) => "shown".to_owned(),
        Block::Unavailable => "unavailable".to_owned(),
        Block::NotLinked => "not linked".to_owned(),
        Block::Denied(denial) => match &denial.reason {
            Reason::MissingRight { teleservice, droits, .. } => {
                format!("{} {}", teleservice.code(), droits[0].code())
            }
            other => format!("{other:?}"),
        },
    }
}

fn accessible_lines(dashboard: &Dashboard) -> Vec<(DeclarationLine, bool)> {
    let access = |row: &dashboard::DeclarationRow| match row.access {
        DeclarationAccess::Open { may_declare, .. } => Some((row.line, may_declare)),
        DeclarationAccess::Denied(_) => None,
    };
    dashboard.declarations.lines.iter().filter_map(access).collect()
}

fn other_declarations(dashboard: &Dashboard) -> Vec<CoOwner> {
    dashboard.declarations.other_co_owners.iter().map(|(co_owner, _)| *co_owner).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_block_requires_its_own_right() {
    with_simulator(async |env, simulator| {
        let all = CoOwner::ALL;
        let alix = session_on_brumaire(&env, &simulator, "alix.demo", &all).await;
        let dashboard = overview(&env, &alix).await;
        for co_owner in all.into_iter().filter(|one| one.has_payments()) {
            assert_eq!(state(block_of(&dashboard.synthese, co_owner)), "shown", "{co_owner:?}");
            assert_eq!(state(block_of(&dashboard.payments, co_owner)), "shown", "{co_owner:?}");
        }
        // A co-owner with declarations only has no block, only a link to its declarations.
        assert_eq!(
            (dashboard.synthese.len(), dashboard.payments.len()),
            (3, 3),
            "net-entreprises has no payments"
        );
        assert_eq!(
            other_declarations(&dashboard),
            [CoOwner::Dgfip, CoOwner::Urssaf, CoOwner::NetEntreprises]
        );
        assert_eq!(dashboard.schedule.len(), 2, "customs have no schedule");
        assert!(dashboard.schedule.iter().all(|share| share.block.shown().is_some()));
        let lines = accessible_lines(&dashboard);
        assert_eq!(lines, [(DeclarationLine::Dedouanement, true), (DeclarationLine::Ticpe, true)]);
        let mandats = dashboard::mandats(&env.portal, &alix).await.expect("mandats");
        assert_eq!(mandats.shares.len(), 3);
        assert_eq!(state(block_of(&mandats.shares, CoOwner::Dgddi)), "shown");
        assert_eq!(dashboard.messaging.expect("messaging"), LimitedCount::ZERO);

        // Télépayer on one SIRET: figures of the whole SIREN, payment on that SIRET only. Without adhérer: no mandats.
        let basile =
            session_on_brumaire(&env, &simulator, "basile.demo", &[CoOwner::Dgddi, CoOwner::Urssaf]).await;
        let dashboard = overview(&env, &basile).await;
        assert_eq!(state(block_of(&dashboard.synthese, CoOwner::Dgddi)), "shown");
        assert_eq!(state(block_of(&dashboard.synthese, CoOwner::Dgfip)), "not linked");
        assert_eq!(state(block_of(&dashboard.payments, CoOwner::Urssaf)), "shown");
        assert_eq!(other_declarations(&dashboard), [CoOwner::Urssaf], "only co-owners with a right");
        let rows = &block_of(&dashboard.payments, CoOwner::Dgddi).shown().expect("payments").value;
        for row in rows {
            let is_on_siret =
                row.creance.siret.as_ref().is_some_and(|siret| siret.as_str() == "00010101400017");
            assert_eq!(matches!(row.payment, PaymentAccess::At(_)), is_on_siret, "{}", row.creance.reference);
            assert_eq!(
                matches!(row.payment, PaymentAccess::Denied(_)),
                !is_on_siret,
                "{}",
                row.creance.reference
            );
            assert!(row.may_ask);
        }
        let mandats = dashboard::mandats(&env.portal, &basile).await.expect("mandats");
        assert_eq!(state(block_of(&mandats.shares, CoOwner::Dgddi)), "TELEPAIEMENT-SEPA adherer");
        assert_eq!(state(block_of(&mandats.shares, CoOwner::Urssaf)), "shown");
        assert!(
            figures::mandats_to_choose(&env.portal, &basile)
                .await
                .expect("a list")
                .iter()
                .all(|one| { one.co_owner == CoOwner::Urssaf })
        );

        // Lire on DELTA-G only: read access to declarations, no customs figures, access to messaging.
        let chloe = session_on_brumaire(&env, &simulator, "chloe.demo", &[CoOwner::Dgddi]).await;
        let dashboard = overview(&env, &chloe).await;
        assert_eq!(state(block_of(&dashboard.synthese, CoOwner::Dgddi)), "TELEPAIEMENT-SEPA telepayer");
        assert_eq!(state(block_of(&dashboard.payments, CoOwner::Dgddi)), "TELEPAIEMENT-SEPA telepayer");
        assert_eq!(accessible_lines(&dashboard), [(DeclarationLine::Dedouanement, false)]);
        assert!(dashboard.messaging.is_ok());
        assert!(figures::creances_to_choose(&env.portal, &chloe).await.expect("none").is_empty());
        assert!(!figures::creances_to_choose(&env.portal, &basile).await.expect("some").is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn messaging_requires_a_customs_habilitation() {
    with_simulator(async |env, simulator| {
        let session = session_on_brumaire(&env, &simulator, "basile.demo", &[CoOwner::Dgfip]).await;
        let dashboard = overview(&env, &session).await;
        assert_eq!(state(block_of(&dashboard.synthese, CoOwner::Dgddi)), "not linked");
        assert_eq!(state(block_of(&dashboard.synthese, CoOwner::Dgfip)), "shown");
        let denial = dashboard.messaging.expect_err("no messaging");
        assert!(matches!(denial.reason, Reason::NoHabilitation { .. }) && !denial.hidden);
        let rows = &block_of(&dashboard.payments, CoOwner::Dgfip).shown().expect("payments").value;
        assert!(rows.iter().all(|row| !row.may_ask), "questions go to customs");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_match_the_response_of_the_co_owner() {
    with_simulator(async |env, simulator| {
        let session = session_on_brumaire(&env, &simulator, "alix.demo", &[CoOwner::Dgddi]).await;
        let address = simulator.address("/dgddi/contrat/v1/entreprises/000101014/synthese");
        let response = simulator.client.get(address).bearer_auth("jeton-de-demonstration").send().await;
        let response = response.expect("a response").text().await.expect("its text");
        let expected: serde_json::Value = serde_json::from_str(&response).expect("JSON");
        let dashboard = overview(&env, &session).await;
        let shown = &block_of(&dashboard.synthese, CoOwner::Dgddi).shown().expect("a synthesis").value;
        assert_eq!(json!(shown.paid.cents()), expected["paye_centimes"]);
        assert_eq!(json!(shown.to_pay.cents()), expected["a_payer_centimes"]);
        assert_eq!(json!(shown.overdue.cents()), expected["en_retard_centimes"]);
        let past = dashboard::overview(&env.portal, &session, &PaymentsTab::Historique.into())
            .await
            .expect("the past");
        let past = &block_of(&past.payments, CoOwner::Dgddi).shown().expect("payments").value;
        assert!(!past.is_empty());
        assert!(
            past.iter().all(|row| row.payment == PaymentAccess::NotPayable && row.creance.payment.is_some())
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unavailable_co_owner_leaves_stale_figures_with_their_date() {
    with_simulator(async |env, simulator| {
        let session =
            session_on_brumaire(&env, &simulator, "alix.demo", &[CoOwner::Dgddi, CoOwner::Dgfip]).await;
        simulator.set_down(CoOwner::Dgfip, true).await;
        let seen_at = env.clock.now();
        let dashboard = overview(&env, &session).await;
        assert_eq!(
            state(block_of(&dashboard.synthese, CoOwner::Dgfip)),
            "unavailable",
            "nothing was ever fetched"
        );
        let first = block_of(&dashboard.synthese, CoOwner::Dgddi).shown().expect("customs").clone();
        assert!(!first.stale);

        simulator.set_down(CoOwner::Dgddi, true).await;
        env.advance(Duration::from_secs(3600));
        let dashboard = overview(&env, &session).await;
        let last = block_of(&dashboard.synthese, CoOwner::Dgddi).shown().expect("the last known figures");
        assert!(last.stale);
        assert_eq!((last.received_at, &last.value), (seen_at, &first.value));
        let lines = accessible_lines(&dashboard);
        assert!(!lines.is_empty(), "téléservices stay accessible");
        // Forms offer the last known values, or report that the co-owner is unavailable.
        let creances = figures::creances_to_choose(&env.portal, &session).await.expect("the last known");
        assert!(!creances.is_empty());
        let mandats = figures::mandats_to_choose(&env.portal, &session).await;
        assert!(matches!(mandats, Err(Error::CoOwnerDown { .. })), "{mandats:?}");
        simulator.set_down(CoOwner::Dgddi, false).await;
        let dashboard = overview(&env, &session).await;
        assert!(!block_of(&dashboard.synthese, CoOwner::Dgddi).shown().expect("available again").stale);
        env.advance(Duration::from_secs(100 * 24 * 3600));
        assert!(figures::purge(&env.portal).await.expect("purged") > 0);
        assert_eq!(env.count("co_owner_figures").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fresh_figures_are_not_fetched_again() {
    with_simulator(async |mut env, simulator| {
        let settings = Settings { figures_freshness_seconds: 30, ..simulator.settings() };
        env.portal.co_owners = co_owners(&settings);
        let session = session_on_brumaire(&env, &simulator, "alix.demo", &[CoOwner::Dgddi]).await;
        overview(&env, &session).await;
        simulator.set_down(CoOwner::Dgddi, true).await;
        let is_stale = async || {
            let dashboard = overview(&env, &session).await;
            block_of(&dashboard.synthese, CoOwner::Dgddi).shown().expect("figures").stale
        };
        assert!(!is_stale().await, "not fetched again");
        env.advance(Duration::from_secs(31));
        assert!(is_stale().await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_stay_parsed_until_another_process_stores_a_newer_answer() {
    with_simulator(async |mut env, simulator| {
        let settings = Settings { figures_freshness_seconds: 30, ..simulator.settings() };
        env.portal.co_owners = co_owners(&settings);
        let session = session_on_brumaire(&env, &simulator, "alix.demo", &[CoOwner::Dgddi]).await;
        let paid = async || {
            let dashboard = overview(&env, &session).await;
            block_of(&dashboard.synthese, CoOwner::Dgddi).shown().expect("figures").value.paid.cents()
        };
        let first = paid().await;
        let other = r#"{"paye_centimes": 4242, "a_payer_centimes": 0, "en_retard_centimes": 0}"#;
        let store = async |later: i64| {
            execute!(
                env.portal.db,
                sqlx::query(
                    "UPDATE co_owner_figures SET content = $1, received_at = received_at + $2
                     WHERE kind = 'synthese'",
                )
                .bind(other)
                .bind(later)
            )
            .expect("stored");
        };
        store(0).await;
        assert_eq!(paid().await, first, "not parsed again: the instant is the same");
        store(1).await;
        assert_eq!(paid().await, 4242);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn withdrawn_right_hides_its_block_at_the_next_page() {
    with_simulator(async |env, simulator| {
        let session = session_on_brumaire(&env, &simulator, "basile.demo", &[CoOwner::Dgddi]).await;
        assert_eq!(state(block_of(&overview(&env, &session).await.synthese, CoOwner::Dgddi)), "shown");
        simulator.withdraw("basile.demo", "TELEPAIEMENT-SEPA", "telepayer", "00010101400017").await;
        let dashboard = overview(&env, &session).await;
        assert_eq!(state(block_of(&dashboard.synthese, CoOwner::Dgddi)), "TELEPAIEMENT-SEPA telepayer");
        let missing = (Teleservice::TelepaiementSepa, Droit::Telepayer);
        assert!(!dashboard.view.habilitations.iter().any(|right| right.grants(missing.0, missing.1)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn dashboard_of_a_foreign_company_is_not_found() {
    with_simulator(async |env, simulator| {
        let mut session = session_on_brumaire(&env, &simulator, "basile.demo", &[CoOwner::Dgddi]).await;
        for foreign in [Some("000202028"), Some("732829320"), None] {
            session.siren = foreign.map(|text| Siren::parse(text).expect("a SIREN"));
            let dashboard = dashboard::overview(&env.portal, &session, &PaymentsTab::EnCours.into()).await;
            assert!(matches!(dashboard, Err(Error::NotFound)), "{foreign:?}");
            let mandats = dashboard::mandats(&env.portal, &session).await;
            assert!(matches!(mandats, Err(Error::NotFound)), "{foreign:?}");
            let list = figures::creances_to_choose(&env.portal, &session).await;
            assert!(matches!(list, Err(Error::NotFound)), "{foreign:?}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn mandats_and_creances_open_with_the_right_on_their_very_siret() {
    with_simulator(async |env, simulator| {
        let alix = session_on_brumaire(&env, &simulator, "alix.demo", &[CoOwner::Dgddi]).await;
        let open = async |page: SepaPage| dashboard::open_at_sepa(&env.portal, &alix, &page, None).await;
        let mandat = |rum: &str| SepaPage::Mandat { rum: rum.to_owned(), act: MandatAct::Delete };
        let target = |launch: Result<Launch, Error>| match launch {
            Ok(Launch::Redirect(address)) => address.to_string(),
            other => panic!("{other:?}"),
        };
        let address = target(open(mandat("DGDDI-DEMO-000101")).await);
        assert!(address.ends_with("/mandats/DGDDI-DEMO-000101/suppression"), "{address}");
        let creance = |reference: &str| SepaPage::Creance { reference: reference.to_owned() };
        let address = target(open(creance("DEMO-DG-0001")).await);
        assert!(address.ends_with("/creances/DEMO-DG-0001"), "{address}");
        let first = siret("00010101400017");
        let address = target(open(SepaPage::NewMandat(first.clone())).await);
        assert!(address.ends_with("/nouveau-mandat?siret=00010101400017"), "{address}");
        for foreign in [mandat("DGDDI-DEMO-000201"), creance("DEMO-CI-0027"), mandat("inconnu")] {
            assert!(matches!(open(foreign.clone()).await, Err(Error::NotFound)), "{foreign:?}");
        }
        assert!(matches!(open(SepaPage::NewMandat(siret("00030303200015"))).await, Err(Error::NotFound)));

        // Adhérer and télépayer on the second establishment only.
        let rights = ["telepayer", "adherer"].map(
            |droit| json!({ "teleservice": "TELEPAIEMENT-SEPA", "droit": droit, "siret": "00010101400025" }),
        );
        let body = json!({ "co_owner": "dgddi", "compte": "alix.demo", "habilitations": rights });
        simulator.administer(reqwest::Method::PUT, "habilitations", body).await;
        for refused in
            [mandat("DGDDI-DEMO-000101"), creance("DEMO-DG-0001"), SepaPage::NewMandat(first.clone())]
        {
            let launch = open(refused.clone()).await;
            assert!(matches!(launch, Ok(Launch::Denied(_))), "{refused:?}: {launch:?}");
        }
        target(open(mandat("DGDDI-DEMO-000102")).await);
        let page = dashboard::mandats(&env.portal, &alix).await.expect("mandats");
        let rows = &block_of(&page.shares, CoOwner::Dgddi).shown().expect("shown").value;
        for row in rows {
            let own = row.mandat.siret.as_ref().is_some_and(|siret| siret.as_str() == "00010101400025");
            assert_eq!(matches!(row.manage, Some(Ok(MandatPages::Own { .. }))), own, "{row:?}");
            assert!(row.mandat.usual_recette.is_some(), "{row:?}");
        }
        assert_eq!(page.creations.len(), 1);
    })
    .await;
}

fn siret(text: &str) -> Siret {
    Siret::parse(text).expect("a SIRET")
}
