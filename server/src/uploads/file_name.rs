//! File name of a part, as browsers and other programs write it.

use axum::{extract::multipart::Field, http::header};

/// Returns the name of the file that a part contains. `None` if no file was chosen; empty if the name is unreadable.
pub fn of_part(field: &Field<'_>) -> Option<String> {
    match field.file_name() {
        Some("") => None,
        Some(name) => Some(decoded(name)),
        None => {
            let disposition = field.headers().get(header::CONTENT_DISPOSITION)?.as_bytes();
            memchr::memmem::find(disposition, b"filename").map(|_| String::new())
        }
    }
}

/// Decodes the three characters that browsers escape in a name, and no others: a name may contain `%20`.
fn decoded(name: &str) -> String {
    let mut name = name.to_owned();
    for (escape, character) in [("%22", "\""), ("%0D", "\r"), ("%0d", "\r"), ("%0A", "\n"), ("%0a", "\n")] {
        name = name.replace(escape, character);
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_and_line_ends_are_decoded() {
        assert_eq!(decoded("l'acte;%22x%22.pdf"), "l'acte;\"x\".pdf");
        assert_eq!(decoded("a%0D%0Ab%0ac.pdf"), "a\r\nb\nc.pdf");
        assert_eq!(decoded("100 %20 et 50 %.pdf"), "100 %20 et 50 %.pdf");
    }
}
