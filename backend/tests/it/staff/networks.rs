//! Sessions of agents by network, and official acts.

use backend::{accounts::sessions, id::DraftId, messaging, staff};
use domain::{form::Answers, problem::Problem, rights::Network};

use crate::{
    accounts::client_at,
    database::on_each_database_with,
    messaging::fixtures::{AGENT_PASSWORD, RECETTE, problems},
};

/// Configures the network of the administration and, inside it, the secured one.
fn two_networks(config: &mut backend::config::Config) {
    config.staff.networks = vec!["10.0.0.0/8".parse().expect("a network")];
    config.staff.secured_networks = vec!["10.7.0.0/16".parse().expect("a network")];
    // Second factors have their own tests.
    config.staff.strong_factor_required = false;
}

fn client_from(address: [u8; 4]) -> sessions::Client {
    sessions::Client { address: address.into(), ..client_at(9) }
}

#[tokio::test(flavor = "multi_thread")]
async fn session_that_leaves_the_allowed_networks_is_closed() {
    on_each_database_with(two_networks, async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let signed = env.signed_in_agent("camille", RECETTE).await;
        let on_address = async |session: sessions::Session, address| {
            staff::restrict_to_network(portal, session, &client_from(address)).await.expect("decided")
        };
        let outside = on_address(signed.clone(), [192, 0, 2, 9]).await.expect("remote access is granted");
        assert_eq!(outside.agent().expect("an agent").network, Network::Outside);
        staff::set_remote(portal, "camille", false).await.expect("revoked");
        assert!(!staff::list(portal).await.expect("a list")[0].remote);
        let signed = env.agent_session_from("camille", client_from([10, 1, 2, 3])).await;
        let inside = on_address(signed.clone(), [10, 1, 2, 3]).await.expect("inside");
        let agent = inside.agent().expect("an agent");
        assert_eq!((agent.network, agent.address.as_str()), (Network::Administration, "10.1.2.3"));
        assert!(on_address(signed.clone(), [192, 0, 2, 9]).await.is_none(), "outside");
        assert!(
            !sessions::is_still_active(portal, signed.id).await.expect("looked up"),
            "the session is closed"
        );
        let operator = env.signed_in_account("alix").await.1;
        assert!(on_address(operator, [192, 0, 2, 9]).await.is_some(), "operators are not restricted");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn official_act_requires_secured_network_and_recent_authentication() {
    on_each_database_with(two_networks, async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (_, alix) = env.accountant("alix").await;
        let signed = env.signed_in_agent("camille", RECETTE).await;
        let question = env.send_question(&alix).await;
        messaging::take_in_charge(portal, &signed, question).await.expect("taken in charge");
        let act = Answers::from_iter([("message", "Décision du service."), (messaging::OFFICIAL_ACT, "oui")]);
        let reply = async |session: &sessions::Session| {
            messaging::reply(portal, session, question, DraftId::generate(), &act).await
        };
        let on_address = async |session: sessions::Session, address| {
            let client = client_from(address);
            staff::restrict_to_network(portal, session, &client).await.expect("decided").expect("remote")
        };
        for address in [[192, 0, 2, 9], [10, 1, 2, 3]] {
            let refused = problems(reply(&on_address(signed.clone(), address).await).await);
            assert_eq!(refused[0].field, messaging::OFFICIAL_ACT);
            assert!(refused[0].problem.to_string().contains("réseau sécurisé"), "{address:?}");
        }
        let stale = on_address(env.agent_session("camille").await, [10, 7, 0, 1]).await;
        let stale = sessions::Session { authentication_end: Some(env.clock.now()), ..stale };
        let refused = problems(reply(&stale).await);
        assert!(refused[0].problem.to_string().contains("vérification récente"), "{refused:?}");
        let draft = messaging::question(portal, &stale, question).await.expect("read").reply.expect("a draft");
        assert_eq!(draft.answers.text("message"), "Décision du service.", "the text is stored");

        staff::send_reauthentication_code(portal, &stale).await.expect("a code is sent");
        let code = env.agent_code("camille").await;
        let form = |password: &str| {
            Answers::from_iter([("mot_de_passe", password.to_owned()), ("code", code.clone())])
        };
        let wrong = staff::reauthenticate(portal, &stale, &client_at(9), &form("Mauvais-mot-1")).await;
        assert_eq!(problems(wrong)[0].problem, Problem::WrongPassword);
        let token = staff::reauthenticate(portal, &stale, &client_at(9), &form(AGENT_PASSWORD))
            .await
            .expect("re-authenticated");
        let fresh = on_address(env.session(token.expose()).await, [10, 7, 0, 1]).await;
        reply(&fresh).await.expect("signed");
        let read = messaging::question(portal, &alix, question).await.expect("read");
        let official: Vec<bool> = read.messages.iter().map(|message| message.official).collect();
        assert_eq!(official, [false, true]);
        let (network, at): (String, platform::db::Moment) = platform::on!(portal.db, |c| {
            sqlx::query_as(
                "SELECT official_network, official_authenticated_at FROM message WHERE official_network IS NOT NULL",
            )
            .fetch_one(c)
            .await
        })
        .expect("one act");
        assert_eq!((network.as_str(), at), ("10.7.0.1", env.clock.now()));
        let none = Answers::from_iter([("message", "Complément."), (messaging::OFFICIAL_ACT, "oui")]);
        messaging::reply(portal, &alix, question, DraftId::generate(), &none)
            .await
            .expect("an operator's follow-up");
        let read = messaging::question(portal, &alix, question).await.expect("read");
        assert!(!read.messages[2].official, "an operator cannot sign an official act");
    })
    .await;
}
