//! Every column that can hold an account is accounted for: it follows the account by a foreign key, or this table says
//! what the deletion does with it. A new table that does neither fails here.

use backend::db::Db;

use crate::database::on_each_database;

/// Columns of identifiers without a foreign key, and why they do not name a deleted person.
const ACCOUNTED_FOR: [(&str, &str); 14] = [
    ("conversation.author", "pseudonym: points to nobody once the account is gone"),
    ("message.author", "pseudonym; the name beside it is replaced"),
    ("message.draft", "identifier of a draft that was sent"),
    ("conversation_step.by_account", "pseudonym; the name beside it is replaced"),
    ("conversation_read.reader", "deleted"),
    (
        "age_role.giver",
        "pseudonym: points to nobody once the account is gone; what the giver typed is erased",
    ),
    ("draft.owner", "deleted with its files"),
    ("notification.account", "deleted"),
    ("session.follows", "a session, not an account"),
    ("unfinished_form.line", "a session, not an account"),
    ("teleservice_visit.session_id", "a session, not an account"),
    (
        "teleservice_visit.account",
        "pseudonym that the téléservice knows; goes a day after it was told of the session's end",
    ),
    ("session.agent_id", "an agent, not an account"),
    ("agent_service.agent", "an agent, not an account"),
];

#[tokio::test(flavor = "multi_thread")]
async fn every_column_that_can_hold_an_account_is_accounted_for() {
    on_each_database(async |house| {
        let Db::Sqlite { read, .. } = &house.portal.db else { return };
        let columns: Vec<(String, String, i64)> = sqlx::query_as(
            "SELECT m.name, p.name, p.pk FROM sqlite_master m, pragma_table_info(m.name) p
             WHERE m.type = 'table' AND upper(p.type) = 'UUID' ORDER BY m.name, p.cid",
        )
        .fetch_all(read)
        .await
        .expect("the columns");
        assert!(columns.len() > 20, "the schema is read");
        let keys: Vec<(String, String, String, String)> = sqlx::query_as(
            "SELECT m.name, f.\"from\", f.\"table\", f.on_delete FROM sqlite_master m, pragma_foreign_key_list(m.name) f
             WHERE m.type = 'table'",
        )
        .fetch_all(read)
        .await
        .expect("the foreign keys");
        for (table, column, primary) in columns {
            let key = keys.iter().find(|(from, name, ..)| *from == table && *name == column);
            let named = format!("{table}.{column}");
            match key {
                Some((_, _, to, on_delete)) if to == "account" => {
                    assert_eq!(on_delete, "CASCADE", "{named} must go with its account");
                }
                Some(_) => {}
                None if column == "id" && primary > 0 => {}
                None => assert!(
                    ACCOUNTED_FOR.iter().any(|(known, _)| *known == named),
                    "{named} may hold an account: say in this table, and in personal_data, what its deletion does with it"
                ),
            }
        }
    })
    .await;
}
