//! Changes of rights that a co-owner pushes, and those that it failed to push.

use std::time::Duration;

use backend::{
    companies::{self, Effect, Refusal, receive_event},
    notifications, on,
    partners::{Settings, Signed},
    session::Session,
};
use domain::{
    co_owner::CoOwner,
    rights::{Droit, Habilitation, Teleservice},
};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use uuid::Uuid;

use crate::{
    database::{House, on_each_database},
    simulator::{Simulator, partners, push_secret},
};

const SIRET: &str = "00010101400017";

/// A portal on which `basile` is linked to the customs account `basile.demo`.
struct Linked {
    house: House,
    simulator: Simulator,
    account: Uuid,
    session: Session,
    /// Version of the rights that were fetched.
    version: i64,
}

async fn with_link(test: impl AsyncFn(Linked)) {
    on_each_database(async |mut house: House| {
        let simulator = Simulator::start().await;
        house.portal.partners = simulator.partners();
        let (account, session) = house.signed_in("basile").await;
        simulator.link(&house.portal, &session, CoOwner::Dgddi, "basile.demo").await;
        let version = version(&house).await;
        test(Linked { house, simulator, account, session, version }).await;
    })
    .await;
}

async fn version(house: &House) -> i64 {
    on!(house.portal.db, |c| sqlx::query_scalar("SELECT version FROM rattachement").fetch_one(c).await)
        .expect("one link")
}

fn right(teleservice: &str, droit: &str, siret: &str) -> Value {
    json!({ "teleservice": teleservice, "droit": droit, "siret": siret })
}

fn telepayer() -> Value {
    right("TELEPAIEMENT-SEPA", "telepayer", SIRET)
}

fn event(previous: i64, version: i64, granted: &[Value], withdrawn: &[Value]) -> String {
    let changes = json!({ "accordees": granted, "retirees": withdrawn, "entreprises": [] });
    json!({
        "evenement": Uuid::new_v4(), "compte": "basile.demo", "version": version,
        "version_precedente": previous, "changements": changes,
    })
    .to_string()
}

fn signature(secret: &str, timestamp: &str, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any length");
    mac.update(format!("{timestamp}.{body}").as_bytes());
    format!("v1={}", hex::encode(mac.finalize().into_bytes()))
}

impl Linked {
    async fn push(&self, body: &str) -> Result<Effect, Refusal> {
        self.push_as(CoOwner::Dgddi, &push_secret(CoOwner::Dgddi), 0, body).await
    }

    /// Signed `late` seconds ago with any secret.
    async fn push_as(&self, from: CoOwner, secret: &str, late: i64, body: &str) -> Result<Effect, Refusal> {
        let timestamp = (self.house.clock.now().micros() / 1_000_000 - late).to_string();
        let signature = signature(secret, &timestamp, body);
        let signed = Signed { timestamp: &timestamp, signature: &signature, body: body.as_bytes() };
        receive_event(&self.house.portal, from, &signed).await
    }

    /// As kept: the co-owner is not asked.
    async fn rights(&self) -> Vec<Habilitation> {
        companies::known_habilitations(&self.house.portal, self.account, None).await.expect("rights")
    }

    async fn count(&self) -> usize {
        self.rights().await.len()
    }

    async fn may_pay(&self) -> bool {
        let pays = |right: &Habilitation| right.gives(Teleservice::TelepaiementSepa, Droit::Telepayer);
        self.rights().await.iter().any(pays)
    }

