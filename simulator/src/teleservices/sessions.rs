//! Sessions of the téléservices, in memory.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::catalogue::Droit;
use crate::keys::random_token;

/// Rights at one place, as received from the portal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceRights {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub siret: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub siren: Option<String>,
    pub droits: Vec<String>,
}

/// Originator of the end of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum EndedBy {
    /// The person, who signed out of the téléservice.
    #[serde(rename = "ici")]
    Person,
    /// The portal, by a back-channel logout.
    #[serde(rename = "portail")]
    Portal,
}

/// A session opened through the portal.
#[derive(Clone, Debug, Serialize)]
pub struct Session {
    pub teleservice: String,
    pub portail: String,
    pub sub: String,
    pub sid: String,
    pub nom: String,
    pub email: String,
    pub siren: String,
    pub raison_sociale: String,
    pub habilitations: Vec<PlaceRights>,
    /// The linked account, for the site of a co-owner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compte: Option<String>,
    pub acr: String,
    /// Time of the person's authentication according to the portal.
    pub authentifie_le: String,
    pub fin: Option<EndedBy>,
    #[serde(skip)]
    pub id_token: String,
}

/// A sign-in between the authorization request and the callback.
#[derive(Clone, Debug)]
pub struct PendingSignIn {
    pub teleservice: String,
    pub portal: String,
    pub state: String,
    pub nonce: String,
    pub verifier: String,
    /// Page of the téléservice to show after the sign-in.
    pub target: String,
}

#[derive(Default)]
pub struct Sessions(Mutex<State>);

#[derive(Default)]
struct State {
    /// Cookie value and session, oldest first.
    sessions: Vec<(String, Session)>,
    /// Pending sign-ins, by cookie value.
    pending_sign_ins: HashMap<String, PendingSignIn>,
    /// Portals and identifiers of the accepted logout tokens.
    logout_tokens: HashSet<String>,
}

impl Session {
    /// Establishments where the person has the right.
    pub fn sirets_with(&self, droit: Droit) -> impl Iterator<Item = &str> {
        self.habilitations
            .iter()
            .filter(move |place| place.has(droit))
            .filter_map(|place| place.siret.as_deref())
    }

    /// Returns `true` if the person has the right on this very establishment.
    pub fn may(&self, droit: Droit, siret: &str) -> bool {
        self.sirets_with(droit).any(|one| one == siret)
    }
}

impl PlaceRights {
    fn has(&self, droit: Droit) -> bool {
        self.droits.iter().any(|code| code == droit.code())
    }
}

impl Sessions {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Stores a started sign-in. Returns the value of the browser's cookie.
    pub fn store_pending(&self, pending: PendingSignIn) -> String {
        let cookie = random_token();
        self.state().pending_sign_ins.insert(cookie.clone(), pending);
        cookie
    }

    /// Returns and removes a started sign-in.
    pub fn take_pending(&self, cookie: &str) -> Option<PendingSignIn> {
        self.state().pending_sign_ins.remove(cookie)
    }

    /// Stores a new session. Returns the value of the browser's cookie.
    pub fn open(&self, session: Session) -> String {
        let cookie = random_token();
        self.state().sessions.push((cookie.clone(), session));
        cookie
    }

    /// Returns the session of a cookie.
    pub fn find(&self, cookie: &str) -> Option<Session> {
        self.state().sessions.iter().find(|(value, _)| value == cookie).map(|(_, session)| session.clone())
    }

    /// Ends the session of a person who signs out of the téléservice.
    pub fn end_by_person(&self, cookie: &str) {
        for (value, session) in &mut self.state().sessions {
            if value == cookie {
                session.fin.get_or_insert(EndedBy::Person);
            }
        }
    }

    /// Ends the sessions that a logout token refers to. Returns `false` if the token was used before.
    pub fn end_by_portal(&self, portal: &str, teleservice: &str, sid: &str, jti: &str) -> bool {
        let mut state = self.state();
        if !state.logout_tokens.insert(format!("{portal} {jti}")) {
            return false;
        }
        for (_, session) in &mut state.sessions {
            if session.portail == portal && session.teleservice == teleservice && session.sid == sid {
                session.fin.get_or_insert(EndedBy::Portal);
            }
        }
        true
    }

    pub fn all(&self) -> Vec<Session> {
        self.state().sessions.iter().map(|(_, session)| session.clone()).collect()
    }

    pub fn clear(&self) {
        *self.state() = State::default();
    }
}

/// Formats a time as `22/11/2026 à 16 h 05`, in Paris.
pub fn format_french(at: Timestamp) -> String {
    let zone = jiff::tz::TimeZone::get("Europe/Paris").unwrap_or(jiff::tz::TimeZone::UTC);
    at.to_zoned(zone).strftime("%d/%m/%Y à %H h %M").to_string()
}
