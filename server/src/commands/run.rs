//! Runs the command of a command line.

use anyhow::Context;
use backend::config::Config;

use super::{
    accounts,
    command_line::{Command, CommandLine},
    company_admins, configuration, faq, links, log, offices, outbox, output,
    portal::{open, open_migrated},
    publications, rates, receipt, route_list, secrets, self_check, serve, services, staff,
};

/// Runs the command.
///
/// # Errors
/// If the command fails; the program prints the error in one line and exits with code 1.
pub async fn run(command_line: CommandLine) -> anyhow::Result<()> {
    if let Command::Config(arguments) = command_line.command {
        return configuration::print(arguments);
    }
    if let Command::Receipt(action) = &command_line.command {
        return receipt::run(action);
    }
    let config = Config::load(command_line.config.as_deref())?;
    crate::logging::install(&config.log)?;
    match command_line.command {
        Command::Serve => serve::serve(config).await,
        Command::Config(_) | Command::Receipt(_) => Ok(()),
        Command::CheckConfig => configuration::check(config).await,
        Command::Links(action) => links::run(&config, &action).await,
        Command::Routes => route_list::print(config).await,
        Command::Migrate => {
            let portal = open(config).await?;
            portal.migrate().await.context("migration")?;
            output::print("the database is up to date");
            portal.close().await;
            Ok(())
        }
        other => administer(other, config).await,
    }
}

/// Runs a command that requires an up-to-date database.
async fn administer(command: Command, config: Config) -> anyhow::Result<()> {
    let portal = open_migrated(config).await?;
    let outcome = match command {
        Command::Account(action) => accounts::run(&portal, action).await,
        Command::CompanyAdmins(action) => company_admins::run(&portal, action).await,
        Command::Staff(action) => staff::run(&portal, action).await,
        Command::Service(action) => services::run(&portal, action).await,
        Command::Offices(action) => offices::run(&portal, action).await,
        Command::Rates(action) => rates::run(&portal, action).await,
        Command::Publications(action) => publications::run(&portal, action).await,
        Command::SelfCheck(action) => self_check::run(&portal, action).await,
        Command::Faq(action) => faq::run(&portal, action).await,
        Command::Outbox(action) => outbox::run(&portal, action).await,
        Command::Secrets(action) => secrets::run(&portal, action).await,
        Command::Log(action) => log::run(&portal, action).await,
        Command::Serve
        | Command::Migrate
        | Command::CheckConfig
        | Command::Routes
        | Command::Links(_)
        | Command::Config(_)
        | Command::Receipt(_) => Ok(()),
    };
    portal.close().await;
    outcome
}
