//! A new migration file must be compiled into the migrator.
fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
