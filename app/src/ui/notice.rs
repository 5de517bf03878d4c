use leptos::prelude::*;

use super::icons::NoticeIcon;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeKind {
    Info,
    Success,
    Warning,
    Error,
}

impl NoticeKind {
    fn class(self) -> &'static str {
        match self {
            NoticeKind::Info => "notice notice--info",
            NoticeKind::Success => "notice notice--success",
            NoticeKind::Warning => "notice notice--warning",
            NoticeKind::Error => "notice notice--error",
        }
    }

    /// Said before the text, for those who see neither colour nor icon.
    fn word(self) -> &'static str {
        match self {
            NoticeKind::Info => "Information\u{a0}: ",
            NoticeKind::Success => "Succès\u{a0}: ",
            NoticeKind::Warning => "Attention\u{a0}: ",
            NoticeKind::Error => "Erreur\u{a0}: ",
        }
    }
}

/// A message in its frame. `live` has it announced when it appears: politely, or at once when it is an error.
#[component]
pub fn Notice(
    kind: NoticeKind,
    #[prop(optional, into)] title: String,
    #[prop(optional)] live: bool,
    children: Children,
) -> impl IntoView {
    let role = live.then_some(if kind == NoticeKind::Error { "alert" } else { "status" });
    let title = (!title.is_empty()).then(|| view! { <p class="notice__title">{title}</p> });
    view! {
        <div class=kind.class() role=role>
            <span class="notice__icon"><NoticeIcon kind /></span>
            <div class="notice__body">
                <span class="visually-hidden">{kind.word()}</span>
                {title}
                {children()}
            </div>
        </div>
    }
}
