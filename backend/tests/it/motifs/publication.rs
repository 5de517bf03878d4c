//! Publication: at once, at a date, once, in every process, for good.

use backend::{Portal, motifs, staff};
use domain::{
    form::Answers,
    motif::{Motif, editing::Nature},
    problem::Problem,
};
use futures::future::join_all;
use platform::{db::Duration, on};
use tokio_util::sync::CancellationToken;

use super::{MOTIF, add, administrator, again, begin, in_use, now, publish, remove, revision, secured};
use crate::{
    database::{TestEnv, on_each_database_with},
    messaging::fixtures::only_problem,
    statements,
};

const DAY: Duration = Duration::from_secs(24 * 3600);

/// Another process of the portal. SQLite allows one only.
async fn second(env: &TestEnv) -> Portal {
    if env.engine == "SQLite" {
        return env.portal.clone();
    }
    let portal = Portal::open((*env.portal.config).clone(), env.clock.clone()).await.expect("opens");
    motifs::refresh(&portal).await.expect("read");
    portal
}

fn version_in(portal: &Portal) -> i64 {
    portal.motifs.current().find(MOTIF).expect("a motif").version.into()
}

/// Text of a stored version, to the byte.
async fn stored(env: &TestEnv, number: i64) -> String {
    on!(env.portal.db, |c| {
        sqlx::query_scalar(
            "SELECT CAST(definition AS TEXT) FROM motif_version WHERE motif = $1 AND number = $2",
        )
        .bind(MOTIF)
        .bind(number)
        .fetch_one(c)
        .await
    })
    .expect("a version")
}

