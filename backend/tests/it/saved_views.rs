//! Saved views: filters of the inbox that an agent has named.

use backend::{
    customs::{
        InboxFilter, InboxView,
        saved_views::{self, MAX_VIEWS},
    },
    id::SavedViewId,
    messaging,
};
use domain::{form::Answers, limited_count::LimitedCount, problem::Problem};

use crate::{
    database::on_each_database,
    messaging::fixtures::{OTHER_RECETTE, RECETTE, is_not_found, only_problem},
};

fn named(name: &str) -> Answers {
    Answers::from_iter([("nom", name)])
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_names_a_filter_and_finds_it_with_its_count() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (_, alix) = env.accountant("alix").await;
        let camille = env.named_agent("camille", &[RECETTE]).await;
        let dominique = env.named_agent("dominique", &[RECETTE]).await;
        let eloi = env.named_agent("eloi", &[OTHER_RECETTE]).await;
        let question = env.send_question(&alix).await;
        let assignee = Some(dominique.agent().expect("an agent").id);
        let search = "créance".to_owned();
        let filter = InboxFilter { view: InboxView::Open, assignee, search, ..InboxFilter::default() };
        let id = SavedViewId::generate();
        for _ in 0..2 {
            saved_views::create(portal, &camille, id, &filter, &named("Chez Dominique"))
                .await
                .expect("saved");
        }
        let saved = saved_views::saved_views(portal, &camille).await.expect("a list");
        assert_eq!((saved.len(), saved[0].name.as_str(), &saved[0].filter), (1, "Chez Dominique", &filter));
        let count = async |agent| saved_views::count(portal, agent, &filter).await.expect("counted");
        assert_eq!(count(&camille).await, LimitedCount::ZERO);
        messaging::take(portal, &dominique, question).await.expect("taken");
        assert_eq!(count(&camille).await, LimitedCount::Exact(1));
        assert_eq!(count(&eloi).await, LimitedCount::ZERO, "counted over the services of the agent");
        for other in [&dominique, &eloi] {
            assert!(saved_views::saved_views(portal, other).await.expect("a list").is_empty());
            assert!(is_not_found(saved_views::rename(portal, other, id, &named("x")).await));
            assert!(is_not_found(saved_views::delete(portal, other, id).await));
        }
        saved_views::rename(portal, &camille, id, &named("Créances")).await.expect("renamed");
        assert_eq!(saved_views::saved_view(portal, &camille, id).await.expect("read").name, "Créances");
        assert_eq!(only_problem(saved_views::rename(portal, &camille, id, &named(" ")).await).0, "nom");
        for _ in 1..MAX_VIEWS {
            saved_views::create(portal, &camille, SavedViewId::generate(), &filter, &named("x"))
                .await
                .expect("room");
        }
        let full = saved_views::create(portal, &camille, SavedViewId::generate(), &filter, &named("x")).await;
        assert_eq!(only_problem(full).1, Problem::TooManySavedViews { max: MAX_VIEWS });
        saved_views::delete(portal, &camille, id).await.expect("deleted");
        assert!(is_not_found(saved_views::delete(portal, &camille, id).await));
        assert_eq!(saved_views::saved_views(portal, &camille).await.expect("a list").len(), MAX_VIEWS - 1);
    })
    .await;
}
