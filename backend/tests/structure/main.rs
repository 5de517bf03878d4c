//! Structure of the code: direction of imports, cycles of files, owner of each table, words of the glossary.

mod contexts;
mod cycles;
mod identifiers;
mod imports;
mod letters;
mod modules;
#[path = "../source_files/mod.rs"]
mod source_files;
mod sources;
mod tables;
mod words;
