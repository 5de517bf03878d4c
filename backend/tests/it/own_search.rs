//! Search of a person's own questions and documents.

use backend::{
    accounts::sessions::Session,
    own_search::{self, OwnKind},
};
use domain::documents::Circle;

use crate::{
    database::{TestEnv, on_each_database},
    documents::fixtures::of_company,
    messaging::fixtures::{OTHER_RECETTE, PAE, RECETTE},
};

/// Kinds with the titles of their results.
async fn found(env: &TestEnv, session: &Session, words: &str) -> Vec<(OwnKind, Vec<String>)> {
    let groups = own_search::search(&env.portal, session, words).await.expect("a search");
    let titles = groups
        .into_iter()
        .map(|group| (group.kind, group.results.into_iter().map(|one| one.title).collect()));
    titles.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_finds_what_they_may_read_and_nothing_else() {
    on_each_database(async |env| {
        env.add_services().await;
        let manager = env.manager("gestion", PAE).await;
        let (_, alix) = env.accountant("alix").await;
        let (_, basile) = env.declarant("basile").await;
        let other = env.outsider("chloe").await;
        let (_, without) = env.signed_in_account("dorian").await;
        let agent = env.signed_in_agent("agent", RECETTE).await;
        let other_agent = env.signed_in_agent("agent2", OTHER_RECETTE).await;
        env.send_confidential_question(&alix).await;
        env.published(&manager, &of_company(), "Secret de fabrication").await;
        env.published(&manager, &Circle::Service(RECETTE.to_owned()), "Consigne secrète").await;

        let seen = found(&env, &alix, "secret").await;
        assert_eq!(
            seen.iter().map(|(kind, _)| *kind).collect::<Vec<_>>(),
            [OwnKind::Questions, OwnKind::Documents]
        );
        assert_eq!(seen[1].1, ["Secret de fabrication"]);
        let seen = found(&env, &basile, "secret").await;
        assert_eq!(
            seen,
            [(OwnKind::Documents, vec!["Secret de fabrication".to_owned()])],
            "no confidential question"
        );
        let seen: Vec<OwnKind> =
            found(&env, &agent, "secret").await.into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(seen, [OwnKind::ServiceQuestions, OwnKind::ServiceDocuments]);
        for (name, session) in
            [("other company", &other), ("no company", &without), ("other service", &other_agent)]
        {
            assert_eq!(found(&env, session, "secret").await, [], "{name}");
        }
        assert_eq!(found(&env, &alix, "introuvable").await, []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_results_lead_to_the_list_of_all() {
    on_each_database(async |env| {
        env.add_services().await;
        let (_, alix) = env.accountant("alix").await;
        for _ in 0..6 {
            env.send_confidential_question(&alix).await;
        }
        let groups = own_search::search(&env.portal, &alix, "secret").await.expect("a search");
        assert_eq!(groups[0].results.len(), 5);
        assert_eq!(groups[0].more.as_deref(), Some("/messagerie?recherche=secret"));
    })
    .await;
}
