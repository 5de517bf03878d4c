//! Opening of an account at the portal's request.

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::keys::random_token;
use crate::mailbox::Mail;
use crate::site::Site;
use crate::world::Account;

/// A request of the portal to open an account.
pub struct AccountRequest<'a> {
    /// Idempotency key of the request.
    pub key: &'a str,
    pub first_name: &'a str,
    pub last_name: &'a str,
    pub email: &'a str,
}

/// Outcome of a request to open an account. A string is the account's login.
pub enum Outcome {
    Created(String),
    /// An earlier request with the same key created it.
    Existing(String),
    AddressTaken,
}

/// Opens an account and mails its password link. The lock is held from the look-up of the key to its
/// insertion, so that concurrent requests with the same key open one account.
pub fn open(site: &Site, request: &AccountRequest) -> Outcome {
    let mut requests = site.simulator.account_requests();
    if let Some(login) = requests.login_of_key(site.co_owner, request.key) {
        return Outcome::Existing(login);
    }
    let taken = site.simulator.read(|world| {
        world.accounts_of(site.co_owner).any(|one| one.email.eq_ignore_ascii_case(request.email))
    });
    if taken {
        return Outcome::AddressTaken;
    }
    let login = loop {
        let login = format!("usager-{}", random_token().replace(['-', '_'], "").to_lowercase().split_at(8).0);
        let account = Account {
            login: login.clone(),
            // Unknown to everyone, including the portal; the owner sets another one.
            password: random_token(),
            first_name: request.first_name.to_owned(),
            last_name: request.last_name.to_owned(),
            email: request.email.to_owned(),
            phone: None,
            role: "Compte créé à partir du portail".to_owned(),
            version: 0,
            habilitations: BTreeSet::new(),
        };
        if site.simulator.add_account(site.co_owner, account) {
            break login;
        }
    };
    let link = requests.store(site.co_owner, request.key, &login);
    drop(requests);
    send_password_link(site, request, &login, &link);
    Outcome::Created(login)
}

/// Stores the mail with the password link in the mailbox, like the portal's mails.
fn send_password_link(site: &Site, request: &AccountRequest, login: &str, link: &str) {
    let (name, from) = (site.co_owner.site(), format!("ne-pas-repondre@{}.invalid", site.co_owner.code()));
    let address = format!("{}/mot-de-passe?jeton={link}", site.base());
    let text = format!(
        "Bonjour {},\r\n\r\nUn compte {name} vient d’être créé à votre demande à partir de Prodouane. Son identifiant est {login}.\r\n\
         Choisissez son mot de passe sur cette page\u{a0}:\r\n\r\n{address}\r\n",
        request.first_name
    );
    let subject = STANDARD.encode(format!("Votre compte {name} est créé"));
    let source = format!(
        "From: <{from}>\r\nTo: <{to}>\r\nSubject: =?utf-8?B?{subject}?=\r\nMessage-ID: <{id}@{code}.invalid>\r\n\
         MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{body}\r\n",
        to = request.email,
        id = random_token(),
        code = site.co_owner.code(),
        body = STANDARD.encode(&text),
    );
    let mail = Mail::decode(source.into(), &from, &[request.email.to_owned()], site.simulator.clock.now());
    site.simulator.mailbox.store(mail);
}
