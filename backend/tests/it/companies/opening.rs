//! « Créer un compte douane.gouv en 1 clic » (004).

use std::time::Duration;

use backend::{Error, companies, error::Error as Failure};
use domain::{co_owner::CoOwner, problem::Problem};
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
async fn an_account_is_opened_linked_and_its_owner_told() {
    with_simulator(async |house, simulator| {
        let (account, session) = house.signed_in("alix").await;
        companies::open_account(&house.portal, &session, CoOwner::Dgddi).await.expect("opened");
        let links = companies::links(&house.portal, &session).await.expect("links");
        let customs = links[0].linked.as_ref().expect("linked");
        assert!(customs.subject.starts_with("usager-") && customs.known && customs.rights == 0);
        assert!(companies::companies_of(&house.portal, account).await.expect("read").is_empty());
        let there = mails(&simulator, &accounts::email("alix")).await;
        assert_eq!(there.len(), 1, "{there:?}");
        assert!(there[0]["text"].as_str().expect("a text").contains(&customs.subject));
        // Sent twice: nothing more.
        companies::open_account(&house.portal, &session, CoOwner::Dgddi).await.expect("done already");
        assert_eq!(mails(&simulator, &accounts::email("alix")).await.len(), 1);
        assert_eq!(house.count("account_opening").await, 0, "the demand is over");

        // Unlinked, the address has an account there: it is to be linked.
        companies::unlink(&house.portal, &session, CoOwner::Dgddi).await.expect("unlinked");
        let again = companies::open_account(&house.portal, &session, CoOwner::Dgddi).await;
        assert_eq!(problem(again), Problem::AddressHasAccount { co_owner: "douane.gouv.fr".to_owned() });
        assert_eq!(house.count("account_opening").await, 0, "a refusal ends the demand");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_at_once_and_a_lost_answer_are_one_account() {
    with_simulator(async |house, simulator| {
        let (_, session) = house.signed_in("alix").await;
        // Down: nothing is linked, the demand is kept.
        simulator.set_down(CoOwner::Dgddi, true).await;
        let down = companies::open_account(&house.portal, &session, CoOwner::Dgddi).await;
        assert_eq!(problem(down), Problem::CoOwnerSilent { co_owner: "douane.gouv.fr".to_owned() });
        assert_eq!((house.count("rattachement").await, house.count("account_opening").await), (0, 1));
        simulator.set_down(CoOwner::Dgddi, false).await;
        // Asked under that key, but the answer was lost on its way: asked again, it is the same account.
        let key: String = backend::on!(house.portal.db, |c| {
            sqlx::query_scalar("SELECT idempotency_key FROM account_opening").fetch_one(c).await
        })
        .expect("a key");
        let lost = simulator.open_account(&key, &accounts::email("alix")).await;
        let openings = (0..20).map(|_| companies::open_account(&house.portal, &session, CoOwner::Dgddi));
        for outcome in futures::future::join_all(openings).await {
            outcome.expect("opened");
        }
        let links = companies::links(&house.portal, &session).await.expect("links");
        assert_eq!(links[0].linked.as_ref().expect("linked").subject, lost);
        assert_eq!(house.count("rattachement").await, 1);
        let there = mails(&simulator, &accounts::email("alix")).await;
        eprintln!("one account asked for 22 times: {} mail of its co-owner", there.len());
        assert_eq!(there.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_offered_where_it_is_configured_to_who_has_just_proved_who_they_are() {
    with_simulator(async |house, _simulator| {
        let (_, session) = house.signed_in("alix").await;
        let elsewhere = companies::open_account(&house.portal, &session, CoOwner::Dgfip).await;
        assert!(matches!(elsewhere, Err(Error::NotFound)), "{elsewhere:?}");
        let (_, visitor) = house.visitor().await;
        let nobody = companies::open_account(&house.portal, &visitor, CoOwner::Dgddi).await;
        assert!(matches!(nobody, Err(Error::NotFound)), "{nobody:?}");
        house.advance(Duration::from_secs(901));
        let stale = companies::open_account(&house.portal, &session, CoOwner::Dgddi).await;
        assert_eq!(problem(stale), Problem::ProofNeeded);
        assert_eq!(house.count("account_opening").await, 0);
    })
    .await;
}
