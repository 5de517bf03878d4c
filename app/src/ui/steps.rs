use leptos::prelude::*;
use platform::db::Moment;

use super::Time;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Done,
    Current,
    Todo,
}

impl Step {
    /// Class of its list item.
    pub const fn class(self) -> &'static str {
        match self {
            Step::Done => "step--done",
            Step::Current => "step--current",
            Step::Todo => "step--todo",
        }
    }
}

/// The current step of a process of several pages; `current` counts from 0.
#[component]
pub fn Stepper(steps: Vec<String>, current: usize) -> impl IntoView {
    let count = format!("Étape {} sur {}", current + 1, steps.len());
    let label = steps.get(current).cloned().unwrap_or_default();
    let steps = steps
        .into_iter()
        .enumerate()
        .map(|(rank, label)| {
            let (step, done) = match rank.cmp(&current) {
                std::cmp::Ordering::Less => (Step::Done, Some(" (terminée)")),
                std::cmp::Ordering::Equal => (Step::Current, None),
                std::cmp::Ordering::Greater => (Step::Todo, None),
            };
            let marker = (step == Step::Current).then_some("step");
            view! {
                <li class=step.class() aria-current=marker>
                    {label}
                    {done.map(|done| view! { <span class="visually-hidden">{done}</span> })}
                </li>
            }
        })
        .collect_view();
    view! {
        <div class="stepper">
            <p class="stepper__count">
                {count} <span class="stepper__label">{format!("\u{a0}: {label}")}</span>
            </p>
            <ol class="stepper__list">{steps}</ol>
        </div>
    }
}

/// One event of a [`Timeline`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimelineItem {
    pub title: String,
    /// `None` if the event has not happened.
    pub at: Option<Moment>,
    pub detail: String,
    pub state: Step,
}

/// Events in order, with their dates.
#[component]
pub fn Timeline(items: Vec<TimelineItem>) -> impl IntoView {
    let items = items
        .into_iter()
        .map(|item| {
            let marker = (item.state == Step::Current).then_some("step");
            let date = item.at.map(|at| view! { <p class="timeline__date"><Time at seconds=true/></p> });
            let detail =
                (!item.detail.is_empty()).then(|| view! { <p class="timeline__detail">{item.detail}</p> });
            view! {
                <li class=item.state.class() aria-current=marker>
                    <p class="timeline__title">{item.title}</p>
                    {date}
                    {detail}
                </li>
            }
        })
        .collect_view();
    view! { <ol class="timeline">{items}</ol> }
}
