use domain::{
    answer_delay::{AnsweredIn, Commitment, Delay, Observed, WorkingDays},
    question::Status,
};

use platform::{Error, db::Moment};

use crate::{
    Portal,
    directory::answer_delays,
    messaging::{
        Conversation, StepTaken,
        answer_delays::observed::figures,
        conversations::{MotifCommitment, delay_of, motif_commitment, rounds_of},
    },
};

/// Delay of the answer to a question: what was promised, and what was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerDelay {
    /// Commitment that was fixed when the question was sent.
    pub days: Option<WorkingDays>,
    /// How long the answers of the service took, if it promised nothing and has answered often enough.
    pub observed: Option<Observed>,
    /// Of the current round.
    pub current: Delay,
    pub is_paused: bool,
    /// Rounds before it, oldest first.
    pub past: Vec<PastRound>,
}

/// A round that ended with an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PastRound {
    pub began_at: Moment,
    pub answered_in: AnsweredIn,
    /// `None` without a commitment.
    pub was_kept: Option<bool>,
}

/// Returns the delay of a question at the time of the clock, from its steps.
pub async fn answer_delay(
    portal: &Portal,
    conversation: &Conversation,
    steps: &[StepTaken],
) -> Result<AnswerDelay, Error> {
    let MotifCommitment { motif, commitment } = motif_commitment(portal, conversation.id).await?;
    let (days, hours, observed) = match commitment {
        Some(Commitment { days, hours }) => (Some(days), hours, None),
        None => {
            let hours = answer_delays::settings(portal, &conversation.service).await?.hours;
            let observed = figures(portal, &motif, &conversation.service, &hours).await?;
            (None, hours, observed)
        }
    };
    let rounds = rounds_of(steps.iter().map(|step| (step.at, step.status())));
    let now = portal.clock.now();
    let (last, past) = rounds.split_last().ok_or(Error::NotFound)?;
    let past = past.iter().map(|round| {
        let delay = delay_of(&hours, days, round, now)?;
        let began_at =
            round.runs.first().map_or(conversation.asked_at, |(at, _)| Moment::from_timestamp(*at));
        let was_kept = delay.left.map(|left| !left.is_negative());
        Ok(delay.answered_in.map(|answered_in| PastRound { began_at, answered_in, was_kept }))
    });
    let past = past.collect::<Result<Vec<Option<PastRound>>, Error>>()?;
    Ok(AnswerDelay {
        days,
        observed,
        current: delay_of(&hours, days, last, now)?,
        is_paused: conversation.status() == Status::Precisions,
        past: past.into_iter().flatten().collect(),
    })
}
