//! Events of one open page.

use std::{collections::VecDeque, net::IpAddr, time::Duration};

use domain::{limited_count::LimitedCount, rights::Action, siren::Siren};
use tokio::time::{Instant, sleep_until};

use platform::{
    Error,
    live::{Changes, Origin, SubscribeError, Subscription},
    throttle,
};

use super::session_state::{SessionState, session_state};

use crate::{
    Portal,
    accounts::sessions::{Session, Visitor},
    companies,
    id::{AccountId, PersonId, SessionId, StaffId},
    messaging,
    portal::Signal,
    staff,
};

/// Shortest time between two checks, so that a series of changes costs one check per second.
const CHECK_INTERVAL: Duration = Duration::from_secs(1);

/// Longest delay before a check requested for all pages at once, in milliseconds: spreads the load.
const MAX_JITTER_MS: u128 = 3_000;

/// State that a page displays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageState {
    pub siren: Option<Siren>,
    /// [`Session::rights_mark`] when it was rendered.
    pub rights_mark: i64,
    /// Mark of the figures that it shows; `None` if it shows none.
    pub figures_mark: Option<i64>,
}

/// Event sent to an open page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The rights changed; `mark` is the new rights mark.
    Rights { mark: i64 },
    /// The session switched to another SIREN.
    Company { siren: Option<Siren> },
    /// The figures of the company changed at a co-owner; `mark` is their new mark.
    Figures { mark: i64 },
    /// Number of unread questions of an operator, or of unread notices of an agent. `activity`: a question changed, or may have changed
    /// before the stream of an agent began, even if the number did not.
    Unread { count: LimitedCount, activity: bool },
    /// Cases or calls of the assistance changed, or may have changed before the stream began.
    Assistance,
    /// The session ended. Last event.
    Ended,
    /// Nothing changed since the last event.
    Heartbeat,
}

/// An agent, with the services to whose questions the page subscribes, sorted.
struct Agent {
    id: StaffId,
    services: Vec<String>,
}

/// Source of the events of one open page.
pub struct Watch {
    portal: Portal,
    subscription: Subscription,
    session: SessionId,
    holder: PersonId,
    /// `None` for the staff.
    account: Option<AccountId>,
    agent: Option<Agent>,
    /// May list the cases of the assistance.
    is_adviser: bool,
    displayed: PageState,
    /// Changes of a failed check, to include in the next one.
    pending: Changes,
    events: VecDeque<Event>,
    started: bool,
    counted: bool,
    ended: bool,
    next_check: Instant,
    next_heartbeat: Instant,
    end: Instant,
}

impl Watch {
    /// Starts to watch for a page of this session. The first events are the changes since it was rendered. Returns
    /// `None` if no person is signed in.
    ///
    /// # Errors
    /// See [`SubscribeError`].
    pub fn open(
        portal: &Portal,
        session: &Session,
        address: IpAddr,
        displayed: PageState,
    ) -> Result<Option<Watch>, SubscribeError> {
        let (holder, account) = match &session.visitor {
            Visitor::Usager(usager) | Visitor::Enrolling(usager) => {
                (PersonId::from(usager.account), Some(usager.account))
            }
            Visitor::Staff(member) => (member.id.into(), None),
            Visitor::Anonymous | Visitor::CodeAwaited(_) => return Ok(None),
        };
        let network = throttle::network(address);
        let is_adviser = session.staff_allowed(&Action::AnswerCases).is_ok();
        let agent = session.agent().ok();
        let services = agent.map(|agent| agent.services.as_slice()).unwrap_or_default();
        let advisers = is_adviser.then_some(Signal::ADVISERS);
        let groups = services.iter().map(|code| Signal::agents_of(code)).chain(advisers).map(Into::into);
        let origin =
            Origin { session: session.id.into(), holder: holder.into(), groups: groups.collect(), network };
        let subscription = portal.live.subscribe(&portal.config.live, origin)?;
        let now = Instant::now();
        Ok(Some(Watch {
            subscription,
            session: session.id,
            holder,
            account,
            agent: agent.map(|agent| Agent { id: agent.id, services: agent.services.clone() }),
            is_adviser,
            displayed,
            pending: Changes::default(),
            events: VecDeque::new(),
            started: false,
            counted: false,
            ended: false,
            next_check: now,
            next_heartbeat: now + heartbeat_interval(portal),
            end: now + Duration::from_secs(portal.config.live.life_seconds),
            portal: portal.clone(),
        }))
    }

