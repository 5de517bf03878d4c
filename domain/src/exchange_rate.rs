//! Exchange rates for the value in customs (Regulation (EU) 2015/2447, article 146).
//!
//! Rates are units of a currency for one euro.

use jiff::{
    ToSpan,
    civil::{Date, Weekday},
};

use crate::{amount::Amount, decimal::Decimal, month::Month};

/// Number of days before the reference day within which a rate still applies, if none was published that day. The European
/// Central Bank never closes for longer; a currency without a rate for longer is no longer quoted (ours).
const MAX_AGE_DAYS: i32 = 6;

/// A rate that the European Central Bank published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quote {
    pub day: Date,
    pub rate: Decimal,
}

/// Rate of a currency for a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MonthlyRate {
    /// Applies during the whole month.
    Applicable(Quote),
    /// The currency is no longer quoted; its last rate does not apply.
    Suspended { last: Quote },
    /// The currency was not quoted yet.
    NotQuoted,
    /// The rates of the month are not published yet.
    NotPublished,
}

/// Returns the day whose rates apply during a month: the second-last Wednesday of the month before.
pub fn reference_day(month: Month) -> Date {
    let last = month.previous().last_day();
    let since_wednesday = last.weekday().since(Weekday::Wednesday);
    last.saturating_sub((i32::from(since_wednesday) + 7).days())
}

/// Returns the rate of a currency for a month. `last`: its last rate published until the [`reference_day`]. `published_until`:
/// the last day for which rates of any currency are published; `None` if there are none.
///
/// Where no rate is published on the reference day, the last one published before applies; this is certain as soon as rates
/// of a later day are published.
pub fn monthly_rate(month: Month, last: Option<Quote>, published_until: Option<Date>) -> MonthlyRate {
    let day = reference_day(month);
    match last {
        _ if published_until.is_none_or(|until| until < day) => MonthlyRate::NotPublished,
        None => MonthlyRate::NotQuoted,
        Some(last) if last.day < day.saturating_sub(MAX_AGE_DAYS.days()) => MonthlyRate::Suspended { last },
        Some(last) => MonthlyRate::Applicable(last),
    }
}

/// Returns the rates of a currency for the months from `first` to `last`, whose `quotes` are sorted by day.
pub fn monthly_rates(
    first: Month,
    last: Month,
    quotes: &[Quote],
    published_until: Option<Date>,
) -> Vec<(Month, MonthlyRate)> {
    let months =
        std::iter::successors(Some(first), |month| Some(month.next())).take_while(|month| *month <= last);
    let rate = |month| {
        let count = quotes.partition_point(|quote| quote.day <= reference_day(month));
        monthly_rate(month, count.checked_sub(1).map(|index| quotes[index]), published_until)
    };
    months.map(|month| (month, rate(month))).collect()
}

/// Converts an amount of a currency to euros, rounded half up to the cent. `None` if the rate is zero or the result too
/// large.
pub fn to_euros(amount: Decimal, rate: Decimal) -> Option<Amount> {
    amount.divided_in_hundredths(rate).map(Amount::from_cents)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn quote(day: Date, rate: &str) -> Quote {
        Quote { day, rate: Decimal::parse(rate).expect("a rate") }
    }

    fn month(code: &str) -> Month {
        Month::parse(code).expect("a month")
    }

    #[test]
    fn the_reference_day_is_the_second_last_wednesday_of_the_month_before() {
        for (applies, day) in [
            ("2020-02", date(2020, 1, 22)),
            ("2026-03", date(2026, 2, 18)),
            // The last day of September 2026 is a Wednesday.
            ("2026-10", date(2026, 9, 23)),
            ("2026-11", date(2026, 10, 21)),
            ("2027-01", date(2026, 12, 23)),
            // February of a leap year.
            ("2024-03", date(2024, 2, 21)),
        ] {
            assert_eq!(reference_day(month(applies)), day, "{applies}");
        }
    }

    /// Searched day by day, from the law's words.
    #[test]
    fn reference_days_agree_with_a_search_day_by_day() {
        let mut applies = month("1999-02");
        while applies < month("2100-12") {
            let days =
                applies.previous().first_day().series(1.day()).take_while(|day| *day < applies.first_day());
            let wednesdays: Vec<Date> = days.filter(|day| day.weekday() == Weekday::Wednesday).collect();
            assert_eq!(Some(&reference_day(applies)), wednesdays.iter().rev().nth(1), "{applies}");
            applies = applies.next();
        }
    }

    #[test]
    fn the_rate_of_the_reference_day_applies() {
        let day = date(2026, 2, 18);
        let published = quote(day, "1.1845");
        assert_eq!(
            monthly_rate(month("2026-03"), Some(published), Some(day)),
            MonthlyRate::Applicable(published)
        );
    }

    #[test]
    fn rates_are_not_published_before_the_reference_day_nor_without_a_later_one() {
        let before = quote(date(2026, 2, 17), "1.18");
        for until in [None, Some(date(2026, 2, 17))] {
            assert_eq!(monthly_rate(month("2026-03"), Some(before), until), MonthlyRate::NotPublished);
        }
        // The bank was closed on the reference day: known once it publishes again.
        let rate = monthly_rate(month("2026-03"), Some(before), Some(date(2026, 2, 19)));
        assert_eq!(rate, MonthlyRate::Applicable(before));
    }

    #[test]
    fn gaps_use_the_rate_before_and_long_ones_suspend_the_quotation() {
        let until = Some(date(2026, 3, 2));
        for (last, suspended) in
            [(date(2026, 2, 12), false), (date(2026, 2, 11), true), (date(2022, 3, 1), true)]
        {
            let last = quote(last, "2");
            let rate = monthly_rate(month("2026-03"), Some(last), until);
            let expected =
                if suspended { MonthlyRate::Suspended { last } } else { MonthlyRate::Applicable(last) };
            assert_eq!(rate, expected);
        }
        assert_eq!(monthly_rate(month("2026-03"), None, until), MonthlyRate::NotQuoted);
    }

    #[test]
    fn the_rates_of_several_months_follow_the_same_rule() {
        let quotes = [
            quote(date(2026, 1, 21), "1.1"),
            quote(date(2026, 2, 17), "1.2"),
            quote(date(2026, 2, 19), "1.3"),
            quote(date(2026, 3, 18), "1.4"),
        ];
        let until = Some(date(2026, 4, 22));
        let rates = monthly_rates(month("2026-01"), month("2026-06"), &quotes, until);
        let rates: Vec<MonthlyRate> = rates.into_iter().map(|(_, rate)| rate).collect();
        assert_eq!(
            rates,
            [
                MonthlyRate::NotQuoted,
                MonthlyRate::Applicable(quotes[0]),
                MonthlyRate::Applicable(quotes[1]),
                MonthlyRate::Applicable(quotes[3]),
                MonthlyRate::Suspended { last: quotes[3] },
                MonthlyRate::NotPublished,
            ]
        );
    }

    #[test]
    fn amounts_are_converted() {
        let number = |text| Decimal::parse(text).expect("a number");
        assert_eq!(to_euros(number("1000"), number("1.1172")), Some(Amount::from_cents(89_509)));
        assert_eq!(to_euros(number("1"), number("0")), None);
    }
}
