//! Agents and services managed from the command line.

use backend::{
    accounts::sessions::{self, Visitor},
    directory::services::{self, NewService},
    staff::{self, NewMember},
};
use domain::{motif::RecipientKind, problem::Problem, rights::StaffRole};

use super::{create, credentials};
use crate::{
    accounts::client_at,
    database::on_each_database,
    messaging::fixtures::{AGENT_PASSWORD, PAE, RECETTE, new_service, problems},
};

#[tokio::test(flavor = "multi_thread")]
async fn disabled_agent_is_rejected_at_the_next_request() {
    on_each_database(async |env| {
        env.add_services().await;
        let signed = env.signed_in_agent("camille", RECETTE).await;
        staff::set_services(&env.portal, "camille", &[PAE.to_owned()]).await.expect("moved");
        let token = env.rotated_token(&signed).await;
        let agent = env.session(&token).await.agent().expect("an agent").clone();
        assert_eq!(agent.services, [PAE]);
        let names = staff::service_names(&env.portal, agent.id).await.expect("names");
        let services = services::list(&env.portal).await.expect("services");
        let pae = services.into_iter().find(|service| service.code == PAE).expect("the service");
        assert_eq!(names, [pae.name]);
        staff::disable(&env.portal, "camille").await.expect("disabled");
        assert!(!sessions::is_still_active(&env.portal, signed.id).await.expect("looked up"));
        // Even a session that is not closed is refused.
        platform::execute!(
            env.portal.db,
            sqlx::query("UPDATE session SET closed_at = NULL WHERE id = $1").bind(signed.id)
        )
        .expect("reopened");
        assert!(sessions::find(&env.portal, &token).await.expect("looked up").is_none());
        let (_, visitor) = env.visitor().await;
        assert!(matches!(visitor.visitor, Visitor::Anonymous));
        let again =
            staff::sign_in(&env.portal, &visitor, &client_at(9), &credentials("camille", AGENT_PASSWORD))
                .await;
        assert_eq!(problems(again)[0].problem, Problem::WrongCredentials);
        let listed = staff::list(&env.portal).await.expect("a list");
        assert!(!listed[0].enabled);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn invalid_agents_and_services_store_nothing() {
    on_each_database(async |env| {
        env.add_services().await;
        let bad = NewMember {
            login: "x",
            name: " ",
            mail: "pas une adresse",
            password: "court",
            roles: &[StaffRole::Agent],
            services: &[],
            remote: false,
        };
        let fields: Vec<String> =
            problems(staff::create(&env.portal, &bad).await).into_iter().map(|one| one.field).collect();
        assert_eq!(fields, ["identifiant", "email", "nom", "mot_de_passe"]);
        create(&env, "dominique", true).await;
        let good = NewMember {
            login: "Dominique",
            name: "Autre Fictif",
            mail: "autre@douane.exemple.fr",
            password: AGENT_PASSWORD,
            roles: &[StaffRole::Agent],
            services: &[],
            remote: false,
        };
        assert_eq!(problems(staff::create(&env.portal, &good).await)[0].problem, Problem::LoginTaken);
        let unknown = ["RR-INCONNUE".to_owned()];
        let without_service = NewMember { login: "eloi", services: &unknown, ..good };
        assert_eq!(problems(staff::create(&env.portal, &without_service).await)[0].field, "services");
        assert_eq!(env.count("staff").await, 1, "nothing is stored");

        let add = async |code: &str, kind, name: &str, office: Option<&str>| {
            services::add(&env.portal, &NewService { office, ..new_service(code, kind, name) }).await
        };
        assert_eq!(problems(add("a b", RecipientKind::Pae, "x", None).await)[0].field, "code_service");
        assert_eq!(problems(add("PAE-2", RecipientKind::Pae, "", None).await)[0].field, "nom");
        assert_eq!(
            problems(add("PAE-2", RecipientKind::Pae, "x", Some("FR999999")).await)[0].field,
            "bureau"
        );
        assert_eq!(problems(add(RECETTE, RecipientKind::Pae, "x", None).await)[0].field, "nature");
        let unreachable = NewService {
            address: " ",
            email: "recette",
            phone: "17",
            ..new_service("RR-2", RecipientKind::Recette, "x")
        };
        let fields: Vec<String> = problems(services::add(&env.portal, &unreachable).await)
            .into_iter()
            .map(|one| one.field)
            .collect();
        assert_eq!(fields, ["adresse", "courriel", "telephone"]);
        add(RECETTE, RecipientKind::Recette, "Nouveau nom", None).await.expect("renamed");
        let listed = services::list(&env.portal).await.expect("a list");
        let renamed = listed.iter().find(|one| one.name == "Nouveau nom").expect("the service");
        assert_eq!(renamed.phone().as_str(), "+33240000000");
    })
    .await;
}
