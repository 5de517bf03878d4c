//! Command line of the program: `serve`, `migrate` and the administration commands.

mod accounts;
mod command_line;
mod company_admins;
mod configuration;
mod faq;
mod links;
mod log;
mod offices;
mod outbox;
mod output;
mod password_input;
mod portal;
mod publications;
mod rates;
mod receipt;
mod route_list;
mod run;
mod secrets;
mod self_check;
mod serve;
mod services;
mod staff;

pub use command_line::CommandLine;
pub use run::run;
