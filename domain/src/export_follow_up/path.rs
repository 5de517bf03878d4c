use jiff::{ToSpan, civil::Date};

use super::ExportStage;
use crate::{calendar::french_date, mrn::Mrn};

/// Days after the release within which the exit must be proved; otherwise the declaration may be invalidated (regulation
/// (EU) 2015/2446, art. 248).
const DAYS_TO_PROVE_EXIT: i32 = 150;

/// A stage that a declaration has reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportStep {
    pub stage: ExportStage,
    /// Day in Paris.
    pub day: Date,
    /// Code of the customs office: « FR002300 ».
    pub office: Option<String>,
}

/// Declaration with the stages that it has reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportPath {
    pub mrn: Mrn,
    steps: Vec<ExportStep>,
}

impl ExportPath {
    /// Sorts the steps by stage; of two with one stage, the first counts. Returns `None` without any step.
    pub fn new(mrn: Mrn, mut steps: Vec<ExportStep>) -> Option<Self> {
        steps.sort_by_key(|step| step.stage);
        steps.dedup_by_key(|step| step.stage);
        (!steps.is_empty()).then_some(ExportPath { mrn, steps })
    }

    /// Steps in the order of the path.
    pub fn steps(&self) -> &[ExportStep] {
        &self.steps
    }

    pub fn step(&self, stage: ExportStage) -> Option<&ExportStep> {
        self.steps.iter().find(|step| step.stage == stage)
    }

    /// Day of the first step: the acceptance, unless the co-owner does not know it.
    pub fn begun(&self) -> Date {
        self.steps[0].day
    }

    /// Last step.
    pub fn last(&self) -> &ExportStep {
        &self.steps[self.steps.len() - 1]
    }

    /// Stages to show: those reached, and those still to come unless the declaration was stopped.
    pub fn shown_stages(&self) -> impl Iterator<Item = ExportStage> {
        let is_stopped = self.step(ExportStage::Stopped).is_some();
        ExportStage::ALL.into_iter().filter(move |stage| match stage {
            ExportStage::Stopped => is_stopped,
            stage => !is_stopped || self.step(*stage).is_some(),
        })
    }

    /// Last day to prove the exit; `None` before the release, and once the goods have left or were stopped.
    pub fn exit_deadline(&self) -> Option<Date> {
        let released = self.step(ExportStage::Released)?;
        (self.last().stage < ExportStage::Exited)
            .then(|| released.day.saturating_add(DAYS_TO_PROVE_EXIT.days()))
    }

    /// Says in sentences what comes next.
    pub fn next_step(&self, today: Date) -> String {
        let step = match self.last().stage {
            ExportStage::Accepted => {
                "Le bureau d’exportation étudie la déclaration. Les marchandises restent à sa disposition jusqu’à la mainlevée."
            }
            ExportStage::Released => {
                "Les marchandises peuvent partir. Présentez-les, avec le MRN, au bureau de sortie."
            }
            ExportStage::ArrivedAtExit => {
                "Le bureau de sortie a reçu les marchandises. Il certifie leur sortie quand elles quittent le territoire."
            }
            ExportStage::Exited => {
                "La sortie est certifiée\u{a0}: il n’y a plus rien à faire. Le déclarant trouve la certification dans DELTA-G."
            }
            ExportStage::Stopped => {
                "Les marchandises ne sont pas sorties\u{a0}: la sortie a été refusée, ou la déclaration invalidée. Le bureau indiqué en donne la raison."
            }
        };
        match self.exit_deadline() {
            None => step.to_owned(),
            Some(day) if day < today => format!(
                "{step} Le délai, {DAYS_TO_PROVE_EXIT}\u{a0}jours après la mainlevée, est passé depuis le {}\u{a0}: sans preuve de la sortie, la déclaration peut être invalidée.",
                french_date(day)
            ),
            Some(day) => format!(
                "{step} Sans preuve de la sortie le {}, {DAYS_TO_PROVE_EXIT}\u{a0}jours après la mainlevée, la déclaration peut être invalidée.",
                french_date(day)
            ),
        }
    }
}
