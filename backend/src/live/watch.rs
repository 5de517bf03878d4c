//! One open page, told what happens to what it shows.

use std::{collections::VecDeque, time::Duration};

use domain::siren::Siren;
use tokio::time::{Instant, sleep_until};
use uuid::Uuid;

use super::{
    bus::{Full, News, Subscription},
    standing::{Standing, standing},
};
use crate::{
    Error, Portal, companies, messaging,
    session::{Session, Visitor},
};

/// The least time between two looks: whoever changes a thousand rights one by one makes a page look once a second.
const PACE: Duration = Duration::from_secs(1);

/// After a gap everybody looks again, spread over this long.
const SPREAD_MS: u128 = 3_000;

/// What a page shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    pub siren: Option<Siren>,
    /// [`Session::rights_mark`] when it was drawn.
    pub rights_mark: i64,
}

/// Something that an open page should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The rights changed; a page drawn with this mark shows them.
    Rights { mark: i64 },
    /// The session works on another SIREN.
    Company { siren: Option<Siren> },
    /// Questions not read yet; `news`: something was written or moved on, whatever their number.
    Unread { count: i64, news: bool },
    /// The session is over. Nothing comes after it.
    Over,
    /// Nothing happened for a while.
    Alive,
}

/// Watches on behalf of one page.
pub struct Watch {
    portal: Portal,
    heard: Subscription,
    session: Uuid,
    holder: Uuid,
    /// An account has rights and questions, an agent has none.
    account: Option<Uuid>,
    shown: Shown,
    owed: News,
    events: VecDeque<Event>,
    begun: bool,
    counted: bool,
    over: bool,
    next_look: Instant,
    next_beat: Instant,
    end: Instant,
}

impl Watch {
    /// Begins to watch for a page of this session; the first thing it is told is what changed since it was drawn.
    ///
    /// # Errors
    /// [`Full`]. `Ok(None)`: nobody is signed in.
    pub fn open(portal: &Portal, session: &Session, shown: Shown) -> Result<Option<Watch>, Full> {
        let (holder, account) = match &session.visitor {
            Visitor::Usager(usager) | Visitor::Enrolling(usager) => (usager.account, Some(usager.account)),
            Visitor::Agent(agent) => (agent.agent, None),
            Visitor::Anonymous | Visitor::CodeAwaited(_) => return Ok(None),
        };
        let heard = portal.live.subscribe(&portal.config.live, session.id, holder)?;
        let now = Instant::now();
        Ok(Some(Watch {
            heard,
            session: session.id,
            holder,
            account,
            shown,
            owed: News::default(),
            events: VecDeque::new(),
            begun: false,
            counted: false,
            over: false,
            next_look: now,
            next_beat: now + beat(portal),
            end: now + Duration::from_secs(portal.config.live.life_seconds),
            portal: portal.clone(),
        }))
    }

    /// The next thing to tell; `None`: the page may ask again, or learn that it is signed out.
    pub async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.events.pop_front() {
                self.over |= event == Event::Over;
                return Some(event);
            }
            if self.over || Instant::now() >= self.end {
                return None;
            }
            if !self.begun {
                self.begun = true;
                self.look(News::default()).await;
                continue;
            }
            // Told meanwhile, it is heard afterwards.
            sleep_until(self.next_look).await;
            tokio::select! {
                news = self.heard.news() => {
                    if news.ended() {
                        return None;
                    }
                    if news.again() {
                        // The low bits of an identifier are random.
                        let wait = self.session.as_u128() % SPREAD_MS;
                        tokio::time::sleep(Duration::from_millis(wait as u64)).await;
                    }
                    self.look(news).await;
                    self.next_look = Instant::now() + PACE;
                }
                () = sleep_until(self.next_beat.min(self.end)) => self.beat().await,
            }
        }
    }

    /// The session is looked at again, and so are the rights that nobody pushes.
    async fn beat(&mut self) {
        self.next_beat = Instant::now() + beat(&self.portal);
        if let Some(account) = self.account {
            companies::ask_who_does_not_push(&self.portal, account);
        }
        self.look(News::default()).await;
        if self.events.is_empty() {
            self.events.push_back(Event::Alive);
        }
    }

    async fn look(&mut self, news: News) {
        let news = self.owed.and(news);
        match self.compare(news).await {
            Ok(()) => self.owed = News::default(),
            Err(error) => {
                tracing::warn!(%error, "what an open page shows could not be looked at");
                self.owed = news;
                self.events.push_back(Event::Alive);
            }
        }
    }

    async fn compare(&mut self, news: News) -> Result<(), Error> {
        let Some(now) = standing(&self.portal, self.session).await?.filter(|now| now.holder == self.holder)
        else {
            self.events.push_back(Event::Over);
            return Ok(());
        };
        let rights = now.rights_mark != self.shown.rights_mark;
        let company = now.siren != self.shown.siren;
        let unread = match !self.counted || rights || company || news.messages() || news.again() {
            true => self.unread(&now).await?,
            false => None,
        };
        if company {
            self.events.push_back(Event::Company { siren: now.siren.clone() });
        }
        if rights {
            self.events.push_back(Event::Rights { mark: now.rights_mark });
        }
        if let Some(count) = unread {
            self.events.push_back(Event::Unread { count, news: news.messages() || news.again() });
        }
        self.counted = true;
        self.shown = Shown { siren: now.siren, rights_mark: now.rights_mark };
        Ok(())
    }

    /// As the header counts them; nobody's without an account and a SIREN.
    async fn unread(&self, now: &Standing) -> Result<Option<i64>, Error> {
        let (Some(account), Some(siren)) = (self.account, &now.siren) else { return Ok(None) };
        let rights = companies::known_habilitations(&self.portal, account, Some(siren)).await?;
        messaging::unread_count(&self.portal, account, siren, &rights).await.map(Some)
    }
}

fn beat(portal: &Portal) -> Duration {
    Duration::from_secs(portal.config.live.heartbeat_seconds)
}
