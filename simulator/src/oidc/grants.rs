//! Sign-ins, authorization codes and access tokens, in memory.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};

use crate::co_owner::CoOwner;
use crate::keys::random_token;

const CODE_LIFETIME: SignedDuration = SignedDuration::from_secs(60);
const TOKEN_LIFETIME: SignedDuration = SignedDuration::from_secs(300);
const SIGN_IN_LIFETIME: SignedDuration = SignedDuration::from_hours(8);

#[derive(Default)]
pub struct Grants {
    sign_ins: HashMap<String, SignIn>,
    codes: HashMap<String, IssuedCode>,
    tokens: HashMap<String, IssuedToken>,
}

/// A person's sign-in at a co-owner.
#[derive(Clone, Debug)]
pub struct SignIn {
    pub co_owner: CoOwner,
    pub login: String,
    pub at: Timestamp,
}

/// The authorization that a code represents.
#[derive(Clone, Debug)]
pub struct CodeGrant {
    pub sign_in: SignIn,
    pub redirect_uri: String,
    pub challenge: String,
    pub nonce: String,
    pub acr: &'static str,
}

struct IssuedCode {
    grant: CodeGrant,
    expires: Timestamp,
    /// The access token issued for the code, once redeemed; `Some("")` if the exchange failed.
    redeemed: Option<String>,
}

struct IssuedToken {
    sign_in: SignIn,
    expires: Timestamp,
}

impl Grants {
    /// Stores a sign-in. Returns the value of the browser's cookie.
    pub fn store_sign_in(&mut self, sign_in: SignIn) -> String {
        let earliest = sign_in.at - SIGN_IN_LIFETIME;
        self.sign_ins.retain(|_, sign_in| sign_in.at > earliest);
        let cookie = random_token();
        self.sign_ins.insert(cookie.clone(), sign_in);
        cookie
    }

    /// Returns the sign-in of a cookie, unless it has expired.
    pub fn find_sign_in(&self, co_owner: CoOwner, cookie: &str, now: Timestamp) -> Option<SignIn> {
        let sign_in = self.sign_ins.get(cookie)?;
        (sign_in.co_owner == co_owner && sign_in.at > now - SIGN_IN_LIFETIME).then(|| sign_in.clone())
    }

    pub fn delete_sign_in(&mut self, cookie: &str) {
        self.sign_ins.remove(cookie);
    }

    /// Issues a code, valid for 60 s.
    pub fn issue_code(&mut self, grant: CodeGrant, now: Timestamp) -> String {
        self.codes.retain(|_, issued| issued.expires > now);
        let code = random_token();
        self.codes.insert(code.clone(), IssuedCode { grant, expires: now + CODE_LIFETIME, redeemed: None });
        code
    }

    /// Redeems a code, once. A second attempt also revokes the token issued for the first (RFC 6749, 4.1.2).
    pub fn redeem(&mut self, co_owner: CoOwner, code: &str, now: Timestamp) -> Option<CodeGrant> {
        let issued = self.codes.get_mut(code)?;
        if let Some(token) = &issued.redeemed {
            self.tokens.remove(token);
            return None;
        }
        issued.redeemed = Some(String::new());
        (issued.expires > now && issued.grant.sign_in.co_owner == co_owner).then(|| issued.grant.clone())
    }

    /// Issues an access token for a redeemed code, valid for 300 s.
    pub fn issue_token(&mut self, code: &str, sign_in: SignIn, now: Timestamp) -> String {
        self.tokens.retain(|_, issued| issued.expires > now);
        let token = random_token();
        self.tokens.insert(token.clone(), IssuedToken { sign_in, expires: now + TOKEN_LIFETIME });
        if let Some(issued) = self.codes.get_mut(code) {
            issued.redeemed = Some(token.clone());
        }
        token
    }

    /// Returns the sign-in of an access token, unless it has expired.
    pub fn find_token(&self, co_owner: CoOwner, token: &str, now: Timestamp) -> Option<SignIn> {
        let issued = self.tokens.get(token)?;
        (issued.sign_in.co_owner == co_owner && issued.expires > now).then(|| issued.sign_in.clone())
    }
}

pub fn token_lifetime() -> std::time::Duration {
    TOKEN_LIFETIME.unsigned_abs()
}
