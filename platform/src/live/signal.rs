use uuid::Uuid;

/// PostgreSQL notification channel that every process of the portal listens to.
pub const CHANNEL: &str = "prodouane_live";

/// Maximum length of a payload, in bytes. PostgreSQL accepts fewer than 8,000.
const MAX_PAYLOAD: usize = 7_900;

/// Kind of change, defined by the features. Sent as one letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Topic(u8);

impl Topic {
    /// Number of topics, whose indices are `0` to `5`.
    const COUNT: u8 = 6;

    /// Creates the topic of an index.
    ///
    /// # Panics
    /// If `index` is greater than 5.
    pub const fn new(index: u8) -> Self {
        assert!(index < Self::COUNT, "no such topic");
        Topic(index)
    }

    /// Bit of this topic in a set of changes.
    pub(super) fn bit(self) -> u8 {
        1 << self.0
    }

    fn letter(self) -> char {
        (b'a' + self.0).into()
    }

    fn from_letter(letter: char) -> Option<Self> {
        (0..Self::COUNT).map(Topic).find(|topic| topic.letter() == letter)
    }
}

/// Change to notify. Contains an identifier and no content: anyone who can connect to the database can read payloads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Signal {
    pub topic: Topic,
    /// Subscribers to this identifier are notified.
    pub id: Uuid,
}

impl Signal {
    fn encode(self) -> String {
        format!("{}{}", self.topic.letter(), self.id.simple())
    }

    fn decode(word: &str) -> Option<Signal> {
        let letter = word.chars().next()?;
        let id = Uuid::try_parse(&word[letter.len_utf8()..]).ok()?;
        Some(Signal { topic: Topic::from_letter(letter)?, id })
    }
}

/// Encodes the signals of one transaction in as few payloads as possible.
pub fn payloads(signals: &[Signal]) -> Vec<String> {
    let mut payloads: Vec<String> = Vec::new();
    for word in signals.iter().map(|signal| signal.encode()) {
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

/// Decodes a payload. Skips unknown words, which another version of the portal may send.
pub(super) fn decode(payload: &str) -> Vec<Signal> {
    payload.split(' ').filter_map(Signal::decode).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signals_are_decoded_from_payloads_that_postgresql_accepts() {
        let all: Vec<_> = (0..1_000u128)
            .map(Uuid::from_u128)
            .flat_map(|id| [0, 1, 5].map(|index| Signal { topic: Topic::new(index), id }))
            .collect();
        let sent = payloads(&all);
        assert!(sent.iter().all(|payload| payload.len() < 8_000));
        assert!(sent.len() < 16, "{}", sent.len());
        assert_eq!(sent.iter().flat_map(|payload| decode(payload)).collect::<Vec<_>>(), all);
    }

    #[test]
    fn unknown_words_are_skipped() {
        assert_eq!(decode(""), []);
        let id = Uuid::from_u128(7);
        let decoded = decode(&format!("é x{0} a a{0} a12 {0}", id.simple()));
        assert_eq!(decoded, [Signal { topic: Topic::new(0), id }]);
    }
}
