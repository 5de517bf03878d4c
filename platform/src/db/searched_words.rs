use domain::search::{self, MAX_WORDS};

/// Words of a search, as `LIKE` patterns for [`contains_words!`](crate::contains_words). Without words, every row matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchedWords([String; MAX_WORDS]);

impl SearchedWords {
    /// Reads a search as typed.
    pub fn read(typed: &str) -> Self {
        Self::of(&search::words(typed))
    }

    /// Words that are folded already, at most [`MAX_WORDS`].
    pub fn of(words: &[String]) -> Self {
        SearchedWords(std::array::from_fn(|rank| {
            words.get(rank).map_or_else(|| "%".to_owned(), |word| format!("%{}%", escaped(word)))
        }))
    }

    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|pattern| pattern == "%")
    }

    /// Returns the patterns to bind, one for each parameter.
    pub fn patterns(&self) -> &[String; MAX_WORDS] {
        &self.0
    }
}

/// Escapes the wildcards of `LIKE`; a folded word never contains `!`.
fn escaped(word: &str) -> String {
    word.chars().flat_map(|c| matches!(c, '%' | '_').then_some('!').into_iter().chain([c])).collect()
}

/// SQL condition, for lists that are short or read by pages whatever the search: companies of a person, cases, audit trail. It
/// compares every row. A list that grows without limit, such as questions, is indexed instead: `backend::search::scoped` for
/// texts with readers, `backend::search` for texts for everybody.
///
/// The column holds each of the [`SearchedWords`](crate::db::SearchedWords), bound to these parameters:
/// `contains_words!("c.search", "$5", "$6", "$7", "$8", "$9", "$10")`.
#[macro_export]
macro_rules! contains_words {
    ($column:literal, $a:literal, $b:literal, $c:literal, $d:literal, $e:literal, $f:literal) => {
        concat!(
            "(",
            $column,
            " LIKE ",
            $a,
            " ESCAPE '!' AND ",
            $column,
            " LIKE ",
            $b,
            " ESCAPE '!' AND ",
            $column,
            " LIKE ",
            $c,
            " ESCAPE '!' AND ",
            $column,
            " LIKE ",
            $d,
            " ESCAPE '!' AND ",
            $column,
            " LIKE ",
            $e,
            " ESCAPE '!' AND ",
            $column,
            " LIKE ",
            $f,
            " ESCAPE '!')"
        )
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_wildcards_are_literals() {
        let words = SearchedWords::read("100% _a \\");
        assert_eq!(words.patterns()[..4], ["%100!%%", "%!_a%", "%\\%", "%"]);
        assert!(!words.is_empty() && SearchedWords::read(" … ").is_empty());
    }
}
