/// Name of the chosen questions in addresses and forms: short, because an address has up to fifty.
pub const CHOSEN: &str = "q";
