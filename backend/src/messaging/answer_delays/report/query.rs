use domain::{form::parse_date, path};
use jiff::{Span, civil::Date};

use crate::directory::services::Service;

/// Number of weeks that a report covers if no period is asked for.
const USUAL_WEEKS: i64 = 12;

/// Parameters of the address of a report, as typed.
#[derive(Clone, Debug, Default)]
pub struct ReportQuery {
    service: String,
    motif: String,
    pub first: String,
    pub last: String,
}

impl ReportQuery {
    /// Reads the parameters `service`, `motif`, `du` and `au`.
    pub fn read<'a>(value: impl Fn(&str) -> Option<&'a str>) -> Self {
        let text = |name: &str| value(name).unwrap_or_default().to_owned();
        ReportQuery { service: text("service"), motif: text("motif"), first: text("du"), last: text("au") }
    }

    /// Returns what the report covers: by default, the first of the services and the last [`USUAL_WEEKS`]. `None` if there are no
    /// services.
    pub fn scope(&self, services: &[Service], today: Date) -> Option<ReportScope> {
        let service = match self.service.as_str() {
            "" => services.first()?.code.clone(),
            code => code.to_owned(),
        };
        let last = parse_date(&self.last).unwrap_or(today);
        let usual = Span::new().weeks(USUAL_WEEKS - 1);
        let first = parse_date(&self.first).unwrap_or_else(|| last.checked_sub(usual).unwrap_or(last));
        let motif = Some(self.motif.clone()).filter(|motif| !motif.is_empty());
        Some(ReportScope { service, motif, first, last })
    }
}

/// Services, motif and weeks that a report covers.
#[derive(Clone, Debug)]
pub struct ReportScope {
    /// Code of the service.
    pub service: String,
    /// Identifier of a motif; `None`: all.
    pub motif: Option<String>,
    /// First and last day; their weeks are whole.
    pub first: Date,
    pub last: Date,
}

impl ReportScope {
    /// Returns the address of the same report at `path`.
    pub fn address(&self, path: &str) -> String {
        let ReportScope { service, motif, first, last } = self;
        let motif = path::encode(motif.as_deref().unwrap_or_default());
        format!("{path}?service={}&motif={motif}&du={first}&au={last}", path::encode(service))
    }
}
