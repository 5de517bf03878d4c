use std::time::Duration;

use backend::{Error, db::Db, messaging, personal_data, profile as space, registration, session};
use domain::{form::Answers, problem::Problem};
use futures::TryStreamExt;
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use crate::{
    accounts::{self, PASSWORD},
    database::{House, on_each_database},
    messaging::people::{RECETTE, png, text},
    profile::{problem, refusal},
};

fn typed(login: &str) -> Answers {
    Answers::from_iter([("identifiant", login)])
}

/// Every row of every table, as text.
async fn everything(house: &House) -> Vec<String> {
    match &house.portal.db {
        Db::Sqlite { read, .. } => {
            let tables: Vec<(String, String)> = sqlx::query_as(
                "SELECT m.name, group_concat('CASE typeof(\"' || p.name || '\") WHEN ''blob'' THEN hex(\"' || p.name || '\")
                         ELSE coalesce(CAST(\"' || p.name || '\" AS TEXT), '''') END', ' || ''|'' || ')
                 FROM sqlite_master m, pragma_table_info(m.name) p
                 WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' GROUP BY m.name",
            )
            .fetch_all(read)
            .await
            .expect("the tables");
            let mut rows = Vec::new();
            for (table, columns) in tables {
                let statement = format!("SELECT '{table}: ' || {columns} FROM {table}");
                let found: Vec<String> =
                    sqlx::query_scalar(AssertSqlSafe(statement)).fetch_all(read).await.expect("its rows");
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
async fn nothing_of_a_deleted_person_is_left_but_what_the_law_keeps() {
    on_each_database(async |house| {
        house.services().await;
        let (account, session) = house.accountant("chloe-canari").await;
        let named = [
            ("prenom", "Chloé"),
            ("nom", "Canari"),
            ("telephone", "01 98 76 54 32"),
            ("adresse", "9 rue Canari"),
        ];
        space::set_situation(&house.portal, &session, &Answers::from_iter(named)).await.expect("a situation");
        let session = reloaded(&house, &session).await;
        house.trusted_device("chloe-canari").await;
        let question = house.asked(&session).await;
        let draft = house.ready_draft(&session).await;
        house.upload(&session, draft, "", "brouillon.png", &png()).await.expect("a file");
        personal_data::ask_export(&house.portal, &session).await.expect("asked");
        personal_data::build_due(&house.portal).await.expect("built");
        space::ask_reset(&house.portal, &house.client(), &typed("chloe-canari")).await.expect("asked");
        let wanted = Answers::from_iter([("email", "canari.autre@exemple.fr")]);
        space::ask_new_email(&house.portal, &session, &wanted).await.expect("asked");
        messaging::close(&house.portal, &session, question).await.expect("closed");
        let (_, colleague) = house.accountant("basile").await;
        let agent = house.agent("agent", RECETTE).await;
        let before = everything(&house).await;
        assert!(
            before.iter().filter(|row| is_hers(row, account)).count() > 10,
            "the search finds what is there"
        );

        personal_data::delete_account(&house.portal, &session, &typed("Chloe-Canari "))
            .await
            .expect("deleted");

        let left: Vec<String> = everything(&house).await.into_iter().filter(|row| names_her(row)).collect();
        assert!(left.len() == 1 && left[0].starts_with("outbox: "), "only the last mail: {left:#?}");
        house.deliver().await;
        house.mailbox.last_saying("chloe-canari@exemple.fr", "a été supprimé");
        house.advance(Duration::from_secs(31 * 24 * 3600));
        house.run_jobs().await;
        let left: Vec<String> = everything(&house).await.into_iter().filter(|row| names_her(row)).collect();
        assert!(left.is_empty(), "{left:#?}");
        let files: Vec<_> = house.portal.files.list().try_collect().await.expect("listed");
        assert!(files.is_empty(), "{files:?}");

        for reader in [&colleague, &agent] {
            let found = messaging::question(&house.portal, reader, question).await.expect("still there");
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

/// The same session as the database has it now.
async fn reloaded(house: &House, session: &session::Session) -> session::Session {
    let mut tx = house.portal.db.begin().await.expect("a transaction");
    let token = session::rotate(&mut tx, session.id).await.expect("open");
    tx.commit().await.expect("committed");
    house.session(token.expose()).await
}

fn names_her(row: &str) -> bool {
    let row = row.to_lowercase();
    ["canari", "198765432"].iter().any(|trace| row.contains(trace))
}

fn is_hers(row: &str, account: Uuid) -> bool {
    let row_of_account = row.to_lowercase().replace('-', "");
    names_her(row) || row_of_account.contains(&account.simple().to_string())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deletion_closes_every_session_at_once_and_asks_what_it_must() {
    on_each_database(async |house| {
        house.account("alix").await;
        let (elsewhere, _) = house.sign_in("alix").await;
        let (here, session) = house.sign_in("alix").await;
        let (field, found) =
            problem(personal_data::delete_account(&house.portal, &session, &typed("alex")).await);
        assert_eq!((field.as_str(), found), ("identifiant", Problem::NotYourLogin));
        house.advance(Duration::from_secs(14 * 60));
        let session = house.session(&here).await;
        house.session(&elsewhere).await;
        house.advance(Duration::from_secs(60));
        let outcome = personal_data::delete_account(&house.portal, &session, &typed("alix")).await;
        assert_eq!(refusal(outcome), Problem::ProofNeeded);
        let proof = Answers::from_iter([("mot_de_passe", PASSWORD)]);
        let token =
            backend::sign_in::prove(&house.portal, &session, &house.client(), &proof).await.expect("proved");
        let session = house.session(token.expose()).await;
        personal_data::delete_account(&house.portal, &session, &typed("alix")).await.expect("deleted");
        for gone in [elsewhere.as_str(), token.expose()] {
            assert!(session::find(&house.portal, gone).await.expect("looked up").is_none());
        }
        let again = personal_data::delete_account(&house.portal, &session, &typed("alix")).await;
        assert!(matches!(again, Err(Error::NotFound)), "{again:?}");
        let (_, visitor) = house.visitor().await;
        let outcome = backend::sign_in::sign_in(
            &house.portal,
            &visitor,
            &house.client(),
            &accounts::credentials("alix", PASSWORD),
        )
        .await;
        assert_eq!(refusal(outcome), Problem::WrongCredentials);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_identifiant_is_retired_for_seven_years_and_the_address_is_free() {
    on_each_database(async |house| {
        let (_, session) = house.signed_in("alix").await;
        personal_data::delete_account(&house.portal, &session, &typed("alix")).await.expect("deleted");
        let again = accounts::registration("Alix", "alix@exemple.fr");
        let refused =
            registration::register(&house.portal, &house.visitor().await.1, &house.client(), &again).await;
        assert_eq!(problem(refused), ("identifiant".to_owned(), Problem::LoginTaken));
        let other = accounts::registration("alix2", "alix@exemple.fr");
        registration::register(&house.portal, &house.visitor().await.1, &house.client(), &other)
            .await
            .expect("the address is free");
        house.advance(Duration::from_secs((7 * 365 + 3) * 24 * 3600));
        house.run_jobs().await;
        let late = accounts::registration("alix", "alix3@exemple.fr");
        registration::register(&house.portal, &house.visitor().await.1, &house.client(), &late)
            .await
            .expect("free again");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_colleague_goes_on_with_the_question() {
    on_each_database(async |house| {
        house.services().await;
        let (_, alix) = house.accountant("alix").await;
        let (_, basile) = house.accountant("basile").await;
        let question = house.asked(&alix).await;
        personal_data::delete_account(&house.portal, &alix, &typed("alix")).await.expect("deleted");
        let agent = house.agent("agent", RECETTE).await;
        messaging::take_in_charge(&house.portal, &agent, question).await.expect("taken in charge");
        messaging::reply(&house.portal, &agent, question, Uuid::now_v7(), &text("Voici"))
            .await
            .expect("answered");
        messaging::reply(&house.portal, &basile, question, Uuid::now_v7(), &text("Merci"))
            .await
            .expect("followed");
        house.deliver().await;
        assert!(
            !house
                .mailbox
                .mails()
                .iter()
                .any(|mail| mail.to == "alix@exemple.fr" && mail.text.contains("a répondu"))
        );
    })
    .await;
}
