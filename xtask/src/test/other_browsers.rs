//! Firefox and WebKit, in which the complete scenario runs too.

use crate::packages::MissingPackage;
use crate::process;

/// Programs that the scenarios start, with their Debian package and its purpose.
const NEEDED: [(&str, &str, &str); 4] = [
    ("firefox-esr", "firefox-esr", "the complete scenario runs in Firefox"),
    ("WebKitWebDriver", "webkit2gtk-driver", "the complete scenario runs in WebKit"),
    ("Xvfb", "xvfb", "WebKit needs a screen"),
    ("openssl", "openssl", "certificates for scenarios with HTTPS"),
];

/// Environment variable with the path of a Firefox to use instead of Debian's.
const FIREFOX_VARIABLE: &str = "PRODOUANE_FIREFOX";

/// Returns the packages to install.
pub fn missing() -> impl Iterator<Item = MissingPackage> {
    NEEDED
        .into_iter()
        .filter(|(program, ..)| !is_available(program))
        .map(|(_, package, purpose)| MissingPackage { package, purpose })
}

fn is_available(program: &str) -> bool {
    let is_given = program == "firefox-esr" && std::env::var_os(FIREFOX_VARIABLE).is_some();
    is_given || process::is_installed(program)
}
