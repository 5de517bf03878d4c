//! Frequent questions, their search and the assistant.

mod assistant;
mod cases;
mod editing;
mod recall;
mod versions;
mod votes;
