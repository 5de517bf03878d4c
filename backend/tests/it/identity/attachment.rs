use std::time::Duration;

use backend::{
    Error,
    history::{self, Event},
    identity::{self, Arrival},
    profile, session,
};
use domain::{identity_provider::Setback, problem::Problem};

use super::{PROCONNECT, setback, token, with_provider};
use crate::{database::House, factors::people::problem};

async fn events(house: &House, session: &session::Session) -> Vec<Event> {
    let page = history::page(&house.portal, session, 1).await.expect("read");
    page.entries.into_iter().map(|entry| entry.event).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn attaching_and_detaching_want_a_fresh_proof_and_are_told() {
    with_provider(&["eidas2"], &["eidas2"], async |house, simulator| {
        let session = house.with_identity(simulator).await;
        house.deliver().await;
        house.mailbox.last_saying("alix@exemple.fr", "ProConnect permet de se connecter");
        let added = Event::IdentityAttached { provider: PROCONNECT };
        assert!(events(&house, &session).await.contains(&added));

        house.advance(Duration::from_secs(10 * 60));
        let session = house.sign_in("alix").await.1;
        house.advance(Duration::from_secs(14 * 60));
        let (_, visitor) = house.visitor().await;
        let brought = house.session(&token(house.arrives(simulator, &visitor, "alix.demo").await)).await;
        let stale = identity::detach(&house.portal, &brought, PROCONNECT).await;
        assert_eq!(problem(stale), Problem::ProofNeeded, "the provider's proof is not the portal's");
        let stale = identity::begin_attachment(&house.portal, &brought, &house.client(), PROCONNECT).await;
        assert_eq!(problem(stale), Problem::ProofNeeded);

        identity::detach(&house.portal, &session, PROCONNECT).await.expect("detached");
        assert!(
            !session::is_open(&house.portal, brought.id).await.expect("looked up"),
            "what it opened ends"
        );
        assert!(session::is_open(&house.portal, session.id).await.expect("looked up"));
        assert!(events(&house, &session).await.contains(&Event::IdentityDetached { provider: PROCONNECT }));
        house.deliver().await;
        house.mailbox.last_saying("alix@exemple.fr", "ne permet plus de se connecter");
        let again = identity::detach(&house.portal, &session, PROCONNECT).await;
        assert!(matches!(again, Err(Error::NotFound)), "{again:?}");
        let (_, visitor) = house.visitor().await;
        let arrival = house.arrives(simulator, &visitor, "alix.demo").await;
        assert!(matches!(arrival, Arrival::Unknown { .. }), "{arrival:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_identity_belongs_to_one_account_and_an_account_has_one_of_each_provider() {
    with_provider(&[], &[], async |house, simulator| {
        let session = house.with_identity(simulator).await;
        let (_, other) = house.signed_in("camille").await;
        let attach = async |session: &session::Session, login: &str| {
            let address = identity::begin_attachment(&house.portal, session, &house.client(), PROCONNECT)
                .await
                .expect("a journey begins");
            let params = simulator.sign_in(&address, login).await;
            house.back(session, &params).await.expect("a journey ends")
        };
        assert_eq!(setback(&attach(&other, "alix.demo").await), Setback::Elsewhere);
        assert_eq!(setback(&attach(&session, "basile.demo").await), Setback::OtherAttached);
        assert!(
            matches!(attach(&session, "alix.demo").await, Arrival::Attached),
            "the same again is no fault"
        );
        assert!(matches!(attach(&other, "basile.demo").await, Arrival::Attached));
        assert_eq!(house.count("identity").await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_journey_to_attach_is_worth_nothing_to_another_account() {
    with_provider(&[], &[], async |house, simulator| {
        let (_, session) = house.signed_in("alix").await;
        let address = identity::begin_attachment(&house.portal, &session, &house.client(), PROCONNECT)
            .await
            .expect("a journey begins");
        let params = simulator.sign_in(&address, "alix.demo").await;
        let (_, other) = house.signed_in("camille").await;
        // The browser's session, meanwhile somebody else's.
        let swapped = session::Session { visitor: other.visitor.clone(), ..session };
        let arrival = house.back(&swapped, &params).await.expect("answered");
        assert_eq!(setback(&arrival), Setback::Expired);
        assert_eq!(house.count("identity").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn securing_an_account_detaches_its_identities() {
    with_provider(&[], &[], async |house, simulator| {
        let session = house.with_identity(simulator).await;
        profile::secure(&house.portal, &session, &house.client()).await.expect("secured");
        assert_eq!(house.count("identity").await, 0);
        assert!(events(&house, &session).await.contains(&Event::IdentityDetached { provider: PROCONNECT }));
    })
    .await;
}
