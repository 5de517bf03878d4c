//! Plans of the two engines, read for the indexes that they use and the tables that they walk.

use platform::db::Db;
use sqlx::{AssertSqlSafe, Row};

/// Settings of PostgreSQL for the plans that it would choose with many rows.
const SETTINGS: &str = "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET enable_hashjoin = off; \
                        SET enable_mergejoin = off;";

/// A plan, a line for each step.
pub struct Plan(Vec<String>);

impl Plan {
    /// Asks the engine how it would run a statement, for any values of its parameters. PostgreSQL walks small tables, such
    /// as those of tests: here it does so only if no index serves.
    pub async fn of(db: &Db, statement: &str) -> Result<Self, sqlx::Error> {
        match db {
            Db::Sqlite { write, .. } => {
                let explain = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {statement}"));
                let rows = sqlx::query(explain).fetch_all(write).await?;
                Ok(Self(rows.iter().map(|row| row.get("detail")).collect()))
            }
            Db::Postgres(pool) => {
                let mut connection = pool.acquire().await?;
                let values = vec!["NULL"; parameters(statement)].join(", ");
                let values = if values.is_empty() { values } else { format!("({values})") };
                let prepare = format!("{SETTINGS} DEALLOCATE ALL; PREPARE explained AS {statement}");
                sqlx::raw_sql(AssertSqlSafe(prepare)).execute(&mut *connection).await?;
                let explain = AssertSqlSafe(format!("EXPLAIN (COSTS OFF) EXECUTE explained{values}"));
                let rows = sqlx::raw_sql(explain).fetch_all(&mut *connection).await?;
                Ok(Self(rows.iter().map(|row| row.get(0)).collect()))
            }
        }
    }

    pub fn uses(&self, index: &str) -> bool {
        self.0.iter().any(|line| line.split_whitespace().any(|word| word == index))
    }

    /// Returns the steps that read every row of one of these tables. `statement`: to know the tables of the aliases.
    pub fn walks(&self, tables: &[&str], statement: &str) -> Vec<&str> {
        let is_walk = |line: &&String| {
            let step = line.trim_start_matches([' ', '-', '>']);
            // PostgreSQL: « Seq Scan on conversation c »; SQLite: « SCAN c ».
            let walked = step
                .split_once("Seq Scan on ")
                .or_else(|| step.split_once("SCAN ").filter(|(before, _)| before.is_empty()))
                .and_then(|(_, rest)| rest.split_whitespace().next());
            // SQLite says so of every virtual table; only one without a condition is read whole.
            let is_sought = step.contains("VIRTUAL TABLE INDEX") && !step.ends_with(':');
            !is_sought && walked.is_some_and(|name| tables.iter().any(|table| names(statement, table, name)))
        };
        self.0.iter().filter(is_walk).map(String::as_str).collect()
    }
}

impl std::fmt::Display for Plan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

/// Returns `true` if `name` is the table or an alias of it in the statement.
fn names(statement: &str, table: &str, name: &str) -> bool {
    let words: Vec<&str> = statement.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
    name == table || words.windows(2).any(|pair| pair == [table, name])
}

/// Greatest number of a parameter: `$12`.
fn parameters(statement: &str) -> usize {
    let numbers = statement.split('$').skip(1).map(|rest| {
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().unwrap_or(0)
    });
    numbers.max().unwrap_or(0)
}
