//! Macros that run one SQL text on either engine.

/// Runs a read: `on!(db, |c| sqlx::query_as::<_, Row>("SELECT … WHERE id = $1").bind(id).fetch_optional(c).await)?`.
/// `c` is used once. On SQLite, it is a read-only connection.
#[macro_export]
macro_rules! on {
    ($db:expr, |$c:ident| $body:expr) => {
        match $db.this() {
            $crate::db::Db::Sqlite { read, .. } => match read.acquire().await {
                Ok(mut reader) => {
                    let $c = &mut *reader;
                    let result = $body;
                    reader.release();
                    result
                }
                Err(error) => Err(error),
            },
            $crate::db::Db::Postgres($c) => $body,
        }
    };
}

/// Runs one write statement outside any transaction, for `RETURNING`: like [`on!`](crate::on), on the write connection.
/// `c` is a pool.
#[macro_export]
macro_rules! change {
    ($db:expr, |$c:ident| $body:expr) => {
        match $db.this() {
            $crate::db::Db::Sqlite { write: $c, .. } => $body,
            $crate::db::Db::Postgres($c) => $body,
        }
    };
}

/// Runs a statement in a transaction (`Tx` or `&mut Tx`): like [`on!`](crate::on); `c` is the connection, used once.
#[macro_export]
macro_rules! on_tx {
    ($tx:expr, |$c:ident| $body:expr) => {
        match $tx.this() {
            $crate::db::Work::Sqlite(transaction, _) => {
                let $c = &mut **transaction;
                $body
            }
            $crate::db::Work::Postgres(transaction) => {
                let $c = &mut **transaction;
                $body
            }
        }
    };
}

/// Executes one write statement outside any transaction and returns the number of changed rows:
/// `execute!(db, sqlx::query("UPDATE …").bind(id))?`.
#[macro_export]
macro_rules! execute {
    ($db:expr, $query:expr) => {
        $crate::change!($db, |c| $query.execute(c).await.map(|done| done.rows_affected()))
    };
}

/// Executes one statement in a transaction and returns the number of changed rows: like [`execute!`](crate::execute).
#[macro_export]
macro_rules! execute_tx {
    ($tx:expr, $query:expr) => {
        $crate::on_tx!($tx, |c| $query.execute(c).await.map(|done| done.rows_affected()))
    };
}

/// Inserts rows in a transaction, a thousand per statement: far below the number of values that SQLite (32 766) and
/// PostgreSQL (65 535) accept. The last argument, if any, ends each statement:
/// `insert_rows!(tx, QueryBuilder::new("INSERT INTO … (…) "), rows, |values, row| { values.push_bind(row.id); });`.
#[macro_export]
macro_rules! insert_rows {
    ($tx:expr, $insert:expr, $rows:expr, |$values:ident, $row:pat_param| $bind:block $(, $end:literal)?) => {
        for rows in $rows.chunks(1_000) {
            $crate::on_tx!($tx, |c| {
                let mut insert = $insert;
                insert.push_values(rows, |mut $values, $row| $bind);
                $(insert.push($end);)?
                insert.build().execute(c).await.map(|_| ())
            })?;
        }
    };
}
