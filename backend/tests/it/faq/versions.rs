//! Shipped texts and their versions.

use backend::{faq, search};
use platform::{Error, db::Duration, execute, on};

use crate::database::{TestEnv, on_each_database};

/// Writes a version as an editor would.
async fn write(env: &TestEnv, entry: &str, number: i64, question: &str, published_in: Option<i64>) {
    let now = env.clock.now();
    let published =
        published_in.map(|seconds| platform::db::Moment::from_micros(now.micros() + seconds * 1_000_000));
    execute!(
        env.portal.db,
        sqlx::query(
            "INSERT INTO faq_version (entry, number, theme, question, answer, keywords, related, owner, updated_on,
                 review_by, author, created_at, published_at, withdrawn)
             VALUES ($1, $2, 'paiements', $3, 'Une réponse.', '', '', 'Douane', '2026-06-01', '2027-06-01', 'Paule', $4, $5,
                 $6)",
        )
        .bind(entry)
        .bind(number)
        .bind(question)
        .bind(now)
        .bind(published)
        .bind(question.is_empty())
    )
    .expect("written");
}

async fn versions(env: &TestEnv) -> i64 {
    on!(env.portal.db, |c| sqlx::query_scalar("SELECT COUNT(*) FROM faq_version").fetch_one(c).await)
        .expect("a number")
}

#[tokio::test]
async fn shipped_texts_are_loaded_once() {
    on_each_database(async |env| {
        let entries = faq::list(&env.portal).await.expect("a list");
        assert!(entries.len() >= 100, "{} entries", entries.len());
        let before = versions(&env).await;
        faq::load(&env.portal).await.expect("loaded again");
        assert_eq!(versions(&env).await, before, "nothing changes");
        assert_eq!(faq::refresh_index(&env.portal).await.expect("indexed"), 0);
        for theme in faq::themes() {
            assert!(entries.iter().any(|entry| entry.summary.theme == theme.code), "{}", theme.code);
        }
    })
    .await;
}

#[tokio::test]
async fn drafts_are_hidden_and_later_versions_appear_at_their_time() {
    on_each_database(async |env| {
        let id = "trigo";
        let shipped = faq::entry(&env.portal, id).await.expect("an entry").summary.question;
        write(&env, id, 2, "Brouillon", None).await;
        write(&env, id, 3, "Où est le zanzibar ?", Some(3600)).await;
        assert_eq!(faq::entry(&env.portal, id).await.expect("an entry").summary.question, shipped);
        env.clock.advance(Duration::from_secs(3601));
        assert_eq!(
            faq::entry(&env.portal, id).await.expect("an entry").summary.question,
            "Où est le zanzibar ?"
        );
        // The search follows with its next job.
        assert!(faq::refresh_index(&env.portal).await.expect("indexed") > 0);
        let found = faq::search(&env.portal, "zanzibars").await.expect("a search");
        assert_eq!(found.entries.first().map(|entry| entry.id.as_str()), Some(id));
    })
    .await;
}

#[tokio::test]
async fn text_of_an_editor_prevails_over_a_new_shipped_one() {
    on_each_database(async |env| {
        write(&env, "trigo", 2, "Texte d’un éditeur", Some(0)).await;
        for id in ["trigo", "declaration-h7"] {
            execute!(
                env.portal.db,
                sqlx::query("UPDATE faq_entry SET shipped_hash = NULL WHERE id = $1").bind(id)
            )
            .expect("changed");
        }
        let before = versions(&env).await;
        faq::load(&env.portal).await.expect("loaded");
        assert_eq!(versions(&env).await, before + 1, "a version of the other entry only");
        let entry = faq::entry(&env.portal, "trigo").await.expect("an entry");
        assert_eq!(entry.summary.question, "Texte d’un éditeur");
        assert_eq!(faq::entry(&env.portal, "declaration-h7").await.expect("an entry").number, 2);
    })
    .await;
}

#[tokio::test]
async fn withdrawn_and_unknown_entries_are_missing() {
    on_each_database(async |env| {
        write(&env, "trigo", 2, "", Some(0)).await;
        for id in ["trigo", "nulle-part"] {
            assert!(matches!(faq::entry(&env.portal, id).await, Err(Error::NotFound)), "{id}");
        }
        assert!(faq::summaries(&env.portal).await.expect("a list").iter().all(|entry| entry.id != "trigo"));
    })
    .await;
}

#[tokio::test]
async fn searches_without_result_are_counted_without_numbers() {
    on_each_database(async |env| {
        for typed in ["licorne zz 123456789", "LICORNE, zz x@y.fr", "mot de passe"] {
            faq::search(&env.portal, typed).await.expect("a search");
        }
        let misses = search::misses(&env.portal).await.expect("a list");
        let counted: Vec<_> = misses.iter().map(|miss| (miss.words.as_str(), miss.times)).collect();
        assert_eq!(counted, [("licorne zz", 2)]);
        env.clock.advance(Duration::from_secs(91 * 24 * 3600));
        assert_eq!(search::purge_misses(&env.portal).await.expect("purged"), 1);
    })
    .await;
}
