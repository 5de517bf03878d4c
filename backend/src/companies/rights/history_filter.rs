use domain::{
    co_owner::CoOwner,
    rights::{Droit, Place, Teleservice},
    siret::Siret,
};
use jiff::civil::Date;
use platform::db::{Moment, SearchedWords};

use super::filter::RightsFilter;
use crate::{companies::search, id::AccountId};

/// Filter of the history of rights. The default selects all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangesFilter {
    pub rights: RightsFilter,
    /// SIREN or SIRET of one right.
    pub place: Option<Place>,
    /// Granted (`true`) or withdrawn (`false`) only.
    pub granted: Option<bool>,
    /// First day, in Paris.
    pub from: Option<Date>,
    /// Last day, in Paris.
    pub to: Option<Date>,
}

/// Parameters of the SQL query.
pub(super) struct ChangesQuery {
    pub account: AccountId,
    pub co_owner: &'static str,
    pub teleservice: &'static str,
    pub droit: &'static str,
    /// SIREN or SIRET of the right; empty for all.
    pub place: String,
    /// Granted and withdrawn.
    pub both: bool,
    pub granted: bool,
    pub from: Moment,
    /// Exclusive.
    pub before: Moment,
    /// Words of the company's name, or its number.
    pub company: SearchedWords,
}

impl ChangesQuery {
    pub fn new(account: AccountId, filter: &ChangesFilter) -> Self {
        let rights = &filter.rights;
        let after = |day: Date| day.tomorrow().map_or(Moment::from_micros(i64::MAX), Moment::start_of);
        let typed_siret = || Siret::parse(&rights.company).ok().map(Place::Siret);
        let place = filter.place.clone().or_else(typed_siret);
        ChangesQuery {
            account,
            co_owner: rights.co_owner.map_or("", CoOwner::code),
            teleservice: rights.teleservice.map_or("", Teleservice::code),
            droit: rights.droit.map_or("", Droit::code),
            place: place.map_or_else(String::new, |place| place.number().to_owned()),
            both: filter.granted.is_none(),
            granted: filter.granted.unwrap_or(true),
            from: filter.from.map_or(Moment::from_micros(0), Moment::start_of),
            before: filter.to.map_or(Moment::from_micros(i64::MAX), after),
            company: search::searched(&rights.company),
        }
    }
}
