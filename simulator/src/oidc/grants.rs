//! Sign-ins, codes and access tokens given out, in memory.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};

use crate::co_owner::CoOwner;
use crate::keys::secret;

const CODE_LIFE: SignedDuration = SignedDuration::from_secs(60);
const TOKEN_LIFE: SignedDuration = SignedDuration::from_secs(300);
const SIGN_IN_LIFE: SignedDuration = SignedDuration::from_hours(8);

#[derive(Default)]
pub struct Grants {
    sign_ins: HashMap<String, SignIn>,
    codes: HashMap<String, Issued>,
    tokens: HashMap<String, Bearer>,
}

/// Who proved to be who, in a browser or behind a token.
#[derive(Clone, Debug)]
pub struct SignIn {
    pub co_owner: CoOwner,
    pub login: String,
    pub at: Timestamp,
}

/// What a code was given for.
#[derive(Clone, Debug)]
pub struct CodeGrant {
    pub sign_in: SignIn,
    pub redirect_uri: String,
    pub challenge: String,
    pub nonce: String,
    pub acr: &'static str,
}

struct Issued {
    grant: CodeGrant,
    expires: Timestamp,
    /// The access token that the code was exchanged for; `Some("")` when the exchange failed.
    used: Option<String>,
}

struct Bearer {
    sign_in: SignIn,
    expires: Timestamp,
}

impl Grants {
    /// Returns the value of the browser's cookie.
    pub fn sign_in(&mut self, sign_in: SignIn) -> String {
        let oldest = sign_in.at - SIGN_IN_LIFE;
        self.sign_ins.retain(|_, known| known.at > oldest);
        let cookie = secret();
        self.sign_ins.insert(cookie.clone(), sign_in);
        cookie
    }

    pub fn signed_in(&self, co_owner: CoOwner, cookie: &str, now: Timestamp) -> Option<SignIn> {
        let known = self.sign_ins.get(cookie)?;
        (known.co_owner == co_owner && known.at > now - SIGN_IN_LIFE).then(|| known.clone())
    }

    pub fn sign_out(&mut self, cookie: &str) {
        self.sign_ins.remove(cookie);
    }

    pub fn issue_code(&mut self, grant: CodeGrant, now: Timestamp) -> String {
        self.codes.retain(|_, issued| issued.expires > now);
        let code = secret();
        self.codes.insert(code.clone(), Issued { grant, expires: now + CODE_LIFE, used: None });
        code
    }

    /// Takes a code, which is thereby used up. A second use also withdraws the token of the first (RFC 6749, 4.1.2).
    pub fn redeem(&mut self, co_owner: CoOwner, code: &str, now: Timestamp) -> Option<CodeGrant> {
        let issued = self.codes.get_mut(code)?;
        if let Some(token) = &issued.used {
            self.tokens.remove(token);
            return None;
        }
        issued.used = Some(String::new());
        (issued.expires > now && issued.grant.sign_in.co_owner == co_owner).then(|| issued.grant.clone())
    }

    /// An access token for the one who redeemed `code`.
    pub fn issue_token(&mut self, code: &str, sign_in: SignIn, now: Timestamp) -> String {
        self.tokens.retain(|_, bearer| bearer.expires > now);
        let token = secret();
        self.tokens.insert(token.clone(), Bearer { sign_in, expires: now + TOKEN_LIFE });
        if let Some(issued) = self.codes.get_mut(code) {
            issued.used = Some(token.clone());
        }
        token
    }

    pub fn bearer(&self, co_owner: CoOwner, token: &str, now: Timestamp) -> Option<SignIn> {
        let bearer = self.tokens.get(token)?;
        (bearer.sign_in.co_owner == co_owner && bearer.expires > now).then(|| bearer.sign_in.clone())
    }
}

pub fn token_life() -> std::time::Duration {
    TOKEN_LIFE.unsigned_abs()
}
