use domain::{
    account::SecurityLevel,
    browser::{Browser, Support},
    co_owner::CoOwner,
    form::Answers,
    self_check::{NumberVerdict, is_caps_locked},
};
use serde::{Deserialize, Serialize};

use platform::{Error, db::Moment};

use crate::{
    Portal,
    accounts::{
        mfa,
        sessions::{self, Client, Session},
    },
    companies,
};

/// Result of the checks. Stored as JSON for 30 days.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// « Firefox 145 », or « inconnu ».
    pub browser: String,
    pub support: Support,
    /// Shortened address: « 192.0.2.x ».
    pub network: String,
    /// Measured by a script; `None` if scripts do not run.
    pub measured: Option<Measured>,
    /// `None` if no letter was typed.
    pub caps_lock: Option<bool>,
    /// `None` if no number was typed.
    pub number: Option<NumberVerdict>,
    /// `None` if no person is signed in.
    pub account: Option<AccountState>,
}

/// Measures made by a script in the browser.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// Clock of the device minus the server's, in seconds.
    pub clock_skew: i64,
    /// Pages may store data in the browser.
    pub storage: bool,
    /// Cookies are enabled according to the browser.
    pub cookies: bool,
    /// Time between the request of a page and its first byte, in milliseconds, if the browser provides it.
    pub wait: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AccountState {
    pub level: SecurityLevel,
    pub links: Vec<LinkState>,
    /// Date of the sign-in before the current one.
    pub previous_sign_in: Option<Moment>,
}

/// An account linked at a co-owner.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinkState {
    pub co_owner: CoOwner,
    /// The co-owner knows the account.
    pub known: bool,
    /// The co-owner does not respond: the last known rights apply.
    pub stale: bool,
    /// Number of companies with at least one habilitation.
    pub companies: usize,
    pub habilitations: usize,
}

/// Checks everything that can be checked now.
pub(super) async fn build(
    portal: &Portal,
    session: &Session,
    client: &Client,
    answers: &Answers,
) -> Result<Report, Error> {
    let browser = Browser::parse(&client.user_agent);
    let account = match session.usager() {
        Ok(_) => Some(account(portal, session).await?),
        Err(_) => None,
    };
    Ok(Report {
        browser: browser.map_or_else(|| "inconnu".to_owned(), |browser| browser.to_string()),
        support: browser.map_or(Support::Untested, |browser| browser.support()),
        network: sessions::coarse_network(client.address),
        measured: measured(answers, portal.clock.now()),
        caps_lock: is_caps_locked(answers.raw("frappe")),
        number: NumberVerdict::of(answers.text("numero")),
        account,
    })
}

/// Reads the values that the island adds to the form: `horloge` (milliseconds since the epoch), `stockage`, `cookies`,
/// `attente`.
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
            stale: account.stale,
            companies: account.companies as usize,
            habilitations: account.rights as usize,
        })
    });
    Ok(AccountState {
        level: mfa::level(portal, session.usager()?.account).await?,
        links: linked.collect(),
        previous_sign_in: session.previous.as_ref().map(|previous| previous.at),
    })
}
