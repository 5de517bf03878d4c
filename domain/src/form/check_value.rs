use super::kind::Kind;
use super::normal::clean_value;
use super::{dates, reference};
use crate::amount::Amount;
use crate::company::CompanyNumber;
use crate::decimal::Decimal;
use crate::email::Email;
use crate::iban::Iban;
use crate::login::Login;
use crate::phone::{Mobile, Phone};
use crate::problem::Problem;
use crate::recovery_code::RecoveryCode;
use crate::reference_format::ReferenceFormat;
use crate::siret::Siret;
use crate::{country, password, person_name};

/// Maximum number of characters of a secret that is only compared: the same as for a new password.
const MAX_SECRET: usize = password::MAX_BYTES;

/// Checks one value, in the browser while it is typed and on the server, without the marks that mean nothing in it.
/// Rules that depend on other answers or on the lists of the company are left to [`check`](super::check()).
pub fn check_value(kind: &Kind, label: &str, mandatory: bool, value: &str) -> Option<Problem> {
    let value = clean_value(kind, value);
    if value.is_empty() {
        return if mandatory { missing(kind, label) } else { None };
    }
    let max = kind.max_characters();
    if value.len() > max && value.chars().count() > max {
        return Some(Problem::TooLong { label: label.to_owned(), max });
    }
    check_format(kind, label, &value).err()
}

/// Checks the format of a clean value whose length is already checked.
fn check_format(kind: &Kind, label: &str, value: &str) -> Result<(), Problem> {
    let or = |valid: bool, problem: fn(String) -> Problem| match valid {
        true => Ok(()),
        false => Err(problem(label.to_owned())),
    };
    let not_in_list: fn(String) -> Problem = |label| Problem::NotInList { label };
    match kind {
        Kind::Choice { options } => or(options.iter().any(|option| option.value == value), not_in_list),
        Kind::Checkbox => or(matches!(value, "oui" | "on" | "true" | "1"), not_in_list),
        Kind::Country => or(country::is_code(value), not_in_list),
        Kind::Mandat => or(reference::is_sepa(&reference::normal_sepa(value)), not_in_list),
        Kind::Date => or(dates::parse_date(value).is_some(), |label| Problem::NotADate { label }),
        Kind::Month | Kind::Period => {
            or(dates::parse_month(value).is_some(), |label| Problem::NotAMonth { label })
        }
        Kind::Quarter => or(dates::parse_quarter(value).is_some(), |label| Problem::NotAQuarter { label }),
        Kind::Amount => Amount::parse_for(label, value).map(drop),
        Kind::Number => {
            let number = Decimal::parse_typed(value);
            or(number.is_some_and(|number| !number.is_zero()), |label| Problem::NotANumber { label })
        }
        Kind::Siret => Siret::parse(value).map(drop),
        Kind::Iban => Iban::parse(value).map(drop),
        Kind::Phone => Phone::parse(value).map(drop),
        Kind::Mobile => Mobile::parse(value).map(drop),
        Kind::Email => Email::parse(value).map(drop),
        Kind::Login => Login::parse(value).map(drop),
        Kind::NewPassword => password::check(value, &[], None),
        Kind::Creance { .. } => or(reference::is_sepa(&reference::normal_sepa(value)), |label| {
            Problem::NotAReference { label, format: ReferenceFormat::Libre }
        }),
        Kind::Reference { format } => reference::check(label, *format, value),
        Kind::Nomenclature => reference::check_nomenclature(value),
        Kind::Code => reference::check_code(value),
        Kind::RecoveryCode => RecoveryCode::parse(value).map(drop),
        Kind::PersonName { .. } => {
            or(!person_name::contains_site(value), |label| Problem::SiteInName { label })
        }
        Kind::ShortText { .. } | Kind::LongText { .. } | Kind::Repeat { .. } | Kind::Password => Ok(()),
        // Never an error (mission §2.1): a number that cannot be verified is stored as unverified.
        Kind::CompanyNumber | Kind::File => Ok(()),
    }
}

fn missing(kind: &Kind, label: &str) -> Option<Problem> {
    let label = label.to_owned();
    match kind {
        // Files are added one by one in a later step.
        Kind::File => None,
        Kind::Choice { .. } | Kind::Siret | Kind::Mandat | Kind::Country => {
            Some(Problem::NotChosen { label })
        }
        Kind::Checkbox => Some(Problem::NotTicked { label }),
        _ => Some(Problem::Missing { label }),
    }
}

impl Kind {
    /// Returns `true` for a secret: never redisplayed or stored with the other answers.
    pub fn is_secret(&self) -> bool {
        matches!(
            self,
            Kind::NewPassword | Kind::Repeat { .. } | Kind::Password | Kind::Code | Kind::RecoveryCode
        )
    }

    /// Maximum number of characters stored of a refused value: enough of a value that is too long to shorten it.
    pub fn max_kept_characters(&self) -> usize {
        (4 * self.max_characters()).max(200)
    }

    /// Maximum number of values stored of a refused field.
    pub fn max_kept_values(&self) -> usize {
        match self {
            Kind::Creance { max } => 2 * max,
            _ => 1,
        }
    }

    /// Maximum number of characters of a value without the marks that mean nothing. Numbers may be longer than their normal
    /// form: they are copied with spaces and labels.
    pub fn max_characters(&self) -> usize {
        match self {
            Kind::ShortText { max } | Kind::PersonName { max } | Kind::LongText { max } => *max,
            Kind::Choice { .. } | Kind::File => 100,
            Kind::Checkbox | Kind::Country => 10,
            Kind::Date | Kind::Month | Kind::Period | Kind::Quarter => 40,
            Kind::Amount | Kind::Number | Kind::Siret | Kind::Nomenclature | Kind::Phone | Kind::Mobile => 40,
            Kind::Creance { .. } | Kind::Mandat => reference::MAX_LENGTH,
            Kind::Iban | Kind::Reference { .. } => 60,
            Kind::Email => crate::email::MAX_LENGTH,
            Kind::Login => crate::login::MAX_LENGTH,
            Kind::NewPassword | Kind::Repeat { .. } | Kind::Password => MAX_SECRET,
            Kind::Code => 20,
            Kind::RecoveryCode => 40,
            Kind::CompanyNumber => CompanyNumber::MAX_LENGTH,
        }
    }
}