    async fn told(&self) -> Vec<String> {
        let notices =
            notifications::rights_notices(&self.house.portal, &self.session).await.expect("notices");
        notices.into_iter().map(|notice| notice.sentence).collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawn_right_is_gone_dated_and_told_once() {
    with_link(async |linked| {
        let portal = &linked.house.portal;
        let granted = companies::right_changes(portal, &linked.session, 1).await.expect("changes").changes;
        assert!(!granted.is_empty() && granted.iter().all(|change| change.granted), "linking is dated");
        assert!(linked.told().await.is_empty(), "and no news to who links");
        linked.house.advance(Duration::from_secs(60));
        let body = event(linked.version, linked.version + 3, &[], &[telepayer()]);
        for _ in 0..2 {
            let effect = linked.push(&body).await.expect("taken");
            assert_eq!(effect, Effect::Applied, "the same answer each time");
        }
        assert!(!linked.may_pay().await);
        let latest = companies::right_changes(portal, &linked.session, 1).await.expect("changes").changes;
        assert_eq!(latest.len(), granted.len() + 1);
        assert!(!latest[0].granted && latest[0].right.gives(Teleservice::TelepaiementSepa, Droit::Telepayer));
        assert_eq!(latest[0].at, linked.house.clock.now());
        assert_eq!(linked.told().await, ["douane.gouv.fr vous a retiré une habilitation."]);
        assert_eq!(notifications::unread_count(portal, &linked.session).await.expect("counted"), 1);
        notifications::mark_all_read(portal, &linked.session).await.expect("read");
        assert_eq!(notifications::unread_count(portal, &linked.session).await.expect("counted"), 0);
        // The identifier belongs to that body.
        let other = linked.push(&body.replace("telepayer", "adherer")).await;
        assert!(matches!(other, Err(Refusal::OtherBody)), "{other:?}");
        assert_eq!(linked.count().await, granted.len() - 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_deliveries_at_once_have_one_effect() {
    with_link(async |linked| {
        let body = event(linked.version, linked.version + 1, &[], &[telepayer()]);
        let deliveries = (0..50).map(|_| linked.push(&body));
        for effect in futures::future::join_all(deliveries).await {
            assert_eq!(effect.expect("taken"), Effect::Applied);
        }
        assert_eq!(linked.told().await.len(), 1);
        assert_eq!(linked.house.count("rights_event").await, 1);
        assert_eq!(version(&linked.house).await, linked.version + 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_missed_is_read_again_and_what_is_late_is_ignored() {
    with_link(async |linked| {
        let (start, before) = (linked.version, linked.count().await);
        linked.simulator.withdraw("basile.demo", "TELEPAIEMENT-SEPA", "telepayer", SIRET).await;
        linked.simulator.withdraw("basile.demo", "DELTA-G", "declarer", SIRET).await;
        let declarer = right("DELTA-G", "declarer", SIRET);
        let (first, second) =
            (event(start, start + 1, &[], &[telepayer()]), event(start + 1, start + 2, &[], &[declarer]));
        // The second comes first, while the co-owner cannot be asked: it is to come again.
        linked.simulator.set_down(CoOwner::Dgddi, true).await;
        assert!(matches!(linked.push(&second).await, Err(Refusal::Silent)));
        assert!(linked.may_pay().await);
        linked.simulator.set_down(CoOwner::Dgddi, false).await;
        assert_eq!(linked.push(&second).await.expect("taken"), Effect::Fetched);
        assert_eq!((linked.may_pay().await, linked.count().await), (false, before - 2));
        assert_eq!(linked.told().await, ["douane.gouv.fr vous a retiré 2\u{a0}habilitations."]);
        assert_eq!(linked.push(&first).await.expect("taken"), Effect::Known);
        assert_eq!(linked.push(&first).await.expect("taken"), Effect::Known, "the same answer");
        assert_eq!(linked.push(&second).await.expect("taken"), Effect::Fetched, "the same answer");
        assert_eq!((linked.told().await.len(), version(&linked.house).await), (1, start + 2));
        // A late grant cannot bring back what was withdrawn since.
        let late = event(start, start + 1, &[telepayer()], &[]);
        assert_eq!(linked.push(&late).await.expect("taken"), Effect::Known);
        assert!(!linked.may_pay().await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_granted_right_brings_its_company_and_its_withdrawal_takes_it_away() {
    with_link(async |linked| {
        let portal = &linked.house.portal;
        let siret = "00020202800015";
        let company = json!({ "siren": "000202028", "raison_sociale": "Îlot des Épices (fictif)", "etablissements": [
            { "siret": siret, "nom": "Comptoir", "commune": "Brest" },
        ]});
        let read = right("DELTA-G", "lire", siret);
        let body = event(linked.version, linked.version + 1, std::slice::from_ref(&read), &[])
            .replace("\"entreprises\":[]", &format!("\"entreprises\":[{company}]"));
        assert_eq!(linked.push(&body).await.expect("taken"), Effect::Applied);
        let names = async || -> Vec<String> {
            let companies = companies::companies_of(portal, linked.account).await.expect("companies");
            companies.into_iter().map(|one| one.raison_sociale).collect()
        };
        assert_eq!(names().await, ["Brumaire Négoce (fictif)", "Îlot des Épices (fictif)"]);
        assert_eq!(linked.told().await, ["douane.gouv.fr vous a accordé une habilitation."]);
        let body = event(linked.version + 1, linked.version + 2, &[], &[read]);
        assert_eq!(linked.push(&body).await.expect("taken"), Effect::Applied);
        assert_eq!(names().await, ["Brumaire Négoce (fictif)"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_can_push() {
    with_link(async |linked| {
        let secret = push_secret(CoOwner::Dgddi);
        let body = event(linked.version, linked.version + 1, &[], &[telepayer()]);
        let unsigned = async |from, secret: &str, late| {
            let refused = linked.push_as(from, secret, late, &body).await;
            assert!(matches!(refused, Err(Refusal::Unsigned)), "{refused:?}");
        };
        unsigned(CoOwner::Dgddi, "a secret that somebody made up, long enough", 0).await;
        unsigned(CoOwner::Dgddi, &push_secret(CoOwner::Dgfip), 0).await;
        unsigned(CoOwner::Dgfip, &secret, 0).await;
        unsigned(CoOwner::Dgddi, &secret, 301).await;
        unsigned(CoOwner::Dgddi, &secret, -301).await;
        // Another co-owner's true signature opens nothing of customs.
        let foreign = linked.push_as(CoOwner::Dgfip, &push_secret(CoOwner::Dgfip), 0, &body).await;
        assert!(matches!(foreign, Err(Refusal::UnknownAccount)), "{foreign:?}");
        let stranger = linked.push(&body.replace("basile.demo", "chloe.demo")).await;
        assert!(matches!(stranger, Err(Refusal::UnknownAccount)), "{stranger:?}");
        let strange = linked.push(&body.replace("\"compte\"", "\"admin\":true,\"compte\"")).await;
        assert!(matches!(strange, Err(Refusal::Unreadable(_))), "{strange:?}");
        assert_eq!(linked.house.count("rights_event").await, 0, "what was refused is not kept");
        assert!(linked.may_pay().await && linked.told().await.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_co_owner_that_is_not_configured_to_push_is_not_believed() {
    with_link(async |mut linked| {
        let mut settings = linked.simulator.settings();
        settings.dgddi.as_mut().expect("customs").push_secret = None;
        linked.house.portal.partners = partners(&settings);
        let body = event(linked.version, linked.version + 1, &[], &[telepayer()]);
        for secret in ["", &push_secret(CoOwner::Dgddi)] {
            let refused = linked.push_as(CoOwner::Dgddi, secret, 0, &body).await;
            assert!(matches!(refused, Err(Refusal::Unsigned)), "{refused:?}");
        }
        assert!(linked.may_pay().await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_was_never_pushed_is_found_by_reconciliation() {
    with_link(async |mut linked| {
        let settings = Settings { rights_freshness_seconds: 86_400, ..linked.simulator.settings() };
        linked.house.portal.partners = partners(&settings);
        linked.house.run_jobs().await;
        linked.simulator.set_silent(CoOwner::Dgddi, true).await;
        linked.simulator.withdraw("basile.demo", "TELEPAIEMENT-SEPA", "telepayer", SIRET).await;
        linked.house.advance(Duration::from_secs(59 * 60));
        linked.house.run_jobs().await;
        assert!(linked.may_pay().await, "confirmed less than an hour ago");
        linked.house.advance(Duration::from_secs(60));
        linked.house.run_jobs().await;
        assert!(!linked.may_pay().await);
        assert_eq!(linked.told().await, ["douane.gouv.fr vous a retiré une habilitation."]);
        assert_eq!(
            companies::reconcile(&linked.house.portal).await.expect("asked"),
            0,
            "not asked at once again"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_and_events_are_forgotten_in_their_time() {
    with_link(async |linked| {
        let body = event(linked.version, linked.version + 1, &[], &[telepayer()]);
        linked.push(&body).await.expect("taken");
        companies::unlink(&linked.house.portal, &linked.session, CoOwner::Dgddi).await.expect("unlinked");
        let changes = linked.house.count("right_change").await;
        assert_eq!(changes % 2, 0, "each right was granted once and withdrawn once");
        assert_eq!(linked.told().await.len(), 1, "unlinking is no news to who unlinks");
        linked.house.advance(Duration::from_secs(31 * 24 * 3600));
        linked.house.run_jobs().await;
        assert_eq!(linked.house.count("rights_event").await, 0);
        assert_eq!(linked.house.count("right_change").await, changes);
        linked.house.advance(Duration::from_secs(366 * 24 * 3600));
        linked.house.run_jobs().await;
        assert_eq!(linked.house.count("right_change").await + linked.house.count("rights_notice").await, 0);
    })
    .await;
}
