//! Agents: two factors always, throttled, disabled at once; services; the official list of offices.

use std::path::PathBuf;

use backend::{
    Error,
    agents::{self, NewAgent, offices, services},
    session::{self, Visitor},
};
use domain::{form::Answers, motif::RecipientKind, problem::Problem};

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
