//! Use of the portal over HTTP: signing in (password, code by mail, linked accounts, choice of the company),
//! writing and sending questions.

use anyhow::{Context, Result, ensure};
use domain::path;
use serde::Deserialize;
use url::Url;

use crate::client::Browser;
use crate::environment::Environment;
use crate::fixtures::{self, User};

/// Signs in, links the accounts at the co-owners, chooses a company and opens its dashboard.
pub async fn sign_in(environment: &Environment, user: &User, siren: &str) -> Result<Browser> {
    let mut browser = Browser::at(environment.portal_address);
    let credentials = [("identifiant", user.login), ("mot_de_passe", fixtures::PASSWORD)];
    let next = browser.submit("/form/connexion", &credentials).await?;
    ensure!(next.starts_with(path::SIGN_IN_CODE), "sign-in redirects to {next} instead of the code page");
    let code = mailed_code(environment, user).await?;
    let next = browser.submit("/form/connexion-code", &[("code", code.as_str())]).await?;
    ensure!(next.starts_with(path::SIGN_IN_CONFIRMATION), "the code page redirects to {next}");
    for &co_owner in user.co_owners {
        link(environment, &mut browser, user, co_owner)
            .await
            .with_context(|| format!("linking {co_owner}"))?;
    }
    let next = browser.submit("/form/choisir-siren", &[("siren", siren)]).await?;
    ensure!(next == path::DASHBOARD, "the choice of the company redirects to {next}");
    // The first response contains a flash notice; later ones do not.
    browser.page(path::DASHBOARD).await?;
    Ok(browser)
}

#[derive(Deserialize)]
struct Mail {
    text: String,
}

/// Returns the code in the last mail to the user.
pub async fn mailed_code(environment: &Environment, user: &User) -> Result<String> {
    let address = format!("/boite/api/messages?to={}&au_moins=1&attendre_ms=20000", user.email);
    let mails: Vec<Mail> =
        serde_json::from_str(&Browser::at(environment.simulator_address).page(&address).await?)?;
    let mail = mails.last().context("no mail with a code arrived")?;
    let numbers = mail.text.split(|character: char| !character.is_ascii_digit());
    let code = numbers.into_iter().find(|digits| digits.len() == 6).context("the mail contains no code")?;
    Ok(code.to_owned())
}

/// Returns the number of mails that the clerk has received; waits up to 30 s for `at_least` of them.
pub async fn mails_received(environment: &Environment, at_least: usize) -> Result<usize> {
    let path =
        format!("/boite/api/messages?to={}&au_moins={at_least}&attendre_ms=30000", fixtures::CLERK.email);
    let mails: Vec<Mail> =
        serde_json::from_str(&Browser::at(environment.simulator_address).page(&path).await?)?;
    Ok(mails.len())
}

/// Links the account at a co-owner by OpenID Connect, through the co-owner's sign-in form.
async fn link(environment: &Environment, browser: &mut Browser, user: &User, co_owner: &str) -> Result<()> {
    let request = browser.submit("/form/rattacher", &[("co_proprietaire", co_owner)]).await?;
    let request = Url::parse(&request).with_context(|| format!("redirects to {request}"))?;
    let form = format!("/{co_owner}/connexion?{}", request.query().unwrap_or_default());
    let mut co_owner_browser = Browser::at(environment.simulator_address);
    let credentials = [("identifiant", user.login), ("mot_de_passe", fixtures::CO_OWNER_PASSWORD)];
    let callback = Url::parse(&co_owner_browser.submit(&form, &credentials).await?)?;
    let callback = format!("{}?{}", callback.path(), callback.query().unwrap_or_default());
    let response = browser.get(&callback).await?;
    ensure!(response.status.is_redirection(), "{}: {}", co_owner, response.status);
    Ok(())
}

/// Writes `count` drafts that are ready to be sent. Returns their identifiers.
pub async fn drafts(browser: &mut Browser, count: usize) -> Result<Vec<String>> {
    let mut drafts = Vec::with_capacity(count);
    for _ in 0..count {
        let path = browser.submit("/form/nouveau-brouillon", &[("motif", fixtures::MOTIF)]).await?;
        let id = path
            .strip_prefix("/messagerie/brouillon/")
            .with_context(|| format!("the new draft redirects to {path}"))?
            .to_owned();
        let mut fields = vec![("brouillon", id.as_str()), ("_siren", fixtures::SIREN)];
        fields.extend(fixtures::QUESTION);
        let next = browser.submit("/form/brouillon", &fields).await?;
        ensure!(next.ends_with("/pieces"), "the draft redirects to {next}");
        drafts.push(id);
    }
    Ok(drafts)
}

/// Sends a question. It is durable and acknowledged when this returns.
pub async fn send(browser: &mut Browser, draft: &str) -> Result<()> {
    let next = browser.submit("/form/envoyer", &[("brouillon", draft), ("_siren", fixtures::SIREN)]).await?;
    ensure!(
        next.starts_with("/messagerie/question/") && next.ends_with("/recu"),
        "sending redirects to {next}"
    );
    Ok(())
}
