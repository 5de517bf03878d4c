//! Components and helpers, asked as their users ask them.

mod addresses;
mod chart;
mod context;
mod fields;
mod files;
mod header;
mod pagination;
mod qr_code;
