//! Client of the co-owners (DGDDI, DGFiP, Urssaf, net-entreprises): one documented HTTP contract and OpenID Connect.
//!
//! Stores nothing and decides no right. Answers are read defensively: bounded, typed, cleaned. Contract:
//! `docs/api/contrat-coproprietaires.json`.

mod calls;
mod client;
mod connection;
mod contract;
mod event;
mod figure_kind;
mod http;
mod observation;
mod oidc;
mod parsed_figures;
mod settings;
mod signature;
mod wire;

pub use client::CoOwners;
pub use contract::{
    CardPayment, Creance, CreanceState, DeclarationCount, Echeance, Etablissement, Export, Figures,
    GrantedCompany, Mandat, MandatState, Payment, PaymentMeans, PaymentNotice, Rights, Synthese, clean,
};
pub use event::{RightsChanges, RightsEvent};
pub use figure_kind::FigureKind;
pub use http::{Failure, OpenIdHttp, client};
pub use observation::Observation;
pub use oidc::AuthorizationPurpose;
pub use parsed_figures::ParsedFigures;
pub use settings::{CoOwnerSettings, Settings};
pub use signature::{SignedBody, TOLERANCE};
pub use wire::{NewCardPayment, NewPerson};
