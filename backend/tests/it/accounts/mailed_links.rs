//! Links of mails work although programs and people add signs and parameters to them.

use backend::accounts::{profile, registration};
use domain::form::Answers;

use crate::{
    accounts::{self, PASSWORD, credentials},
    database::{TestEnv, on_each_database},
};

/// What follows a token, as the page receives it from the address.
const ADDED: [&str; 14] = [
    ".",
    ">",
    ")",
    ",",
    ";",
    "»",
    "\u{a0}»",
    "\"",
    "’",
    ").",
    "?utm_source=lettre&utm_medium=courriel",
    "#fragment",
    "&fbclid=IwAR0",
    "&data=05%7C02%7C&reserved=0",
];

fn token_of(link: &str) -> String {
    link.split_once("jeton=").expect("a token").1.to_owned()
}

async fn mailed_token(env: &TestEnv) -> String {
    env.deliver().await;
    token_of(&env.mailbox.last_to("alix@exemple.fr").link("http://"))
}

#[tokio::test(flavor = "multi_thread")]
async fn links_of_mails_survive_what_is_added_to_them() {
    on_each_database(async |env| {
        let form = accounts::registration_form("alix", "alix@exemple.fr");
        let (_, visitor) = env.visitor().await;
        registration::register(&env.portal, &visitor, &env.client(), &form).await.expect("registered");
        let token = mailed_token(&env).await;
        for added in ADDED {
            let damaged = format!("{token}{added}");
            assert!(registration::is_link_usable(&env.portal, &damaged).await.expect("checked"), "{added}");
        }
        assert!(!registration::is_link_usable(&env.portal, &token[1..]).await.expect("checked"));
        let mut activation = credentials("alix", PASSWORD);
        activation.set("jeton", format!("<{token}>."));
        registration::activate(&env.portal, &activation).await.expect("activated");

        let forgotten = Answers::from_iter([("identifiant", "alix")]);
        profile::request_reset(&env.portal, &env.client(), &forgotten).await.expect("requested");
        let token = mailed_token(&env).await;
        let encoded = token.replace('-', "%2D").replace('_', "%5F");
        let new = "Neige-de-Nivose-1801";
        let reset = Answers::from_iter([
            ("jeton", format!("{encoded}%26utm_source%3Dlettre")),
            ("mot_de_passe", new.to_owned()),
            ("confirmation", new.to_owned()),
        ]);
        profile::reset(&env.portal, &env.client(), &reset).await.expect("reset");

        env.deliver().await;
        let changed = env.mailbox.last_containing("alix@exemple.fr", "mot de passe a changé");
        let securing = token_of(&changed.link("http://"));
        profile::secure_by_link(&env.portal, &format!("{securing}»."), &env.client()).await.expect("secured");
    })
    .await;
}
