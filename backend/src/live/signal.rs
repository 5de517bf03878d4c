use uuid::Uuid;

/// The channel of PostgreSQL that every process of the portal listens to.
pub(crate) const CHANNEL: &str = "prodouane_live";

/// PostgreSQL takes 8 000 bytes less one.
const MAX_PAYLOAD: usize = 7_900;

/// Something changed for somebody. Identifiers only: a payload is seen by whoever may listen to the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Signal {
    /// The rights of an account.
    Rights(Uuid),
    /// What an account has to read.
    Messages(Uuid),
    /// A session, or all those of an account or of an agent: closed, or working on another SIREN.
    Session(Uuid),
}

impl Signal {
    pub(super) fn id(self) -> Uuid {
        match self {
            Signal::Rights(id) | Signal::Messages(id) | Signal::Session(id) => id,
        }
    }

    fn write(self) -> String {
        let kind = match self {
            Signal::Rights(_) => 'd',
            Signal::Messages(_) => 'm',
            Signal::Session(_) => 's',
        };
        format!("{kind}{}", self.id().simple())
    }

    fn read(word: &str) -> Option<Signal> {
        let kind = word.chars().next()?;
        let id = Uuid::try_parse(&word[kind.len_utf8()..]).ok()?;
        match kind {
            'd' => Some(Signal::Rights(id)),
            'm' => Some(Signal::Messages(id)),
            's' => Some(Signal::Session(id)),
            _ => None,
        }
    }
}

/// The signals of one transaction, as few notifications as they fit in.
pub(crate) fn payloads(signals: &[Signal]) -> Vec<String> {
    let mut payloads: Vec<String> = Vec::new();
    for word in signals.iter().map(|signal| signal.write()) {
        match payloads.last_mut().filter(|last| last.len() + 1 + word.len() <= MAX_PAYLOAD) {
            Some(last) => {
                last.push(' ');
                last.push_str(&word);
            }
            None => payloads.push(word),
        }
    }
    payloads
}

/// A word of another version of the portal is passed over.
pub(super) fn read(payload: &str) -> Vec<Signal> {
    payload.split(' ').filter_map(Signal::read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signals_come_back_as_they_were_in_payloads_that_postgresql_takes() {
        let all: Vec<_> = (0..1_000u128)
            .map(Uuid::from_u128)
            .flat_map(|id| [Signal::Rights(id), Signal::Messages(id), Signal::Session(id)])
            .collect();
        let sent = payloads(&all);
        assert!(sent.iter().all(|payload| payload.len() < 8_000));
        assert!(sent.len() < 16, "{}", sent.len());
        assert_eq!(sent.iter().flat_map(|payload| read(payload)).collect::<Vec<_>>(), all);
    }

    #[test]
    fn what_cannot_be_read_is_passed_over() {
        assert_eq!(read(""), []);
        let id = Uuid::from_u128(7);
        let heard = read(&format!("é x{0} d d{0} d12 {0}", id.simple()));
        assert_eq!(heard, [Signal::Rights(id)]);
    }
}