    /// Waits for the next event. Returns `None` when the stream ends: the page reconnects unless the session ended.
    pub async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.events.pop_front() {
                self.ended |= event == Event::Ended;
                return Some(event);
            }
            if self.ended || Instant::now() >= self.end {
                return None;
            }
            if !self.started {
                self.started = true;
                self.check(Changes::default()).await;
                continue;
            }
            // The subscription accumulates the changes meanwhile.
            sleep_until(self.next_check).await;
            tokio::select! {
                changes = self.subscription.changes() => {
                    if changes.is_closed() {
                        return None;
                    }
                    if changes.must_resync() {
                        // The low bits of an identifier are random.
                        let jitter = self.session.as_u128() % MAX_JITTER_MS;
                        tokio::time::sleep(Duration::from_millis(jitter as u64)).await;
                    }
                    self.check(changes).await;
                    self.next_check = Instant::now() + CHECK_INTERVAL;
                }
                () = sleep_until(self.next_heartbeat.min(self.end)) => self.heartbeat().await,
            }
        }
    }

    /// Checks the session, and starts a background refresh of the rights that co-owners do not push.
    async fn heartbeat(&mut self) {
        self.next_heartbeat = Instant::now() + heartbeat_interval(&self.portal);
        if let Some(account) = self.account {
            companies::refresh_in_background(&self.portal, account);
        }
        self.check(Changes::default()).await;
        if self.events.is_empty() {
            self.events.push_back(Event::Heartbeat);
        }
    }

    /// Queues the events of the changes. If the database fails, the next check includes these changes.
    async fn check(&mut self, changes: Changes) {
        let changes = self.pending.union(changes);
        match self.compare(changes).await {
            Ok(()) => self.pending = Changes::default(),
            Err(error) => {
                tracing::warn!(%error, "failed to check the state of an open page");
                self.pending = changes;
                self.events.push_back(Event::Heartbeat);
            }
        }
    }

    /// Compares the current state with the displayed one.
    async fn compare(&mut self, changes: Changes) -> Result<(), Error> {
        let current = session_state(&self.portal, self.session).await?;
        let Some(now) = current.filter(|now| now.holder == self.holder) else {
            self.events.push_back(Event::Ended);
            return Ok(());
        };
        let rights = now.rights_mark != self.displayed.rights_mark;
        let company = now.siren != self.displayed.siren;
        let figures = !company && self.displayed.figures_mark.is_some_and(|mark| mark != now.figures_mark);
        let activity = changes.contains(Signal::MESSAGES) || changes.must_resync();
        let unread = match !self.counted || rights || company || activity {
            true => self.unread_count(&now).await?,
            false => None,
        };
        if company {
            self.events.push_back(Event::Company { siren: now.siren.clone() });
        }
        if rights {
            self.events.push_back(Event::Rights { mark: now.rights_mark });
        }
        if figures {
            self.events.push_back(Event::Figures { mark: now.figures_mark });
        }
        if let Some(count) = unread {
            self.events.push_back(Event::Unread { count, activity });
        }
        let of_agent = self.inbox_event(changes).await?;
        self.events.extend(of_agent);
        let assistance = changes.contains(Signal::ASSISTANCE) || changes.must_resync();
        if self.is_adviser && (assistance || !self.counted) {
            self.events.push_back(Event::Assistance);
        }
        self.counted = true;
        self.displayed = PageState {
            siren: now.siren,
            rights_mark: now.rights_mark,
            figures_mark: Some(now.figures_mark),
        };
        Ok(())
    }

    /// Returns the event of a change in the inbox of an agent. Ends the stream if they answer for other services than when it began: the
    /// page asks for another one.
    async fn inbox_event(&mut self, changes: Changes) -> Result<Option<Event>, Error> {
        let Some(agent) = &self.agent else { return Ok(None) };
        if self.counted && !changes.contains(Signal::INBOX) && !changes.must_resync() {
            return Ok(None);
        }
        if staff::services_of_agent(&self.portal, agent.id).await? != agent.services {
            self.end = Instant::now();
            return Ok(None);
        }
        let count = messaging::agent_notices::unread_count(&self.portal, agent.id).await?;
        Ok(Some(Event::Unread { count, activity: true }))
    }

    /// Returns the number of unread questions as in the header, or `None` without an account and a SIREN.
    async fn unread_count(&self, now: &SessionState) -> Result<Option<LimitedCount>, Error> {
        let (Some(account), Some(siren)) = (self.account, &now.siren) else { return Ok(None) };
        let rights = companies::known_habilitations(&self.portal, account, Some(siren)).await?;
        messaging::unread_count(&self.portal, account, siren, &rights).await.map(Some)
    }
}

fn heartbeat_interval(portal: &Portal) -> Duration {
    Duration::from_secs(portal.config.live.heartbeat_seconds)
}
