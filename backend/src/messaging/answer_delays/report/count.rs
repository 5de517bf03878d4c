use std::collections::{BTreeMap, HashMap};

use domain::{
    answer_delay::{Commitment, Tally, WorkingHours, start_of, week_of},
    question::Status,
};
use jiff::{civil::Date, tz::TimeZone};

use platform::{Error, db::Moment};

use super::lines::ReportLine;
use crate::{
    id::ConversationId,
    messaging::conversations::{delay_of, rounds_of},
};

/// A question whose rounds are counted.
pub struct Counted {
    pub motif_title: String,
    pub commitment: Option<Commitment>,
}

/// A dated status of a question.
pub type StepRow = (ConversationId, Moment, String);

/// Questions, working hours and period with which the rounds are counted.
pub struct Count {
    pub questions: HashMap<ConversationId, Counted>,
    /// Present working hours of the service, for questions without a commitment.
    pub hours: WorkingHours,
    pub zone: TimeZone,
    pub bounds: [Moment; 2],
    pub now: Moment,
}

impl Count {
    /// Counts the rounds that began in the period.
    pub fn lines(&self, steps: &[StepRow]) -> Result<Vec<ReportLine>, Error> {
        let mut sums: BTreeMap<(Date, &str), Tally> = BTreeMap::new();
        for steps in steps.chunk_by(|(one, ..), (other, ..)| one == other) {
            // Sent since the questions were read.
            let Some(question) = steps.first().and_then(|(id, ..)| self.questions.get(id)) else { continue };
            let steps = steps.iter().filter_map(|(_, at, status)| Some((*at, Status::from_code(status)?)));
            for round in rounds_of(steps) {
                let Some(began) = start_of(&round) else { continue };
                if !self.is_in_period(Moment::from_timestamp(began)) {
                    continue;
                }
                let (hours, days) = match &question.commitment {
                    Some(Commitment { days, hours }) => (hours, Some(*days)),
                    None => (&self.hours, None),
                };
                let delay = delay_of(hours, days, &round, self.now)?;
                let week = week_of(self.zone.to_datetime(began).date());
                sums.entry((week, &question.motif_title)).or_default().add(&round, &delay);
            }
        }
        let line = |((week, motif), tally): ((Date, &str), Tally)| ReportLine {
            week,
            motif: motif.to_owned(),
            tally,
        };
        Ok(sums.into_iter().map(line).collect())
    }

    fn is_in_period(&self, at: Moment) -> bool {
        at >= self.bounds[0] && at < self.bounds[1]
    }
}
