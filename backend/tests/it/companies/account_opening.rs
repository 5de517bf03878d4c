//! « Créer un compte douane.gouv en 1 clic » (004).

use std::time::Duration;

use backend::companies;
use domain::{co_owner::CoOwner, problem::Problem};
use platform::{Error, error::Error as Failure};
use serde_json::Value;

use super::with_simulator;
use crate::{accounts, simulator::Simulator};

async fn mails(simulator: &Simulator, to: &str) -> Vec<Value> {
    let address = simulator.address(&format!("/boite/api/messages?to={to}"));
    let answer = simulator.client.get(address).send().await.expect("the mailbox answers");
    serde_json::from_str(&answer.text().await.expect("a body")).expect("mails")
}

fn problem(outcome: Result<(), Error>) -> Problem {
    match outcome {
        Err(Failure::Invalid(problems)) => problems[0].problem.clone(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn account_is_opened_and_linked_and_its_owner_is_mailed() {
    with_simulator(async |env, simulator| {
        let (account, session) = env.signed_in_account("alix").await;
        companies::open_account(&env.portal, &session, CoOwner::Dgddi).await.expect("opened");
        let links = companies::links(&env.portal, &session).await.expect("links");
        let customs = links[0].linked.as_ref().expect("linked");
        assert!(customs.subject.starts_with("usager-") && customs.known && customs.rights == 0);
        assert!(companies::companies_of(&env.portal, account).await.expect("read").is_empty());
        let received = mails(&simulator, &accounts::email("alix")).await;
        assert_eq!(received.len(), 1, "{received:?}");
        assert!(received[0]["text"].as_str().expect("a text").contains(&customs.subject));
        // Sent twice: no second account.
        companies::open_account(&env.portal, &session, CoOwner::Dgddi).await.expect("already opened");
        assert_eq!(mails(&simulator, &accounts::email("alix")).await.len(), 1);
        assert_eq!(env.count("account_opening").await, 0, "the request is complete");

        // After unlinking, the address still has an account at the co-owner.
        companies::unlink(&env.portal, &session, CoOwner::Dgddi).await.expect("unlinked");
        let again = companies::open_account(&env.portal, &session, CoOwner::Dgddi).await;
        assert_eq!(problem(again), Problem::AddressHasAccount { co_owner: "douane.gouv.fr".to_owned() });
        assert_eq!(env.count("account_opening").await, 0, "a refusal completes the request");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_and_retried_openings_create_one_account() {
    with_simulator(async |env, simulator| {
        let (_, session) = env.signed_in_account("alix").await;
        // Unavailable: nothing is linked, the request is stored.
        simulator.set_down(CoOwner::Dgddi, true).await;
        let down = companies::open_account(&env.portal, &session, CoOwner::Dgddi).await;
        assert_eq!(problem(down), Problem::CoOwnerUnavailable { co_owner: "douane.gouv.fr".to_owned() });
        assert_eq!((env.count("rattachement").await, env.count("account_opening").await), (0, 1));
        simulator.set_down(CoOwner::Dgddi, false).await;
        // The response to a request with this key is lost: the retry gets the same account.
        let key: String = platform::on!(env.portal.db, |c| {
            sqlx::query_scalar("SELECT idempotency_key FROM account_opening").fetch_one(c).await
        })
        .expect("a key");
        let subject = simulator.open_account(&key, &accounts::email("alix")).await;
        let openings = (0..20).map(|_| companies::open_account(&env.portal, &session, CoOwner::Dgddi));
        for outcome in futures::future::join_all(openings).await {
            outcome.expect("opened");
        }
        let links = companies::links(&env.portal, &session).await.expect("links");
        assert_eq!(links[0].linked.as_ref().expect("linked").subject, subject);
        assert_eq!(env.count("rattachement").await, 1);
        let received = mails(&simulator, &accounts::email("alix")).await;
        eprintln!("22 requests for one account: {} mail of the co-owner", received.len());
        assert_eq!(received.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn opening_requires_configuration_and_recent_authentication() {
    with_simulator(async |env, _simulator| {
        let (_, session) = env.signed_in_account("alix").await;
        let unconfigured = companies::open_account(&env.portal, &session, CoOwner::Dgfip).await;
        assert!(matches!(unconfigured, Err(Error::NotFound)), "{unconfigured:?}");
        let (_, visitor) = env.visitor().await;
        let anonymous = companies::open_account(&env.portal, &visitor, CoOwner::Dgddi).await;
        assert!(matches!(anonymous, Err(Error::NotFound)), "{anonymous:?}");
        env.advance(Duration::from_secs(901));
        let stale = companies::open_account(&env.portal, &session, CoOwner::Dgddi).await;
        assert_eq!(problem(stale), Problem::ReauthenticationRequired);
        assert_eq!(env.count("account_opening").await, 0);
    })
    .await;
}
