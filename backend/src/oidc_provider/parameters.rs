//! Parameters of requests.

use std::collections::BTreeMap;

use url::form_urlencoded;

/// Parameters of a request, each given at most once (RFC 6749, §3.1).
pub(super) struct Parameters(BTreeMap<String, String>);

/// A parameter is given twice.
#[derive(Debug)]
pub(super) struct DuplicateParameter;

impl Parameters {
    pub fn read(encoded: &[u8]) -> Result<Self, DuplicateParameter> {
        let mut parameters = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(encoded) {
            if parameters.insert(name.into_owned(), value.into_owned()).is_some() {
                return Err(DuplicateParameter);
            }
        }
        Ok(Parameters(parameters))
    }

    /// Returns the value of a parameter. An empty value counts as absent.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }
}

/// Removes one parameter from a query and leaves the rest as written.
pub(super) fn without(query: &str, name: &str) -> String {
    let rest = query.split('&').filter(|pair| pair.split('=').next() != Some(name));
    rest.collect::<Vec<_>>().join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn duplicate_parameters_are_refused() {
        let parameters = Parameters::read(b"a=1&b=&c=x+y%21").expect("once each");
        assert_eq!(
            (parameters.get("a"), parameters.get("b"), parameters.get("c")),
            (Some("1"), None, Some("x y!"))
        );
        assert!(Parameters::read(b"a=1&b=2&a=1").is_err());
        assert_eq!(without("a=1&ab=2&a=3&c", "a"), "ab=2&c");
    }
}
