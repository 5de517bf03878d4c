use domain::question::Status;
use leptos::prelude::*;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    #[default]
    Neutral,
    Info,
    Success,
    Warning,
    Error,
}

impl Tone {
    pub(super) fn class(self) -> &'static str {
        match self {
            Tone::Neutral => "tag",
            Tone::Info => "tag tag--info",
            Tone::Success => "tag tag--success",
            Tone::Warning => "tag tag--warning",
            Tone::Error => "tag tag--error",
        }
    }

    /// Tone of the status of a question.
    pub(super) fn of(status: Status) -> Self {
        match status {
            Status::Transmis => Tone::Info,
            Status::PrisEnCharge | Status::Precisions => Tone::Warning,
            Status::Repondu => Tone::Success,
            Status::Clos => Tone::Neutral,
        }
    }
}

/// A short state in words; the colour adds no information.
#[component]
pub fn Tag(#[prop(optional)] tone: Tone, children: Children) -> impl IntoView {
    view! { <span class=tone.class()>{children()}</span> }
}

/// The status of a question.
#[component]
pub fn StatusBadge(status: Status) -> impl IntoView {
    view! { <Tag tone=Tone::of(status)>{status.label()}</Tag> }
}
