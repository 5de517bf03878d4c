//! The way in, as a person goes it: password, code by mail, accounts linked at the co-owners, company chosen; then
//! questions being written. All over HTTP.

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use url::Url;

use crate::client::Browser;
use crate::demo::{self, Person};
use crate::house::House;

/// Signs in, links the accounts at the co-owners and goes as far as the dashboard of a company.
pub async fn sign_in(house: &House, person: &Person, siren: &str) -> Result<Browser> {
    let mut browser = Browser::at(house.portal_address);
    let credentials = [("identifiant", person.login), ("mot_de_passe", demo::PASSWORD)];
    let next = browser.submit("/form/connexion", &credentials).await?;
    ensure!(next.starts_with("/connexion/code"), "sign-in leads to {next}, not to the code");
    let code = mailed_code(house, person).await?;
    let next = browser.submit("/form/connexion-code", &[("code", code.as_str())]).await?;
    ensure!(next.starts_with("/connexion/confirmation"), "the code leads to {next}");
    for &co_owner in person.co_owners {
        link(house, &mut browser, person, co_owner).await.with_context(|| format!("linking {co_owner}"))?;
    }
    let next = browser.submit("/form/choisir-siren", &[("siren", siren)]).await?;
    ensure!(next == "/tableau-de-bord", "the choice of the company leads to {next}");
    // The second time, since the first shows a notice that goes with it.
    browser.page("/tableau-de-bord").await?;
    Ok(browser)
}

#[derive(Deserialize)]
struct Mail {
    text: String,
}

/// The code of the last mail to the person.
async fn mailed_code(house: &House, person: &Person) -> Result<String> {
    let address = format!("/boite/api/messages?to={}&au_moins=1&attendre_ms=20000", person.email);
    let mails: Vec<Mail> = serde_json::from_str(&Browser::at(house.simulator_address).page(&address).await?)?;
    let mail = mails.last().context("no mail with a code came")?;
    let numbers = mail.text.split(|character: char| !character.is_ascii_digit());
    let code = numbers.into_iter().find(|digits| digits.len() == 6).context("the mail holds no code")?;
    Ok(code.to_owned())
}

/// How many mails the clerk got so far; waits up to half a minute for `at_least` of them.
pub async fn mails_received(house: &House, at_least: usize) -> Result<usize> {
    let path = format!("/boite/api/messages?to={}&au_moins={at_least}&attendre_ms=30000", demo::CLERK.email);
    let mails: Vec<Mail> = serde_json::from_str(&Browser::at(house.simulator_address).page(&path).await?)?;
    Ok(mails.len())
}

/// OpenID Connect, with the co-owner's own sign-in form in between.
async fn link(house: &House, browser: &mut Browser, person: &Person, co_owner: &str) -> Result<()> {
    let leaves = browser.submit("/form/rattacher", &[("co_proprietaire", co_owner)]).await?;
    let leaves = Url::parse(&leaves).with_context(|| format!("leads to {leaves}"))?;
    let form = format!("/{co_owner}/connexion?{}", leaves.query().unwrap_or_default());
    let mut elsewhere = Browser::at(house.simulator_address);
    let credentials = [("identifiant", person.login), ("mot_de_passe", demo::CO_OWNER_PASSWORD)];
    let back = Url::parse(&elsewhere.submit(&form, &credentials).await?)?;
    let back = format!("{}?{}", back.path(), back.query().unwrap_or_default());
    let answer = browser.get(&back).await?;
    ensure!(answer.status.is_redirection(), "{}: {}", co_owner, answer.status);
    Ok(())
}

/// Writes `count` questions that are ready to be sent; gives their identifiers.
pub async fn drafts(browser: &mut Browser, count: usize) -> Result<Vec<String>> {
    let mut drafts = Vec::with_capacity(count);
    for _ in 0..count {
        let path = browser.submit("/form/nouveau-brouillon", &[("motif", demo::MOTIF)]).await?;
        let id = path
            .strip_prefix("/messagerie/brouillon/")
            .with_context(|| format!("a new draft leads to {path}"))?
            .to_owned();
        let mut fields = vec![("brouillon", id.as_str()), ("_siren", demo::SIREN)];
        fields.extend(demo::QUESTION);
        let next = browser.submit("/form/brouillon", &fields).await?;
        ensure!(next.ends_with("/pieces"), "a draft leads to {next}");
        drafts.push(id);
    }
    Ok(drafts)
}

/// Sends a question; it is durable and acknowledged when this comes back.
pub async fn send(browser: &mut Browser, draft: &str) -> Result<()> {
    let next = browser.submit("/form/envoyer", &[("brouillon", draft), ("_siren", demo::SIREN)]).await?;
    ensure!(next.starts_with("/messagerie/question/") && next.ends_with("/recu"), "sending leads to {next}");
    Ok(())
}
