//! Search of questions by words: ignores case and accents, identical on SQLite and PostgreSQL.

/// Returns the text in lower case without accents, as stored for the search.
pub fn normalize(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).filter_map(without_accent).collect()
}

/// Returns a `LIKE` pattern (escape `!`) for the words in their order; empty if there is no word.
pub fn like_pattern(words: &str) -> String {
    let normalized = normalize(words);
    let mut pattern = String::new();
    for word in normalized.split_whitespace().take(10) {
        pattern.push('%');
        for letter in word.chars().take(50) {
            if matches!(letter, '%' | '_' | '!') {
                pattern.push('!');
            }
            pattern.push(letter);
        }
    }
    if !pattern.is_empty() {
        pattern.push('%');
    }
    pattern
}

/// Returns the letter without its accent, the first letter of a ligature, a straight apostrophe; `None` for a
/// combining accent.
fn without_accent(letter: char) -> Option<char> {
    Some(match letter {
        'à' | 'â' | 'ä' | 'á' | 'ã' | 'å' | 'æ' => 'a',
        'ç' => 'c',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' | 'í' | 'ì' => 'i',
        'ñ' => 'n',
        'ô' | 'ö' | 'ó' | 'ò' | 'õ' | 'œ' => 'o',
        'ù' | 'û' | 'ü' | 'ú' => 'u',
        'ÿ' => 'y',
        '’' => '\'',
        // Combining accents, and the null character that databases refuse.
        '\u{300}'..='\u{36f}' | '\0' => return None,
        letter if letter.is_whitespace() => ' ',
        letter => letter,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_accents_are_ignored() {
        assert_eq!(normalize("Échéancier d’Octobre"), "echeancier d'octobre");
        assert_eq!(normalize("e\u{301}tat"), "etat");
    }

    #[test]
    fn wildcards_are_escaped() {
        assert_eq!(like_pattern("  "), "");
        assert_eq!(like_pattern("Report  créance"), "%report%creance%");
        assert_eq!(like_pattern("100%_!"), "%100!%!_!!%");
    }
}
