//! The directory that everybody reads: search of offices, and what is known of one.

use std::collections::HashMap;

use domain::{
    answer_delay::{ExceptionalClosing, closing_words, hours_words},
    department::Department,
    motif::{Motif, RecipientKind},
    office_role::roles,
    path,
    phone::Phone,
    search::fold,
};
use platform::{Error, contact::Contact, db::Moment};

use super::{
    office_hours::{self, OfficeHours},
    offices::{self, Office},
    services::{self, Service},
};
use crate::{
    Portal,
    search::{self, Kind},
};

/// Number of offices on one page.
pub const PAGE: usize = 20;

/// Least share of the searched words that a listed office must contain.
const LEAST_COVERAGE: f64 = 0.3;
/// Share of the searched words above which an office counts as containing them all: shares are rounded.
const WHOLE: f64 = 0.999;
/// Characters from which a code may be completed.
const LEAST_CODE: usize = 3;

/// One page of the offices that a search has found; of all offices without a search.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OfficePage {
    pub offices: Vec<Office>,
    /// Number of offices on all pages.
    pub total: usize,
    /// Number of the page, from 1.
    pub page: u32,
    pub pages: u32,
    /// The words that were looked for, if some that no office has were taken for others.
    pub corrected: Option<String>,
    /// Words that begin like the last one typed.
    pub suggestions: Vec<String>,
    /// Last import of the list; `None` before the first.
    pub updated_at: Option<Moment>,
}

/// Finds offices by name, code, town, role, and by the services that belong to them. `page` counts from 1 and is limited to
/// the existing pages. Records a search that finds none.
pub async fn find_offices(portal: &Portal, typed: &str, page: u32) -> Result<OfficePage, Error> {
    let all = offices::list(portal).await?;
    let updated_at = all.iter().map(|office| office.imported_at).max();
    let found = if typed.is_empty() {
        let mut offices = all;
        offices.sort_by_cached_key(|office| (fold(&office.name), office.code.clone()));
        OfficePage { offices, ..OfficePage::default() }
    } else {
        let found = search_offices(portal, all, typed).await?;
        if found.offices.is_empty() {
            search::record_miss(portal, typed).await?;
        }
        found
    };
    let total = found.offices.len();
    let pages = u32::try_from(total.div_ceil(PAGE)).unwrap_or(u32::MAX).max(1);
    let page = page.clamp(1, pages);
    let offices = found.offices.into_iter().skip((page as usize - 1) * PAGE).take(PAGE).collect();
    Ok(OfficePage { offices, total, page, pages, updated_at, ..found })
}

/// Finds offices, best first, on one page.
async fn search_offices(portal: &Portal, all: Vec<Office>, typed: &str) -> Result<OfficePage, Error> {
    let by_code = with_code(&all, typed);
    if !by_code.is_empty() {
        return Ok(OfficePage { offices: by_code, ..OfficePage::default() });
    }
    let found = search::find(portal, &[Kind::Office], typed).await?;
    let best = found.hits.iter().map(|hit| hit.coverage).fold(0.0, f64::max);
    // An office with only some of the words is shown if none has them all.
    let least = if best >= WHOLE { WHOLE } else { LEAST_COVERAGE };
    let mut known: HashMap<String, Office> =
        all.into_iter().map(|office| (office.code.clone(), office)).collect();
    let hits = found.hits.iter().filter(|hit| hit.coverage >= least);
    let offices: Vec<Office> = hits.filter_map(|hit| known.remove(&hit.reference)).collect();
    let (corrected, suggestions) = (found.corrected, found.suggestions);
    Ok(OfficePage { offices, corrected, suggestions, ..OfficePage::default() })
}

/// Returns the codes of the offices that a search finds, best first. Records nothing.
pub async fn matching_offices(portal: &Portal, typed: &str) -> Result<Vec<String>, Error> {
    let found = search_offices(portal, offices::list(portal).await?, typed).await?;
    Ok(found.offices.into_iter().map(|office| office.code).collect())
}

/// Offices whose code begins like the text, with or without « FR ».
fn with_code(all: &[Office], typed: &str) -> Vec<Office> {
    let typed: String = typed.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_uppercase();
    let number = typed.strip_prefix("FR").unwrap_or(&typed);
    if number.len() < LEAST_CODE || !number.bytes().any(|c| c.is_ascii_digit()) {
        return Vec::new();
    }
    let begins = |office: &&Office| office.code.get(2..).is_some_and(|code| code.starts_with(number));
    all.iter().filter(begins).cloned().collect()
}

