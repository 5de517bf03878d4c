use jiff::civil::Date;

use super::{CreanceState, PaymentsTab};
use crate::{calendar::french_date, co_owner::CoOwner, form::parse_date, path, siret::Siret};

/// Filter of the lists of payments and of their exports. The default selects all payments in progress.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaymentsFilter {
    pub tab: PaymentsTab,
    pub co_owner: Option<CoOwner>,
    /// Establishment that owes the créance.
    pub siret: Option<Siret>,
    pub state: Option<CreanceState>,
    /// First day: of payments in progress, their due date; of the others, the day of their payment.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
}

/// What the filter reads of a payment.
#[derive(Clone, Copy, Debug)]
pub struct FilteredPayment<'a> {
    pub siret: Option<&'a Siret>,
    pub state: CreanceState,
    pub due: Date,
    pub paid: Option<Date>,
}

/// Selects all payments of a tab.
impl From<PaymentsTab> for PaymentsFilter {
    fn from(tab: PaymentsTab) -> Self {
        Self { tab, ..Self::default() }
    }
}

impl PaymentsFilter {
    /// Names of the parameters of an address.
    pub const TAB: &str = "paiements";
    pub const CO_OWNER: &str = "administration";
    pub const SIRET: &str = "etablissement";
    pub const STATE: &str = "etat";
    pub const FROM: &str = "du";
    pub const TO: &str = "au";

