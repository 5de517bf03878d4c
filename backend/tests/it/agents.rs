//! Agents: two factors always, throttled, disabled at once; services; the official list of offices.

use std::path::PathBuf;

use backend::{
    Error,
    agents::{self, NewAgent, offices, services},
    messaging,
    session::{self, Visitor},
};
use domain::{form::Answers, motif::RecipientKind, problem::Problem, rights::Network};
use uuid::Uuid;

use crate::{
    accounts::client_at,
    database::{House, on_each_database, on_each_database_with},
    messaging::people::{AGENT_PASSWORD, PAE, RECETTE, problems},
};

fn typed(login: &str, password: &str) -> Answers {
    Answers::from_iter([("identifiant", login), ("mot_de_passe", password)])
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_alone_is_not_enough() {
    on_each_database(async |house| {
        house.services().await;
        house.agent("camille", RECETTE).await;
        let (old, session) = house.visitor().await;
        let token =
            agents::sign_in(&house.portal, &session, &client_at(9), &typed("Camille", AGENT_PASSWORD))
                .await
                .expect("right");
        assert!(session::find(&house.portal, &old).await.expect("looked up").is_none(), "the token changed");
        let waiting = house.session(token.expose()).await;
        assert!(waiting.agent().is_err(), "not signed in yet");
        let wrong = Answers::from_iter([("code", "000000")]);
        let refused = agents::confirm_code(&house.portal, &waiting, &client_at(9), &wrong).await;
        let code = house.agent_code("camille").await;
        if code != "000000" {
            assert_eq!(problems(refused)[0].problem, Problem::WrongCode);
        }
        assert_eq!(
            agents::masked_address(&house.portal, &waiting).await.expect("shown"),
            "c•••@douane.exemple.fr"
        );
        let right = Answers::from_iter([("code", code)]);
        let token =
            agents::confirm_code(&house.portal, &waiting, &client_at(9), &right).await.expect("right code");
        let signed = house.session(token.expose()).await;
        assert_eq!(signed.agent().expect("an agent").services, [RECETTE]);
        let reused = agents::confirm_code(&house.portal, &waiting, &client_at(9), &right).await;
        assert!(reused.is_err(), "a code serves once");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_is_slowed_and_the_agent_still_gets_in() {
    on_each_database(async |house| {
        house.services().await;
        house.agent("camille", RECETTE).await;
        let (_, session) = house.visitor().await;
        let mut evaluated = 0;
        for _ in 0..15 {
            let answer =
                agents::sign_in(&house.portal, &session, &client_at(66), &typed("camille", "Mauvais-mot-1"))
                    .await;
            match problems(answer)[0].problem {
                Problem::WrongCredentials => evaluated += 1,
                Problem::TooManyAttempts { .. } => {}
                ref other => panic!("{other:?}"),
            }
        }
        assert_eq!(evaluated, 10);
        let unknown =
            agents::sign_in(&house.portal, &session, &client_at(67), &typed("personne", "Mauvais-mot-1"))
                .await;
        assert_eq!(problems(unknown)[0].problem, Problem::WrongCredentials);
        // From the network of the last sign-in, the agent has a count of their own.
        house.agent_session("camille").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn remote_access_is_a_right_of_its_own() {
    let inside_only = |config: &mut backend::config::Config| {
        config.agents.networks = vec!["10.0.0.0/8".parse().expect("a network")]
    };
    on_each_database_with(inside_only, async |house| {
        house.services().await;
        create(&house, "dominique", false).await;
        let (_, session) = house.visitor().await;
        let login = typed("dominique", AGENT_PASSWORD);
        let token =
            agents::sign_in(&house.portal, &session, &client_at(9), &login).await.expect("right password");
        let waiting = house.session(token.expose()).await;
        let code = Answers::from_iter([("code", house.agent_code("dominique").await)]);
        let refused = agents::confirm_code(&house.portal, &waiting, &client_at(9), &code).await;
        assert!(matches!(refused, Err(Error::Refused(_))), "outside without the right");
        agents::resend_code(&house.portal, &waiting).await.expect("another code");
        let code = Answers::from_iter([("code", house.agent_code("dominique").await)]);
        let inside = session::Client { address: [10, 1, 2, 3].into(), ..client_at(9) };
        agents::confirm_code(&house.portal, &waiting, &inside, &code).await.expect("inside");
    })
    .await;
}

async fn create(house: &House, login: &str, remote: bool) {
    let mail = format!("{login}@douane.exemple.fr");
    let agent = NewAgent {
        login,
        name: "Dominique Fictif",
        mail: &mail,
        password: AGENT_PASSWORD,
        services: &[RECETTE.to_owned()],
        remote,
    };
    agents::create(&house.portal, &agent).await.expect("created");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disabled_agent_is_nobody_at_the_next_request() {
    on_each_database(async |house| {
        house.services().await;
        let signed = house.agent("camille", RECETTE).await;
        let agent = signed.agent().expect("an agent").agent;
        agents::set_services(&house.portal, "camille", &[PAE.to_owned()]).await.expect("moved");
        let now = agents::for_session(&house.portal, agent).await.expect("looked up").expect("enabled");
        assert_eq!(now.services, [PAE]);
        agents::disable(&house.portal, "camille").await.expect("disabled");
        assert!(agents::for_session(&house.portal, agent).await.expect("looked up").is_none());
        assert!(!session::is_open(&house.portal, signed.id).await.expect("looked up"));
        let (_, visitor) = house.visitor().await;
        assert!(matches!(visitor.visitor, Visitor::Anonymous));
        let again =
            agents::sign_in(&house.portal, &visitor, &client_at(9), &typed("camille", AGENT_PASSWORD)).await;
        assert_eq!(problems(again)[0].problem, Problem::WrongCredentials);
        let listed = agents::list(&house.portal).await.expect("a list");
        assert!(!listed[0].enabled);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unfit_agents_and_services_are_refused_whole() {
    on_each_database(async |house| {
        house.services().await;
        let bad = NewAgent {
            login: "x",
            name: " ",
            mail: "pas une adresse",
            password: "court",
            services: &[],
            remote: false,
        };
        let fields: Vec<String> =
            problems(agents::create(&house.portal, &bad).await).into_iter().map(|one| one.field).collect();
        assert_eq!(fields, ["identifiant", "email", "nom", "mot_de_passe"]);
        create(&house, "dominique", true).await;
        let good = NewAgent {
            login: "Dominique",
            name: "Autre Fictif",
            mail: "autre@douane.exemple.fr",
            password: AGENT_PASSWORD,
            services: &[],
            remote: false,
        };
        assert_eq!(problems(agents::create(&house.portal, &good).await)[0].problem, Problem::LoginTaken);
        let unknown = ["RR-INCONNUE".to_owned()];
        let lost = NewAgent { login: "eloi", services: &unknown, ..good };
        assert_eq!(problems(agents::create(&house.portal, &lost).await)[0].field, "services");
        assert_eq!(house.count("agent").await, 1, "all or nothing");

        let add = async |code: &str, kind, name: &str, office: Option<&str>| {
            services::add(&house.portal, code, kind, name, office).await
        };
        assert_eq!(problems(add("a b", RecipientKind::Pae, "x", None).await)[0].field, "code");
        assert_eq!(problems(add("PAE-2", RecipientKind::Pae, "", None).await)[0].field, "nom");
        assert_eq!(
            problems(add("PAE-2", RecipientKind::Pae, "x", Some("FR999999")).await)[0].field,
            "bureau"
        );
        assert_eq!(problems(add(RECETTE, RecipientKind::Pae, "x", None).await)[0].field, "nature");
        add(RECETTE, RecipientKind::Recette, "Nouveau nom", None).await.expect("renamed");
        let listed = services::list(&house.portal).await.expect("a list");
        assert!(listed.iter().any(|one| one.name == "Nouveau nom"));
    })
    .await;
}

/// The folder of real data, given by `PRODOUANE_SHARED_DATA` or beside the repository.
fn official_list() -> Option<PathBuf> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    let folder = std::env::var_os("PRODOUANE_SHARED_DATA").map_or(beside, PathBuf::from);
    Some(folder.join("customs-offices-fr.json")).filter(|path| path.is_file())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_official_list_is_imported_and_refreshed() {
    let Some(path) = official_list() else {
        eprintln!("skipped: the official list of customs offices is not there (PRODOUANE_SHARED_DATA)");
        return;
    };
    on_each_database(async |house| {
        let read = || std::fs::File::open(&path).expect("the list");
        let first = offices::import(&house.portal, read()).await.expect("imported");
        assert_eq!((first.added, first.updated, first.refused), (351, 0, 0));
        let again = offices::import(&house.portal, read()).await.expect("imported again");
        assert_eq!((again.added, again.updated, again.refused), (0, 351, 0));
        let amiens = offices::find(&house.portal, "FR000100").await.expect("looked up").expect("known");
        assert_eq!((amiens.name.as_str(), amiens.phone.as_str()), ("Amiens bureau", "09 70 27 11 49"));
        assert!(amiens.roles.split(' ').any(|role| role == "EXP"));
        services::add(&house.portal, "PAE-AMIENS", RecipientKind::Pae, "PAE d’Amiens", Some("FR000100"))
            .await
            .expect("a service of the office");
        assert_eq!(offices::count(&house.portal).await.expect("counted"), 351);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_list_changes_nothing() {
    on_each_database(async |house| {
        let mixed = r#"[{"id":"FR000100","name":"Amiens","countryId":"FR"},{"id":"BE000001","name":"Ailleurs","countryId":"BE"},
            {"id":"../FR","name":"x"},{"name":"sans code"},{"id":"FR000200","name":" "}]"#;
        let done = offices::import(&house.portal, mixed.as_bytes()).await.expect("read");
        assert_eq!((done.added, done.updated, done.refused), (1, 0, 4));
        for damaged in ["", "{}", r#"[{"id":"FR000300","name":"coupé""#] {
            assert!(offices::import(&house.portal, damaged.as_bytes()).await.is_err());
        }
        assert_eq!(offices::count(&house.portal).await.expect("counted"), 1);
    })
    .await;
}

/// The administration's network and, within it, the secured one.
fn two_networks(config: &mut backend::config::Config) {
    config.agents.networks = vec!["10.0.0.0/8".parse().expect("a network")];
    config.agents.secured_networks = vec!["10.7.0.0/16".parse().expect("a network")];
}

fn client_from(address: [u8; 4]) -> session::Client {
    session::Client { address: address.into(), ..client_at(9) }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_leaves_the_networks_stops() {
    on_each_database_with(two_networks, async |house| {
        house.services().await;
        let portal = &house.portal;
        let signed = house.agent("camille", RECETTE).await;
        let at = async |session: session::Session, address| {
            agents::within_reach(portal, session, &client_from(address)).await.expect("decided")
        };
        let far = at(signed.clone(), [192, 0, 2, 9]).await.expect("remote access was given");
        assert_eq!(far.agent().expect("an agent").network, Network::Outside);
        agents::set_remote(portal, "camille", false).await.expect("taken back");
        assert!(!agents::list(portal).await.expect("a list")[0].remote);
        let signed = house.agent_session_from("camille", client_from([10, 1, 2, 3])).await;
        let near = at(signed.clone(), [10, 1, 2, 3]).await.expect("inside");
        let agent = near.agent().expect("an agent");
        assert_eq!((agent.network, agent.address.as_str()), (Network::Administration, "10.1.2.3"));
        assert!(at(signed.clone(), [192, 0, 2, 9]).await.is_none(), "outside");
        assert!(!session::is_open(portal, signed.id).await.expect("looked up"), "and it does not come back");
        let operator = house.signed_in("alix").await.1;
        assert!(at(operator, [192, 0, 2, 9]).await.is_some(), "operators work from anywhere");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_official_act_is_signed_from_a_secured_network_after_a_fresh_proof() {
    on_each_database_with(two_networks, async |house| {
        house.services().await;
        let portal = &house.portal;
        let (_, alix) = house.accountant("alix").await;
        let signed = house.agent("camille", RECETTE).await;
        let question = house.asked(&alix).await;
        messaging::take_in_charge(portal, &signed, question).await.expect("taken");
        let act = Answers::from_iter([("message", "Décision du service."), (messaging::OFFICIAL_ACT, "oui")]);
        let sent = async |session: &session::Session| {
            messaging::reply(portal, session, question, Uuid::now_v7(), &act).await
        };
        let at = async |session: session::Session, address| {
            let client = client_from(address);
            agents::within_reach(portal, session, &client).await.expect("decided").expect("remote")
        };
        for address in [[192, 0, 2, 9], [10, 1, 2, 3]] {
            let refused = problems(sent(&at(signed.clone(), address).await).await);
            assert_eq!(refused[0].field, messaging::OFFICIAL_ACT);
            assert!(refused[0].problem.to_string().contains("réseau sécurisé"), "{address:?}");
        }
        let stale = at(house.agent_session("camille").await, [10, 7, 0, 1]).await;
        let stale = session::Session { proof_end: Some(house.clock.now()), ..stale };
        let refused = problems(sent(&stale).await);
        assert!(refused[0].problem.to_string().contains("vérification récente"), "{refused:?}");
        let kept = messaging::question(portal, &stale, question).await.expect("read").reply.expect("a draft");
        assert_eq!(kept.answers.text("message"), "Décision du service.", "the text is kept");

        agents::send_proof_code(portal, &stale).await.expect("a code is sent");
        let code = house.agent_code("camille").await;
        let proof = |password: &str| {
            Answers::from_iter([("mot_de_passe", password.to_owned()), ("code", code.clone())])
        };
        let wrong = agents::prove(portal, &stale, &client_at(9), &proof("Mauvais-mot-1")).await;
        assert_eq!(problems(wrong)[0].problem, Problem::WrongPassword);
        let token =
            agents::prove(portal, &stale, &client_at(9), &proof(AGENT_PASSWORD)).await.expect("proved");
        let fresh = at(house.session(token.expose()).await, [10, 7, 0, 1]).await;
        sent(&fresh).await.expect("signed");
        let read = messaging::question(portal, &alix, question).await.expect("read");
        let official: Vec<bool> = read.messages.iter().map(|message| message.official).collect();
        assert_eq!(official, [false, true]);
        let (network, at): (String, backend::db::Moment) = backend::on!(portal.db, |c| {
            sqlx::query_as(
                "SELECT official_network, official_proof_at FROM message WHERE official_network IS NOT NULL",
            )
            .fetch_one(c)
            .await
        })
        .expect("one act");
        assert_eq!((network.as_str(), at), ("10.7.0.1", house.clock.now()));
        let none = Answers::from_iter([("message", "Complément."), (messaging::OFFICIAL_ACT, "oui")]);
        messaging::reply(portal, &alix, question, Uuid::now_v7(), &none)
            .await
            .expect("an operator's follow-up");
        let read = messaging::question(portal, &alix, question).await.expect("read");
        assert!(!read.messages[2].official, "an operator signs no act");
    })
    .await;
}
