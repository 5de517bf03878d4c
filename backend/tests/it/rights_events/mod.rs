//! Rights changes pushed by a co-owner, and their reconciliation.

mod delivery;
mod reconciliation;
mod refusals;

use backend::{
    accounts::sessions::Session,
    companies::{self, EventOutcome, PushRefusal, notices, receive_event},
    id::AccountId,
};
use domain::{
    co_owner::CoOwner,
    rights::{Droit, Habilitation, Teleservice},
};
use hmac::{Hmac, KeyInit, Mac};
use platform::{co_owners::SignedBody, on};
use serde_json::{Value, json};
use sha2::Sha256;
use uuid::Uuid;

use crate::{
    database::{TestEnv, on_each_database},
    simulator::{Simulator, push_secret},
};

const SIRET: &str = "00010101400017";

/// A portal with the account `basile`, linked to the customs account `basile.demo`.
struct Linked {
    env: TestEnv,
    simulator: Simulator,
    account: AccountId,
    session: Session,
    /// Version of the fetched rights.
    version: i64,
}

async fn with_link(test: impl AsyncFn(Linked)) {
    on_each_database(async |mut env: TestEnv| {
        let simulator = Simulator::start().await;
        env.portal.co_owners = simulator.co_owners();
        let (account, session) = env.signed_in_account("basile").await;
        simulator.link(&env.portal, &session, CoOwner::Dgddi, "basile.demo").await;
        let version = version(&env).await;
        test(Linked { env, simulator, account, session, version }).await;
    })
    .await;
}

async fn version(env: &TestEnv) -> i64 {
    on!(env.portal.db, |c| sqlx::query_scalar("SELECT version FROM rattachement").fetch_one(c).await)
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
    async fn push(&self, body: &str) -> Result<EventOutcome, PushRefusal> {
        self.push_as(CoOwner::Dgddi, &push_secret(CoOwner::Dgddi), 0, body).await
    }

    /// Pushes an event signed `late` seconds ago with this secret.
    async fn push_as(
        &self,
        from: CoOwner,
        secret: &str,
        late: i64,
        body: &str,
    ) -> Result<EventOutcome, PushRefusal> {
        let timestamp = (self.env.clock.now().micros() / 1_000_000 - late).to_string();
        let signature = signature(secret, &timestamp, body);
        let signed = SignedBody { timestamp: &timestamp, signature: &signature, body: body.as_bytes() };
        receive_event(&self.env.portal, from, &signed).await
    }

    /// Returns the stored rights, without a request to the co-owner.
    async fn rights(&self) -> Vec<Habilitation> {
        companies::known_habilitations(&self.env.portal, self.account, None).await.expect("rights")
    }

    async fn count(&self) -> usize {
        self.rights().await.len()
    }

    async fn may_pay(&self) -> bool {
        let may_pay = |right: &Habilitation| right.grants(Teleservice::TelepaiementSepa, Droit::Telepayer);
        self.rights().await.iter().any(may_pay)
    }

    async fn notices(&self) -> Vec<String> {
        let notices = notices::rights_notices(&self.env.portal, &self.session).await.expect("notices");
        notices.into_iter().map(|notice| notice.sentence).collect()
    }
}
