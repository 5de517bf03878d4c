//! Lists for visitors: order, pages, past events, guides, import.

use backend::publications::{self, Summary};
use domain::{
    article::{ArticleKind, Genre},
    rights::Teleservice,
};
use platform::{Error, db::Duration};

use super::{changed, editor, publish, text};
use crate::database::on_each_database;

const DAY: Duration = Duration::from_secs(24 * 3600);

fn ids(articles: &[Summary]) -> Vec<&str> {
    articles.iter().map(|article| article.id.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn news_are_listed_by_page_the_latest_first() {
    on_each_database(async |env| {
        let session = editor(&env).await;
        for number in 1..=11 {
            publish(&env, &session, ArticleKind::News, &text(&format!("Nouvelle {number}"))).await;
            env.clock.advance(DAY);
        }
        let first = publications::news(&env.portal, 1).await.expect("a page");
        assert_eq!((first.total, first.pages, first.articles.len()), (11, 2, 10));
        assert_eq!(first.articles[0].id, "nouvelle-11");
        let last = publications::news(&env.portal, 9).await.expect("a page");
        assert_eq!((last.page, ids(&last.articles)), (2, vec!["nouvelle-1"]));
        // A correction does not bring a news back to the top.
        publications::change(&env.portal, &session, "nouvelle-1", 1, &text("Nouvelle 1 bis"))
            .await
            .expect("written");
        publications::publish(&env.portal, &session, "nouvelle-1", 2, &super::now())
            .await
            .expect("published");
        let headlines = publications::headlines(&env.portal).await.expect("headlines");
        assert_eq!(ids(&headlines.news), ["nouvelle-11", "nouvelle-10", "nouvelle-9"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn events_are_past_once_they_have_ended() {
    on_each_database(async |env| {
        let session = editor(&env).await;
        let later = changed("Plus tard", &[("debut_jour", "2026-07-01"), ("territoire", "metropole")]);
        let later = publish(&env, &session, ArticleKind::Event, &later).await;
        let soon = publish(&env, &session, ArticleKind::Event, &text("Bientôt")).await;
        let upcoming = publications::upcoming_events(&env.portal).await.expect("events");
        assert_eq!(ids(&upcoming), [soon.as_str(), later.as_str()]);
        let time = upcoming[0].head.time().expect("a time").words().replace('\u{a0}', " ");
        assert_eq!(time, "mercredi 10 juin 2026, de 9 h à 10 h 30 (heure de La Réunion)");
        // 9:00 at La Réunion.
        let at = upcoming[0].head.starts_at.expect("a time");
        assert_eq!(format!("{:.0}", at.timestamp()), "2026-06-10T05:00:00Z");
        env.clock.advance(DAY * 10);
        assert_eq!(ids(&publications::upcoming_events(&env.portal).await.expect("events")), [later.as_str()]);
        let past = publications::past_events(&env.portal, 1).await.expect("events");
        assert_eq!((past.total, ids(&past.articles)), (1, vec![soon.as_str()]));
        assert_eq!(publications::headlines(&env.portal).await.expect("headlines").events.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn guides_are_chosen_by_genre_and_teleservice() {
    on_each_database(async |env| {
        let session = editor(&env).await;
        let ciel = publish(&env, &session, ArticleKind::Guide, &text("B guide")).await;
        let other = changed("A tutoriel", &[("genre", "tutoriel"), ("teleservice", "")]);
        let tutorial = publish(&env, &session, ArticleKind::Guide, &other).await;
        let (ciel, tutorial) = (ciel.as_str(), tutorial.as_str());
        for (genre, teleservice, expected) in [
            (None, None, vec![tutorial, ciel]),
            (Some(Genre::Tutorial), None, vec![tutorial]),
            (None, Some(Teleservice::Ciel), vec![ciel]),
            (Some(Genre::Tutorial), Some(Teleservice::Ciel), vec![]),
        ] {
            let found = publications::guides(&env.portal, genre, teleservice).await.expect("guides");
            assert_eq!(ids(&found), expected, "{genre:?} {teleservice:?}");
        }
    })
    .await;
}

const FILE: &str = r#"
[[article]]
nature = "evenement"
publie_le = "-3"
titre = "Un atelier"
resume = "Résumé"
texte = "Texte"
debut_jour = "+5"
debut_heure = "10:00"
fin_heure = "11:00"
territoire = "metropole"
lieu = "En ligne"
"#;

#[tokio::test(flavor = "multi_thread")]
async fn file_is_imported_once_or_not_at_all() {
    on_each_database(async |env| {
        assert_eq!(publications::import(&env.portal, FILE).await.expect("imported"), 1);
        assert_eq!(publications::import(&env.portal, FILE).await.expect("imported again"), 0);
        let events = publications::upcoming_events(&env.portal).await.expect("events");
        assert_eq!(ids(&events), ["un-atelier"]);
        assert_eq!(events[0].first_published_at.day(), (env.clock.now() - DAY * 3).day());
        assert_eq!(events[0].head.starts_at.map(|at| at.day()), Some((env.clock.now() + DAY * 5).day()));
        let wrong = format!("{}{}", FILE.replace("atelier", "autre"), FILE.replace("10:00", "10:07"));
        let refused = publications::import(&env.portal, &wrong).await;
        assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
        assert_eq!(publications::upcoming_events(&env.portal).await.expect("events").len(), 1);
        assert!(publications::import(&env.portal, "[[article]]\nnature = 1").await.is_err());
    })
    .await;
}

/// The articles of the demonstration are complete.
#[tokio::test(flavor = "multi_thread")]
async fn articles_of_the_demonstration_are_imported() {
    on_each_database(async |env| {
        let file = include_str!("../../../../xtask/src/demo/publications.toml");
        let imported = publications::import(&env.portal, file).await.expect("imported");
        assert_eq!(imported, file.matches("[[article]]").count());
        let headlines = publications::headlines(&env.portal).await.expect("headlines");
        assert_eq!((headlines.news.len(), headlines.events.len()), (3, 2));
    })
    .await;
}
