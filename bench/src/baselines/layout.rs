//! The parts of a page around its content: head, header, footer.

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

/// The document before and after the content, taken from the portal's page. A baseline that does not render
/// these parts has less work, so the comparison never favours the portal.
#[derive(Clone, Serialize, Deserialize)]
pub struct Layout {
    pub before: String,
    pub after: String,
}

/// Extracts the layout of a page: everything outside its `<main>`.
///
/// # Errors
/// If there is no `<main>`.
pub fn extract(page: &str) -> Result<Layout> {
    let start = page.find("<main").context("no <main>")?;
    let start = start + page[start..].find('>').context("<main> is not closed")? + 1;
    let end = page.rfind("</main>").context("no </main>")?;
    Ok(Layout { before: page[..start].to_owned(), after: page[end..].to_owned() })
}

#[cfg(test)]
mod tests {
    use super::extract;

    #[test]
    fn layout_excludes_only_the_content() {
        let layout = extract("<body><main id=\"a\">content</main></body>").unwrap();
        assert_eq!(
            (layout.before.as_str(), layout.after.as_str()),
            ("<body><main id=\"a\">", "</main></body>")
        );
        assert!(extract("<body></body>").is_err());
    }
}
