//! What a part of the page says when its figures are old, refused or not to be had.

use backend::dashboard::{Block, Dated, Share};
use domain::{co_owner::CoOwner, rights::Denial};
use jiff::civil::Date;
use leptos::prelude::*;

use crate::{
    ui::{Notice, NoticeKind},
    why::Why,
};

/// Draws the figures with `draw`, or says why they are not there. `what` is what is missing, for the middle of a
/// sentence: « les paiements ».
pub fn share<T, V: IntoView + 'static>(
    share: Share<T>,
    what: &'static str,
    draw: impl FnOnce(CoOwner, T) -> V,
) -> AnyView {
    let co_owner = share.co_owner;
    match share.block {
        Block::Shown(dated) => {
            let old = old(co_owner, &dated);
            view! { {old} {draw(co_owner, dated.value)} }.into_any()
        }
        Block::Denied(denial) => denied(what, &denial).into_any(),
        Block::Silent => silent(co_owner, what).into_any(),
        Block::NotLinked => not_linked(co_owner, what).into_any(),
    }
}

/// The administrations whose figures are there, and the others.
pub fn apart<T>(shares: Vec<Share<T>>) -> (Vec<Share<T>>, Vec<Share<T>>) {
    shares.into_iter().partition(|share| matches!(share.block, Block::Shown(_)))
}

/// A line for each administration whose figures are not there: why, and what can be done. Quieter than a block of
/// its own, since it comes back in every part of the page.
pub fn absent<T>(shares: Vec<Share<T>>, what: &'static str) -> Option<impl IntoView> {
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

/// A day in a table, where room is scarce: « 22/11/2026 ».
pub fn day(date: Date) -> impl IntoView {
    let shown = format!("{:02}/{:02}/{}", date.day(), date.month(), date.year());
    view! { <time class="nowrap" datetime=date.to_string()>{shown}</time> }
}

/// Says so when the figures are the last known ones.
pub fn old<T>(co_owner: CoOwner, dated: &Dated<T>) -> Option<impl IntoView + use<T>> {
    let sentence = old_sentence(co_owner, dated)?;
    Some(view! { <Notice kind=NoticeKind::Warning><p>{sentence}</p></Notice> })
}

/// « Chiffres du 3 mars 2026 à 08 h 02 : douane.gouv.fr ne répond pas pour le moment. »
pub fn old_sentence<T>(co_owner: CoOwner, dated: &Dated<T>) -> Option<String> {
    dated.silent.then(|| {
        let (at, site) = (dated.received_at.french_minute(), co_owner.site());
        format!("Chiffres du {at}\u{a0}: {site} ne répond pas pour le moment.")
    })
}

pub fn denied(what: &'static str, denial: &Denial) -> impl IntoView + use<> {
    view! {
        <p>"Vous ne pouvez pas voir " {what} "."</p>
        <Why denial=denial.clone()/>
    }
}

fn silent(co_owner: CoOwner, what: &'static str) -> impl IntoView {
    let site = co_owner.site();
    view! {
        <Notice kind=NoticeKind::Warning>
            <p>{site} " ne répond pas pour le moment\u{a0}: " {what} " s’afficheront à son retour."</p>
        </Notice>
    }
}

fn not_linked(co_owner: CoOwner, what: &'static str) -> impl IntoView {
    let site = co_owner.site();
    view! {
        <p class="muted">
            "Pour voir " {what} ", " <a href="/profil/rattachements">"rattachez votre compte " {site}</a> "."
        </p>
    }
}
