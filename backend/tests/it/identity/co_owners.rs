//! Sign-in through an account that is linked at a co-owner (mission §3.1).

use std::time::Duration;

use backend::{
    Error, companies,
    identity::{self, Arrival, BackParams},
    registration,
    session::{self, Session},
    sign_in::Next,
};
use domain::{
    co_owner::CoOwner,
    identity_provider::{Provider, Setback},
};

use super::{next, setback, token};
use crate::{
    accounts, companies::with_simulator, database::House, factors::people::code_by, simulator::Simulator,
};

const CUSTOMS: Provider = Provider::CoOwner(CoOwner::Dgddi);

impl House {
    async fn at_customs(&self, simulator: &Simulator, session: &Session, login: &str) -> BackParams {
        let address = identity::begin(&self.portal, session, &self.client(), CUSTOMS, "")
            .await
            .expect("a journey begins");
        assert!(!address.query().unwrap_or_default().contains("prompt="), "its session there is enough");
        simulator.sign_in(&address, login).await
    }

    async fn back_from_customs(&self, session: &Session, params: &BackParams) -> Arrival {
        identity::come_back(&self.portal, session, &self.client(), CUSTOMS, params)
            .await
            .expect("a journey ends")
    }

    async fn through_customs(&self, simulator: &Simulator, session: &Session, login: &str) -> Arrival {
        let params = self.at_customs(simulator, session, login).await;
        self.back_from_customs(session, &params).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_linked_account_stands_for_the_password_and_for_nothing_else() {
    with_simulator(async |house, simulator| {
        let (account, owner) = house.signed_in("alix").await;
        simulator.link(&house.portal, &owner, CoOwner::Dgddi, "alix.demo").await;
        house.deliver().await;
        house
            .mailbox
            .last_saying(&accounts::email("alix"), "votre compte douane.gouv.fr permet de se connecter");

        let (_, visitor) = house.visitor().await;
        let arrival = house.through_customs(&simulator, &visitor, "alix.demo").await;
        assert_eq!(next(&arrival), Next::Code, "a device not seen before is asked a code");
        let waiting = house.session(&token(arrival)).await;
        assert!(waiting.usager().is_err(), "nothing opens yet");
        let code = house.code("alix").await;
        let done = house.second_step(&waiting, &code_by("mel", &code)).await.expect("a right code");
        let session = house.token_session(done.token).await;
        assert_eq!(session.usager().expect("signed in").account, account);
        assert!(!session.has_fresh_proof(house.clock.now()), "its session there may be hours old");
        let unlinked = companies::unlink(&house.portal, &session, CoOwner::Dgddi).await;
        assert!(matches!(unlinked, Err(Error::Invalid(_))), "{unlinked:?}");
        let begun = companies::link_begin(&house.portal, &session, CoOwner::Dgfip).await;
        assert!(matches!(begun, Err(Error::Invalid(_))), "linking opens the account: a fresh proof first");
        let links = companies::links(&house.portal, &owner).await.expect("listed");
        assert_eq!(links[0].linked.as_ref().expect("linked").last_used_at, Some(house.clock.now()));

        // With a second factor, it is asked after the co-owner as after the password.
        let (address, _, _) = house.add_application(&owner, true).await;
        let (_, visitor) = house.visitor().await;
        let arrival = house.through_customs(&simulator, &visitor, "alix.demo").await;
        assert_eq!(next(&arrival), Next::Code);
        let waiting = house.session(&token(arrival)).await;
        let answers = code_by("application", &house.shown(&address));
        house.second_step(&waiting, &answers).await.expect("the application opens");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unlinked_or_deleted_account_opens_nothing() {
    with_simulator(async |house, simulator| {
        let (_, owner) = house.signed_in("alix").await;
        simulator.link(&house.portal, &owner, CoOwner::Dgddi, "alix.demo").await;
        let (_, visitor) = house.visitor().await;
        let arrival = house.through_customs(&simulator, &visitor, "alix.demo").await;
        let waiting = token(arrival);
        // On its way when it is unlinked: what it opened ends.
        let late = house.visitor().await.1;
        let params = house.at_customs(&simulator, &late, "alix.demo").await;
        companies::unlink(&house.portal, &owner, CoOwner::Dgddi).await.expect("unlinked");
        assert!(session::find(&house.portal, &waiting).await.expect("looked up").is_none());
        let arrival = house.back_from_customs(&late, &params).await;
        assert!(matches!(arrival, Arrival::Unknown { .. }), "{arrival:?}");
        house.deliver().await;
        house.mailbox.last_saying(&accounts::email("alix"), "ne permet plus de se connecter");

        simulator.link(&house.portal, &owner, CoOwner::Dgddi, "alix.demo").await;
        backend::profile::secure(&house.portal, &owner, &house.client()).await.expect("secured");
        let (_, visitor) = house.visitor().await;
        let arrival = house.through_customs(&simulator, &visitor, "alix.demo").await;
        assert!(matches!(arrival, Arrival::Unknown { .. }), "« ce n'était pas moi » unlinks: {arrival:?}");
        assert_eq!(house.count("habilitation").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_journey_serves_once_in_its_own_browser_and_from_its_own_issuer() {
    with_simulator(async |house, simulator| {
        let (_, owner) = house.signed_in("alix").await;
        simulator.link(&house.portal, &owner, CoOwner::Dgddi, "alix.demo").await;
        let (_, visitor) = house.visitor().await;
        let (_, stranger) = house.visitor().await;
        let params = house.at_customs(&simulator, &visitor, "alix.demo").await;
        assert_eq!(setback(&house.back_from_customs(&stranger, &params).await), Setback::Expired);
        // The same state brought to another provider's address.
        let elsewhere = identity::come_back(
            &house.portal,
            &visitor,
            &house.client(),
            Provider::CoOwner(CoOwner::Dgfip),
            &params,
        )
        .await
        .expect("answered");
        assert_eq!(setback(&elsewhere), Setback::Expired);
        let foreign = BackParams { iss: Some("https://ailleurs.example".to_owned()), ..params.clone() };
        assert_eq!(setback(&house.back_from_customs(&visitor, &foreign).await), Setback::Refused);
        assert_eq!(setback(&house.back_from_customs(&visitor, &params).await), Setback::Expired, "used");
        let params = house.at_customs(&simulator, &visitor, "alix.demo").await;
        house.advance(Duration::from_secs(601));
        assert_eq!(setback(&house.back_from_customs(&visitor, &params).await), Setback::Expired);

        // A journey that signs in links nothing, and the other way round.
        let params = house.at_customs(&simulator, &visitor, "basile.demo").await;
        let link = companies::link_back(&house.portal, &owner, "dgddi", &params).await.expect("answered");
        assert!(link.token.is_none());
        assert_eq!(house.count("rattachement").await, 1);

        for (fault, name) in [("nonce", "nonce"), ("audience", "audience"), ("signature", "signature")] {
            let params = house.at_customs(&simulator, &visitor, "alix.demo").await;
            simulator.set_token_fault_of(CoOwner::Dgddi, Some(fault)).await;
            assert_eq!(
                setback(&house.back_from_customs(&visitor, &params).await),
                Setback::Refused,
                "{name}"
            );
            simulator.set_token_fault_of(CoOwner::Dgddi, None).await;
        }
        simulator.set_down(CoOwner::Dgddi, true).await;
        let begun = identity::begin(&house.portal, &visitor, &house.client(), CUSTOMS, "").await;
        assert!(matches!(begun, Err(Error::PartnerDown { .. })), "{begun:?}");
        simulator.set_down(CoOwner::Dgddi, false).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_signed_in_stays_so() {
    with_simulator(async |house, simulator| {
        let (_, alix) = house.signed_in("alix").await;
        let (basile, other) = house.signed_in("basile").await;
        simulator.link(&house.portal, &alix, CoOwner::Dgddi, "alix.demo").await;
        let arrival = house.through_customs(&simulator, &other, "alix.demo").await;
        assert_eq!(setback(&arrival), Setback::SomebodyElse);
        let arrival = house.through_customs(&simulator, &alix, "alix.demo").await;
        assert!(matches!(arrival, Arrival::AlreadyIn { .. }), "{arrival:?}");
        let still: Option<uuid::Uuid> = backend::on!(house.portal.db, |c| {
            sqlx::query_scalar("SELECT account_id FROM session WHERE id = $1 AND closed_at IS NULL")
                .bind(other.id)
                .fetch_one(c)
                .await
        })
        .expect("the session is there");
        assert_eq!(still, Some(basile));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_account_links_nothing_by_itself_and_is_suggested_after_a_registration() {
    with_simulator(async |house, simulator| {
        let (_, visitor) = house.visitor().await;
        let arrival = house.through_customs(&simulator, &visitor, "chloe.demo").await;
        assert!(matches!(arrival, Arrival::Unknown { .. }), "{arrival:?}");
        let waiting = identity::waiting(&house.portal, &visitor).await.expect("read").expect("somebody");
        assert_eq!((waiting.provider, waiting.full_name().as_str()), (CUSTOMS, "Chloé Exemple"));
        let (_, malik) = house.signed_in("malik").await;
        assert!(identity::attach_waiting(&house.portal, &malik).await.is_err(), "another session's");

        let mut answers = accounts::registration("chloe", "chloe@exemple.fr");
        answers.set("fournisseur", CUSTOMS.code());
        registration::register(&house.portal, &visitor, &house.client(), &answers).await.expect("registered");
        assert_eq!((house.count("rattachement").await, house.count("identity").await), (0, 0));
        let account: uuid::Uuid = backend::on!(house.portal.db, |c| {
            sqlx::query_scalar("SELECT id FROM account WHERE login = 'chloe'").fetch_one(c).await
        })
        .expect("an account");
        let suggested = companies::suggested(&house.portal, account).await.expect("read");
        assert_eq!(suggested, [CoOwner::Dgddi]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_begun_from_the_co_owners_site_changes_nothing_but_its_journey() {
    with_simulator(async |house, simulator| {
        let (_, owner) = house.signed_in("alix").await;
        simulator.link(&house.portal, &owner, CoOwner::Dgddi, "alix.demo").await;
        let issuer = simulator.address("/dgddi").to_string();
        let begin = async |session: Option<&Session>, issuer: &str| {
            identity::begin_elsewhere(&house.portal, session, &house.client(), issuer, "/mandats").await
        };
        assert!(matches!(begin(None, "https://ailleurs.example").await, Err(Error::NotFound)));
        let begun = begin(None, &issuer).await.expect("begun");
        assert_eq!(begun.provider, CUSTOMS);
        let session = house.session(begun.token.expect("a session for it").expose()).await;
        let params = simulator.sign_in(&begun.address.expect("an address"), "alix.demo").await;
        match house.back_from_customs(&session, &params).await {
            Arrival::SignedIn { signed_in, wanted } => {
                assert_eq!((signed_in.next, wanted.as_str()), (Next::Code, "/mandats"));
            }
            other => panic!("{other:?}"),
        }
        let begun = begin(Some(&owner), &issuer).await.expect("begun");
        assert!(begun.token.is_none(), "the session that is there serves");
        simulator.set_down(CoOwner::Dgddi, true).await;
        let sessions = house.count("session").await;
        let begun = begin(None, &issuer).await.expect("answered");
        assert_eq!(begun.address, Err(Setback::Silent));
        assert_eq!(house.count("session").await, sessions, "no session for nothing");
    })
    .await;
}
