//! Browsers, told from the header that they send, and those that the portal is tried with (004: Edge, Chrome, Firefox,
//! Safari, on Android and iOS).

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

/// A browser as it calls itself; it may lie, so nothing is ever decided by it but advice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Browser {
    pub family: Family,
    /// Main version, where it says one.
    pub version: Option<u16>,
}

/// What the portal can promise to a browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Support {
    Supported,
    /// Older than `since`, the first version that draws the pages as they are meant.
    TooOld {
        since: u16,
    },
    /// Not one that the portal is tried with; it may work all the same.
    Untried,
}

/// Marks in the header, the most particular first: most browsers also name those whose pages they imitate. On iOS
/// every browser has the engine of Safari, and a mark of its own.
const MARKS: [(&str, Family); 10] = [
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

    /// The first version that knows `:has()`, container queries and `color-mix()`, which the style sheets use; `None`
    /// for a browser that the portal is not tried with.
    pub const fn since(self) -> Option<u16> {
        match self {
            Family::Edge | Family::Chrome => Some(111),
            Family::Firefox => Some(121),
            Family::Safari => Some(16),
            Family::Opera => None,
        }
    }

    /// The browsers that the portal is tried with.
    pub fn tried() -> impl Iterator<Item = (Family, u16)> {
        let all = [Family::Edge, Family::Chrome, Family::Firefox, Family::Safari];
        all.into_iter().filter_map(|family| Some((family, family.since()?)))
    }
}

impl Browser {
    /// `None` when the header names none of those known here.
    pub fn of(user_agent: &str) -> Option<Browser> {
        let (mark, family) = MARKS.into_iter().find(|(mark, _)| user_agent.contains(mark))?;
        // Only Safari gives its version apart, under a mark that others share.
        if mark == "Version/" && !user_agent.contains("Safari/") {
            return None;
        }
        let version = user_agent.split(mark).nth(1).unwrap_or_default();
        let digits = version.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
        // The number after « Safari/ » is its engine's.
        let version = if mark == "Safari/" { None } else { digits.parse().ok() };
        Some(Browser { family, version })
    }

    pub fn support(&self) -> Support {
        match (self.family.since(), self.version) {
            (Some(since), Some(version)) if version < since => Support::TooOld { since },
            (Some(_), Some(_)) => Support::Supported,
            _ => Support::Untried,
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
    fn headers_are_read() {
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
            ("Mozilla/5.0 Chrome/142.0 Safari/537.36 OPR/120.0", "Opera 120", Support::Untried),
            ("Mozilla/5.0 Safari/605.1.15", "Safari", Support::Untried),
            ("Firefox/99999999", "Firefox", Support::Untried),
        ] {
            let browser = Browser::of(header).expect(header);
            assert_eq!(browser.to_string().replace('\u{a0}', " "), shown);
            assert_eq!(browser.support(), support, "{shown}");
        }
        for header in ["", "curl/8.5", "Opera/9.80 Presto/2.12 Version/12.16"] {
            assert_eq!(Browser::of(header), None, "{header}");
        }
    }
}
