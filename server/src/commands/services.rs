//! `service`: customs services that answer questions.

use backend::{
    Portal,
    customs::appointments::{self, NewAgenda},
    directory::{
        answer_delays::{self, NewSettings},
        services::{self, NewService},
    },
    staff,
};
use clap::{Subcommand, ValueEnum};
use domain::{
    answer_delay::WorkingDays, motif::RecipientKind, opening_hours::TimeRange, territory::Territory,
};

use super::output;

#[derive(Subcommand)]
pub enum Action {
    /// Adds a service, or updates the service with this code. Address, mail address and telephone number are on every
    /// receipt of a question (CRPA R112-11-1).
    Add {
        /// Stable code, in capital letters and digits: `PAE-LILLE`.
        #[arg(long)]
        code: String,
        #[arg(long)]
        kind: Kind,
        /// Name shown to operators.
        #[arg(long)]
        name: String,
        /// Postal address, on one line.
        #[arg(long)]
        address: String,
        #[arg(long)]
        email: String,
        #[arg(long)]
        phone: String,
        /// Identifier of its customs office in the imported list: `FR000690`.
        #[arg(long)]
        office: Option<String>,
    },
    /// Opens the agenda of a service that has none, with one kind of appointment of half an hour. Its agents then change it in
    /// the browser.
    OpenAgenda {
        #[arg(long)]
        code: String,
        /// Code of the territory: `metropole`, `guadeloupe` … It sets the time zone and the public holidays.
        #[arg(long, value_parser = territory)]
        territory: Territory,
        /// Hours from Monday to Friday: `09:00-12:00`. May be repeated.
        #[arg(long, value_parser = hours, required = true)]
        hours: Vec<TimeRange>,
        /// Name of the kind of appointment.
        #[arg(long)]
        label: String,
        /// Address of the office; by telephone without one.
        #[arg(long)]
        location: Option<String>,
    },
    /// Sets the commitment of a service to answer within a delay, with its weekly working hours. Questions already sent keep
    /// what was promised. Exceptional closings are added in the browser.
    Commit {
        #[arg(long)]
        code: String,
        /// Number of working days, up to 60; without it, the service promises nothing.
        #[arg(long, value_parser = working_days)]
        working_days: Option<WorkingDays>,
        /// Code of the territory: `metropole`, `guadeloupe` … It sets the time zone and the public holidays.
        #[arg(long, value_parser = territory)]
        territory: Territory,
        /// Working hours from Monday to Friday: `09:00-12:00`. May be repeated.
        #[arg(long, value_parser = hours)]
        hours: Vec<TimeRange>,
    },
    /// Chooses the head of a service among its agents; without `--login`, the service has none.
    SetHead {
        #[arg(long)]
        code: String,
        #[arg(long)]
        login: Option<String>,
    },
    /// Lists the services.
    List,
}

fn territory(code: &str) -> Result<Territory, String> {
    let codes = || Territory::ALL.map(Territory::code).join(", ");
    Territory::from_code(code).ok_or_else(|| format!("one of {}", codes()))
}

fn working_days(text: &str) -> Result<WorkingDays, String> {
    let days = text.parse().ok().and_then(WorkingDays::new);
    days.ok_or_else(|| format!("a number from 1 to {}", WorkingDays::MAX))
}

fn hours(text: &str) -> Result<TimeRange, String> {
    let parsed = text
        .split_once('-')
        .and_then(|(start, end)| Some(TimeRange { start: start.parse().ok()?, end: end.parse().ok()? }));
    parsed.filter(|range| range.start < range.end).ok_or_else(|| "as 09:00-12:00".to_owned())
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Kind {
    /// Pôle gestion des procédures du bureau de douane: assiette and garanties.
    Pae,
    /// Recette: créances, cautionnement and payments.
    Recette,
}

impl From<Kind> for RecipientKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Pae => RecipientKind::Pae,
            Kind::Recette => RecipientKind::Recette,
        }
    }
}

pub async fn run(portal: &Portal, action: Action) -> anyhow::Result<()> {
    match action {
        Action::Add { code, kind, name, address, email, phone, office } => {
            let service = NewService {
                code: &code,
                kind: kind.into(),
                name: &name,
                address: &address,
                email: &email,
                phone: &phone,
                office: office.as_deref(),
            };
            services::add(portal, &service).await.map_err(output::one_line)?;
        }
        Action::OpenAgenda { code, territory, hours, label, location } => {
            let today = portal.clock.now().day();
            let agenda = NewAgenda::of_weekdays(territory, &hours, &label, location.as_deref(), today);
            appointments::open_agenda(portal, &code, &agenda).await.map_err(output::one_line)?;
        }
        Action::Commit { code, working_days, territory, hours } => {
            let settings = NewSettings { days: working_days, territory, hours };
            answer_delays::set(portal, &code, &settings).await.map_err(output::one_line)?;
        }
        Action::SetHead { code, login } => {
            staff::set_head_by_login(portal, &code, login.as_deref()).await.map_err(output::one_line)?;
        }
        Action::List => {
            for service in services::list(portal).await.map_err(output::one_line)? {
                output::print(format_args!(
                    "{}\t{:?}\t{}\t{}\t{}\t{}",
                    service.code,
                    service.kind(),
                    service.name,
                    service.address,
                    service.email,
                    service.phone()
                ));
            }
        }
    }
    Ok(())
}
