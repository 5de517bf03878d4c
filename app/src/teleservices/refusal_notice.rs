//! Notice on the pages of téléservices that cannot be opened.

use domain::rights::Denial;
use leptos::prelude::*;

use crate::{
    denial::NextStepLinks,
    ui::{Notice, NoticeKind},
};

/// Explains a refusal on its own page: missing right, next step, links.
pub(super) fn refusal_notice(denial: &Denial) -> impl IntoView + use<> {
    let step = denial.next_step().map(|step| {
        let sentence = step.to_string();
        view! { <p>{sentence}</p> <NextStepLinks step/> }
    });
    let missing = denial.explanation();
    view! { <Notice kind=NoticeKind::Warning><p>{missing}</p>{step}</Notice> }
}
