//! Uploads files as soon as they are chosen, dropped on a form or pasted, one after the other and each in acknowledged
//! pieces. Each has a line with its progress; one that was interrupted continues after its last acknowledged piece.

mod choice;
mod file_upload;
mod queue;
mod transfer;

pub use choice::listen;
pub use queue::prepare;
