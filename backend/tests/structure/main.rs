//! Structure of the code: direction of imports, cycles of files, owner of each table, words of the glossary.

mod contexts;
mod cycles;
mod identifiers;
mod imports;
mod modules;
mod sources;
mod tables;
mod words;