/// What the portal knows of an office.
#[derive(Clone, Debug)]
pub struct OfficeSheet {
    pub office: Office,
    /// Services of the portal that belong to it, each with the titles of the motifs that it answers.
    pub services: Vec<(Service, Vec<String>)>,
    /// `false` once a later list does not have the office.
    pub is_listed: bool,
    /// Hours that an administrator has stated.
    pub hours: Option<OfficeHours>,
    /// Exceptional closings that have not ended.
    pub closings: Vec<ExceptionalClosing>,
}

/// Returns an office.
///
/// # Errors
/// [`Error::NotFound`] for an unknown code.
pub async fn office(portal: &Portal, code: &str) -> Result<OfficeSheet, Error> {
    let office = offices::find(portal, code).await?.ok_or(Error::NotFound)?;
    let mut services = services::list(portal).await?;
    services.retain(|service| service.office.as_deref() == Some(code));
    let services = services.into_iter().map(|service| {
        let motifs = motifs(portal, &service);
        (service, motifs)
    });
    let services = services.collect();
    let last = offices::last_import(portal).await?;
    let is_listed = last.is_none_or(|last| last == office.imported_at);
    let hours = office_hours::hours(portal, code).await?;
    let today = portal.clock.now().day();
    let closings = hours.iter().flat_map(|stated| &stated.hours.closings);
    let closings = closings.filter(|closing| closing.last >= today).cloned().collect();
    Ok(OfficeSheet { office, services, is_listed, hours, closings })
}

/// Returns the PAE whose postal address is in the department, in the order of the directory.
pub async fn services_in(portal: &Portal, department: &Department) -> Result<Vec<Service>, Error> {
    let mut services = services::list(portal).await?;
    services.retain(|service| {
        service.kind() == RecipientKind::Pae
            && Department::of_address(&service.address).as_ref() == Some(department)
    });
    Ok(services)
}

impl OfficeSheet {
    /// Returns the office as a contact.
    pub fn contact(&self, portal: &Portal) -> Contact {
        let Office { code, name, phone, roles: codes, .. } = &self.office;
        let (known, _) = roles(codes);
        let labels: Vec<&str> = known.iter().map(|role| role.label).collect();
        Contact {
            uid: format!("bureau-de-douane-{code}"),
            name: format!("{name} ({code})"),
            organisation: vec!["Direction générale des douanes et droits indirects".to_owned(), name.clone()],
            phone: Phone::parse(phone).map(String::from).unwrap_or_default(),
            note: self.note(&labels),
            url: portal.link(&path::office(code)),
            updated_at: self.updated_at(),
        }
    }

    /// Later of the last list that has the office and the last change of its hours.
    fn updated_at(&self) -> Moment {
        let hours = self.hours.as_ref().map(|stated| stated.updated_at);
        hours.map_or(self.office.imported_at, |at| at.max(self.office.imported_at))
    }

    /// Lines about the office: its roles, hours and closings.
    fn note(&self, roles: &[&str]) -> String {
        let mut lines = vec![roles.join(", ")];
        let week: Vec<String> =
            self.hours.iter().flat_map(|stated| &stated.hours.week).map(hours_words).collect();
        if !week.is_empty() {
            lines.push(format!("Horaires\u{a0}: {}", week.join(", ")));
        }
        lines.extend(
            self.closings.iter().map(|one| format!("Fermé exceptionnellement\u{a0}: {}", closing_words(one))),
        );
        lines.retain(|line| !line.is_empty());
        lines.join("\n")
    }
}

/// Titles of the motifs that a service answers, without those that not everybody sees.
fn motifs(portal: &Portal, service: &Service) -> Vec<String> {
    let answered = |motif: &&Motif| motif.recipient == service.kind() && !motif.confidential;
    let all = portal.motifs.current();
    let mut motifs: Vec<&Motif> = all.all().iter().filter(answered).collect();
    motifs.sort_by_cached_key(|motif| fold(&motif.title));
    motifs.into_iter().map(|motif| motif.title.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn office(code: &str) -> Office {
        Office {
            code: code.to_owned(),
            name: "Essai".to_owned(),
            phone: String::new(),
            roles: String::new(),
            imported_at: Moment::from_micros(0),
        }
    }

    #[test]
    fn codes_are_found_by_their_beginning() {
        let all = ["FR000690", "FR006900", "FR00A690"].map(office);
        for (typed, expected) in [
            ("fr000690", &["FR000690"][..]),
            ("FR 0006", &["FR000690"]),
            ("006900", &["FR006900"]),
            ("00A", &["FR00A690"]),
            ("FR", &[]),
            ("00", &[]),
            ("690", &[]),
        ] {
            let found = with_code(&all, typed);
            assert_eq!(found.iter().map(|one| one.code.as_str()).collect::<Vec<_>>(), expected, "{typed}");
        }
    }
}
