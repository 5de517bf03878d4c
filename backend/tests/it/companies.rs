//! Rattachements, habilitations and the choice of a company, against the co-owner simulator.

use std::time::Duration;

use backend::{
    Error, change,
    companies::{self, LinkBackParams},
    flash,
    partners::Settings,
    session::{self, Session},
};
use domain::{
    co_owner::CoOwner,
    problem::Problem,
    rights::{Droit, Teleservice},
    siren::Siren,
};
use serde_json::json;
use url::Url;

use crate::{
    database::{House, on_each_database},
    simulator::{Simulator, partners},
};

const BRUMAIRE: &str = "000101014";
const ILOT: &str = "000202028";

fn siren(text: &str) -> Siren {
    Siren::parse(text).expect("a SIREN")
}

/// A simulator of its own for each database, and a portal that reaches it.
async fn with_simulator(test: impl AsyncFn(House, Simulator)) {
    on_each_database(async |mut house: House| {
        let simulator = Simulator::start().await;
        house.portal.partners = simulator.partners();
        test(house, simulator).await;
    })
    .await;
}

/// What the page of rattachements will tell, once.
async fn told(house: &House, session: &Session) -> Vec<Problem> {
    let kept = flash::take(&house.portal, session.id, "rattachement").await.expect("a flash or none");
    kept.map(|kept| kept.problems.into_iter().map(|found| found.problem).collect()).unwrap_or_default()
}

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
        assert_eq!((customs.subject.as_str(), customs.held.len(), customs.silent), ("alix.demo", 3, false));
        assert!(links[1].linked.is_none());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_only_company_is_chosen_and_the_session_gets_a_new_secret() {
    with_simulator(async |house, simulator| {
        house.account("basile").await;
        let (old, session) = house.sign_in("basile").await;
        let back = simulator.link(&house.portal, &session, CoOwner::Dgddi, "basile.demo").await;
        let token = back.token.expect("a new secret");
        let session = house.session(token.expose()).await;
        assert_eq!(session.siren, Some(siren(BRUMAIRE)));
        house.advance(Duration::from_secs(11));
        assert!(session::find(&house.portal, &old).await.expect("looked up").is_none());
        let account = session.usager().expect("signed in").account;
        assert_eq!(companies::only_siren(&house.portal, account).await.expect("asked"), session.siren);
        // A second co-owner of the same company changes nothing to the choice.
        let back = simulator.link(&house.portal, &session, CoOwner::Dgfip, "basile.demo").await;
        assert!(back.token.is_none());
        let view = companies::company_view(&house.portal, &session).await.expect("a view");
        assert_eq!(view.linked, [CoOwner::Dgddi, CoOwner::Dgfip]);
        assert_eq!(view.raison_sociale(), "Brumaire Négoce (fictif)");
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
async fn what_the_co_owner_changes_applies_at_the_next_request() {
    with_simulator(async |house, simulator| {
        let portal = &house.portal;
        let (account, session) = house.signed_in("basile").await;
        simulator.link(portal, &session, CoOwner::Dgddi, "basile.demo").await;
        let may_pay = async || {
            let rights =
                companies::habilitations(portal, account, Some(&siren(BRUMAIRE))).await.expect("rights");
            rights.iter().any(|right| right.gives(Teleservice::TelepaiementSepa, Droit::Telepayer))
        };
        assert!(may_pay().await);
        simulator.withdraw("basile.demo", "TELEPAIEMENT-SEPA", "telepayer", "00010101400017").await;
        assert!(!may_pay().await);
        // Every right on the company goes: so does the company.
        let none = json!({ "co_owner": "dgddi", "compte": "basile.demo", "habilitations": [] });
        simulator.administer(reqwest::Method::PUT, "habilitations", none).await;
        assert!(companies::habilitations(portal, account, None).await.expect("read").is_empty());
        assert!(companies::companies_of(portal, account).await.expect("read").is_empty());
        // The co-owner starts again from its first data, with smaller versions, later.
        simulator.administer(reqwest::Method::POST, "reinitialiser", json!({})).await;
        house.advance(Duration::from_secs(61));
        assert!(may_pay().await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rights_are_not_asked_again_while_they_are_fresh() {
    with_simulator(async |mut house, simulator| {
        let settings = Settings { rights_freshness_seconds: 60, ..simulator.settings() };
        house.portal.partners = partners(&settings);
        let portal = &house.portal;
        let (account, session) = house.signed_in("basile").await;
        simulator.link(portal, &session, CoOwner::Dgddi, "basile.demo").await;
        simulator.withdraw("basile.demo", "TELEPAIEMENT-SEPA", "telepayer", "00010101400017").await;
        let count = async || companies::habilitations(portal, account, None).await.expect("rights").len();
        let before = count().await;
        house.advance(Duration::from_secs(61));
        assert_eq!(count().await, before - 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_silent_co_owner_locks_nobody_out_and_a_forgotten_account_loses_its_rights() {
    with_simulator(async |house, simulator| {
        let portal = &house.portal;
        let body = json!({ "co_owner": "dgddi", "identifiant": "passagere", "comme": "basile.demo" });
        simulator.administer(reqwest::Method::POST, "comptes", body).await;
        let (account, session) = house.signed_in("passagere").await;
        simulator.link(portal, &session, CoOwner::Dgddi, "passagere").await;
        simulator.set_down(CoOwner::Dgddi, true).await;
        house.advance(Duration::from_secs(5));
        assert!(!companies::habilitations(portal, account, None).await.expect("last known").is_empty());
        let links = companies::links(portal, &session).await.expect("links");
        let customs = links[0].linked.as_ref().expect("linked");
        assert!(customs.silent && customs.known && customs.answered_at < Some(house.clock.now()));

        simulator.set_down(CoOwner::Dgddi, false).await;
        // The account is gone after this: the contract answers 404.
        simulator.administer(reqwest::Method::POST, "reinitialiser", json!({})).await;
        assert!(companies::habilitations(portal, account, None).await.expect("read").is_empty());
        let links = companies::links(portal, &session).await.expect("links");
        assert!(!links[0].linked.as_ref().expect("still linked").known);
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

#[tokio::test(flavor = "multi_thread")]
async fn only_a_company_of_ones_own_can_be_chosen() {
    with_simulator(async |house, simulator| {
        let portal = &house.portal;
        let (_, session) = house.signed_in("alix").await;
        let (_, basile) = house.signed_in("basile").await;
        simulator.link(portal, &session, CoOwner::Dgddi, "alix.demo").await;
        simulator.link(portal, &basile, CoOwner::Dgddi, "basile.demo").await;
        let chosen = companies::choose(portal, &session, "000 202 028").await.expect("chosen");
        assert_eq!(chosen.siren, siren(ILOT));
        let session = house.session(chosen.token.expose()).await;
        assert_eq!(session.siren, Some(siren(ILOT)));
        let view = companies::company_view(portal, &session).await.expect("a view");
        assert!(view.habilitations.iter().all(|right| right.place.is_in(&siren(ILOT))));
        // Another's company, one that does not exist, no SIREN at all: the same answer.
        for foreign in [ILOT, "000303032", "732829320", "000202029", "", "x'; DROP TABLE entreprise"] {
            let refused = companies::choose(portal, &basile, foreign).await;
            let Err(Error::Invalid(problems)) = refused else { panic!("{foreign}: {refused:?}") };
            assert_eq!(problems[0].problem, Problem::CompanyNotYours, "{foreign}");
        }
        let account = basile.usager().expect("signed in").account;
        let foreign = companies::company(portal, account, &siren(ILOT)).await;
        assert!(matches!(foreign, Err(Error::NotFound)));
        // The rights on one SIREN are found by those who notify.
        let holders = companies::accounts_of_siren(portal, &siren(BRUMAIRE)).await.expect("holders");
        assert_eq!(holders.len(), 2);
        assert!(holders.iter().all(|(_, rights)| !rights.is_empty()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn five_hundred_companies_are_searched_and_paged() {
    on_each_database(async |mut house: House| {
        let simulator = Simulator::start_with(&["--companies", "500", "--habilitations", "1500"]).await;
        house.portal.partners = simulator.partners();
        let portal = &house.portal;
        let (_, session) = house.signed_in("volume").await;
        simulator.link(portal, &session, CoOwner::Dgddi, "volume.demo").await;
        assert_eq!(told(&house, &session).await, []);
        let first = companies::choice(portal, &session, "", 1).await.expect("a page");
        assert_eq!((first.total, first.found.len()), (500, companies::PAGE_SIZE as usize));
        assert!(first.recent.is_empty());
        let last = companies::choice(portal, &session, "", 10_000).await.expect("the last page");
        assert_eq!(last.page, 500_u32.div_ceil(companies::PAGE_SIZE));
        let wanted = &last.found[0];
        let by_number = companies::choice(portal, &session, &wanted.siren.grouped(), 1).await.expect("found");
        assert_eq!(by_number.found.as_slice(), std::slice::from_ref(wanted));
        let by_name = companies::choice(portal, &session, &wanted.raison_sociale.to_uppercase(), 1).await;
        assert!(by_name.expect("found").found.contains(wanted));
        let none = companies::choice(portal, &session, "%_'\"\\", 1).await.expect("every company");
        assert_eq!(none.matching, 500, "punctuation is no search");
        let none = companies::choice(portal, &session, "n’existe pas", 1).await.expect("none");
        assert_eq!((none.matching, none.page), (0, 1));

        let chosen = companies::choose(portal, &session, wanted.siren.as_str()).await.expect("chosen");
        let session = house.session(chosen.token.expose()).await;
        let again = companies::choice(portal, &session, "", 1).await.expect("a page");
        assert_eq!(again.recent.as_slice(), std::slice::from_ref(wanted));
        assert_eq!(again.current.as_ref(), Some(&wanted.siren));
        assert!(!again.lost);
    })
    .await;
}
