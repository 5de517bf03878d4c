//! Payments by card from the dashboard.

use backend::{
    accounts::sessions::Session,
    companies::figures::Block,
    dashboard::{self, CreanceRow, PaymentAccess, PaymentsTab},
    live_pages::{Event, PageState, Watch},
    payments,
};
use domain::{card_payment::CardPaymentState, co_owner::CoOwner, rights::Reason};
use platform::Error;
use serde_json::{Value, json};

use super::{
    ALCOHOL, CARD, CELLAR, CODE, DISTILLERY, TOO_LARGE, last_payment, pay, session_at_distillery, state,
    with_simulator,
};
use crate::{database::TestEnv, simulator::Simulator};

async fn set_rights(simulator: &Simulator, rights: &[(&str, &str)]) {
    let right = |(teleservice, droit): &(&str, &str)| -> Value {
        json!({ "teleservice": teleservice, "droit": droit, "siret": CELLAR })
    };
    let rights: Vec<Value> = rights.iter().map(right).collect();
    let body = json!({ "co_owner": "dgddi", "compte": "alix.demo", "habilitations": rights });
    simulator.administer(reqwest::Method::PUT, "habilitations", body).await;
}

async fn customs(env: &TestEnv, session: &Session, tab: PaymentsTab) -> Block<Vec<CreanceRow>> {
    let dashboard = dashboard::overview(&env.portal, session, &tab.into()).await.expect("a dashboard");
    let shares = dashboard.payments.into_iter();
    shares.filter(|share| share.co_owner == CoOwner::Dgddi).map(|share| share.block).next().expect("a block")
}

fn rows(block: &Block<Vec<CreanceRow>>) -> &[CreanceRow] {
    &block.shown().expect("shown").value
}

fn references<'a>(rows: impl Iterator<Item = &'a CreanceRow>) -> Vec<&'a str> {
    let mut references: Vec<&str> = rows.map(|row| row.creance.reference.as_str()).collect();
    references.sort_unstable();
    references
}

#[tokio::test(flavor = "multi_thread")]
async fn card_is_offered_where_kind_amount_and_right_allow() {
    with_simulator(async |env, simulator| {
        let session = session_at_distillery(&env, &simulator, "alix").await;
        let block = customs(&env, &session, PaymentsTab::EnCours).await;
        let by_card = references(rows(&block).iter().filter(|row| row.by_card));
        assert_eq!(by_card, [ALCOHOL.0, "DEMO-CI-0028"]);
        let too_large = payments::creance(&env.portal, &session, TOO_LARGE.0).await.expect("seen");
        assert!(too_large.creance.refusal().is_some());

        // Télépaiement SEPA alone: seen, not by card.
        set_rights(&simulator, &[("TELEPAIEMENT-SEPA", "telepayer")]).await;
        let block = customs(&env, &session, PaymentsTab::EnCours).await;
        assert!(rows(&block).iter().all(|row| !row.by_card));
        let denied = payments::begin_for_creance(&env.portal, &session, ALCOHOL.0).await;
        let Err(Error::Refused(denial)) = denied else { panic!("{denied:?}") };
        assert!(matches!(denial.reason, Reason::MissingRight { .. }) && !denial.hidden);

        // Télépaiement CB alone: only what can be paid so, at its SIRET.
        set_rights(&simulator, &[("TELEPAIEMENT-CB", "telepayer")]).await;
        let block = customs(&env, &session, PaymentsTab::EnCours).await;
        assert_eq!(references(rows(&block).iter()), [ALCOHOL.0, "DEMO-CI-0028"]);
        assert!(rows(&block).iter().all(|row| row.by_card));
        assert!(rows(&block).iter().all(|row| matches!(row.payment, PaymentAccess::Denied(_))));
        assert!(matches!(customs(&env, &session, PaymentsTab::Historique).await, Block::Denied(_)));
        let hidden = payments::creance(&env.portal, &session, TOO_LARGE.0).await;
        assert!(matches!(hidden, Err(Error::NotFound)), "{hidden:?}");
        payments::begin_for_creance(&env.portal, &session, ALCOHOL.0).await.expect("handed over");

        set_rights(&simulator, &[("DELTA-G", "lire")]).await;
        assert!(matches!(customs(&env, &session, PaymentsTab::EnCours).await, Block::Denied(_)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn payment_changes_the_figures_at_once_and_notifies_open_dashboards() {
    with_simulator(async |mut env, simulator| {
        let mut settings = simulator.settings();
        settings.figures_freshness_seconds = 3600;
        env.portal.co_owners = crate::simulator::co_owners(&settings);
        let session = session_at_distillery(&env, &simulator, "alix").await;
        let open = dashboard::overview(&env.portal, &session, &PaymentsTab::EnCours.into())
            .await
            .expect("a dashboard");
        let shown = PageState {
            siren: session.siren.clone(),
            rights_mark: session.rights_mark,
            figures_mark: Some(open.figures_mark),
        };
        let mut watch = Watch::open(&env.portal, &session, env.client().address, shown.clone())
            .expect("a place")
            .expect("signed in");
        let address =
            payments::begin_for_creance(&env.portal, &session, ALCOHOL.0).await.expect("handed over");
        let id = last_payment(&env).await;
        pay(&simulator, &address, CARD, CODE).await;
        let before = customs(&env, &session, PaymentsTab::EnCours).await;
        assert!(references(rows(&before).iter()).contains(&ALCOHOL.0), "cached");
        assert_eq!(state(&env, &session, id).await, CardPaymentState::Paid);
        let after = customs(&env, &session, PaymentsTab::EnCours).await;
        assert!(!references(rows(&after).iter()).contains(&ALCOHOL.0));
        let past = customs(&env, &session, PaymentsTab::Historique).await;
        assert!(references(rows(&past).iter()).contains(&ALCOHOL.0));

        // The open page, and one that was hidden meanwhile and reconnects.
        let mut later = Watch::open(&env.portal, &session, env.client().address, shown)
            .expect("a place")
            .expect("signed in");
        let marks = [figures_mark(&mut watch).await, figures_mark(&mut later).await];
        let current = dashboard::overview(&env.portal, &session, &PaymentsTab::EnCours.into())
            .await
            .expect("a dashboard");
        assert_eq!(marks, [current.figures_mark; 2]);
        assert_eq!(session.siren.as_ref().map(|siren| siren.as_str()), Some(DISTILLERY));
    })
    .await;
}

/// Returns the mark of the next change of figures; skips other events.
async fn figures_mark(watch: &mut Watch) -> i64 {
    let limit = std::time::Duration::from_secs(30);
    loop {
        let event = tokio::time::timeout(limit, watch.next()).await.expect("an event in time");
        if let Event::Figures { mark } = event.expect("an open watch") {
            return mark;
        }
    }
}
