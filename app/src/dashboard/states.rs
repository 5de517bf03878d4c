//! Messages for figures that are stale, refused or unavailable.

use backend::companies::figures::{Block, Dated, Share};
use domain::{co_owner::CoOwner, path, rights::Denial};
use leptos::prelude::*;

use crate::{
    denial::DenialDetails,
    ui::{Notice, NoticeKind, Time},
};

/// Renders the figures with `render`, or the reason why they are missing. `what`: the missing figures, as used in a
/// sentence: « les paiements ».
pub fn share<T, V: IntoView + 'static>(
    share: Share<T>,
    what: &'static str,
    render: impl FnOnce(CoOwner, T) -> V,
) -> AnyView {
    let co_owner = share.co_owner;
    match share.block {
        Block::Shown(dated) => {
            let stale_notice = stale_notice(co_owner, &dated);
            view! { {stale_notice} {render(co_owner, dated.value)} }.into_any()
        }
        Block::Denied(denial) => denied(what, &denial).into_any(),
        Block::Unavailable => unavailable(co_owner, what).into_any(),
        Block::NotLinked => not_linked(co_owner, what).into_any(),
    }
}

/// Splits the shares into those whose figures are available and the others.
pub fn split_available<T>(shares: Vec<Share<T>>) -> (Vec<Share<T>>, Vec<Share<T>>) {
    shares.into_iter().partition(|share| matches!(share.block, Block::Shown(_)))
}

/// One line per administration whose figures are missing, with the reason and the next step. A short line rather than a
/// card, since it appears in every section of the page.
pub fn missing<T>(shares: Vec<Share<T>>, what: &'static str) -> Option<impl IntoView> {
    (!shares.is_empty()).then(|| {
        let lines = shares
            .into_iter()
            .map(|one| {
                let label = one.co_owner.label();
                view! { <li><strong>{label}</strong> <div>{share(one, what, |_, _| ())}</div></li> }
            })
            .collect_view();
        view! { <ul class="asides">{lines}</ul> }
    })
}

/// Warning for stale figures. Returns `None` if they are current.
pub fn stale_notice<T>(co_owner: CoOwner, dated: &Dated<T>) -> Option<impl IntoView + use<T>> {
    let sentence = stale_sentence(co_owner, dated)?;
    Some(
        view! { <Notice kind=NoticeKind::Warning><p>{sentence} " " <a href=path::SERVICE_STATUS>"État des services"</a></p></Notice> },
    )
}

/// Sentence for stale figures: « Chiffres du 3 mars 2026 à 08 h 02 : douane.gouv.fr ne répond pas pour le
/// moment. »
pub fn stale_sentence<T>(co_owner: CoOwner, dated: &Dated<T>) -> Option<AnyView> {
    dated.stale.then(|| {
        let (at, site) = (dated.received_at, co_owner.site());
        view! { "Chiffres du " <Time at/> "\u{a0}: " {site} " ne répond pas pour le moment." }.into_any()
    })
}

pub fn denied(what: &'static str, denial: &Denial) -> impl IntoView + use<> {
    view! {
        <p>"Vous ne pouvez pas voir " {what} "."</p>
        <DenialDetails denial=denial.clone()/>
    }
}

fn unavailable(co_owner: CoOwner, what: &'static str) -> impl IntoView {
    let site = co_owner.site();
    view! {
        <Notice kind=NoticeKind::Warning>
            <p>
                {site} " ne répond pas pour le moment. Réessayez plus tard pour voir " {what} ". "
                <a href=path::SERVICE_STATUS>"État des services"</a>
            </p>
        </Notice>
    }
}

fn not_linked(co_owner: CoOwner, what: &'static str) -> impl IntoView {
    let site = co_owner.site();
    view! {
        <p class="muted">
            "Pour voir " {what} ", " <a href=path::LINKS>"rattachez votre compte " {site}</a> "."
        </p>
    }
}
