//! Shared documents: who reads them, versions, acknowledgements, archive and bin, antivirus.

pub mod fixtures;
mod life;
mod managers;
mod readers;
