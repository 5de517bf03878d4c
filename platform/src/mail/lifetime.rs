use crate::db::Moment;

/// Time during which a mail or a text message is worth sending: one that carries a code, a link or a date that has
/// ended is not sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lifetime {
    /// Nothing in it ends.
    Unlimited,
    /// It carries something that ends at this time.
    Until(Moment),
    /// It also carries the only valid code or link of its topic: a later message of the topic replaces it.
    LatestUntil { end: Moment, topic: String },
}

impl Lifetime {
    pub(crate) fn end(&self) -> Option<Moment> {
        match self {
            Lifetime::Unlimited => None,
            Lifetime::Until(end) | Lifetime::LatestUntil { end, .. } => Some(*end),
        }
    }

    pub(crate) fn topic(&self) -> Option<&str> {
        match self {
            Lifetime::LatestUntil { topic, .. } => Some(topic),
            Lifetime::Unlimited | Lifetime::Until(_) => None,
        }
    }
}
