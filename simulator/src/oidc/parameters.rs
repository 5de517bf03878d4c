//! Parameters of requests.

use std::collections::BTreeMap;

/// Parameters of a request, each present at most once (RFC 6749, 3.1).
pub struct Parameters(BTreeMap<String, String>);

impl Parameters {
    /// Parses form-encoded parameters.
    ///
    /// # Errors
    /// The name of a repeated parameter.
    pub fn parse(encoded: &[u8]) -> Result<Self, String> {
        let mut parameters = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(encoded) {
            if parameters.insert(name.to_string(), value.into_owned()).is_some() {
                return Err(name.into_owned());
            }
        }
        Ok(Self(parameters))
    }

    /// Returns a parameter; one without a value is treated as absent (RFC 6749, 3.1).
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }
}
