use jiff::civil::Date;

use super::{ExportPath, ExportStage};
use crate::{calendar::french_date, form::parse_date, path, typed_text::compact_unlabelled};

/// Filter of the list of export declarations of a company. The default selects all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExportFilter {
    /// Last stage.
    pub stage: Option<ExportStage>,
    /// First day of acceptance.
    pub from: Option<Date>,
    /// Last day of acceptance.
    pub to: Option<Date>,
    /// Part of the MRN, in upper case without spaces.
    pub mrn: String,
}

impl ExportFilter {
    /// Names of the parameters of an address.
    pub const STAGE: &str = "etape";
    pub const FROM: &str = "du";
    pub const TO: &str = "au";
    pub const MRN: &str = "mrn";

    /// Reads the parameters of an address. Unknown values select all: see [`ExportFilter::has_unreadable`].
    pub fn read<'a>(value: impl Fn(&str) -> Option<&'a str>) -> Self {
        let day = |name| value(name).and_then(parse_date);
        Self {
            stage: value(Self::STAGE).and_then(ExportStage::from_code),
            from: day(Self::FROM),
            to: day(Self::TO),
            mrn: compact_unlabelled(value(Self::MRN).unwrap_or_default(), &["MRN"]),
        }
    }

    /// Returns `true` if a typed day is not a date, so that the list is longer than wanted.
    pub fn has_unreadable<'a>(value: impl Fn(&str) -> Option<&'a str>) -> bool {
        let is_typed = |name| value(name).is_some_and(|text: &str| !text.is_empty());
        let read = Self::read(&value);
        is_typed(Self::FROM) && read.from.is_none() || is_typed(Self::TO) && read.to.is_none()
    }

    /// Parameters of an address with this filter; empty if it selects all.
    pub fn query(&self) -> String {
        let day = |day: Option<Date>| day.map(|day| day.to_string());
        let parts = [
            (Self::STAGE, self.stage.map(|stage| stage.code().to_owned())),
            (Self::FROM, day(self.from)),
            (Self::TO, day(self.to)),
            (Self::MRN, Some(self.mrn.clone()).filter(|mrn| !mrn.is_empty())),
        ];
        let parts = parts.into_iter().filter_map(|(name, value)| Some((name, value?)));
        parts.map(|(name, value)| format!("{name}={}", path::encode(&value))).collect::<Vec<_>>().join("&")
    }

    /// Returns `true` if it selects all declarations.
    pub fn selects_all(&self) -> bool {
        *self == Self::default()
    }

    /// Returns `true` if the period ends before it begins.
    pub fn is_reversed(&self) -> bool {
        self.from.zip(self.to).is_some_and(|(from, to)| to < from)
    }

    /// Returns `true` if the declaration is selected.
    pub fn accepts(&self, export: &ExportPath) -> bool {
        self.stage.is_none_or(|stage| export.last().stage == stage)
            && self.from.is_none_or(|from| from <= export.begun())
            && self.to.is_none_or(|to| export.begun() <= to)
            && export.mrn.as_str().contains(&self.mrn)
    }

    /// The filter in words, part by part.
    pub fn words(&self) -> Vec<String> {
        let stage = self.stage.map(|stage| format!("dernière étape «\u{a0}{}\u{a0}»", stage.label()));
        let from = self.from.map(|day| format!("acceptées à partir du {}", french_date(day)));
        let to = self.to.map(|day| format!("acceptées jusqu’au {}", french_date(day)));
        let mrn = (!self.mrn.is_empty()).then(|| format!("MRN contenant {}", self.mrn));
        [stage, from, to, mrn].into_iter().flatten().collect()
    }
}
