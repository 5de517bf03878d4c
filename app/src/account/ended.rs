//! What the sign-in pages say to somebody whose session has ended.

use backend::unfinished;
use leptos::prelude::*;

use crate::{
    page::{Stop, Visit},
    ui::*,
};

/// « Votre session a pris fin », and whether something waits; nothing for who comes of their own accord.
pub(crate) async fn ended_notice(visit: &Visit) -> Result<Option<AnyView>, Stop> {
    let ended = visit.context.ended.as_ref();
    let line = visit.session().and_then(|session| session.follows).or(ended.map(|ended| ended.line));
    let waits = match line {
        Some(line) => unfinished::waits(visit.portal(), line).await?,
        None => false,
    };
    let text = match waits {
        true => {
            "Ce que vous avez saisi vous attend\u{a0}: reconnectez-vous avec le même compte pour le retrouver."
        }
        false if ended.is_some_and(|ended| ended.owner.is_some()) => {
            "Elle se ferme après un temps sans activité. Reconnectez-vous pour continuer où vous étiez."
        }
        false => return Ok(None),
    };
    let notice = view! {
        <Notice kind=NoticeKind::Info title="Votre session a pris fin"><p>{text}</p></Notice>
    };
    Ok(Some(notice.into_any()))
}
