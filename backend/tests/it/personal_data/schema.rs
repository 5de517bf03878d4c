//! Checks every column that can hold an account: it follows the account by a foreign key, or the table below says what
//! the deletion does with it. A new table that does neither fails here.

use platform::db::Db;

use crate::database::on_each_database;

/// Columns of identifiers without a foreign key, and why they do not name a deleted person.
const ACCOUNTED_FOR: [(&str, &str); 29] = [
    ("conversation.author", "pseudonym: refers to no row once the account is deleted"),
    ("message.author", "pseudonym; the name beside it is replaced"),
    ("message.draft", "identifier of a draft that was sent"),
    ("conversation_step.by_account", "pseudonym; the name beside it is replaced"),
    ("conversation_unread.reader", "deleted"),
    (
        "company_admin_role.giver",
        "pseudonym: refers to no row once the account is deleted; the typed recipient is erased",
    ),
    ("customs_appointment.account", "set to NULL; the name, the phone number and the subject are erased"),
    ("document_acknowledgement.reader", "pseudonym; the name beside it is replaced"),
    ("draft.owner", "deleted with its files"),
    ("draft.revision", "identifier of a page"),
    ("notification.account", "deleted"),
    ("letter_delivery.subscriber", "deleted with the account beside it"),
    ("letter_delivery.mail", "a mail, not an account"),
    ("account_link.used_chain", "a session, not an account"),
    ("session.chain", "a session, not an account"),
    ("parked_form.session_chain", "a session, not an account"),
    ("rp_session.session_id", "a session, not an account"),
    (
        "rp_session.account",
        "pseudonym that the téléservice knows; purged a day after it was notified of the session's end",
    ),
    ("session.staff_id", "a member of the staff, not an account"),
    ("totp_factor.staff_id", "a member of the staff, not an account"),
    ("totp_enrolment.staff_id", "a member of the staff, not an account"),
    ("recovery_code.staff_id", "a member of the staff, not an account"),
    ("passkey.staff_id", "a member of the staff, not an account"),
    ("passkey_challenge.staff_id", "a member of the staff, not an account"),
    ("staff_act.author", "a member of the staff, not an account"),
    ("question_batch_item.form_key", "identifier of a page"),
    ("support_case.form_key", "identifier of a page"),
    ("upload.sender", "deleted with the case or the draft, and within a day"),
    ("periodic_job.lease", "a run of a job, not an account"),
];

#[tokio::test(flavor = "multi_thread")]
async fn every_account_column_is_covered_by_the_deletion() {
    on_each_database(async |env| {
        let Db::Sqlite { read, .. } = &env.portal.db else { return };
        let mut reader = read.acquire().await.expect("a connection");
        let columns: Vec<(String, String, i64)> = sqlx::query_as(
            "SELECT m.name, p.name, p.pk FROM sqlite_master m, pragma_table_info(m.name) p
             WHERE m.type = 'table' AND upper(p.type) = 'UUID' ORDER BY m.name, p.cid",
        )
        .fetch_all(&mut *reader)
        .await
        .expect("the columns");
        assert!(columns.len() > 20, "the schema is read");
        let keys: Vec<(String, String, String, String)> = sqlx::query_as(
            "SELECT m.name, f.\"from\", f.\"table\", f.on_delete FROM sqlite_master m, pragma_foreign_key_list(m.name) f
             WHERE m.type = 'table'",
        )
        .fetch_all(&mut *reader)
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
                    "{named} may hold an account: add it to this table with what the deletion does, and do that in the personal_data of its context"
                ),
            }
        }
    })
    .await;
}
