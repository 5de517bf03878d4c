//! Rattachements: linking, unlinking, ways back, a co-owner that is down.

use std::time::Duration;

use backend::{
    Error, change,
    companies::{self, LinkBackParams},
    flash,
    session::Session,
};
use domain::{
    co_owner::CoOwner,
    problem::Problem,
    rights::{Droit, Teleservice},
};
use url::Url;

use super::{BRUMAIRE, siren, told, with_simulator};

fn failed() -> Problem {
    Problem::LinkingFailed { co_owner: "douane.gouv.fr".to_owned() }
}

fn expired() -> Problem {
    Problem::LinkExpired { co_owner: "douane.gouv.fr".to_owned() }
}

#[tokio::test(flavor = "multi_thread")]
async fn linking_brings_the_habilitations_grouped_by_company() {
    with_simulator(async |house, simulator| {
        let (account, session) = house.signed_in("alix").await;
        let back = simulator.link(&house.portal, &session, CoOwner::Dgddi, "alix.demo").await;
        assert_eq!(back.follow, "/profil/rattachements");
        assert!(back.token.is_none(), "three companies: nothing is chosen for the person");
        assert_eq!(told(&house, &session).await, []);
        let notice =
            flash::take(&house.portal, session.id, "annonce").await.expect("read").expect("a notice");
        assert!(notice.notice.expect("a sentence").contains("habilitations ont été reprises"));

        let companies = companies::companies_of(&house.portal, account).await.expect("companies");
        let names: Vec<&str> = companies.iter().map(|one| one.raison_sociale.as_str()).collect();
        // Sorted without regard to accents.
        let sorted =
            ["Brumaire Négoce (fictif)", "Distillerie du Vieux Phare (fictive)", "Îlot des Épices (fictif)"];
        assert_eq!(names, sorted);
        assert_eq!(companies[0].etablissements.len(), 3);
        assert!(companies[0].etablissements[0].label().ends_with("– Siège et entrepôt, Le Havre"));
        let here =
            companies::habilitations(&house.portal, account, Some(&siren(BRUMAIRE))).await.expect("rights");
        assert!(here.iter().all(|right| right.place.is_in(&siren(BRUMAIRE))));
        assert!(here.iter().any(|right| right.gives(Teleservice::TelepaiementSepa, Droit::Adherer)));
        let links = companies::links(&house.portal, &session).await.expect("links");
        assert_eq!(links.len(), 3);
        let customs = links[0].linked.as_ref().expect("linked");
        assert_eq!((customs.subject.as_str(), customs.companies, customs.silent), ("alix.demo", 3, false));
        assert!(links[1].linked.is_none());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_way_back_serves_once_in_its_own_session_and_time() {
    with_simulator(async |house, simulator| {
        let portal = &house.portal;
        let (account, session) = house.signed_in("alix").await;
        let (_, stranger) = house.signed_in("malik").await;
        let begin = async || {
            let address = companies::link_begin(portal, &session, CoOwner::Dgddi).await.expect("begun");
            simulator.sign_in(&address, "alix.demo").await
        };
        let back = async |session: &Session, co_owner: &str, params: &LinkBackParams| {
            let back = companies::link_back(portal, session, co_owner, params).await.expect("an outcome");
            assert_eq!(back.follow, "/profil/rattachements");
            told(&house, session).await
        };
        // Somebody else's browser, another co-owner's address, a forged state, none at all.
        let params = begin().await;
        assert_eq!(back(&stranger, "dgddi", &params).await, [expired()]);
        assert_eq!(back(&session, "dgfip", &params).await.len(), 1);
        let forged = LinkBackParams { state: Some("forged".to_owned()), ..params.clone() };
        assert_eq!(back(&session, "dgddi", &forged).await, [expired()]);
        assert_eq!(back(&session, "dgddi", &LinkBackParams::default()).await, [expired()]);
        // Nothing of this spent it: it is good once, and only once.
        assert_eq!(back(&session, "dgddi", &params).await, []);
        assert_eq!(back(&session, "dgddi", &params).await, [expired()]);
        companies::unlink(portal, &session, CoOwner::Dgddi).await.expect("unlinked");
        // Too late.
        let params = begin().await;
        house.advance(Duration::from_secs(601));
        assert_eq!(back(&session, "dgddi", &params).await, [expired()]);
        assert_eq!(companies::purge(portal).await.expect("purged"), 1);
        assert!(companies::companies_of(portal, account).await.expect("read").is_empty());
        let nowhere = companies::link_back(portal, &session, "trigo", &params).await;
        assert!(matches!(nowhere, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_proves_nothing_links_nothing() {
    with_simulator(async |house, simulator| {
        let portal = &house.portal;
        let (account, session) = house.signed_in("alix").await;
        let begin = async || {
            let address = companies::link_begin(portal, &session, CoOwner::Dgddi).await.expect("begun");
            simulator.sign_in(&address, "alix.demo").await
        };
        let back = async |params: &LinkBackParams| {
            companies::link_back(portal, &session, "dgddi", params).await.expect("an outcome");
            told(&house, &session).await
        };
        let declined = begin().await;
        let declined = LinkBackParams { code: None, error: Some("access_denied".to_owned()), ..declined };
        assert_eq!(back(&declined).await, [failed()], "declined there");

        let params = begin().await;
        let forged = LinkBackParams { code: Some("forged".to_owned()), ..params };
        assert_eq!(back(&forged).await, [failed()], "a forged code");

        let params = begin().await;
        let foreign = LinkBackParams { iss: Some("https://evil.example".to_owned()), ..params };
        assert_eq!(back(&foreign).await, [failed()], "another issuer");

        for statement in
            ["UPDATE link_request SET nonce = 'other'", "UPDATE link_request SET pkce_verifier = $1"]
        {
            let params = begin().await;
            let other = "another-verifier-of-at-least-forty-three-characters";
            change!(portal.db, |c| {
                let query = sqlx::query(statement);
                let query = if statement.contains("$1") { query.bind(other) } else { query };
                query.execute(c).await.map(|_| ())
            })
            .expect("changed");
            assert_eq!(back(&params).await, [failed()], "{statement}");
        }
        // A code that was exchanged already.
        let params = begin().await;
        assert_eq!(back(&params).await, []);
        companies::unlink(portal, &session, CoOwner::Dgddi).await.expect("unlinked");
        let again = LinkBackParams { code: params.code, ..begin().await };
        assert_eq!(back(&again).await, [failed()], "a used code");
        assert!(companies::companies_of(portal, account).await.expect("read").is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_account_of_a_co_owner_per_account_and_the_reverse() {
    with_simulator(async |house, simulator| {
        let portal = &house.portal;
        let (_, alix) = house.signed_in("alix").await;
        let (account, malik) = house.signed_in("malik").await;
        simulator.link(portal, &alix, CoOwner::Dgddi, "alix.demo").await;
        // The same again changes nothing and is no error.
        simulator.link(portal, &alix, CoOwner::Dgddi, "alix.demo").await;
        assert_eq!(told(&house, &alix).await, []);
        simulator.link(portal, &malik, CoOwner::Dgddi, "alix.demo").await;
        let site = "douane.gouv.fr".to_owned();
        assert_eq!(told(&house, &malik).await, [Problem::AccountLinkedElsewhere { co_owner: site.clone() }]);
        assert!(companies::companies_of(portal, account).await.expect("read").is_empty());
        simulator.link(portal, &alix, CoOwner::Dgddi, "basile.demo").await;
        assert_eq!(told(&house, &alix).await, [Problem::OtherAccountLinked { co_owner: site }]);
        // Two people racing for one account of the co-owner: one of them gets it.
        let (_, zoe) = house.signed_in("zoe").await;
        let race = async |session: &Session| {
            let address = companies::link_begin(portal, session, CoOwner::Dgddi).await.expect("begun");
            simulator.sign_in(&address, "chloe.demo").await
        };
        let (first, second) = (race(&malik).await, race(&zoe).await);
        let (first, second) = futures::join!(
            companies::link_back(portal, &malik, "dgddi", &first),
            companies::link_back(portal, &zoe, "dgddi", &second)
        );
        first.and(second).expect("outcomes");
        let problems = told(&house, &malik).await.len() + told(&house, &zoe).await.len();
        assert_eq!((problems, house.count("rattachement").await), (1, 2));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unlinking_withdraws_at_once() {
    with_simulator(async |house, simulator| {
        let portal = &house.portal;
        let (account, session) = house.signed_in("basile").await;
        let token =
            simulator.link(portal, &session, CoOwner::Dgddi, "basile.demo").await.token.expect("chosen");
        let session = house.session(token.expose()).await;
        companies::unlink(portal, &session, CoOwner::Dgddi).await.expect("unlinked");
        companies::unlink(portal, &session, CoOwner::Dgddi).await.expect("sent twice");
        assert!(companies::habilitations(portal, account, None).await.expect("read").is_empty());
        assert!(matches!(companies::company_view(portal, &session).await, Err(Error::NotFound)));
        assert!(companies::accounts_of_siren(portal, &siren(BRUMAIRE)).await.expect("read").is_empty());
        for table in ["habilitation", "entreprise", "etablissement"] {
            assert_eq!(house.count(table).await, 0, "{table}");
        }
        let choice = companies::choice(portal, &session, "", 1).await.expect("a choice");
        assert!(choice.lost && choice.total == 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn linking_while_the_co_owner_is_down_says_so() {
    with_simulator(async |house, simulator| {
        let portal = &house.portal;
        let (_, session) = house.signed_in("alix").await;
        let address: Url = companies::link_begin(portal, &session, CoOwner::Dgddi).await.expect("begun");
        let params = simulator.sign_in(&address, "alix.demo").await;
        simulator.set_down(CoOwner::Dgddi, true).await;
        let begun = companies::link_begin(portal, &session, CoOwner::Dgddi).await;
        assert!(matches!(begun, Err(Error::PartnerDown { .. })), "{begun:?}");
        companies::link_back(portal, &session, "dgddi", &params).await.expect("an outcome");
        let silent = Problem::CoOwnerSilent { co_owner: "douane.gouv.fr".to_owned() };
        assert_eq!(told(&house, &session).await, [silent]);
        let (_, visitor) = house.visitor().await;
        let begun = companies::link_begin(portal, &visitor, CoOwner::Dgddi).await;
        assert!(matches!(begun, Err(Error::NotFound)), "nobody is signed in: {begun:?}");
    })
    .await;
}
