//! History of a question for agents: the statuses that operators see, and what the agents did among themselves.

use backend::messaging::{Act, ActKind, Question};
use leptos::prelude::*;

use crate::{
    messaging::thread::{step_item, timeline},
    ui::{self, TimelineItem},
};

/// Renders the history, oldest first, then the next statuses.
pub fn history(question: &Question, acts: &[Act]) -> AnyView {
    // A transfer is one line, with its reason.
    let steps = question.steps.iter().filter(|step| step.transferred_to.is_none()).map(step_item);
    let mut items: Vec<TimelineItem> = steps.chain(acts.iter().map(act_item)).collect();
    items.sort_by_key(|item| item.at);
    timeline("Historique", question, items)
}

fn act_item(act: &Act) -> TimelineItem {
    let Act { member_name, recipient, reason, .. } = act;
    let (title, detail) = match act.kind() {
        ActKind::Taken => (format!("Prise par {member_name}"), String::new()),
        ActKind::Assigned => (format!("Attribuée à {recipient}"), format!("Par {member_name}")),
        ActKind::Released => (format!("Rendue par {member_name}"), String::new()),
        ActKind::Transferred => {
            (format!("Transmise à {recipient}"), format!("{member_name}\u{a0}: {reason}"))
        }
    };
    TimelineItem { title, at: Some(act.at), detail, state: ui::Step::Done }
}
