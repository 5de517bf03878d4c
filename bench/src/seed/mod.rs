//! Rows of a portal in service for years, inserted into its database by statements on sets of rows.

#[path = "../../../backend/tests/copied_questions/mod.rs"]
mod copied_questions;
mod history;

use anyhow::{Context, Result};
use domain::{siren::Siren, siret::Siret};
use platform::config::DatabaseConfig;
use platform::db::Db;

use crate::environment::Environment;

/// The portal's database, beside the running portal.
pub struct Seeder(Db);

impl Seeder {
    pub async fn open(environment: &Environment) -> Result<Self> {
        let file = environment.folder.path().join("prodouane.db");
        let url = format!("sqlite:{}", file.display());
        Ok(Self(Db::open(&DatabaseConfig { url, ..DatabaseConfig::default() }).await?))
    }

    /// Copies a question that was sent `count` times for this company, see [`copied_questions::copy_question`].
    pub async fn questions(&self, number: &str, siren: &Siren, count: u32) -> Result<()> {
        copied_questions::copy_question(&self.0, number, siren, count)
            .await
            .with_context(|| format!("{count} questions of {siren}"))
    }

    /// Copies the first entries of the user's histories, of the account and of the rights, `count` times each.
    pub async fn history(&self, login: &str, count: u32) -> Result<()> {
        history::copy(&self.0, login, count).await.context("the history")
    }

    /// Moves the rows from the write-ahead log into the database, as an idle portal does in time.
    pub async fn close(self) -> Result<()> {
        platform::change!(self.0, |c| sqlx::raw_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            .execute(c)
            .await
            .map(drop))?;
        self.0.close().await;
        Ok(())
    }
}

/// Returns the company of this rank among the companies that the simulator generates, and its first establishment.
pub fn generated_company(rank: u32) -> Result<(Siren, Siret)> {
    let with_check_digit = |head: String| (0..10).map(move |digit| format!("{head}{digit}"));
    let siren = with_check_digit(format!("001{rank:05}"))
        .find_map(|text| Siren::parse(&text).ok())
        .context("no check digit of a SIREN")?;
    let siret = with_check_digit(format!("{siren}0001"))
        .find_map(|text| Siret::parse(&text).ok())
        .context("no check digit of a SIRET")?;
    Ok((siren, siret))
}
