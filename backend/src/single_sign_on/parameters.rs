use std::collections::BTreeMap;

use url::form_urlencoded;

/// The parameters of a request, each given at most once (RFC 6749, §3.1).
pub(super) struct Parameters(BTreeMap<String, String>);

/// A parameter is there twice: nobody can say which one is meant.
#[derive(Debug)]
pub(super) struct Ambiguous;

impl Parameters {
    pub fn read(encoded: &[u8]) -> Result<Self, Ambiguous> {
        let mut known = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(encoded) {
            if known.insert(name.into_owned(), value.into_owned()).is_some() {
                return Err(Ambiguous);
            }
        }
        Ok(Parameters(known))
    }

    /// A parameter without a value counts as absent.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }
}

/// A query without one of its parameters, otherwise as it was written.
pub(super) fn without(query: &str, name: &str) -> String {
    let kept = query.split('&').filter(|pair| pair.split('=').next() != Some(name));
    kept.collect::<Vec<_>>().join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_there_twice() {
        let parameters = Parameters::read(b"a=1&b=&c=x+y%21").expect("once each");
        assert_eq!(
            (parameters.get("a"), parameters.get("b"), parameters.get("c")),
            (Some("1"), None, Some("x y!"))
        );
        assert!(Parameters::read(b"a=1&b=2&a=1").is_err());
        assert_eq!(without("a=1&ab=2&a=3&c", "a"), "ab=2&c");
    }
}
