//! Normalisation of typed and pasted text, before any check: marks that nobody sees are dropped or become spaces, so that
//! no message ever speaks of them.

/// Normalises a short answer: one line, ordinary spaces, no invisible mark, no surrounding white space. On the server,
/// letters and their accents are composed (NFC).
pub fn line(text: &str) -> String {
    trimmed(composed(&clean(&text.replace("\r\n", " "), |c| {
        if c.is_whitespace() || is_separator_control(c) {
            return Some(' ');
        }
        (!is_invisible(c)).then_some(c)
    })))
}

/// Normalises a long answer: like [`line`], but keeps tabs and no-break spaces, and turns every kind of line end into
/// `\n`, among them the vertical tabs and page breaks of office programs.
pub fn lines(text: &str) -> String {
    trimmed(composed(&clean(&text.replace("\r\n", "\n"), |c| match c {
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\t' | '\u{a0}' | '\u{202f}' => Some(c),
        // A figure space is a no-break space as wide as a digit.
        '\u{2007}' => Some('\u{a0}'),
        _ if is_separator_control(c) => Some('\n'),
        _ if c.is_whitespace() => Some(' '),
        _ => (!is_invisible(c)).then_some(c),
    })))
}

/// Returns the characters that matter in a number or a code: without spaces, dots, dashes of any kind and marks.
pub(crate) fn compact(text: &str) -> String {
    text.chars().filter(|c| !is_filler(*c)).collect()
}

/// Like [`compact`], in upper case and without the labels that are copied with a number: `IBAN`, `SIRET :`, `N°`.
/// `labels`: in upper case, without spaces.
pub(crate) fn compact_unlabelled(text: &str, labels: &[&str]) -> String {
    let compact = compact(text).to_ascii_uppercase();
    let mut rest = compact.as_str();
    while let Some(after) = labels.iter().chain(&["N°", "Nº", ":"]).find_map(|label| rest.strip_prefix(label))
    {
        rest = after;
    }
    rest.to_owned()
}

/// Returns `true` for the characters that people put between the groups of a number.
pub(crate) fn is_filler(c: char) -> bool {
    matches!(c, '.' | '·') || is_dash(c) || is_ignored(c)
}

/// Returns `true` for white space of any width, and for characters that nobody sees.
pub(crate) fn is_ignored(c: char) -> bool {
    c.is_whitespace() || is_invisible(c) || is_context_mark(c)
}

/// Returns `true` for control characters and for marks that mean nothing, whatever their neighbours.
pub(crate) fn is_invisible(c: char) -> bool {
    c.is_control() || is_mark(c)
}

/// Returns `true` for the hyphens, dashes and minus signs that office programs put in place of `-`.
pub(crate) fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{2010}'..='\u{2015}' | '\u{2043}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}'
    )
}

/// Composes letters and accents typed as separate characters (NFC). In the browser, which has no tables for it, returns
/// the text unchanged.
pub(crate) fn composed(text: &str) -> String {
    #[cfg(feature = "unicode")]
    {
        use unicode_normalization::UnicodeNormalization;
        text.nfc().collect()
    }
    #[cfg(not(feature = "unicode"))]
    text.to_owned()
}

fn trimmed(text: String) -> String {
    let kept = text.trim();
    if kept.len() == text.len() { text } else { kept.to_owned() }
}

/// Maps each character, `None` dropping it. Marks whose meaning depends on their neighbours are kept where they have one:
/// joiners inside emoji, Persian or Indic words, variation selectors and tags of emoji.
pub(crate) fn clean(text: &str, map: impl Fn(char) -> Option<char>) -> String {
    let mut characters = text.chars().filter_map(map).peekable();
    let mut clean = String::with_capacity(text.len());
    let mut previous = ' ';
    while let Some(c) = characters.next() {
        if is_context_mark(c) && !has_meaning(c, previous, characters.peek().copied()) {
            continue;
        }
        clean.push(c);
        previous = c;
    }
    clean
}

/// Separators of files, groups, records and units, pasted from spreadsheets.
fn is_separator_control(c: char) -> bool {
    matches!(c, '\u{1c}'..='\u{1e}')
}

/// Returns `true` for characters that are invisible and mean nothing in an answer: soft hyphen, zero-width space, word
/// joiner, byte order mark, direction marks, fillers, annotation marks.
fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{200b}'
        | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff0}'..='\u{fffc}' | '\u{fffe}' | '\u{ffff}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e001f}' | '\u{e0080}'..='\u{e00ff}')
}

/// Returns `true` for invisible characters that change their neighbours: joiners, variation selectors, emoji tags.
fn is_context_mark(c: char) -> bool {
    matches!(c,
        '\u{180b}'..='\u{180f}' | '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0020}'..='\u{e007f}'
        | '\u{e0100}'..='\u{e01ef}')
}

