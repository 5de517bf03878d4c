//! Saved views: filters of the inbox that an agent has named.

use std::time::Duration;

use backend::{
    customs::{
        self, InboxFilter, InboxView,
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
        let count = async |agent| customs::count_matching(portal, agent, &filter).await.expect("counted");
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

#[tokio::test(flavor = "multi_thread")]
async fn a_filter_counts_as_many_questions_as_the_agent_lists() {
    on_each_database(async |env| {
        env.add_services().await;
        env.commit(RECETTE, Some(1)).await;
        let portal = &env.portal;
        let (_, alix) = env.accountant("alix").await;
        env.add_agent("camille", RECETTE, true).await;
        let both = env.named_agent("dominique", &[RECETTE, OTHER_RECETTE]).await;
        let [late, taken, answered, closed] = [
            env.send_question(&alix).await,
            env.send_question(&alix).await,
            env.send_question(&alix).await,
            env.send_confidential_question(&alix).await,
        ];
        messaging::take(portal, &both, taken).await.expect("taken");
        env.answer_as("camille", answered).await;
        messaging::close(portal, &alix, closed).await.expect("closed");
        env.advance(Duration::from_secs(7 * 24 * 3600));
        env.send_question(&alix).await;
        let (camille, both) = (env.agent_session("camille").await, env.agent_session("dominique").await);
        let motif = messaging::question(portal, &camille, late).await.expect("read").conversation.motif_title;
        let motifs = portal.motifs.current();
        let motif = motifs.all().iter().find(|one| one.title == motif).expect("the motif").id.clone();
        let assignee = Some(both.agent().expect("an agent").id);
        let any = InboxFilter::default();
        let filters = InboxView::ALL.into_iter().flat_map(|view| {
            let service = RECETTE.to_owned();
            [
                InboxFilter { view, ..any.clone() },
                InboxFilter { view, service, ..any.clone() },
                InboxFilter { view, service: "ailleurs".to_owned(), ..any.clone() },
                InboxFilter { view, motif: motif.clone(), ..any.clone() },
                InboxFilter { view, assignee, ..any.clone() },
                InboxFilter { view, with_files: true, ..any.clone() },
                InboxFilter { view, search: "créance".to_owned(), ..any.clone() },
            ]
        });
        let mut found = 0;
        for filter in filters {
            for agent in [&camille, &both] {
                let listed = customs::inbox(portal, agent, &filter, None).await.expect("a list");
                let number = u32::try_from(listed.questions.len()).expect("a page");
                let counted = customs::count_matching(portal, agent, &filter).await.expect("counted");
                assert_eq!(counted, LimitedCount::Exact(number), "{filter:?}");
                found += number;
            }
        }
        assert!(found > 40, "the filters find too little to compare: {found}");
        assert!(customs::count_matching(portal, &alix, &any).await.is_err(), "no agent");
    })
    .await;
}
