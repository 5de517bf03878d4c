//! Rattachements: linking, callbacks, unlinking, an unavailable co-owner.

use std::time::Duration;

use backend::{
    accounts::{flash, sessions::Session},
    companies::{self, LinkCallbackParams},
};
use domain::{
    co_owner::CoOwner,
    path,
    problem::Problem,
    rights::{Droit, Teleservice},
};
use platform::{Error, change};
use url::Url;

use super::{BRUMAIRE, flashed_problems, siren, with_simulator};

fn failed() -> Problem {
    Problem::LinkingFailed { co_owner: "douane.gouv.fr".to_owned() }
}

fn expired() -> Problem {
    Problem::LinkExpired { co_owner: "douane.gouv.fr".to_owned() }
}

#[tokio::test(flavor = "multi_thread")]
async fn linking_fetches_the_habilitations_by_company() {
    with_simulator(async |env, simulator| {
        let (account, session) = env.signed_in_account("alix").await;
        let redirect = simulator.link(&env.portal, &session, CoOwner::Dgddi, "alix.demo").await;
        assert_eq!(redirect.path, path::LINKS);
        assert!(redirect.token.is_none(), "no automatic choice among three companies");
        assert_eq!(flashed_problems(&env, &session).await, []);
        let notice = flash::take(&env.portal, session.id, "annonce").await.expect("read").expect("a notice");
        assert!(notice.notice.expect("a notice text").contains("habilitations ont été récupérées"));

        let companies = companies::companies_of(&env.portal, account).await.expect("companies");
        let names: Vec<&str> = companies.iter().map(|one| one.raison_sociale.as_str()).collect();
        // Sorted ignoring accents.
        let sorted =
            ["Brumaire Négoce (fictif)", "Distillerie du Vieux Phare (fictive)", "Îlot des Épices (fictif)"];
        assert_eq!(names, sorted);
        assert_eq!(companies[0].etablissements.len(), 3);
        assert!(companies[0].etablissements[0].label().ends_with("– Siège et entrepôt, Le Havre"));
        let rights =
            companies::habilitations(&env.portal, account, Some(&siren(BRUMAIRE))).await.expect("rights");
        assert!(rights.iter().all(|right| right.place.is_in(&siren(BRUMAIRE))));
        assert!(rights.iter().any(|right| right.grants(Teleservice::TelepaiementSepa, Droit::Adherer)));
        let links = companies::links(&env.portal, &session).await.expect("links");
        assert_eq!(links.len(), 4);
        let customs = links[0].linked.as_ref().expect("linked");
        assert_eq!((customs.subject.as_str(), customs.companies, customs.stale), ("alix.demo", 3, false));
        assert!(links[1].linked.is_none());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn callback_works_once_in_its_own_session_within_ten_minutes() {
    with_simulator(async |env, simulator| {
        let portal = &env.portal;
        let (account, session) = env.signed_in_account("alix").await;
        let (_, other) = env.signed_in_account("malik").await;
        let begin = async || {
            let address = companies::begin_link(portal, &session, CoOwner::Dgddi).await.expect("begun");
            simulator.sign_in(&address, "alix.demo").await
        };
        let call_back = async |session: &Session, co_owner: &str, params: &LinkCallbackParams| {
            let redirect =
                companies::complete_link(portal, session, co_owner, params).await.expect("an outcome");
            assert_eq!(redirect.path, path::LINKS);
            flashed_problems(&env, session).await
        };
        // Another session, another co-owner, a forged state, no state.
        let params = begin().await;
        assert_eq!(call_back(&other, "dgddi", &params).await, [expired()]);
        assert_eq!(call_back(&session, "dgfip", &params).await.len(), 1);
        let forged = LinkCallbackParams { state: Some("forged".to_owned()), ..params.clone() };
        assert_eq!(call_back(&session, "dgddi", &forged).await, [expired()]);
        assert_eq!(call_back(&session, "dgddi", &LinkCallbackParams::default()).await, [expired()]);
        // The refused attempts did not consume the request: it works once.
        assert_eq!(call_back(&session, "dgddi", &params).await, []);
        assert_eq!(call_back(&session, "dgddi", &params).await, [expired()]);
        companies::unlink(portal, &session, CoOwner::Dgddi).await.expect("unlinked");
        // Expired.
        let params = begin().await;
        env.advance(Duration::from_secs(601));
        assert_eq!(call_back(&session, "dgddi", &params).await, [expired()]);
        assert_eq!(companies::purge(portal).await.expect("purged"), 1);
        assert!(companies::companies_of(portal, account).await.expect("read").is_empty());
        let unknown = companies::complete_link(portal, &session, "trigo", &params).await;
        assert!(matches!(unknown, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn invalid_callbacks_link_nothing() {
    with_simulator(async |env, simulator| {
        let portal = &env.portal;
        let (account, session) = env.signed_in_account("alix").await;
        let begin = async || {
            let address = companies::begin_link(portal, &session, CoOwner::Dgddi).await.expect("begun");
            simulator.sign_in(&address, "alix.demo").await
        };
        let call_back = async |params: &LinkCallbackParams| {
            companies::complete_link(portal, &session, "dgddi", params).await.expect("an outcome");
            flashed_problems(&env, &session).await
        };
        let declined = begin().await;
        let declined = LinkCallbackParams { code: None, error: Some("access_denied".to_owned()), ..declined };
        assert_eq!(call_back(&declined).await, [failed()], "declined at the co-owner");

        let params = begin().await;
        let forged = LinkCallbackParams { code: Some("forged".to_owned()), ..params };
        assert_eq!(call_back(&forged).await, [failed()], "forged code");

        let params = begin().await;
        let foreign = LinkCallbackParams { iss: Some("https://evil.example".to_owned()), ..params };
        assert_eq!(call_back(&foreign).await, [failed()], "wrong issuer");

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
            assert_eq!(call_back(&params).await, [failed()], "{statement}");
        }
        // A code that is already exchanged.
        let params = begin().await;
        assert_eq!(call_back(&params).await, []);
        companies::unlink(portal, &session, CoOwner::Dgddi).await.expect("unlinked");
        let again = LinkCallbackParams { code: params.code, ..begin().await };
        assert_eq!(call_back(&again).await, [failed()], "a used code");
        assert!(companies::companies_of(portal, account).await.expect("read").is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn account_links_to_one_co_owner_account_and_vice_versa() {
    with_simulator(async |env, simulator| {
        let portal = &env.portal;
        let (_, alix) = env.signed_in_account("alix").await;
        let (account, malik) = env.signed_in_account("malik").await;
        simulator.link(portal, &alix, CoOwner::Dgddi, "alix.demo").await;
        // Linking the same account again has no effect and no error.
        simulator.link(portal, &alix, CoOwner::Dgddi, "alix.demo").await;
        assert_eq!(flashed_problems(&env, &alix).await, []);
        simulator.link(portal, &malik, CoOwner::Dgddi, "alix.demo").await;
        let site = "douane.gouv.fr".to_owned();
        assert_eq!(
            flashed_problems(&env, &malik).await,
            [Problem::AccountLinkedElsewhere { co_owner: site.clone() }]
        );
        assert!(companies::companies_of(portal, account).await.expect("read").is_empty());
        simulator.link(portal, &alix, CoOwner::Dgddi, "basile.demo").await;
        assert_eq!(
            flashed_problems(&env, &alix).await,
            [Problem::OtherAccountLinked { co_owner: site, linked: "alix.demo".to_owned() }]
        );
        // Of two concurrent links to one co-owner account, one succeeds.
        let (_, zoe) = env.signed_in_account("zoe").await;
        let authenticate = async |session: &Session| {
            let address = companies::begin_link(portal, session, CoOwner::Dgddi).await.expect("begun");
            simulator.sign_in(&address, "chloe.demo").await
        };
        let (first, second) = (authenticate(&malik).await, authenticate(&zoe).await);
        let (first, second) = futures::join!(
            companies::complete_link(portal, &malik, "dgddi", &first),
            companies::complete_link(portal, &zoe, "dgddi", &second)
        );
        first.and(second).expect("outcomes");
        let problems = flashed_problems(&env, &malik).await.len() + flashed_problems(&env, &zoe).await.len();
        assert_eq!((problems, env.count("rattachement").await), (1, 2));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unlinking_withdraws_rights_immediately() {
    with_simulator(async |env, simulator| {
        let portal = &env.portal;
        let (account, session) = env.signed_in_account("basile").await;
        let token =
            simulator.link(portal, &session, CoOwner::Dgddi, "basile.demo").await.token.expect("chosen");
        let session = env.session(token.expose()).await;
        companies::unlink(portal, &session, CoOwner::Dgddi).await.expect("unlinked");
        companies::unlink(portal, &session, CoOwner::Dgddi).await.expect("unlinked twice");
        assert!(companies::habilitations(portal, account, None).await.expect("read").is_empty());
        assert!(matches!(companies::company_view(portal, &session).await, Err(Error::NotFound)));
        assert!(companies::accounts_of_siren(portal, &siren(BRUMAIRE)).await.expect("read").is_empty());
        for table in ["habilitation", "entreprise", "etablissement"] {
            assert_eq!(env.count(table).await, 0, "{table}");
        }
        let choice = companies::choice(portal, &session, "", 1).await.expect("a choice");
        assert!(choice.lost && choice.total == 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn linking_reports_an_unavailable_co_owner() {
    with_simulator(async |env, simulator| {
        let portal = &env.portal;
        let (_, session) = env.signed_in_account("alix").await;
        let address: Url = companies::begin_link(portal, &session, CoOwner::Dgddi).await.expect("begun");
        let params = simulator.sign_in(&address, "alix.demo").await;
        simulator.set_down(CoOwner::Dgddi, true).await;
        let refused = companies::begin_link(portal, &session, CoOwner::Dgddi).await;
        assert!(matches!(refused, Err(Error::CoOwnerDown { .. })), "{refused:?}");
        companies::complete_link(portal, &session, "dgddi", &params).await.expect("an outcome");
        let unavailable = Problem::CoOwnerUnavailable { co_owner: "douane.gouv.fr".to_owned() };
        assert_eq!(flashed_problems(&env, &session).await, [unavailable]);
        let (_, visitor) = env.visitor().await;
        let refused = companies::begin_link(portal, &visitor, CoOwner::Dgddi).await;
        assert!(matches!(refused, Err(Error::NotFound)), "not signed in: {refused:?}");
    })
    .await;
}
