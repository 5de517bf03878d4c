//! Events of the adviser's page.

use std::{collections::VecDeque, net::IpAddr, time::Duration};

use bytes::Bytes;
use domain::rights::Action;
use platform::{
    Error,
    db::Moment,
    live::{Origin, SubscribeError, Subscription},
    relay::Follower,
    throttle,
};
use tokio::time::{Instant, sleep_until};

use super::{
    create,
    end::{self, End},
    store::SharedView,
};
use crate::{Portal, accounts::sessions::Session, id::SharedViewId};

/// Interval between two reads of the state, which another process may have changed.
const CHECK: Duration = Duration::from_secs(1);

/// Checks without an event after which one is sent, so that a broken connection is noticed.
const QUIET_CHECKS: u32 = 10;

/// Silence of the person's browser that is shown, and the one that ends the shared view: longer than the load of a page.
const SILENCE: Duration = Duration::from_secs(5);
const PERSON_ABSENCE: Duration = Duration::from_secs(30);

/// Whether the person's browser is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// The code was not typed yet.
    Awaited,
    There,
    Silent,
}

impl Presence {
    pub const fn code(self) -> &'static str {
        match self {
            Presence::Awaited => "attendue",
            Presence::There => "presente",
            Presence::Silent => "silencieuse",
        }
    }
}

/// Event sent to the adviser's page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    Presence(Presence),
    /// What the person's browser has recorded.
    Batch(Bytes),
    /// Last event.
    Ended(End),
    /// Last event: another page of the adviser follows the view.
    FollowedElsewhere,
    Heartbeat,
}

/// Source of the events of the adviser's page.
pub struct Following {
    portal: Portal,
    id: SharedViewId,
    follower: Follower,
    subscription: Subscription,
    presence: Option<Presence>,
    events: VecDeque<Event>,
    quiet: u32,
    is_over: bool,
    next_check: Instant,
}

impl Following {
    /// Follows a shared view of the adviser. Another page of the adviser that follows it stops.
    ///
    /// # Errors
    /// As [`create::of_adviser`]; the second result: too many streams are open.
    pub async fn open(
        portal: &Portal,
        session: &Session,
        address: IpAddr,
        id: SharedViewId,
    ) -> Result<Result<Following, SubscribeError>, Error> {
        create::of_adviser(portal, session, id).await?;
        let adviser = session.staff_allowed(&Action::AnswerCases)?;
        let origin = Origin {
            session: session.id.into(),
            holder: adviser.id.into(),
            groups: Vec::new(),
            network: throttle::network(address),
        };
        let subscription = match portal.live.subscribe(&portal.config.live, origin) {
            Ok(subscription) => subscription,
            Err(full) => return Ok(Err(full)),
        };
        Ok(Ok(Following {
            follower: portal.relay.follow(id.into(), portal.clock.now()),
            portal: portal.clone(),
            id,
            subscription,
            presence: None,
            events: VecDeque::new(),
            quiet: 0,
            is_over: false,
            next_check: Instant::now(),
        }))
    }

    /// Waits for the next event. Returns `None` after the end, or if another page follows the view.
    pub async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.events.pop_front() {
                return Some(event);
            }
            if self.is_over {
                return None;
            }
            tokio::select! {
                batch = self.follower.next() => match batch {
                    Some(batch) => return Some(Event::Batch(batch)),
                    None => {
                        self.check().await;
                        if !self.is_over {
                            self.is_over = true;
                            self.events.push_back(Event::FollowedElsewhere);
                        }
                    }
                },
                changes = self.subscription.changes() => match changes.is_closed() {
                    true => return None,
                    false => self.check().await,
                },
                () = sleep_until(self.next_check) => self.check().await,
            }
        }
    }

    /// Reads the state and queues the events of its changes. A failure of the database delays them.
    async fn check(&mut self) {
        self.next_check = Instant::now() + CHECK;
        match self.compare().await {
            Ok(()) => {}
            // The account was deleted.
            Err(Error::NotFound) => {
                self.is_over = true;
                self.events.push_back(Event::Ended(End::SignedOut));
            }
            Err(error) => tracing::warn!(%error, "failed to read the state of a shared view"),
        }
        self.quiet = if self.events.is_empty() { self.quiet + 1 } else { 0 };
        if self.quiet >= QUIET_CHECKS {
            self.quiet = 0;
            self.events.push_back(Event::Heartbeat);
        }
    }

    async fn compare(&mut self) -> Result<(), Error> {
        let mut view = end::current(&self.portal, self.id).await?;
        let silence = self.silence(&view, self.portal.clock.now());
        if view.ended_at.is_none() && silence.is_some_and(|silence| silence >= PERSON_ABSENCE) {
            end::end(&self.portal, &view, End::PersonLeft).await?;
            view = end::current(&self.portal, self.id).await?;
        }
        if view.ended_at.is_some() {
            self.is_over = true;
            self.events.push_back(Event::Ended(view.end_reason));
            return Ok(());
        }
        let presence = match silence {
            None => Presence::Awaited,
            Some(silence) if silence >= SILENCE => Presence::Silent,
            Some(_) => Presence::There,
        };
        if self.presence.replace(presence) != Some(presence) {
            self.events.push_back(Event::Presence(presence));
        }
        Ok(())
    }

    /// Time since the last request of the person's browser; `None` until the code is typed.
    fn silence(&self, view: &SharedView, now: Moment) -> Option<Duration> {
        let started = view.started_at?;
        let sent = self.portal.relay.sent_at(self.id.into());
        Some(now.since(sent.map_or(started, |sent| sent.max(started))))
    }
}
