//! What stands around the content of a page: head, header, footer.

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

/// The document before and after the content, cut from the portal's own page: a peer that does not draw it is at an
/// advantage, which is the safe side.
#[derive(Serialize, Deserialize)]
pub struct Frame {
    pub before: String,
    pub after: String,
}

/// Cuts a page at its `<main>`.
///
/// # Errors
/// When there is none.
pub fn cut(page: &str) -> Result<Frame> {
    let start = page.find("<main").context("no <main>")?;
    let start = start + page[start..].find('>').context("<main> is not closed")? + 1;
    let end = page.rfind("</main>").context("no </main>")?;
    Ok(Frame { before: page[..start].to_owned(), after: page[end..].to_owned() })
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn the_content_alone_is_left_out() {
        let frame = cut("<body><main id=\"a\">content</main></body>").unwrap();
        assert_eq!(
            (frame.before.as_str(), frame.after.as_str()),
            ("<body><main id=\"a\">", "</main></body>")
        );
        assert!(cut("<body></body>").is_err());
    }
}
