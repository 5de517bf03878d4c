//! Rules for attachments: size (004: 10 MB each), number, types and names.

mod file_type;
mod name;
mod refused_format;
mod same_name;

pub use file_type::{ACCEPTED, FileType, accept_attribute, check_name_and_size, type_of};
pub use file_type::{MAX_BYTES, MAX_FILES, MAX_PIECE, MIN_PIECE};
pub use name::{MAX_NAME, clean_name};
pub use refused_format::RefusedFormat;
pub use same_name::{numbered_name, same_name_ranks};
