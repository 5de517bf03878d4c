//! Provider metadata used by several endpoints.

use domain::account::SecurityLevel;

use super::claims;
use crate::Portal;

/// Issuer: the public address of the portal, without a trailing slash.
pub fn issuer(portal: &Portal) -> String {
    portal.link("")
}

/// Values of `acr` that tokens may contain.
pub fn acr_values() -> Vec<&'static str> {
    SecurityLevel::ALL.map(claims::acr).to_vec()
}
