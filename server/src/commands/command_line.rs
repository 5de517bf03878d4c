//! Definition of the command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use super::{
    accounts, company_admins, configuration, faq, links, log, offices, outbox, publications, rates, receipt,
    secrets, self_check, services, staff,
};

/// Prodouane, a customs portal: web server, workers and administration.
#[derive(Parser)]
#[command(name = "server", version, after_help = AFTER_HELP)]
pub struct CommandLine {
    /// Configuration file (TOML). Without one, only defaults and the environment apply.
    #[arg(long, global = true, env = "PRODOUANE_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    #[command(subcommand)]
    pub command: Command,
}

const AFTER_HELP: &str = "\
Every key of the configuration can be set from the environment: PRODOUANE__SECTION__KEY=value
(for instance PRODOUANE__DATABASE__URL=postgres://…). `server config --print-defaults` lists all keys.
Without any configuration, `server serve` stores its data in ./var and listens on 127.0.0.1:3000.";

#[derive(Subcommand)]
pub enum Command {
    /// Serves the portal and runs its workers, until SIGTERM or SIGINT.
    Serve,
    /// Migrates the database to the schema of this version.
    Migrate,
    /// Checks the configuration, the database, the file store and the site.
    CheckConfig,
    /// Lists the routes that the portal serves with this configuration: kind, method, path.
    Routes,
    /// Prints the keys of the configuration.
    Config(configuration::Arguments),
    /// Checks the addresses of other sites in the configuration.
    #[command(subcommand)]
    Links(links::Action),
    /// Manages the accounts of operators.
    #[command(subcommand)]
    Account(accounts::Action),
    /// Manages the administrators of companies (« administrateurs généraux »): appoints the first of each company.
    #[command(subcommand)]
    CompanyAdmins(company_admins::Action),
    /// Manages the staff: agents, hotline advisers, editors, administrators.
    #[command(subcommand)]
    Staff(staff::Action),
    /// Manages the customs services that answer questions.
    #[command(subcommand)]
    Service(services::Action),
    /// Manages the list of customs offices.
    #[command(subcommand)]
    Offices(offices::Action),
    /// Imports exchange rates for the value in customs.
    #[command(subcommand)]
    Rates(rates::Action),
    /// Manages the news, events and guides.
    #[command(subcommand)]
    Publications(publications::Action),
    /// Shows the access self-checks of visitors.
    #[command(subcommand)]
    SelfCheck(self_check::Action),
    /// Helps the editors of the frequent questions.
    #[command(subcommand)]
    Faq(faq::Action),
    /// Shows and retries outgoing mails.
    #[command(subcommand)]
    Outbox(outbox::Action),
    /// Checks the transparency log of receipts, prints its keys.
    #[command(subcommand)]
    Log(log::Action),
    /// Verifies receipts with the portal off.
    #[command(subcommand)]
    Receipt(receipt::Action),
    /// Manages the encrypted secrets of the database.
    #[command(subcommand)]
    Secrets(secrets::Action),
}
