//! Remarks of an export or a calendar: what it is, how old the figures of each administration are, and which are missing.

use platform::{Error, db::Moment};

use crate::companies::{
    CompanyView,
    figures::{Block, Dated, Share},
};

/// What the export is: « Brumaire Négoce (SIREN 000 101 014) : paiements en cours. Exporté le … ».
pub(crate) fn head(view: &CompanyView, what: &str, now: Moment) -> String {
    let (name, siren) = (view.raison_sociale(), view.siren().grouped());
    format!("{name} (SIREN\u{a0}{siren})\u{a0}: {what}. Exporté du portail le {}.", now.french_minute())
}

/// One remark for each administration: the date of its figures, or why they are missing.
pub(crate) fn sources<T>(shares: &[Share<T>]) -> impl Iterator<Item = String> {
    shares.iter().map(|share| match &share.block {
        Block::Shown(dated) => source(share, dated),
        Block::Denied(denial) => missing(share, &denial.to_string()),
        Block::Unavailable => {
            missing(share, &format!("{} ne répond pas pour le moment.", share.co_owner.site()))
        }
        Block::NotLinked => {
            let site = share.co_owner.site();
            missing(share, &format!("Votre compte {site} n’est pas rattaché à votre compte du portail."))
        }
    })
}

fn source<T>(share: &Share<T>, dated: &Dated<T>) -> String {
    let (label, site, at) =
        (share.co_owner.label(), share.co_owner.site(), dated.received_at.french_minute());
    match dated.stale {
        false => format!("{label}\u{a0}: chiffres du {at}."),
        true => {
            format!("{label}\u{a0}: derniers chiffres connus, du {at}. {site} ne répond pas pour le moment.")
        }
    }
}

fn missing<T>(share: &Share<T>, reason: &str) -> String {
    format!("Administration non comprise\u{a0}: {}. {reason}", share.co_owner.label())
}

/// Refuses a file to which no administration contributes.
///
/// # Errors
/// [`Error::CoOwnerDown`] if one could, but does not answer; else the denial.
pub(crate) fn require_some<T>(shares: &[Share<T>]) -> Result<(), Error> {
    let mut refusal = Error::NotFound;
    for share in shares {
        match &share.block {
            Block::Shown(_) => return Ok(()),
            Block::Unavailable => refusal = Error::CoOwnerDown { what: share.co_owner.site().to_owned() },
            Block::Denied(denial) if matches!(refusal, Error::NotFound) => {
                refusal = Error::Refused(denial.clone());
            }
            Block::Denied(_) | Block::NotLinked => {}
        }
    }
    Err(refusal)
}
