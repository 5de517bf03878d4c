//! Tables, written as text rather than built as views: a page may have hundreds of rows. All texts pass through the
//! methods of [`Cell`] and [`Column`], which escape them.

mod cell;
mod column;
mod escape;
mod frame;
mod unfold;

pub use cell::Cell;
pub use column::Column;
pub use frame::{Row, Table};
pub use unfold::Unfold;
