use std::time::Duration;

use backend::{
    accounts::{profile, registration, sessions},
    id::{AccountId, DraftId},
    messaging, personal_data,
};
use domain::{form::Answers, problem::Problem};
use futures::TryStreamExt;
use platform::{Error, db::Db};
use sqlx::AssertSqlSafe;

use crate::{
    accounts::{self, PASSWORD},
    database::{TestEnv, on_each_database},
    messaging::fixtures::{RECETTE, png, text},
    profile::{problem, refusal},
};

fn confirmation(login: &str) -> Answers {
    Answers::from_iter([("identifiant", login)])
}

/// Returns every row of every table as text.
async fn all_rows(env: &TestEnv) -> Vec<String> {
    match &env.portal.db {
        Db::Sqlite { read, .. } => {
            let mut reader = read.acquire().await.expect("a connection");
            let tables: Vec<(String, String)> = sqlx::query_as(
                "SELECT m.name, group_concat('CASE typeof(\"' || p.name || '\") WHEN ''blob'' THEN hex(\"' || p.name || '\")
                         ELSE coalesce(CAST(\"' || p.name || '\" AS TEXT), '''') END', ' || ''|'' || ')
                 FROM sqlite_master m, pragma_table_info(m.name) p
                 WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' GROUP BY m.name",
            )
            .fetch_all(&mut *reader)
            .await
            .expect("the tables");
            let mut rows = Vec::new();
            for (table, columns) in tables {
                let statement = format!("SELECT '{table}: ' || {columns} FROM {table}");
                let found: Vec<String> = sqlx::query_scalar(AssertSqlSafe(statement))
                    .fetch_all(&mut *reader)
                    .await
                    .expect("its rows");
                rows.extend(found);
            }
            rows
        }
        Db::Postgres(pool) => {
            let tables: Vec<String> =
                sqlx::query_scalar("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'")
                    .fetch_all(pool)
                    .await
                    .expect("the tables");
            let mut rows = Vec::new();
            for table in tables {
                let statement = format!("SELECT '{table}: ' || CAST(t AS TEXT) FROM {table} t");
                let found: Vec<String> =
                    sqlx::query_scalar(AssertSqlSafe(statement)).fetch_all(pool).await.expect("its rows");
                rows.extend(found);
            }
            rows
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn deletion_erases_every_trace_except_legal_archives() {
    on_each_database(async |env| {
        env.add_services().await;
        let (account, session) = env.accountant("chloe-canari").await;
        let named = [
            ("prenom", "Chloé"),
            ("nom", "Canari"),
            ("telephone", "01 98 76 54 32"),
            ("adresse", "9 rue Canari"),
        ];
        profile::set_situation(&env.portal, &session, &Answers::from_iter(named)).await.expect("a situation");
        let session = env.session(&env.rotated_token(&session).await).await;
        env.trusted_device("chloe-canari").await;
        let question = env.send_question(&session).await;
        let draft = env.ready_draft(&session).await;
        env.upload(&session, draft, "", "brouillon.png", &png()).await.expect("a file");
        let upload = env.begin_in_pieces(&session, draft, "canari.png", 200_000).await.expect("begun");
        env.send_piece(&session, upload, 0, &[7; 100_000]).await.expect("a piece");
        super::export::open_case(&env, &session).await;
        personal_data::request_export(&env.portal, &session).await.expect("requested");
        super::export::build_due(&env).await.expect("built");
        profile::request_reset(&env.portal, &env.client(), &confirmation("chloe-canari"))
            .await
            .expect("requested");
        let wanted = Answers::from_iter([("email", "canari.autre@exemple.fr")]);
        profile::request_email_change(&env.portal, &session, &wanted).await.expect("requested");
        messaging::close(&env.portal, &session, question).await.expect("closed");
        let (_, colleague) = env.accountant("basile").await;
        let agent = env.signed_in_agent("agent", RECETTE).await;
        let before = all_rows(&env).await;
        assert!(
            before.iter().filter(|row| belongs_to_account(row, account)).count() > 10,
            "the search finds existing data"
        );

        personal_data::delete_account(&env.portal, &session, &confirmation("Chloe-Canari "))
            .await
            .expect("deleted");

        let left: Vec<String> = all_rows(&env).await.into_iter().filter(|row| is_personal(row)).collect();
        assert!(left.len() == 1 && left[0].starts_with("outbox: "), "only the confirmation mail: {left:#?}");
        env.deliver().await;
        env.mailbox.last_containing("chloe-canari@exemple.fr", "a été supprimé");
        env.advance(Duration::from_secs(31 * 24 * 3600));
        env.run_jobs().await;
        let left: Vec<String> = all_rows(&env).await.into_iter().filter(|row| is_personal(row)).collect();
        assert!(left.is_empty(), "{left:#?}");
        let files: Vec<_> = env.portal.files.list().try_collect().await.expect("listed");
        assert!(files.is_empty(), "{files:?}");

        for reader in [&colleague, &agent] {
            let found =
                messaging::question(&env.portal, reader, question).await.expect("the question is archived");
            assert_eq!(found.messages[0].author_name, messaging::DELETED_AUTHOR);
            assert!(
                found.steps.iter().all(|step| step.by_name == messaging::DELETED_AUTHOR),
                "{:?}",
                found.steps
            );
        }
    })
    .await;
}

fn is_personal(row: &str) -> bool {
    let row = row.to_lowercase();
    ["canari", "198765432"].iter().any(|trace| row.contains(trace))
}

fn belongs_to_account(row: &str, account: AccountId) -> bool {
    let compact = row.to_lowercase().replace('-', "");
    is_personal(row) || compact.contains(&account.simple().to_string())
}

#[tokio::test(flavor = "multi_thread")]
async fn deletion_closes_every_session_and_requires_login_and_recent_authentication() {
    on_each_database(async |env| {
        env.account("alix").await;
        let (other_token, _) = env.sign_in("alix").await;
        let (token, session) = env.sign_in("alix").await;
        let (field, found) =
            problem(personal_data::delete_account(&env.portal, &session, &confirmation("alex")).await);
        assert_eq!((field.as_str(), found), ("identifiant", Problem::LoginMismatch));
        env.advance(Duration::from_secs(14 * 60));
        let session = env.session(&token).await;
        env.session(&other_token).await;
        env.advance(Duration::from_secs(60));
        let outcome = personal_data::delete_account(&env.portal, &session, &confirmation("alix")).await;
        assert_eq!(refusal(outcome), Problem::ReauthenticationRequired);
        let form = Answers::from_iter([("mot_de_passe", PASSWORD)]);
        let token = backend::accounts::sign_in::reauthenticate(&env.portal, &session, &env.client(), &form)
            .await
            .expect("re-authenticated");
        let session = env.session(token.expose()).await;
        personal_data::delete_account(&env.portal, &session, &confirmation("alix")).await.expect("deleted");
        for gone in [other_token.as_str(), token.expose()] {
            assert!(sessions::find(&env.portal, gone).await.expect("looked up").is_none());
        }
        let again = personal_data::delete_account(&env.portal, &session, &confirmation("alix")).await;
        assert!(matches!(again, Err(Error::NotFound)), "{again:?}");
        let (_, visitor) = env.visitor().await;
        let outcome = backend::accounts::sign_in::sign_in(
            &env.portal,
            &visitor,
            &env.client(),
            &accounts::credentials("alix", PASSWORD),
        )
        .await;
        assert_eq!(refusal(outcome), Problem::WrongCredentials);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn identifiant_is_retired_for_seven_years_and_the_address_is_free() {
    on_each_database(async |env| {
        let (_, session) = env.signed_in_account("alix").await;
        personal_data::delete_account(&env.portal, &session, &confirmation("alix")).await.expect("deleted");
        let again = accounts::registration_form("Alix", "alix@exemple.fr");
        let refused =
            registration::register(&env.portal, &env.visitor().await.1, &env.client(), &again).await;
        assert_eq!(problem(refused), ("identifiant".to_owned(), Problem::LoginTaken));
        let other = accounts::registration_form("alix2", "alix@exemple.fr");
        registration::register(&env.portal, &env.visitor().await.1, &env.client(), &other)
            .await
            .expect("the address is free");
        env.advance(Duration::from_secs((7 * 365 + 3) * 24 * 3600));
        env.run_jobs().await;
        let late = accounts::registration_form("alix", "alix3@exemple.fr");
        registration::register(&env.portal, &env.visitor().await.1, &env.client(), &late)
            .await
            .expect("free again");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn colleague_continues_the_question_of_a_deleted_account() {
    on_each_database(async |env| {
        env.add_services().await;
        let (_, alix) = env.accountant("alix").await;
        let (_, basile) = env.accountant("basile").await;
        let question = env.send_question(&alix).await;
        personal_data::delete_account(&env.portal, &alix, &confirmation("alix")).await.expect("deleted");
        let agent = env.signed_in_agent("agent", RECETTE).await;
        messaging::take_in_charge(&env.portal, &agent, question).await.expect("taken in charge");
        messaging::reply(&env.portal, &agent, question, DraftId::generate(), &text("Voici"))
            .await
            .expect("answered");
        messaging::reply(&env.portal, &basile, question, DraftId::generate(), &text("Merci"))
            .await
            .expect("followed");
        env.deliver().await;
        assert!(
            !env.mailbox
                .mails()
                .iter()
                .any(|mail| mail.to == "alix@exemple.fr" && mail.text.contains("a répondu"))
        );
    })
    .await;
}
