//! Findings of a self-check, in the same words for the person and the assistance.

use super::{account_findings, device_findings, view::SelfCheck};

/// One line of the result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// « Navigateur ».
    pub subject: &'static str,
    pub verdict: Verdict,
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Good,
    /// A possible cause of the failure.
    Bad,
    /// Could not be checked.
    Unknown,
    /// Neither good nor bad.
    Fact,
}

impl Verdict {
    pub const fn label(self) -> &'static str {
        match self {
            Verdict::Good => "Correct",
            Verdict::Bad => "À corriger",
            Verdict::Unknown => "Non vérifié",
            Verdict::Fact => "Constat",
        }
    }
}

pub(super) fn finding(subject: &'static str, verdict: Verdict, text: impl Into<String>) -> Finding {
    Finding { subject, verdict, text: text.into() }
}

impl SelfCheck {
    /// Returns the findings, the most likely causes first.
    pub fn findings(&self) -> Vec<Finding> {
        let report = &self.report;
        let mut all = device_findings::findings(report, self.cookies);
        all.extend(report.number.as_ref().map(account_findings::number));
        match &report.account {
            Some(state) => all.extend(account_findings::account(state)),
            None => all.push(finding(
                "Compte",
                Verdict::Unknown,
                "Connectez-vous, puis refaites l’auto-contrôle pour vérifier l’état du compte.",
            )),
        }
        all
    }
}
