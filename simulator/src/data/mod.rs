//! Loads and checks the initial data: the demo file, and generated companies for load tests.

mod dates;
mod file;
mod load;
mod numbers;
mod volume;

pub use file::PASSWORD;
pub use load::load;
pub use numbers::is_valid_iban;