    /// Reads the parameters of an address. Unknown values select all: see [`PaymentsFilter::has_unreadable`] for those that
    /// people type.
    pub fn read<'a>(value: impl Fn(&str) -> Option<&'a str>) -> Self {
        let tab = PaymentsTab::from_code(value(Self::TAB).unwrap_or_default());
        let state = value(Self::STATE);
        Self {
            tab,
            co_owner: value(Self::CO_OWNER).and_then(CoOwner::from_code).filter(|one| one.has_payments()),
            siret: value(Self::SIRET).and_then(|text| Siret::parse(text).ok()),
            state: tab.states().iter().copied().find(|one| state == Some(one.code())),
            from: value(Self::FROM).and_then(parse_date),
            to: value(Self::TO).and_then(parse_date),
        }
    }

    /// Returns `true` if a typed day is not a date, or a typed SIRET none, so that the list is longer than wanted.
    pub fn has_unreadable<'a>(value: impl Fn(&str) -> Option<&'a str>) -> bool {
        let is_typed = |name| value(name).is_some_and(|text: &str| !text.is_empty());
        let read = Self::read(&value);
        is_typed(Self::SIRET) && read.siret.is_none()
            || is_typed(Self::FROM) && read.from.is_none()
            || is_typed(Self::TO) && read.to.is_none()
    }

    /// Parameters of an address with this filter: `paiements=en-cours&etat=en-retard`.
    pub fn query(&self) -> String {
        let day = |day: Option<Date>| day.map(|day| day.to_string());
        let parts = [
            (Self::CO_OWNER, self.co_owner.map(|one| one.code().to_owned())),
            (Self::SIRET, self.siret.as_ref().map(Siret::to_string)),
            (Self::STATE, self.state.map(|one| one.code().to_owned())),
            (Self::FROM, day(self.from)),
            (Self::TO, day(self.to)),
        ];
        let mut query = format!("{}={}", Self::TAB, self.tab.code());
        for (name, value) in parts {
            if let Some(value) = value {
                query.push_str(&format!("&{name}={}", path::encode(&value)));
            }
        }
        query
    }

    /// The same filter in another tab, as far as it applies there.
    pub fn in_tab(&self, tab: PaymentsTab) -> Self {
        Self { tab, state: self.state.filter(|state| tab.states().contains(state)), ..self.clone() }
    }

    /// Returns `true` if it selects all payments of its tab.
    pub fn selects_all(&self) -> bool {
        *self == Self::from(self.tab)
    }

    /// Returns `true` if the period ends before it begins.
    pub fn is_reversed(&self) -> bool {
        self.from.zip(self.to).is_some_and(|(from, to)| to < from)
    }

    /// Returns `true` if payments at this co-owner may be selected.
    pub fn includes(&self, co_owner: CoOwner) -> bool {
        self.co_owner.is_none_or(|one| one == co_owner)
    }

    /// Returns `true` if a payment of the tab, at a co-owner that [`includes`](Self::includes) accepts, is selected.
    pub fn accepts(&self, payment: &FilteredPayment<'_>) -> bool {
        let day = match self.tab {
            PaymentsTab::EnCours => payment.due,
            PaymentsTab::Historique => payment.paid.unwrap_or(payment.due),
        };
        self.siret.as_ref().is_none_or(|siret| payment.siret == Some(siret))
            && self.state.is_none_or(|state| payment.state == state)
            && self.from.is_none_or(|from| from <= day)
            && self.to.is_none_or(|to| day <= to)
    }

    /// The filter in words, part by part.
    pub fn words(&self) -> Vec<String> {
        let siret = self.siret.as_ref().map(|siret| format!("établissement {}", siret.grouped()));
        let from = self.from.map(|day| format!("à partir du {}", french_date(day)));
        let to = self.to.map(|day| format!("jusqu’au {}", french_date(day)));
        let co_owner = self.co_owner.map(|one| one.label().to_owned());
        let state = self.state.map(|state| state.label().to_lowercase());
        [co_owner, siret, state, from, to].into_iter().flatten().collect()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const QUERY: &[(&str, &str)] = &[
        ("paiements", "en-cours"),
        ("administration", "dgddi"),
        ("etablissement", "732 829 320 00074"),
        ("etat", "en-retard"),
        ("du", "01/06/2026"),
        ("au", "2026-06-30"),
    ];

    fn read(query: &[(&str, &'static str)]) -> PaymentsFilter {
        PaymentsFilter::read(|name| query.iter().find(|(one, _)| *one == name).map(|(_, value)| *value))
    }

    #[test]
    fn a_filter_is_read_from_the_address_that_it_writes() {
        let filter = read(QUERY);
        assert_eq!(
            filter.query(),
            "paiements=en-cours&administration=dgddi&etablissement=73282932000074&etat=en-retard&du=2026-06-01&au=2026-06-30"
        );
        let written: Vec<(String, String)> = filter
            .query()
            .split('&')
            .filter_map(|part| part.split_once('='))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let again = PaymentsFilter::read(|name| {
            written.iter().find(|(one, _)| one == name).map(|(_, value)| value.as_str())
        });
        assert_eq!(again, filter);
        assert_eq!(read(&[]).query(), "paiements=en-cours");
        assert!(read(&[]).selects_all() && !filter.selects_all());
    }

    #[test]
    fn unknown_values_select_all() {
        let unknown = [
            ("administration", "net-entreprises"),
            ("etablissement", "123"),
            ("etat", "payee"),
            ("du", "demain"),
        ];
        assert_eq!(read(&unknown), PaymentsFilter::default());
        assert_eq!(read(&[("administration", "dgdi")]), PaymentsFilter::default());
    }

    #[test]
    fn what_cannot_be_read_is_reported() {
        for (name, value, expected) in [
            ("au", "demain", true),
            ("du", "31/02/2026", true),
            ("du", "1/2/2026", false),
            ("du", "", false),
            ("etablissement", "73282932000075", true),
            ("etablissement", "73282932000074", false),
            ("administration", "autre", false),
        ] {
            let query = |one: &str| (one == name).then_some(value);
            assert_eq!(PaymentsFilter::has_unreadable(query), expected, "{name}={value}");
        }
        assert!(!PaymentsFilter::has_unreadable(|_| None));
    }

    #[test]
    fn payments_are_selected_by_each_part() {
        let siret = Siret::parse("73282932000074").expect("a SIRET");
        let payment = FilteredPayment {
            siret: Some(&siret),
            state: CreanceState::EnRetard,
            due: date(2026, 6, 1),
            paid: Some(date(2026, 7, 1)),
        };
        let filter = read(QUERY);
        assert!(filter.includes(CoOwner::Dgddi) && !filter.includes(CoOwner::Dgfip));
        assert!(filter.accepts(&payment), "on the first day");
        assert!(filter.accepts(&FilteredPayment { due: date(2026, 6, 30), ..payment }), "on the last day");
        for other in [
            FilteredPayment { siret: None, ..payment },
            FilteredPayment { state: CreanceState::APayer, ..payment },
            FilteredPayment { due: date(2026, 5, 31), ..payment },
            FilteredPayment { due: date(2026, 7, 1), ..payment },
        ] {
            assert!(!filter.accepts(&other), "{other:?}");
        }
    }

    #[test]
    fn the_history_is_filtered_by_the_day_of_payment_and_has_no_states() {
        let history = read(QUERY).in_tab(PaymentsTab::Historique);
        assert_eq!(history.state, None);
        let paid = FilteredPayment {
            siret: history.siret.as_ref(),
            state: CreanceState::Paye,
            due: date(2026, 1, 1),
            paid: Some(date(2026, 6, 15)),
        };
        assert!(history.accepts(&paid));
        assert!(!history.accepts(&FilteredPayment { paid: None, ..paid }), "by its due date");
    }

    #[test]
    fn the_filter_is_written_in_words() {
        assert_eq!(
            read(QUERY).words().join(", "),
            "Douane, établissement 732\u{a0}829\u{a0}320\u{a0}00074, en retard, à partir du 1er\u{a0}juin 2026, jusqu’au 30\u{a0}juin 2026"
        );
        assert!(read(&[("du", "2026-06-02"), ("au", "2026-06-01")]).is_reversed());
        assert!(!read(&[("du", "2026-06-01"), ("au", "2026-06-01")]).is_reversed());
    }
}
