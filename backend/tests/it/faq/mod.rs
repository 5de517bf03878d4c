//! Frequent questions, their search and the assistant.

mod assistant;
mod cases;
mod recall;
mod versions;
mod votes;
