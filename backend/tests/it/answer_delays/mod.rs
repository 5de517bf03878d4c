//! Delays of answers: commitments, promises of questions, warnings, real delays.

mod commitment;
mod independent;
mod observed;
mod report;
mod settings;
mod warnings;

use backend::{
    accounts::sessions::Session,
    directory::answer_delays::{self, NewSettings},
    id::{ConversationId, DraftId},
    messaging::{self, Conversation, Question},
};
use domain::{answer_delay::WorkingDays, form::Answers, opening_hours::TimeRange, territory::Territory};
use platform::db::Moment;

use crate::{database::TestEnv, messaging::fixtures::text};

fn at(rfc3339: &str) -> Moment {
    Moment::from_timestamp(rfc3339.parse().expect("an instant"))
}

impl TestEnv {
    /// States the commitment of a service, with six working hours a day.
    pub async fn commit(&self, service: &str, days: Option<u8>) {
        let settings = NewSettings {
            days: days.and_then(WorkingDays::new),
            territory: Territory::Mainland,
            hours: vec![TimeRange::new((9, 0), (12, 0)), TimeRange::new((14, 0), (17, 0))],
        };
        answer_delays::set(&self.portal, service, &settings).await.expect("stated");
    }

    /// Moves the clock forward to this time.
    fn advance_to(&self, rfc3339: &str) {
        self.advance(at(rfc3339).since(self.portal.clock.now()));
    }

    async fn question_of(&self, reader: &Session, id: ConversationId) -> Question {
        messaging::question(&self.portal, reader, id).await.expect("read")
    }

    async fn conversation_of(&self, reader: &Session, id: ConversationId) -> Conversation {
        self.question_of(reader, id).await.conversation
    }

    async fn write(&self, author: &Session, id: ConversationId, answers: &Answers) {
        messaging::reply(&self.portal, author, id, DraftId::generate(), answers).await.expect("sent");
    }

    /// Takes a question in charge and answers it as an agent who signs in now.
    pub async fn answer_as(&self, login: &str, id: ConversationId) {
        let agent = self.agent_session(login).await;
        messaging::take_in_charge(&self.portal, &agent, id).await.expect("taken in charge");
        self.write(&agent, id, &text("Voici.")).await;
    }
}

/// An answer that asks the operator for details.
fn asking() -> Answers {
    Answers::from_iter([("message", "Quel est le numéro du titre ?"), (messaging::ASKS_DETAILS, "oui")])
}
