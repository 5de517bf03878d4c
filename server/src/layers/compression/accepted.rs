//! Choice of a content coding: the header `Accept-Encoding` (RFC 9110, 12.5.3).

use axum::http::{HeaderMap, header};

/// A content coding that the portal writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coding {
    Zstd,
    Brotli,
    Gzip,
}

impl Coding {
    /// The least processor time for a size first.
    pub const CHEAPEST: [Coding; 3] = [Coding::Zstd, Coding::Brotli, Coding::Gzip];
    /// The smallest result first.
    pub const SMALLEST: [Coding; 3] = [Coding::Brotli, Coding::Zstd, Coding::Gzip];

    /// Name in HTTP headers.
    pub const fn name(self) -> &'static str {
        match self {
            Coding::Zstd => "zstd",
            Coding::Brotli => "br",
            Coding::Gzip => "gzip",
        }
    }
}

/// Returns the coding with the highest weight; between equal weights, `order` decides. `None` if the client prefers the body
/// as it is, or accepts no coding of the portal.
pub fn preferred(headers: &HeaderMap, order: [Coding; 3]) -> Option<Coding> {
    let accepted: Vec<(&str, f32)> = headers
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(','))
        .filter_map(weighted)
        .collect();
    let named = |name: &str| accepted.iter().find(|(one, _)| one.eq_ignore_ascii_case(name)).map(|one| one.1);
    let weight = |coding: Coding| named(coding.name()).or_else(|| named("*")).unwrap_or(0.0);
    // The body as it is needs no mention to be acceptable, but is preferred only if named.
    let unchanged = named("identity").unwrap_or(0.0);
    order
        .into_iter()
        .filter(|coding| weight(*coding) > 0.0 && weight(*coding) >= unchanged)
        // The first of equal weights: `max_by` would return the last.
        .reduce(|best, coding| if weight(coding) > weight(best) { coding } else { best })
}

/// Reads `br` or `br;q=0.8`. A malformed weight is not accepted.
fn weighted(item: &str) -> Option<(&str, f32)> {
    let (name, parameter) = match item.split_once(';') {
        Some((name, parameter)) => (name, Some(parameter)),
        None => (item, None),
    };
    let weight = match parameter {
        None => 1.0,
        Some(parameter) => {
            let value = parameter.trim().strip_prefix(['q', 'Q'])?.strip_prefix('=')?;
            value.parse::<f32>().ok().filter(|weight| (0.0..=1.0).contains(weight))?
        }
    };
    Some((name.trim(), weight))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn preferred_of(lines: &[&str]) -> &'static str {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(header::ACCEPT_ENCODING, line.parse().expect("a header"));
        }
        preferred(&headers, Coding::CHEAPEST).map_or("", Coding::name)
    }

    #[test]
    fn the_order_decides_between_equal_weights() {
        let mut headers = HeaderMap::new();
        headers.append(header::ACCEPT_ENCODING, "gzip, deflate, br, zstd".parse().expect("a header"));
        assert_eq!(preferred(&headers, Coding::SMALLEST), Some(Coding::Brotli));
        headers.insert(header::ACCEPT_ENCODING, "br;q=0.9, zstd".parse().expect("a header"));
        assert_eq!(preferred(&headers, Coding::SMALLEST), Some(Coding::Zstd));
    }

    #[test]
    fn the_highest_weight_wins_then_the_cheapest_coding() {
        for (line, expected) in [
            // Chromium and Firefox, Safari, a Go program.
            ("gzip, deflate, br, zstd", "zstd"),
            ("gzip, deflate, br", "br"),
            ("gzip", "gzip"),
            ("GZIP;Q=0.5", "gzip"),
            ("zstd;q=0.5, br;q=0.8, gzip;q=0.8", "br"),
            ("gzip;q=1.0, br;q=0.999", "gzip"),
            ("zstd;q=0, br", "br"),
            ("*", "zstd"),
            ("*;q=0.1, gzip;q=0.5", "gzip"),
            ("*, zstd;q=0", "br"),
            ("gzip;q=0.5, identity", ""),
            ("gzip, identity;q=0.5", "gzip"),
            ("identity", ""),
            ("identity;q=0", ""),
            ("*;q=0", ""),
            ("deflate", ""),
            ("", ""),
            ("br;q=2, gzip;q=NaN", ""),
            ("br;q=, zstd;level=3, gzip", "gzip"),
            (" br ; q=0.5 ,, gzip ; q=0.4", "br"),
        ] {
            assert_eq!(preferred_of(&[line]), expected, "{line:?}");
        }
    }

    #[test]
    fn several_lines_are_one_list_and_none_accepts_nothing() {
        assert_eq!(preferred_of(&["gzip;q=0.5", "br"]), "br");
        assert_eq!(preferred_of(&[]), "");
    }
}