#[tokio::test(flavor = "multi_thread")]
async fn every_process_uses_a_version_once_its_date_has_come() {
    on_each_database_with(secured, async |env| {
        let (portal, ada) = (&env.portal, administrator(&env, "ada").await);
        let other = second(&env).await;
        let first = in_use(&env, MOTIF);
        begin(&env, &ada, MOTIF).await;
        add(&env, &ada, MOTIF, Nature::Date, "Date de l’avis").await;
        let day = (env.clock.now() + DAY + DAY).day();
        let at = |day: String| {
            Answers::from_iter([("quand", "date".to_owned()), ("jour", day), ("note", "Essai".to_owned())])
        };
        let past = motifs::publish(portal, &ada, MOTIF, 2, &at("2020-01-01".to_owned())).await;
        assert_eq!(only_problem(past).0, "jour");
        motifs::publish(portal, &ada, MOTIF, 2, &at(day.to_string())).await.expect("planned");
        let edited = motifs::edited_motif(portal, &ada, MOTIF).await.expect("a motif");
        assert_eq!(edited.planned.map(|planned| planned.number), Some(first + 1));
        let pending = motifs::begin(portal, &ada, MOTIF, first).await;
        assert_eq!(only_problem(pending).1, Problem::MotifVersionNotOpen, "a publication is to come");

        // Cancelled, it is a draft again, which keeps its fields.
        motifs::cancel_publication(portal, &ada, MOTIF, first + 1).await.expect("cancelled");
        let edited = motifs::edited_motif(portal, &ada, MOTIF).await.expect("a motif");
        let draft = edited.draft.expect("a draft");
        assert!(edited.planned.is_none() && draft.definition.form.field("champ_date_de_l_avis").is_some());
        motifs::publish(portal, &ada, MOTIF, draft.revision, &at(day.to_string())).await.expect("planned");
        for portal in [portal, &other] {
            assert!(!motifs::refresh(portal).await.expect("read"));
            assert_eq!(version_in(portal), first);
        }
        env.clock.advance(DAY + DAY);
        for portal in [portal, &other] {
            motifs::refresh(portal).await.expect("read");
            assert_eq!(version_in(portal), first + 1);
            assert!(!motifs::refresh(portal).await.expect("read"), "once");
        }
        let ada = again(&env, "ada").await;
        let late = motifs::cancel_publication(portal, &ada, MOTIF, first + 1).await;
        assert_eq!(only_problem(late).1, Problem::MotifVersionNotOpen, "it is in use");
        let row = motifs::list(portal, &ada).await.expect("a list").into_iter();
        let row = row.clone().find(|row| row.current.id == MOTIF).expect("the motif");
        assert!(!row.has_draft && row.planned_at.is_none());
        if env.engine == "PostgreSQL" {
            other.close().await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_process_uses_what_another_one_publishes() {
    on_each_database_with(secured, async |env| {
        let ada = administrator(&env, "ada").await;
        let (other, shutdown) = (second(&env).await, CancellationToken::new());
        let workers = other.spawn_workers(shutdown.clone());
        let expected = in_use(&env, MOTIF) + 1;
        begin(&env, &ada, MOTIF).await;
        add(&env, &ada, MOTIF, Nature::Date, "Date de l’avis").await;
        publish(&env, &ada, MOTIF).await;
        let mut changes = tokio::time::interval(std::time::Duration::from_millis(20));
        let used = async {
            while version_in(&other) < expected {
                changes.tick().await;
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(20), used).await.expect("used in time");
        shutdown.cancel();
        workers.wait().await;
        if env.engine == "PostgreSQL" {
            other.close().await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_fifty_publications_wins() {
    on_each_database_with(secured, async |env| {
        let ada = administrator(&env, "ada").await;
        begin(&env, &ada, MOTIF).await;
        add(&env, &ada, MOTIF, Nature::Date, "Date de l’avis").await;
        let publish = async || motifs::publish(&env.portal, &ada, MOTIF, 2, &now()).await;
        let results = join_all((0..50).map(|_| publish())).await;
        assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
        for refused in results.into_iter().filter(Result::is_err) {
            assert_eq!(only_problem(refused).1, Problem::MotifVersionNotOpen);
        }
        assert_eq!(env.count("motif_version").await, 2, "the shipped definition and the version");
        assert_eq!(env.count("motif_draft").await, 0);
        let acts = staff::acts(&env.portal, &ada, &staff::ActFilter::default(), 1).await.expect("acts").acts;
        assert_eq!(acts.iter().filter(|act| act.kind.code() == "motif-publie").count(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn published_version_stays_to_the_byte() {
    on_each_database_with(secured, async |env| {
        let (portal, ada) = (&env.portal, administrator(&env, "ada").await);
        let first = in_use(&env, MOTIF);
        let shipped: Motif = portal.motifs.current().find(MOTIF).expect("a motif").clone();
        begin(&env, &ada, MOTIF).await;
        add(&env, &ada, MOTIF, Nature::Date, "Date de l’avis").await;
        publish(&env, &ada, MOTIF).await;
        let texts = [stored(&env, first).await, stored(&env, first + 1).await];
        begin(&env, &ada, MOTIF).await;
        remove(&env, &ada, MOTIF, "creance").await;
        assert_eq!(stored(&env, first + 1).await, texts[1], "a draft is apart");
        publish(&env, &ada, MOTIF).await;
        assert_eq!(in_use(&env, MOTIF), first + 2);

        // A former version, even a shipped one, is written again as a new one.
        motifs::begin(portal, &ada, MOTIF, first).await.expect("a draft");
        publish(&env, &ada, MOTIF).await;
        let again = portal.motifs.current().find(MOTIF).expect("a motif").clone();
        assert_eq!((again.form, i64::from(again.version)), (shipped.form, first + 3));
        assert_eq!([stored(&env, first).await, stored(&env, first + 1).await], texts);
        let versions = motifs::history(portal, &ada, MOTIF).await.expect("versions");
        let authors: Vec<&str> = versions.iter().map(|version| version.author.as_str()).collect();
        assert_eq!(authors, ["ada", "ada", "ada", ""]);
        let preview = motifs::preview(portal, &ada, MOTIF, Some(first + 2)).await.expect("a preview");
        let subjects: Vec<&str> = preview.differences.iter().map(|one| one.subject.as_str()).collect();
        assert_eq!(
            (preview.compared_with, subjects),
            (Some(first + 1), vec!["Champ retiré\u{a0}: Créance concernée"])
        );
        assert!(
            motifs::preview(portal, &ada, MOTIF, Some(first))
                .await
                .expect("a preview")
                .differences
                .is_empty()
        );
    })
    .await;
}

/// No statement of the program can change a version that is in use.
#[test]
fn versions_are_inserted_only() {
    let statements: Vec<String> = statements::read().statements.into_iter().map(|one| one.text).collect();
    let about = |words: &str| statements.iter().filter(|text| text.contains(words)).collect::<Vec<_>>();
    assert!(!about("INSERT INTO motif_version").is_empty(), "the statements are no longer found");
    assert_eq!(about("UPDATE motif_version"), Vec::<&String>::new());
    let deletions = about("DELETE FROM motif_version");
    assert!(deletions.iter().all(|text| text.contains("published_at > $3")), "{deletions:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_starts_uses_the_published_versions() {
    on_each_database_with(secured, async |env| {
        let ada = administrator(&env, "ada").await;
        begin(&env, &ada, MOTIF).await;
        add(&env, &ada, MOTIF, Nature::Date, "Date de l’avis").await;
        assert_eq!(revision(&env, &ada, MOTIF).await, 2);
        publish(&env, &ada, MOTIF).await;
        let config = (*env.portal.config).clone();
        let reopened = match env.engine {
            "SQLite" => {
                env.portal.close().await;
                Portal::open(config, env.clock.clone()).await.expect("opens")
            }
            _ => Portal::open(config, env.clock.clone()).await.expect("opens"),
        };
        reopened.migrate().await.expect("starts");
        assert!(
            reopened
                .motifs
                .current()
                .find(MOTIF)
                .expect("a motif")
                .form
                .field("champ_date_de_l_avis")
                .is_some()
        );
        reopened.close().await;
    })
    .await;
}
