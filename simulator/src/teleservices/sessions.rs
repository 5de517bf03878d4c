//! Who is in which téléservice, in memory.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::keys::secret;
use crate::site::Site;

/// The rights at one place, as the portal says them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub siret: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub siren: Option<String>,
    pub droits: Vec<String>,
}

/// How a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// The person signed out here.
    Ici,
    /// The portal said that its own session is over.
    Portail,
}

/// Somebody who came in.
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
    pub habilitations: Vec<Held>,
    pub acr: String,
    /// When the portal says that the person proved who they are.
    pub authentifie_le: String,
    pub fin: Option<End>,
    #[serde(skip)]
    pub id_token: String,
}

/// Between the way out to the portal and the way back.
#[derive(Clone, Debug)]
pub struct Journey {
    pub teleservice: String,
    pub portal: String,
    pub state: String,
    pub nonce: String,
    pub verifier: String,
}

#[derive(Default)]
pub struct Sessions(Mutex<Known>);

#[derive(Default)]
struct Known {
    /// In the order in which they came in.
    sessions: Vec<(String, Session)>,
    journeys: HashMap<String, Journey>,
    /// Identifiers of the logout tokens that were taken.
    told: HashSet<String>,
}

impl Sessions {
    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the value of the browser's cookie.
    pub fn set_out(&self, journey: Journey) -> String {
        let cookie = secret();
        self.known().journeys.insert(cookie.clone(), journey);
        cookie
    }

    /// Once.
    pub fn come_back(&self, cookie: &str) -> Option<Journey> {
        self.known().journeys.remove(cookie)
    }

    /// Returns the value of the browser's cookie.
    pub fn open(&self, session: Session) -> String {
        let cookie = secret();
        self.known().sessions.push((cookie.clone(), session));
        cookie
    }

    pub fn of_cookie(&self, cookie: &str) -> Option<Session> {
        self.known().sessions.iter().find(|(known, _)| known == cookie).map(|(_, session)| session.clone())
    }

    pub fn end_here(&self, cookie: &str) {
        for (known, session) in &mut self.known().sessions {
            if known == cookie {
                session.fin.get_or_insert(End::Ici);
            }
        }
    }

    /// Ends what the portal says is over; `false` when that very token was taken before.
    pub fn end_by_portal(&self, portal: &str, teleservice: &str, sid: &str, jti: &str) -> bool {
        let mut known = self.known();
        if !known.told.insert(format!("{portal} {jti}")) {
            return false;
        }
        for (_, session) in &mut known.sessions {
            if session.portail == portal && session.teleservice == teleservice && session.sid == sid {
                session.fin.get_or_insert(End::Portail);
            }
        }
        true
    }

    pub fn all(&self) -> Vec<Session> {
        self.known().sessions.iter().map(|(_, session)| session.clone()).collect()
    }

    pub fn clear(&self) {
        *self.known() = Known::default();
    }
}

/// The two cookies of a téléservice; its path keeps them away from the others and from the portal on the same host.
pub fn cookie(site: &Site, code: &str, name: &'static str, value: String) -> Cookie<'static> {
    Cookie::build((name, value))
        .path(format!("/{}/teleservices/{code}", site.co_owner.code()))
        .http_only(true)
        .same_site(SameSite::Lax)
        .build()
}

pub const SESSION: &str = "teleservice_session";
pub const JOURNEY: &str = "teleservice_parcours";

/// Who is in the téléservice in this browser.
pub fn current(site: &Site, code: &str, jar: &CookieJar) -> Option<Session> {
    let session = site.simulator.teleservices.of_cookie(jar.get(SESSION)?.value())?;
    (session.teleservice == code).then_some(session)
}

/// For people.
pub fn french(at: Timestamp) -> String {
    let zone = jiff::tz::TimeZone::get("Europe/Paris").unwrap_or(jiff::tz::TimeZone::UTC);
    at.to_zoned(zone).strftime("%d/%m/%Y à %H h %M").to_string()
}
