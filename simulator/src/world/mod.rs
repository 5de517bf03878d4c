//! Data of the simulated administrations: companies, accounts and figures.

mod account;
mod company;
mod data;
mod figures;
mod habilitation;
mod statements;

pub use account::Account;
pub use company::{Company, Establishment};
pub use data::World;
pub use figures::{
    CardKind, Creance, CreanceState, Declaration, Due, Export, ExportStage, ExportStep, Figures,
    FiledDeclaration, Mandat, MandatState, Payment, PaymentMeans,
};
pub use habilitation::{Habilitation, Place};
pub use statements::{Statement, statements};
