use domain::typed_text;
use serde::de::DeserializeOwned;

use crate::co_owners::http::Failure;

/// Maximum number of entries of a list; longer ones are unreadable.
const MAX_ENTRIES: usize = 50_000;
/// Maximum number of characters of a text; the rest is cut off.
const MAX_TEXT: usize = 200;

/// Checks the length of a list.
///
/// # Errors
/// [`Failure::Unreadable`] for more than [`MAX_ENTRIES`] entries.
pub(super) fn check_length(entries: usize) -> Result<(), Failure> {
    if entries > MAX_ENTRIES { Err(Failure::Unreadable(format!("{entries} entries"))) } else { Ok(()) }
}

/// Parses JSON.
pub(in crate::co_owners) fn parse<T: DeserializeOwned>(body: &str) -> Result<T, Failure> {
    serde_json::from_str(body).map_err(|error| {
        // Reports the position only: the answer may hold personal data.
        Failure::Unreadable(format!(
            "{:?} at line {} column {}",
            error.classify(),
            error.line(),
            error.column()
        ))
    })
}

/// Normalises a text as one line, without invisible marks, and cuts it to 200 characters.
pub fn clean(text: &str) -> String {
    typed_text::line(text).chars().take(MAX_TEXT).collect()
}
