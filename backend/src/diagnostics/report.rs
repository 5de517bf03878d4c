use domain::{
    account::SecurityLevel,
    browser::{Browser, Support},
    co_owner::CoOwner,
    diagnostic::{NumberVerdict, is_caps_locked},
    form::Answers,
};
use serde::{Deserialize, Serialize};

use crate::{
    Error, Portal, companies,
    db::Moment,
    factors,
    session::{Client, Session},
    sign_in,
};

/// What was seen. Stored as it serialises, for 30 days at most.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// « Firefox 145 », or what little is known of it.
    pub browser: String,
    pub support: Support,
    /// Coarse: « 192.0.2.x ».
    pub network: String,
    /// What only a script can measure; `None` where scripts do not run.
    pub measured: Option<Measured>,
    /// `None`: no letter was typed.
    pub caps_lock: Option<bool>,
    /// `None`: no number was typed.
    pub number: Option<NumberVerdict>,
    /// Of who is signed in.
    pub account: Option<AccountState>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// Clock of the device minus the server's, in seconds.
    pub clock_skew: i64,
    /// May pages keep anything in the browser?
    pub storage: bool,
    /// What the browser says of its own settings.
    pub cookies: bool,
    /// Time between asking for a page and its first byte, in milliseconds, when the browser tells it.
    pub wait: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AccountState {
    pub level: SecurityLevel,
    pub links: Vec<LinkState>,
    /// The connection before this one.
    pub previous_sign_in: Option<Moment>,
}

/// An account linked at a co-owner.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinkState {
    pub co_owner: CoOwner,
    /// The co-owner knows the account.
    pub known: bool,
    /// It does not answer now.
    pub silent: bool,
    /// Companies on which something is held.
    pub companies: usize,
    pub habilitations: usize,
}

pub(super) async fn of(
    portal: &Portal,
    session: &Session,
    client: &Client,
    answers: &Answers,
) -> Result<Report, Error> {
    let browser = Browser::of(&client.user_agent);
    let account = match session.usager() {
        Ok(_) => Some(account(portal, session).await?),
        Err(_) => None,
    };
    Ok(Report {
        browser: browser.map_or_else(|| "inconnu".to_owned(), |browser| browser.to_string()),
        support: browser.map_or(Support::Untried, |browser| browser.support()),
        network: sign_in::coarse_network(client.address),
        measured: measured(answers, portal.clock.now()),
        caps_lock: is_caps_locked(answers.raw("frappe")),
        number: NumberVerdict::of(answers.text("numero")),
        account,
    })
}

/// What the island adds to the form: `horloge` (milliseconds since the epoch), `stockage`, `cookies`, `attente`.
fn measured(answers: &Answers, now: Moment) -> Option<Measured> {
    let clock: i64 = answers.text("horloge").parse().ok()?;
    Some(Measured {
        clock_skew: clock.saturating_sub(now.micros() / 1_000) / 1_000,
        storage: answers.text("stockage") == "oui",
        cookies: answers.text("cookies") == "oui",
        wait: answers.text("attente").parse().ok(),
    })
}

async fn account(portal: &Portal, session: &Session) -> Result<AccountState, Error> {
    let links = companies::links(portal, session).await?;
    let linked = links.into_iter().filter_map(|link| {
        let account = link.linked?;
        Some(LinkState {
            co_owner: link.co_owner,
            known: account.known,
            silent: account.silent,
            companies: account.companies as usize,
            habilitations: account.rights as usize,
        })
    });
    Ok(AccountState {
        level: factors::level(portal, session.usager()?.account).await?,
        links: linked.collect(),
        previous_sign_in: session.previous.as_ref().map(|previous| previous.at),
    })
}