fn has_meaning(mark: char, previous: char, next: Option<char>) -> bool {
    match mark {
        '\u{200c}' | '\u{200d}' => {
            is_joining_letter(previous) || (is_emoji_part(previous) && next.is_some_and(is_emoji_part))
        }
        '\u{180b}'..='\u{180f}' => is_joining_letter(previous),
        '\u{e0020}'..='\u{e007f}' => matches!(previous, '\u{1f3f4}' | '\u{e0020}'..='\u{e007e}'),
        // Keycaps are a digit, `#` or `*`, a variation selector and a frame.
        '\u{fe0e}' | '\u{fe0f}' => {
            matches!(previous, '0'..='9' | '#' | '*' | '©' | '®' | '\u{203c}' | '\u{2049}' | '\u{2100}'..='\u{218f}' | '\u{3030}' | '\u{303d}' | '\u{3297}' | '\u{3299}')
                || is_emoji_part(previous)
        }
        _ => previous >= '\u{1000}',
    }
}

/// Letters of the scripts whose letters take other forms beside a joiner: Arabic (Persian, Urdu), Syriac, Indic,
/// Mongolian, Khmer.
fn is_joining_letter(c: char) -> bool {
    matches!(c,
        '\u{600}'..='\u{109f}' | '\u{1780}'..='\u{1cff}' | '\u{a800}'..='\u{abff}' | '\u{fb50}'..='\u{fdff}'
        | '\u{fe70}'..='\u{fefe}' | '\u{10a00}'..='\u{11fff}' | '\u{1e900}'..='\u{1e95f}')
}

fn is_emoji_part(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{2bff}' | '\u{fe0f}' | '\u{1f000}'..='\u{1faff}' | '\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every mark of the issue, and some of the same kind.
    const MARKS: &str = "\u{ad}\u{34f}\u{61c}\u{200b}\u{200c}\u{200d}\u{200e}\u{200f}\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\
                         \u{2060}\u{2061}\u{2064}\u{2066}\u{2067}\u{2068}\u{2069}\u{206a}\u{feff}\u{fe0f}\u{fffc}\u{7f}\u{1}\
                         \u{1f}\u{80}\u{9f}\u{e0001}\u{e0041}";

    #[test]
    fn marks_without_meaning_are_dropped() {
        for mark in MARKS.chars() {
            let typed = format!("{mark}Cl{mark}oé{mark} {mark}Dupont{mark}");
            assert_eq!(line(&typed), "Cloé Dupont", "{mark:?}");
            assert_eq!(lines(&typed), "Cloé Dupont", "{mark:?}");
            assert_eq!(compact(&format!("{mark}12{mark}3 4{mark}")), "1234", "{mark:?}");
        }
    }

    #[test]
    fn joiners_and_selectors_with_a_meaning_are_preserved() {
        for text in [
            "می‌خواهم نامه‌ای بنویسم",
            "क्‍ष",
            "👨‍👩‍👧 famille",
            "🏳️‍🌈 🏴‍☠️ ❤️‍🔥",
            "👩🏽‍⚕️",
            "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
            "1️⃣ ☎️ ©️",
            "葛\u{e0100}",
        ] {
            assert_eq!(line(text), text);
            assert_eq!(lines(text), text);
        }
        assert_eq!(line("👨\u{200d}\u{200b}👩"), "👨\u{200d}👩");
        assert_eq!(line("👨\u{200d} ami"), "👨 ami");
    }

    #[test]
    fn spaces_and_line_ends_are_normalised() {
        assert_eq!(
            line(" a\tb\r\nc\u{a0}d\u{202f}e\u{2007}f\u{b}g\u{1e}h\u{85}i\u{3000} "),
            "a b c d e f g h i"
        );
        assert_eq!(
            lines("\n un\r\ndeux\rtrois\u{b}quatre\u{c}cinq\u{85}six\u{2028}sept\u{1e}huit\tneuf \n"),
            "un\ndeux\ntrois\nquatre\ncinq\nsix\nsept\nhuit\tneuf"
        );
        assert_eq!(
            lines("12\u{2007}500\u{a0}€\u{2009}; «\u{202f}oui\u{202f}»"),
            "12\u{a0}500\u{a0}€ ; «\u{202f}oui\u{202f}»"
        );
        assert_eq!(line("\u{feff}\u{200b} \u{a0}"), "");
    }

    #[test]
    fn numbers_are_compacted_and_labels_removed() {
        for typed in
            ["12-34", "12‑34", "12–34", "12—34", "12−34", "12.34", "1 2\u{202f}3\u{2007}4", "1·2·3·4"]
        {
            assert_eq!(compact(typed), "1234", "{typed}");
        }
        for typed in ["ab12", "Nr: ab12", "nr ab-12", "N° NR : ab.12", " NR\u{a0}: AB 12"] {
            assert_eq!(compact_unlabelled(typed, &["NR"]), "AB12", "{typed}");
        }
    }

    #[cfg(feature = "unicode")]
    #[test]
    fn letters_and_accents_are_composed_on_the_server() {
        assert_eq!(line("Cle\u{301}a"), "Cléa");
        assert_eq!(lines("re\u{301}ponse\nc\u{327}a"), "réponse\nça");
    }
}
