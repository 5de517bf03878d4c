//! Structure of the code: direction of imports, cycles of files, owner of each table, words of the
//! glossary, French texts, times.

mod contexts;
mod cycles;
#[path = "../french/mod.rs"]
mod french;
mod french_texts;
mod identifiers;
mod imports;
mod letters;
mod modules;
#[path = "../source_files/mod.rs"]
mod source_files;
mod sources;
mod tables;
mod times;
mod words;
