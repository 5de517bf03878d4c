use std::collections::BTreeMap;

/// The parameters of a request, each given at most once (RFC 6749, 3.1).
pub struct Parameters(BTreeMap<String, String>);

impl Parameters {
    /// # Errors
    /// The name of a parameter that is there twice.
    pub fn parse(encoded: &[u8]) -> Result<Self, String> {
        let mut known = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(encoded) {
            if known.insert(name.to_string(), value.into_owned()).is_some() {
                return Err(name.into_owned());
            }
        }
        Ok(Self(known))
    }

    /// A parameter without a value counts as absent.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }
}
