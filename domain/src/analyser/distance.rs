//! Distance between words, for spelling mistakes.

/// Returns the number of insertions, deletions, replacements and swaps of neighbours that separate two ASCII words
/// (optimal string alignment).
pub fn distance(one: &str, other: &str) -> usize {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut before: Vec<usize> = Vec::new();
    let mut previous: Vec<usize> = (0..=other.len()).collect();
    for row in 1..=one.len() {
        let mut current = vec![row];
        for column in 1..=other.len() {
            let replaced = previous[column - 1] + usize::from(one[row - 1] != other[column - 1]);
            let mut least = replaced.min(previous[column] + 1).min(current[column - 1] + 1);
            let is_swap = row > 1
                && column > 1
                && one[row - 1] == other[column - 2]
                && one[row - 2] == other[column - 1];
            if is_swap {
                least = least.min(before[column - 2] + 1);
            }
            current.push(least);
        }
        before = std::mem::replace(&mut previous, current);
    }
    previous[other.len()]
}

/// Returns `true` if a typed word may be a mistake for `word`: one fault in four letters or more, two in eight or more.
pub fn is_near(typed: &str, word: &str) -> bool {
    let allowed = match typed.len() {
        0..=3 => return typed == word,
        4..=7 => 1,
        _ => 2,
    };
    typed.len().abs_diff(word.len()) <= allowed && distance(typed, word) <= allowed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_are_counted() {
        for (one, other, expected) in [
            ("", "", 0),
            ("", "abc", 3),
            ("habilitation", "habilitation", 0),
            ("abilitation", "habilitation", 1),
            ("habiltiation", "habilitation", 1),
            ("habillitasion", "habilitation", 2),
            ("mandat", "compte", 6),
        ] {
            assert_eq!(distance(one, other), expected, "{one} {other}");
            assert_eq!(distance(other, one), expected, "{other} {one}");
        }
    }

    #[test]
    fn short_words_allow_fewer_mistakes() {
        for (typed, word, near) in [
            ("cle", "cles", false),
            ("paie", "paye", true),
            ("mandt", "mandat", true),
            ("mnadta", "mandat", false),
            ("rattachment", "rattachement", true),
            ("ratachment", "rattachement", true),
        ] {
            assert_eq!(is_near(typed, word), near, "{typed} {word}");
        }
    }
}
