//! Drafts, publication at a date, corrections, archiving, collisions, audit trail.

use backend::{
    publications::{self, ArticleFilter, ArticleState},
    staff::{self, ActFilter},
};
use domain::{article::ArticleKind, form::Answers, problem::Problem, rights::StaffRole};
use platform::{Error, db::Duration};

use super::{changed, editor, now, publish, text};
use crate::{
    database::{TestEnv, on_each_database},
    messaging::fixtures::problems,
};

const DAY: Duration = Duration::from_secs(24 * 3600);

/// Title that people read; `None` if they read none.
async fn read(env: &TestEnv, id: &str) -> Option<String> {
    let article = publications::article(&env.portal, ArticleKind::News, id).await.ok();
    article.map(|article| article.summary.head.title)
}

async fn listed(env: &TestEnv) -> Vec<String> {
    let found = publications::news(&env.portal, 1).await.expect("a list");
    assert_eq!(found.total as usize, found.articles.len());
    found.articles.into_iter().map(|article| article.id).collect()
}

/// Codes of the acts on an article, the first one first.
async fn acts(env: &TestEnv, id: &str) -> Vec<&'static str> {
    let administrator = env.staff_session("admin", StaffRole::Administrator).await;
    let filter = ActFilter { words: id.to_owned(), ..ActFilter::default() };
    let acts = staff::acts(&env.portal, &administrator, &filter, 1).await.expect("a list").acts;
    acts.iter().rev().filter(|act| act.subject == id).map(|act| act.kind.code()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn article_is_a_draft_until_its_date_comes() {
    on_each_database(async |env| {
        let session = editor(&env).await;
        let kind = ArticleKind::News;
        let id =
            publications::create(&env.portal, &session, kind, &text("Les Taux !")).await.expect("created");
        assert_eq!(id, "les-taux");
        let again =
            publications::create(&env.portal, &session, kind, &text("Les taux")).await.expect("created");
        assert_eq!(again, "les-taux-2");
        assert_eq!((read(&env, &id).await, listed(&env).await.len()), (None, 0));
        let day = (env.clock.now() + DAY + DAY).day();
        let at = |day: String| Answers::from_iter([("quand", "date".to_owned()), ("jour", day)]);
        let past = publications::publish(&env.portal, &session, &id, 1, &at("2020-01-01".to_owned())).await;
        assert_eq!(problems(past)[0].field, "jour");
        publications::publish(&env.portal, &session, &id, 1, &at(day.to_string())).await.expect("planned");
        assert_eq!((read(&env, &id).await, listed(&env).await.len()), (None, 0));
        publications::cancel_publication(&env.portal, &session, &id, 1).await.expect("cancelled");
        env.clock.advance(DAY + DAY);
        assert_eq!(listed(&env).await.len(), 0, "the cancelled publication does not appear");
        let day = (env.clock.now() + DAY).day();
        publications::publish(&env.portal, &session, &id, 1, &at(day.to_string())).await.expect("planned");
        env.clock.advance(DAY);
        assert_eq!(listed(&env).await, [id.as_str()]);
        assert!(publications::refresh_index(&env.portal).await.expect("the job") > 0);
        assert_eq!(publications::refresh_index(&env.portal).await.expect("the job"), 0);
        let article = publications::article(&env.portal, kind, &id).await.expect("an article").summary;
        assert_eq!((article.first_published_at.day(), article.updated_at()), (day, None));
        assert!(
            publications::article(&env.portal, ArticleKind::Event, &id).await.is_err(),
            "of another kind"
        );
        let expected = ["article-cree", "article-publie", "article-differe", "article-publie"];
        assert_eq!(acts(&env, &id).await, expected);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn correction_is_noted_and_an_archived_article_stays_at_its_address() {
    on_each_database(async |env| {
        let session = editor(&env).await;
        let id = publish(&env, &session, ArticleKind::News, &text("Un titre")).await;
        env.clock.advance(DAY);
        let answers = changed("Un autre titre", &[("correction", "Le montant était faux.")]);
        publications::change(&env.portal, &session, &id, 1, &answers).await.expect("written");
        assert_eq!(read(&env, &id).await.as_deref(), Some("Un titre"), "a draft changes nothing");
        let (preview, notes) = publications::preview(&env.portal, &session, &id, 2).await.expect("a preview");
        assert_eq!(preview.summary.head.title, "Un autre titre");
        assert_eq!(notes[0].correction, "Le montant était faux.");
        assert!(publications::corrections(&env.portal, &id).await.expect("notes").is_empty());
        publications::publish(&env.portal, &session, &id, 2, &now()).await.expect("published");
        let notes = publications::corrections(&env.portal, &id).await.expect("notes");
        assert_eq!((notes.len(), notes[0].published_at.day()), (1, env.clock.now().day()));
        let article = publications::article(&env.portal, ArticleKind::News, &id).await.expect("an article");
        assert_eq!(article.summary.updated_at(), Some(env.clock.now()));
        assert_ne!(article.summary.first_published_at, article.summary.published_at);

        // A draft that is not published is not what the archived page shows.
        publications::change(&env.portal, &session, &id, 2, &text("Brouillon")).await.expect("written");
        publications::archive(&env.portal, &session, &id, 3).await.expect("archived");
        assert!(listed(&env).await.is_empty());
        assert_eq!(read(&env, &id).await.as_deref(), Some("Un autre titre"));
        let article = publications::article(&env.portal, ArticleKind::News, &id).await.expect("an article");
        assert!(article.summary.archived);
        let twice = publications::archive(&env.portal, &session, &id, 4).await;
        assert_eq!(problems(twice)[0].problem, Problem::ArticleVersionNotOpen);
        publications::restore(&env.portal, &session, &id, 4, 1).await.expect("restored");
        publications::publish(&env.portal, &session, &id, 5, &now()).await.expect("published again");
        assert_eq!(read(&env, &id).await.as_deref(), Some("Un titre"));
        assert_eq!(listed(&env).await, [id.as_str()]);
        assert_eq!(publications::corrections(&env.portal, &id).await.expect("notes").len(), 1);
        assert_eq!(publications::history(&env.portal, &session, &id).await.expect("versions").len(), 5);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn editors_do_not_overwrite_each_other_and_others_have_no_right() {
    on_each_database(async |env| {
        let session = editor(&env).await;
        let id = publish(&env, &session, ArticleKind::Event, &text("Une réunion")).await;
        publications::change(&env.portal, &session, &id, 1, &text("Deux")).await.expect("written");
        let late = publications::change(&env.portal, &session, &id, 1, &text("Trois")).await;
        let collision = Problem::FaqEntryChanged { author: "redac".to_owned() };
        assert_eq!(problems(late)[0].problem, collision);
        for stale in [
            publications::publish(&env.portal, &session, &id, 1, &now()).await.map(|_| ()),
            publications::archive(&env.portal, &session, &id, 1).await,
            publications::restore(&env.portal, &session, &id, 1, 1).await,
        ] {
            assert_eq!(problems(stale)[0].problem, Problem::ArticleVersionNotOpen);
        }
        let wrong = changed("x", &[("fin_heure", "08:00"), ("lien", "http://a"), ("texte", "**x")]);
        let fields: Vec<String> = problems(publications::change(&env.portal, &session, &id, 2, &wrong).await)
            .into_iter()
            .map(|found| found.field)
            .collect();
        assert_eq!(fields, ["texte", "lien", "fin_heure"]);
        let agent = env.staff_session("agent.publication", StaffRole::Agent).await;
        let refused = publications::create(&env.portal, &agent, ArticleKind::News, &text("x")).await;
        assert!(matches!(refused, Err(Error::Refused(_) | Error::NotFound)), "{refused:?}");
        let hidden = publications::edited_article(&env.portal, &agent, &id).await.map(|article| article.id);
        assert!(matches!(hidden, Err(Error::Refused(_) | Error::NotFound)), "{hidden:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn editors_list_articles_by_kind_state_and_words() {
    on_each_database(async |env| {
        let session = editor(&env).await;
        let news = publish(&env, &session, ArticleKind::News, &text("Une actualité")).await;
        let event = publish(&env, &session, ArticleKind::Event, &text("Un événement")).await;
        publications::change(&env.portal, &session, &event, 1, &text("Un événement déplacé"))
            .await
            .expect("written");
        publications::archive(&env.portal, &session, &news, 1).await.expect("archived");
        for (kind, filter, words, expected) in [
            (None, None, "", vec![&event, &news]),
            (Some(ArticleKind::News), None, "", vec![&news]),
            (None, Some(ArticleFilter::Draft), "", vec![&event]),
            (None, Some(ArticleFilter::Published), "", vec![&event]),
            (None, Some(ArticleFilter::Archived), "", vec![&news]),
            (None, Some(ArticleFilter::Planned), "", vec![]),
            (None, None, "deplace", vec![&event]),
            (None, None, "licorne", vec![]),
        ] {
            let found =
                publications::edited(&env.portal, &session, kind, filter, words, 1).await.expect("a list");
            let mut ids: Vec<&String> = found.articles.iter().map(|article| &article.id).collect();
            ids.sort();
            let mut expected = expected;
            expected.sort();
            assert_eq!(ids, expected, "{kind:?} {filter:?} {words}");
        }
        let article = publications::edited_article(&env.portal, &session, &event).await.expect("an article");
        assert_eq!((article.state(), article.has_draft()), (ArticleState::Published, true));
        assert_eq!(article.text.answers().text("fin_jour"), "2026-06-10");
        assert_eq!(article.text.answers().text("debut_heure"), "09:00", "of the clocks of its territory");
    })
    .await;
}
