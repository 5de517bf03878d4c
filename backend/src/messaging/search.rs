//! Searching questions by words: lower case, without accents, on both engines alike.

/// What is stored to be searched.
pub(crate) fn folded(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).filter_map(plain).collect()
}

/// A `LIKE` pattern (escape `!`) that finds the words in their order; empty when nothing is searched.
pub(crate) fn pattern(words: &str) -> String {
    let folded = folded(words);
    let mut pattern = String::new();
    for word in folded.split_whitespace().take(10) {
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

/// The letter without its accent; ligatures keep their first letter, apostrophes become straight.
fn plain(letter: char) -> Option<char> {
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
        // A letter and its accent typed apart.
        '\u{300}'..='\u{36f}' | '\0' => return None,
        letter if letter.is_whitespace() => ' ',
        letter => letter,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_and_case_do_not_matter() {
        assert_eq!(folded("Échéancier d’Octobre"), "echeancier d'octobre");
        assert_eq!(folded("e\u{301}tat"), "etat");
    }

    #[test]
    fn what_is_typed_stays_text() {
        assert_eq!(pattern("  "), "");
        assert_eq!(pattern("Report  créance"), "%report%creance%");
        assert_eq!(pattern("100%_!"), "%100!%!_!!%");
    }
}
