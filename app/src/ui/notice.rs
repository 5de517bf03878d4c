use std::borrow::Cow;

use leptos::prelude::*;

use super::harmless;

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

    /// Text that replaces colour and icon for screen readers.
    fn word(self) -> &'static str {
        match self {
            NoticeKind::Info => "Information\u{a0}: ",
            NoticeKind::Success => "Succès\u{a0}: ",
            NoticeKind::Warning => "Attention\u{a0}: ",
            NoticeKind::Error => "Erreur\u{a0}: ",
        }
    }
}

/// A framed message. `live` announces it when it appears: politely, or at once if it is an error.
#[component]
pub fn Notice(
    kind: NoticeKind,
    #[prop(optional, into)] title: Cow<'static, str>,
    #[prop(optional)] live: bool,
    children: Children,
) -> impl IntoView {
    let role = live.then_some(if kind == NoticeKind::Error { "alert" } else { "status" });
    let (visible, title) = harmless(title);
    let title =
        (!title.is_empty()).then(|| view! { <p class="notice__title" data-visible=visible>{title}</p> });
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

/// Says that a mail server refused the last mail to an address for good.
#[component]
pub fn MailRefusedNotice(
    #[prop(into)] address: String,
    /// End of the sentence, then what to do.
    consequence: &'static str,
) -> impl IntoView {
    view! {
        <Notice kind=NoticeKind::Warning title="Courriel refusé">
            <p>
                "Le dernier courriel envoyé à " {address} " a été refusé par le serveur du destinataire" {consequence}
            </p>
        </Notice>
    }
}

#[component]
fn NoticeIcon(kind: NoticeKind) -> impl IntoView {
    let path = match kind {
        NoticeKind::Info => "M12 11v6M12 7.200v.1",
        NoticeKind::Success => "M7.5 12.500l3 3 6-6.5",
        NoticeKind::Warning | NoticeKind::Error => "M12 7v6M12 16.800v.1",
    };
    view! {
        <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
            <circle cx="12" cy="12" r="11" fill="none" stroke="currentColor" stroke-width="2" />
            <path
                d=path
                fill="none"
                stroke="currentColor"
                stroke-width="2.2"
                stroke-linecap="round"
                stroke-linejoin="round"
            />
        </svg>
    }
}
