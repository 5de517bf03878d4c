//! Questions that go on in another one, as operators and agents read them.

use backend::messaging::{Conversation, Links};
use leptos::prelude::*;

use crate::ui::*;

/// Says that the question goes on in another one, and leads there. `address`: that of the page of a question. `None` for any other
/// question.
pub(crate) fn merged_notice(
    links: &Links,
    address: fn(&Conversation) -> String,
    text: &'static str,
    end: Option<AnyView>,
) -> Option<AnyView> {
    let number = links.target_number.clone()?;
    let place = match &links.target {
        Some(target) => {
            view! { <a href=address(target)>{format!("la question {number}\u{a0}: {}", target.subject)}</a> }
                .into_any()
        }
        None => format!("la question {number}, d’un autre service").into_any(),
    };
    Some(
        view! {
            <Notice kind=NoticeKind::Info title="Cette question est rapprochée d’une autre">
                <p>"L’échange continue dans " {place} "."</p>
                <p>{text}</p>
                {end}
            </Notice>
        }
        .into_any(),
    )
}

/// The questions that go on in the one of the page.
pub(crate) fn merged_questions(links: &Links, address: fn(&Conversation) -> String) -> Option<AnyView> {
    let line = |one: &Conversation| {
        view! { <li><a href=address(one)>{format!("{}\u{a0}: {}", one.number, one.subject)}</a></li> }
    };
    (!links.merged.is_empty()).then(|| {
        let lines = links.merged.iter().map(line).collect_view();
        view! {
            <Card title="Questions rapprochées">
                <p>"Leur échange continue ici."</p>
                <ul>{lines}</ul>
            </Card>
        }
        .into_any()
    })
}
