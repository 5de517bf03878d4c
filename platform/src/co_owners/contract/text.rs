use serde::de::DeserializeOwned;

use crate::co_owners::http::Failure;

/// Longest accepted list; longer ones are unreadable.
const MAX_ENTRIES: usize = 50_000;
/// Longest kept text, in characters.
const MAX_TEXT: usize = 200;

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

/// Removes control characters, direction marks and surrounding white space, and cuts to 200 characters.
pub fn clean(text: &str) -> String {
    let visible = |c: &char| {
        !c.is_control()
            && !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.trim().chars().filter(visible).take(MAX_TEXT).collect()
}
