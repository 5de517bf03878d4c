use std::{
    collections::HashMap,
    mem,
    sync::{Arc, Mutex, PoisonError},
};

use domain::{co_owner::CoOwner, siren::Siren};

use super::{FigureKind, Figures};
use crate::db::Moment;

/// Company, co-owner and kind of figures.
type Key = (Siren, CoOwner, FigureKind);

/// Figures kept parsed in memory, since pages show the same answer of a co-owner until it is fetched again. Cheap to
/// clone; all clones share the figures.
///
/// Bounded by the length of the answers: when the newer half is full, the older half is dropped, and with it what nobody
/// has read since.
#[derive(Clone, Debug, Default)]
pub struct ParsedFigures(Arc<Mutex<Halves>>);

/// Length of the answers of one half, in bytes.
const HALF: usize = 2 * 1024 * 1024;

#[derive(Debug, Default)]
struct Halves {
    newer: HashMap<Key, Parsed>,
    newer_length: usize,
    older: HashMap<Key, Parsed>,
}

#[derive(Debug)]
struct Parsed {
    received_at: Moment,
    figures: Figures,
    /// Length of the answer, in bytes.
    length: usize,
}

impl ParsedFigures {
    /// Returns the figures of the answer received at this instant; `None` if they are not kept.
    pub fn get(
        &self,
        siren: &Siren,
        co_owner: CoOwner,
        kind: FigureKind,
        received_at: Moment,
    ) -> Option<Figures> {
        let key = (siren.clone(), co_owner, kind);
        let mut halves = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(parsed) = halves.older.remove(&key) {
            halves.insert(key.clone(), parsed);
        }
        // One that fills a half alone has become older at once.
        halves
            .newer
            .get(&key)
            .or_else(|| halves.older.get(&key))
            .filter(|parsed| parsed.received_at == received_at)
            .map(|parsed| parsed.figures.clone())
    }

    /// Keeps the figures of an answer of `length` bytes, in place of those of an earlier one.
    pub fn keep(
        &self,
        siren: &Siren,
        (co_owner, kind): (CoOwner, FigureKind),
        received_at: Moment,
        figures: Figures,
        length: usize,
    ) {
        let key = (siren.clone(), co_owner, kind);
        let mut halves = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        halves.older.remove(&key);
        halves.insert(key, Parsed { received_at, figures, length });
    }
}

impl Halves {
    fn insert(&mut self, key: Key, parsed: Parsed) {
        self.newer_length += parsed.length;
        if let Some(former) = self.newer.insert(key, parsed) {
            self.newer_length -= former.length;
        }
        if self.newer_length > HALF {
            self.older = mem::take(&mut self.newer);
            self.newer_length = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KIND: (CoOwner, FigureKind) = (CoOwner::Dgddi, FigureKind::Echeancier);

    fn siren(rank: u32) -> Siren {
        let digits = (0..10).map(|last| format!("{rank:08}{last}"));
        digits.into_iter().find_map(|text| Siren::parse(&text).ok()).expect("a check digit")
    }

    fn is_kept(kept: &ParsedFigures, rank: u32, at: i64) -> bool {
        kept.get(&siren(rank), KIND.0, KIND.1, Moment::from_micros(at)).is_some()
    }

    #[test]
    fn only_the_answer_received_at_the_instant_is_returned() {
        let kept = ParsedFigures::default();
        let keep = |at| {
            kept.keep(&siren(1), KIND, Moment::from_micros(at), Figures::Echeancier(Vec::new()), 2);
        };
        keep(5);
        assert!(is_kept(&kept, 1, 5));
        keep(6);
        assert!(is_kept(&kept, 1, 6) && !is_kept(&kept, 1, 5), "replaced");
        assert!(!is_kept(&kept, 2, 6), "another company");
        let other = kept.get(&siren(1), CoOwner::Dgfip, KIND.1, Moment::from_micros(6));
        assert_eq!(other, None, "another co-owner");
    }

    #[test]
    fn memory_is_bounded_and_what_is_read_stays() {
        let kept = ParsedFigures::default();
        for rank in 1..=1_000 {
            let (at, none) = (Moment::from_micros(1), Figures::Echeancier(Vec::new()));
            kept.keep(&siren(rank), KIND, at, none, HALF / 10);
            assert!(is_kept(&kept, 1, 1), "read often, after {rank} others");
        }
        let halves = kept.0.lock().expect("not poisoned");
        assert!(halves.newer.len() + halves.older.len() <= 22, "{halves:?}");
    }

    #[test]
    fn an_answer_larger_than_the_memory_is_kept_alone() {
        let kept = ParsedFigures::default();
        kept.keep(&siren(1), KIND, Moment::from_micros(1), Figures::Echeancier(Vec::new()), 10 * HALF);
        assert!(is_kept(&kept, 1, 1) && is_kept(&kept, 1, 1));
    }
}
