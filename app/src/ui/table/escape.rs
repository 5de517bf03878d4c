use std::fmt::{self, Display, Write};

/// Appends a text, escaped for content and for attributes between double quotes.
pub(super) fn push(html: &mut String, text: impl Display) {
    // Writing to a string cannot fail.
    let _ = write!(Escaped(html), "{text}");
}

/// Escapes everything written to it.
struct Escaped<'a>(&'a mut String);

impl Write for Escaped<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        html_escape::encode_double_quoted_attribute_to_string(text, self.0);
        Ok(())
    }
}
