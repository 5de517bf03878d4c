use platform::{Error, db::Tx, execute_tx};

use super::ScopedText;

/// Indexes a text in place of that which had this number.
pub(crate) async fn write(tx: &mut Tx, number: i64, text: &ScopedText) -> Result<(), Error> {
    delete(tx, number).await?;
    execute_tx!(
        tx,
        sqlx::query("INSERT INTO search_scoped (rowid, tokens) VALUES ($1, $2)")
            .bind(number)
            .bind(text.joined())
    )?;
    Ok(())
}

/// Removes a text from the index.
pub(crate) async fn delete(tx: &mut Tx, number: i64) -> Result<(), Error> {
    execute_tx!(tx, sqlx::query("DELETE FROM search_scoped WHERE rowid = $1").bind(number))?;
    Ok(())
}
