//! Business rules of the portal: pure functions and types, without clock, randomness or I/O.
//!
//! The browser and the server run the same code, so that each rule and its wording exist once. What needs large tables of
//! Unicode runs on the server only, behind the feature `unicode`.

pub mod form;
pub mod problem;
pub mod profile_forms;
pub mod rights;

pub mod account;
pub mod account_forms;
pub mod agent_mails;
pub mod agent_notice;
pub mod amount;
#[cfg(feature = "unicode")]
pub mod analyser;
pub mod anonymous_text;
pub mod answer_delay;
pub mod appointments;
pub mod archive_form;
pub mod article;
pub mod assistance;
pub mod attachment;
pub mod batch;
pub mod browser;
pub mod calendar;
pub mod canned_answer;
pub mod card_payment;
pub mod co_owner;
pub mod company;
pub mod company_admin_forms;
pub mod country;
pub mod currency;
pub mod decimal;
pub mod declarant_statements;
pub mod department;
pub mod destination;
pub mod documents;
pub mod email;
pub mod eori;
pub mod exchange_rate;
pub mod exchange_rate_forms;
pub mod export_follow_up;
pub mod faq_forms;
pub mod french;
pub mod handover;
pub mod helpline;
pub mod iban;
pub mod identity_provider;
pub mod limited_count;
pub mod login;
pub mod mailing_list;
pub mod mfa;
pub mod mfa_forms;
pub mod month;
pub mod motif;
pub mod mrn;
pub mod office_role;
pub mod opening_hours;
pub mod password;
pub mod path;
pub mod payments;
pub mod person_name;
pub mod phone;
pub mod plain_link;
pub mod public_service;
pub mod question;
pub mod receipt;
pub mod recovery_code;
pub mod rich_text;
#[cfg(feature = "unicode")]
pub mod search;
pub mod self_check;
pub mod sharing;
pub mod siren;
pub mod siret;
pub mod staff_forms;
pub mod territory;
pub mod typed_text;

mod crockford;
mod reference_format;
mod text;
