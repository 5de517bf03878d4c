use crate::siren::Siren;

/// Facts that decide whether a question may be merged into another one. `A`: identifier of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mergeable<'a, A> {
    pub siren: &'a Siren,
    pub author: A,
    pub confidential: bool,
    pub is_closed: bool,
    /// Other questions go on in it.
    pub has_merged: bool,
}

impl<A: PartialEq> Mergeable<'_, A> {
    /// Returns `true` if this question may go on in `target`: of the same company and the same author, so that they can write there,
    /// and as confidential, so that both have the same readers and no text reaches others. There are no chains.
    pub fn may_go_on_in(&self, target: &Self) -> bool {
        self.siren == target.siren
            && self.author == target.author
            && self.confidential == target.confidential
            && !self.is_closed
            && !target.is_closed
            && !self.has_merged
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_goes_on_where_its_readers_and_its_author_are_the_same() {
        let [siren, other] = ["123456782", "732829320"].map(|text| Siren::parse(text).expect("a SIREN"));
        let one =
            Mergeable { siren: &siren, author: 1, confidential: false, is_closed: false, has_merged: false };
        let target = Mergeable { has_merged: true, ..one };
        assert!(one.may_go_on_in(&one) && one.may_go_on_in(&target));
        assert!(!target.may_go_on_in(&one), "no chain");
        for different in [
            Mergeable { siren: &other, ..one },
            Mergeable { author: 2, ..one },
            Mergeable { confidential: true, ..one },
            Mergeable { is_closed: true, ..one },
        ] {
            assert!(!one.may_go_on_in(&different) && !different.may_go_on_in(&one), "{different:?}");
        }
        let confidential = Mergeable { confidential: true, ..one };
        assert!(confidential.may_go_on_in(&confidential));
    }
}
