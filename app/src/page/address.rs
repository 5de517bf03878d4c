//! Addresses of the portal's own pages, as values.

/// Longest address that is come back to, in bytes: that of a téléservice that asks who is there.
const MAX_LENGTH: usize = 2048;

/// A path made safe to stand as a value in a query.
pub fn encode(path: &str) -> String {
    path.bytes().fold(String::with_capacity(path.len() + 8), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            encoded.push(byte as char);
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
        encoded
    })
}

/// Is this an address of our own? Anything else would make us an open redirector.
pub fn local(path: &str) -> Option<&str> {
    let plain = path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains(|c: char| c == '\\' || c.is_control())
        && path.len() <= MAX_LENGTH
        && !path.starts_with("/form/");
    plain.then_some(path)
}

/// Does this address of ours lead to a téléservice in the end? Scripts leave it to the browser.
pub fn leads_out(path: &str) -> bool {
    path.starts_with("/openid/") || path.starts_with("/teleservices/")
}
