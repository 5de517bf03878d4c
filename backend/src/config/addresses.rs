//! Addresses in the configuration.

use url::Url;

/// Parses an address written in the source code.
pub(super) fn address(text: &str) -> Url {
    Url::parse(text).expect("a valid address in the source code")
}

/// Returns `true` for an http(s) address without a fragment.
pub(super) fn is_http_address(address: &Url) -> bool {
    matches!(address.scheme(), "http" | "https") && address.has_host() && address.fragment().is_none()
}
