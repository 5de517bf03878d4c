//! Tests of the components and of the public functions of `app`.

mod addresses;
mod chart;
mod context;
mod fields;
mod files;
mod header;
mod kept_input;
mod pagination;
mod patterns;
mod qr_code;
mod tables;
