//! Notice on the sign-in pages after a session has ended.

use backend::accounts::parked_forms;
use leptos::prelude::*;

use crate::{
    page::{PageRequest, Stop},
    ui::*,
};

/// Renders « Votre session a pris fin », and says whether a parked form is waiting. Returns `None` if no
/// session has ended.
pub(crate) async fn ended_session_notice(request: &PageRequest) -> Result<Option<AnyView>, Stop> {
    let ended = request.context.ended.as_ref();
    let line = request.session().and_then(|session| session.chain).or(ended.map(|ended| ended.chain));
    let is_parked = match line {
        Some(line) => parked_forms::any_parked(request.portal(), line).await?,
        None => false,
    };
    let text = match is_parked {
        true => "Votre saisie est conservée\u{a0}: reconnectez-vous avec le même compte pour la retrouver.",
        false if ended.is_some_and(|ended| ended.owner.is_some()) => {
            "Une session se ferme après une période sans activité, ou quand vous la fermez dans un autre onglet ou \
             sur un autre appareil. Reconnectez-vous pour reprendre là où vous en étiez."
        }
        false => return Ok(None),
    };
    let notice = view! {
        <Notice kind=NoticeKind::Info title="Votre session a pris fin"><p>{text}</p></Notice>
    };
    Ok(Some(notice.into_any()))
}
