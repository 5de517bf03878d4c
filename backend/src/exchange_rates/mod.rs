//! Exchange rates for the value in customs (000; [`domain::exchange_rate`]): rates of the European Central Bank, imported from
//! its history, and national rates of other currencies, set by editors.
//!
//! Owns `ecb_currency`, `ecb_rate`, `ecb_correction` and `national_rate`.

mod export;
mod feed;
mod fetch;
mod history_file;
mod import;
mod national;
mod read;

pub use export::{Program, month_for_programs, sheet_of_currency, sheet_of_month};
pub use feed::feed;
pub use fetch::{PERIOD, fetch};
pub use import::{Imported, import};
pub use national::{NationalRate, editable_months, national_rates, set_national_rate};
pub use read::{
    Conversion, Correction, CurrencyRate, History, MonthRates, convert, currencies, history, month,
    offered_months,
};
