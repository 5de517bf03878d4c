//! One search over all public texts.

use backend::{
    directory::offices,
    publications,
    search::{self, Kind},
    site_search,
};
use domain::article::ArticleKind;

use super::{editor, publish, text};
use crate::database::{TestEnv, on_each_database};

const OFFICES: &str = r#"[{"id":"FR009999","name":"Bureau de Zanzibar","phoneNumber":"01 23 45 67 89","countryId":"FR","roles":["EXP"]}]"#;

/// Kinds that a search finds, each with its number of texts.
async fn found(env: &TestEnv, typed: &str, only: Option<Kind>) -> Vec<(&'static str, usize)> {
    let found = site_search::search(&env.portal, typed, only).await.expect("a search");
    let mut groups: Vec<(&str, usize)> =
        found.groups.iter().map(|group| (group.kind.code(), group.total)).collect();
    groups.sort_unstable();
    groups
}

#[tokio::test(flavor = "multi_thread")]
async fn all_kinds_are_found_with_their_titles() {
    on_each_database(async |env| {
        offices::import(&env.portal, OFFICES.as_bytes()).await.expect("an office");
        let session = editor(&env).await;
        for number in 1..=7 {
            publish(&env, &session, ArticleKind::News, &text(&format!("Nouvelle {number}"))).await;
        }
        let event = publish(&env, &session, ArticleKind::Event, &text("Une réunion")).await;
        publish(&env, &session, ArticleKind::Guide, &text("Un guide")).await;
        let all = [("actualite", 7), ("bureau", 1), ("documentation", 1), ("evenement", 1)];
        assert_eq!(found(&env, "zanzibars", None).await, all);
        assert_eq!(found(&env, "FR009999", None).await, [("bureau", 1)]);
        assert!(found(&env, "dollar", None).await.contains(&("page", 1)), "the page of the rates");
        assert!(found(&env, "mot de passe oublié", None).await.iter().any(|(kind, _)| *kind == "faq"));
        let results = site_search::search(&env.portal, "zanzibar", None).await.expect("a search");
        assert_eq!(results.total(), 10);
        let of = |kind| results.groups.iter().find(|group| group.kind == kind).expect("a group");
        assert_eq!(of(Kind::News).results.len(), 5, "the first ones");
        let result = &of(Kind::Event).results[0];
        assert_eq!((result.title.as_str(), result.path.clone()), ("Une réunion", format!("/agenda/{event}")));
        assert!(result.text.contains("10\u{a0}juin"), "{}", result.text);
        let only = site_search::search(&env.portal, "zanzibar", Some(Kind::News)).await.expect("a search");
        assert_eq!((only.groups.len(), only.groups[0].results.len()), (1, 7));
        publications::archive(&env.portal, &session, &event, 1).await.expect("archived");
        assert!(!found(&env, "zanzibar", None).await.iter().any(|(kind, _)| *kind == "evenement"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn search_without_result_is_counted_once() {
    on_each_database(async |env| {
        assert!(found(&env, "licorne", None).await.is_empty());
        assert!(found(&env, "licorne", Some(Kind::Faq)).await.is_empty());
        let misses = search::misses(&env.portal).await.expect("a list");
        assert_eq!(
            misses.iter().map(|miss| (miss.words.as_str(), miss.times)).collect::<Vec<_>>(),
            [("licorne", 1)]
        );
    })
    .await;
}
