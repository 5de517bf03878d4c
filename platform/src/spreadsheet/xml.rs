//! Texts in the XML of a workbook.

/// Appends a text, escaped for content and for attributes between double quotes. Characters that XML does not allow are
/// replaced.
pub(super) fn push_text(xml: &mut String, text: &str) {
    for (at, c) in text.char_indices() {
        match c {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            '\t' | '\n' => xml.push(c),
            '\r' => xml.push_str("&#13;"),
            '_' if is_escape(&text[at..]) => xml.push_str("_x005F_"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => xml.push('\u{fffd}'),
            c => xml.push(c),
        }
    }
}

/// Returns `true` for a text that starts like the escape of a character in a workbook, « _x000D_ »: its first underscore is
/// escaped itself.
fn is_escape(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 7
        && bytes.starts_with(b"_x")
        && bytes[2..6].iter().all(u8::is_ascii_hexdigit)
        && bytes[6] == b'_'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn escaped(text: &str) -> String {
        let mut xml = String::new();
        push_text(&mut xml, text);
        xml
    }

    #[test]
    fn markup_is_escaped_and_forbidden_characters_are_replaced() {
        assert_eq!(escaped("<t a=\"b\">&</t>"), "&lt;t a=&quot;b&quot;&gt;&amp;&lt;/t&gt;");
        assert_eq!(escaped("a\u{0}b\u{1b}c\u{ffff}"), "a\u{fffd}b\u{fffd}c\u{fffd}");
        assert_eq!(escaped("a\r\n\tb"), "a&#13;\n\tb");
    }

    #[test]
    fn escapes_of_workbooks_stay_texts() {
        assert_eq!(escaped("a_x000D_b"), "a_x005F_x000D_b");
        assert_eq!(escaped("a_x00é_b _x12_"), "a_x00é_b _x12_");
    }
}
