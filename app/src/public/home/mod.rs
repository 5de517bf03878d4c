//! Home page of visitors: what a professional needs first, then the services by need.

mod at_a_glance;
mod page;
mod services;

pub use page::HomePage;
