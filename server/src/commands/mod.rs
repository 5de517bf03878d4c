//! The command line: what the program can be asked to do.

mod accounts;
mod addresses;
mod age;
mod agents;
mod configuration;
mod diagnostics;
mod offices;
mod outbox;
mod secrets;
mod serve;
mod services;

use std::path::PathBuf;

use anyhow::Context;
use backend::Portal;
use backend::clock::Clock;
use backend::config::Config;
use clap::{Parser, Subcommand};

/// Prodouane, a customs portal: web server, workers and administration.
#[derive(Parser)]
#[command(name = "server", version, after_help = AFTER_HELP)]
pub struct CommandLine {
    /// Configuration file (TOML). Without one: defaults, then the environment.
    #[arg(long, global = true, env = "PRODOUANE_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

const AFTER_HELP: &str = "\
Every key of the configuration can be set from the environment: PRODOUANE__SECTION__KEY=value
(for instance PRODOUANE__DATABASE__URL=postgres://…). `server config --print-defaults` lists them all.
With no configuration at all, `server serve` keeps its data in ./var and listens on 127.0.0.1:3000.";

#[derive(Subcommand)]
enum Command {
    /// Serves the portal and runs its workers, until SIGTERM or SIGINT.
    Serve,
    /// Brings the database to this version's schema.
    Migrate,
    /// Reads the configuration, opens the database and the file store, and says whether all is well.
    CheckConfig,
    /// Lists every address that the portal answers to with this configuration: kind, method, path.
    Addresses,
    /// Shows the configuration's keys.
    Config(configuration::Arguments),
    /// Operators' accounts.
    #[command(subcommand)]
    Account(accounts::Action),
    /// « Administrateurs généraux » of companies: the first of each is named here.
    #[command(subcommand)]
    Age(age::Action),
    /// Customs agents.
    #[command(subcommand)]
    Agent(agents::Action),
    /// Customs services that answer questions.
    #[command(subcommand)]
    Service(services::Action),
    /// The list of customs offices.
    #[command(subcommand)]
    Offices(offices::Action),
    /// Access self-checks that people made.
    #[command(subcommand)]
    Diagnostics(diagnostics::Action),
    /// Mails waiting or given up.
    #[command(subcommand)]
    Outbox(outbox::Action),
}

/// Runs the command.
///
/// # Errors
/// Told on standard error in one line; the program then ends with code 1.
pub async fn run(command_line: CommandLine) -> anyhow::Result<()> {
    if let Command::Config(arguments) = command_line.command {
        return configuration::show(arguments);
    }
    let config = Config::load(command_line.config.as_deref())?;
    crate::logging::start(&config.log)?;
    match command_line.command {
        Command::Serve => serve::serve(config).await,
        Command::Config(_) => Ok(()),
        Command::CheckConfig => configuration::check(config).await,
        Command::Addresses => addresses::list(config).await,
        Command::Migrate => {
            let portal = open(config).await?;
            portal.migrate().await.context("migration")?;
            say("the database is up to date");
            portal.close().await;
            Ok(())
        }
        other => administer(other, config).await,
    }
}

/// Commands that work on an up-to-date database.
async fn administer(command: Command, config: Config) -> anyhow::Result<()> {
    let portal = open_migrated(config).await?;
    let done = match command {
        Command::Account(action) => accounts::run(&portal, action).await,
        Command::Age(action) => age::run(&portal, action).await,
        Command::Agent(action) => agents::run(&portal, action).await,
        Command::Service(action) => services::run(&portal, action).await,
        Command::Offices(action) => offices::run(&portal, action).await,
        Command::Diagnostics(action) => diagnostics::run(&portal, action).await,
        Command::Outbox(action) => outbox::run(&portal, action).await,
        Command::Serve
        | Command::Migrate
        | Command::CheckConfig
        | Command::Addresses
        | Command::Config(_) => Ok(()),
    };
    portal.close().await;
    done
}

async fn open(config: Config) -> anyhow::Result<Portal> {
    Portal::open(config, Clock::system()).await.context("the portal cannot be opened")
}

/// SQLite is one program's own file: brought up to date by whoever opens it. PostgreSQL is migrated by an explicit
/// `migrate`, once for all instances.
async fn open_migrated(config: Config) -> anyhow::Result<Portal> {
    let is_sqlite = config.database.url.starts_with("sqlite:");
    let portal = open(config).await?;
    if is_sqlite {
        portal.migrate().await.context("migration")?;
    }
    Ok(portal)
}

/// A line of a command's answer, on standard output.
#[expect(clippy::print_stdout, reason = "the one place where commands answer")]
fn say(line: impl std::fmt::Display) {
    println!("{line}");
}

/// A use case's refusal as one line; problems of fields are told by field.
fn told(error: backend::Error) -> anyhow::Error {
    match error {
        backend::Error::Invalid(problems) => {
            let lines: Vec<_> =
                problems.iter().map(|found| format!("{}: {}", found.field, found.problem)).collect();
            anyhow::anyhow!("{}", lines.join("; "))
        }
        other => other.into(),
    }
}
