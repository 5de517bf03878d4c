//! Feed of the news and calendar of the events, read by independent programs (the packages `feedparser` and `icalendar`).

use std::{
    path::Path,
    process::{Command, Stdio},
};

use backend::publications;
use domain::article::ArticleKind;
use platform::db::Duration;
use serde_json::{Value, json};

use super::{changed, editor, now, publish, text};
use crate::database::on_each_database;

/// Environment variable with a Python that has the packages; the tests then require it.
const VARIABLE: &str = "PRODOUANE_PYTHON";

const DAY: Duration = Duration::from_secs(24 * 3600);

/// Returns what an independent program reads in a file; `None` if it is not installed. `kind`: « atom » or « ics ».
fn independent(kind: &str, file: &str) -> Option<Value> {
    let configured = std::env::var_os(VARIABLE);
    let program = configured.clone().unwrap_or_else(|| "python3".into());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/publications/read_file.py");
    let path = std::env::temp_dir().join(format!("prodouane-{}.{kind}", uuid::Uuid::new_v4()));
    std::fs::write(&path, file).expect("a file");
    let output =
        Command::new(program).arg(script).arg(kind).arg(&path).stdin(Stdio::null()).output().expect("Python");
    std::fs::remove_file(path).expect("removed");
    if output.status.success() {
        return Some(serde_json::from_slice(&output.stdout).expect("JSON"));
    }
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(configured.is_none(), "{VARIABLE}: {error}");
    eprintln!("not compared: {error}");
    None
}

#[tokio::test(flavor = "multi_thread")]
async fn feed_has_the_news_and_changes_only_with_them() {
    on_each_database(async |env| {
        let session = editor(&env).await;
        let empty = publications::news_feed(&env.portal).await.expect("a feed");
        assert!(!empty.contains("<entry>"));
        let answers = changed(
            "Droits & taxes <b>",
            &[("texte", "Voir l’[aide](/aide) & **vite** <script>\n\n1. un\n2. deux")],
        );
        let id = publish(&env, &session, ArticleKind::News, &answers).await;
        publish(&env, &session, ArticleKind::Event, &text("Une réunion")).await;
        env.clock.advance(DAY);
        publish(&env, &session, ArticleKind::News, &text("La suite")).await;
        let feed = publications::news_feed(&env.portal).await.expect("a feed");
        env.clock.advance(DAY);
        assert_eq!(
            publications::news_feed(&env.portal).await.expect("a feed"),
            feed,
            "the clock changes nothing"
        );
        assert_eq!(feed.matches("<entry>").count(), 2);
        assert!(!feed.contains("<script>"));
        let Some(read) = independent("atom", &feed) else { return };
        assert_eq!(read["faults"], json!(""));
        assert_eq!(read["updated"], json!("2026-06-02T08:00:00Z"));
        let entry = &read["entries"][1];
        let link = env.portal.link(&format!("/actualites/{id}"));
        assert_eq!(read["entries"][0]["title"], json!("La suite"));
        assert_eq!(
            (&entry["title"], &entry["link"], &entry["id"]),
            (&json!("Droits & taxes <b>"), &json!(link), &json!(link))
        );
        assert_eq!(
            (&entry["published"], &entry["updated"]),
            (&json!("2026-06-01T08:00:00Z"), &json!("2026-06-01T08:00:00Z"))
        );
        let content = entry["content"].as_str().expect("a content");
        let help = env.portal.link("/aide");
        for part in [format!("<a href=\"{help}\">"), "<li>un</li>".to_owned(), "&lt;script&gt;".to_owned()] {
            assert!(content.contains(&part), "{part}: {content}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn calendar_follows_changes_and_cancellations() {
    on_each_database(async |env| {
        let session = editor(&env).await;
        let id = publish(&env, &session, ArticleKind::Event, &text("Réunion, suite; fin")).await;
        publish(&env, &session, ArticleKind::News, &text("Une nouvelle")).await;
        let first = publications::calendar(&env.portal).await.expect("a calendar");
        env.clock.advance(DAY);
        let answers = changed("Réunion, suite; fin", &[("annule", "oui"), ("debut_heure", "09:15")]);
        publications::change(&env.portal, &session, &id, 1, &answers).await.expect("written");
        assert_eq!(
            publications::calendar(&env.portal).await.expect("a calendar"),
            first,
            "a draft changes nothing"
        );
        publications::publish(&env.portal, &session, &id, 2, &now()).await.expect("published");
        let second = publications::event_file(&env.portal, &id).await.expect("a file");
        let (Some(first), Some(second)) = (independent("ics", &first), independent("ics", &second)) else {
            return;
        };
        let (before, after) = (&first["events"][0], &second["events"][0]);
        assert_eq!((first["events"].as_array().map(Vec::len), &first["faults"]), (Some(1), &json!([])));
        assert_eq!(before["uid"], after["uid"]);
        assert_eq!((&before["sequence"], &after["sequence"]), (&json!(0), &json!(1)));
        assert_eq!((&before["status"], &after["status"]), (&json!("CONFIRMED"), &json!("CANCELLED")));
        assert_eq!(
            (&before["start"], &after["start"]),
            (&json!("2026-06-10T05:00:00+00:00"), &json!("2026-06-10T05:15:00+00:00"))
        );
        assert_eq!(before["end"], json!("2026-06-10T06:30:00+00:00"));
        assert_eq!(before["summary"], json!("Réunion, suite; fin"));
        assert_eq!(before["location"], json!("Le Port; La Réunion"));
        assert_eq!(before["url"], json!(env.portal.link(&format!("/agenda/{id}"))));
    })
    .await;
}
