//! Browser detection from the `User-Agent` header, and the browsers that the portal is tested with (004:
//! Edge, Chrome, Firefox, Safari, on Android and iOS).

use std::fmt;

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    Edge,
    Opera,
    Firefox,
    Chrome,
    Safari,
}

/// A browser as declared by its `User-Agent`, which may be false: used for advice only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Browser {
    pub family: Family,
    /// Major version, if declared.
    pub version: Option<u16>,
}

/// Level of support of a browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Support {
    Supported,
    /// Older than `since`, the first version that displays the pages correctly.
    TooOld {
        since: u16,
    },
    /// The portal is not tested with this browser; it may work.
    #[serde(rename = "untried")]
    Untested,
}

/// Product tokens of the header, the most specific first: most browsers also declare those they are
/// compatible with. On iOS every browser uses the engine of Safari and has its own token.
const TOKENS: [(&str, Family); 10] = [
    ("Edg/", Family::Edge),
    ("EdgA/", Family::Edge),
    ("EdgiOS/", Family::Edge),
    ("OPR/", Family::Opera),
    ("FxiOS/", Family::Firefox),
    ("Firefox/", Family::Firefox),
    ("CriOS/", Family::Chrome),
    ("Chrome/", Family::Chrome),
    ("Version/", Family::Safari),
    ("Safari/", Family::Safari),
];

impl Family {
    pub const fn label(self) -> &'static str {
        match self {
            Family::Edge => "Edge",
            Family::Opera => "Opera",
            Family::Firefox => "Firefox",
            Family::Chrome => "Chrome",
            Family::Safari => "Safari",
        }
    }

    /// First version that supports `:has()`, container queries and `color-mix()`, which the style sheets use.
    /// Returns `None` for a browser that the portal is not tested with.
    pub const fn first_supported_version(self) -> Option<u16> {
        match self {
            Family::Edge | Family::Chrome => Some(111),
            Family::Firefox => Some(121),
            Family::Safari => Some(16),
            Family::Opera => None,
        }
    }

    /// Browsers that the portal is tested with, and their first supported version.
    pub fn tested() -> impl Iterator<Item = (Family, u16)> {
        let all = [Family::Edge, Family::Chrome, Family::Firefox, Family::Safari];
        all.into_iter().filter_map(|family| Some((family, family.first_supported_version()?)))
    }
}

impl Browser {
    /// Parses a `User-Agent` header. Returns `None` if the browser is unknown.
    pub fn parse(user_agent: &str) -> Option<Browser> {
        let (token, family) = TOKENS.into_iter().find(|(token, _)| user_agent.contains(token))?;
        // Safari declares its version in a separate token, which other browsers use too.
        if token == "Version/" && !user_agent.contains("Safari/") {
            return None;
        }
        let version = user_agent.split(token).nth(1).unwrap_or_default();
        let digits = version.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
        // The number after « Safari/ » is the version of the engine.
        let version = if token == "Safari/" { None } else { digits.parse().ok() };
        Some(Browser { family, version })
    }

    pub fn support(&self) -> Support {
        match (self.family.first_supported_version(), self.version) {
            (Some(since), Some(version)) if version < since => Support::TooOld { since },
            (Some(_), Some(_)) => Support::Supported,
            _ => Support::Untested,
        }
    }
}

/// « Firefox 145 ».
impl fmt::Display for Browser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.family.label())?;
        match self.version {
            Some(version) => write!(f, "\u{a0}{version}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn user_agents_are_recognised() {
        for (header, shown, support) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
                "Firefox 145",
                Support::Supported,
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0",
                "Edge 142",
                Support::Supported,
            ),
            (
                "Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.0.0 Safari/537.36",
                "Chrome 109",
                Support::TooOld { since: 111 },
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15",
                "Safari 18",
                Support::Supported,
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 FxiOS/134.0 Mobile/15E148 Safari/605.1.15",
                "Firefox 134",
                Support::Supported,
            ),
            ("Mozilla/5.0 Chrome/142.0 Safari/537.36 OPR/120.0", "Opera 120", Support::Untested),
            ("Mozilla/5.0 Safari/605.1.15", "Safari", Support::Untested),
            ("Firefox/99999999", "Firefox", Support::Untested),
        ] {
            let browser = Browser::parse(header).expect(header);
            assert_eq!(browser.to_string().replace('\u{a0}', " "), shown);
            assert_eq!(browser.support(), support, "{shown}");
        }
        for header in ["", "curl/8.5", "Opera/9.80 Presto/2.12 Version/12.16"] {
            assert_eq!(Browser::parse(header), None, "{header}");
        }
    }
}
