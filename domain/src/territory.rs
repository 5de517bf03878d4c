//! Territories of customs offices: their time zones and public holidays.

use jiff::civil::Date;

use crate::calendar::{days_after_easter, public_holiday};

/// A territory whose clocks or public holidays differ from those of the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Territory {
    #[default]
    Mainland,
    AlsaceMoselle,
    Guadeloupe,
    Martinique,
    Guyane,
    LaReunion,
    Mayotte,
    SaintPierreEtMiquelon,
}

impl Territory {
    pub const ALL: [Territory; 8] = [
        Territory::Mainland,
        Territory::AlsaceMoselle,
        Territory::Guadeloupe,
        Territory::Martinique,
        Territory::Guyane,
        Territory::LaReunion,
        Territory::Mayotte,
        Territory::SaintPierreEtMiquelon,
    ];

    /// Code stored in the database and sent by forms.
    pub const fn code(self) -> &'static str {
        match self {
            Territory::Mainland => "metropole",
            Territory::AlsaceMoselle => "alsace-moselle",
            Territory::Guadeloupe => "guadeloupe",
            Territory::Martinique => "martinique",
            Territory::Guyane => "guyane",
            Territory::LaReunion => "la-reunion",
            Territory::Mayotte => "mayotte",
            Territory::SaintPierreEtMiquelon => "saint-pierre-et-miquelon",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Territory::ALL.into_iter().find(|territory| territory.code() == code)
    }

    pub const fn label(self) -> &'static str {
        match self {
            Territory::Mainland => "Métropole, hors Alsace-Moselle",
            Territory::AlsaceMoselle => "Alsace-Moselle",
            Territory::Guadeloupe => "Guadeloupe",
            Territory::Martinique => "Martinique",
            Territory::Guyane => "Guyane",
            Territory::LaReunion => "La Réunion",
            Territory::Mayotte => "Mayotte",
            Territory::SaintPierreEtMiquelon => "Saint-Pierre-et-Miquelon",
        }
    }

    /// IANA name of its time zone.
    pub const fn zone(self) -> &'static str {
        match self {
            Territory::Mainland | Territory::AlsaceMoselle => "Europe/Paris",
            Territory::Guadeloupe => "America/Guadeloupe",
            Territory::Martinique => "America/Martinique",
            Territory::Guyane => "America/Cayenne",
            Territory::LaReunion => "Indian/Reunion",
            Territory::Mayotte => "Indian/Mayotte",
            Territory::SaintPierreEtMiquelon => "America/Miquelon",
        }
    }

    /// Returns the public holiday of a day. Its name is that of the law: code du travail, articles L3133-1 (everywhere), L3134-13
    /// (Alsace-Moselle) and L3422-2 (overseas, with the dates of the décret 83-1003).
    pub fn public_holiday(self, day: Date) -> Option<&'static str> {
        public_holiday(day).or_else(|| self.own_holiday(day))
    }

    fn own_holiday(self, day: Date) -> Option<&'static str> {
        let abolition = match self {
            Territory::AlsaceMoselle => return alsace_moselle_holiday(day),
            Territory::Mainland | Territory::SaintPierreEtMiquelon => return None,
            Territory::Guadeloupe => (5, 27),
            Territory::Martinique => (5, 22),
            Territory::Guyane => (6, 10),
            Territory::LaReunion => (12, 20),
            Territory::Mayotte => (4, 27),
        };
        ((day.month(), day.day()) == abolition).then_some("abolition de l’esclavage")
    }
}

/// Good Friday is a holiday there in the towns with a Protestant church; no office is assumed to be in another.
fn alsace_moselle_holiday(day: Date) -> Option<&'static str> {
    match (days_after_easter(day), day.month(), day.day()) {
        (-2, ..) => Some("vendredi saint"),
        (_, 12, 26) => Some("Saint-Étienne"),
        _ => None,
    }
}

/// Names the clock of a zone, to follow a time: « heure de La Réunion ».
pub fn hour_of(zone: &str) -> &'static str {
    match zone {
        "America/Guadeloupe" => "heure de la Guadeloupe",
        "America/Martinique" => "heure de la Martinique",
        "America/Cayenne" => "heure de la Guyane",
        "Indian/Reunion" => "heure de La Réunion",
        "Indian/Mayotte" => "heure de Mayotte",
        "America/Miquelon" => "heure de Saint-Pierre-et-Miquelon",
        _ => "heure de Paris",
    }
}

#[cfg(test)]
mod tests {
    use jiff::{ToSpan, civil::date, tz::TimeZone};

    use super::*;

    fn own_holidays(territory: Territory, year: i16) -> Vec<(i8, i8)> {
        let days = date(year, 1, 1).series(1.day()).take_while(|day| day.year() == year);
        days.filter(|day| territory.public_holiday(*day).is_some() && public_holiday(*day).is_none())
            .map(|day| (day.month(), day.day()))
            .collect()
    }

    #[test]
    fn each_territory_has_its_holidays() {
        for (territory, expected) in [
            (Territory::Mainland, vec![]),
            (Territory::AlsaceMoselle, vec![(3, 26), (12, 26)]),
            (Territory::Guadeloupe, vec![(5, 27)]),
            (Territory::Martinique, vec![(5, 22)]),
            (Territory::Guyane, vec![(6, 10)]),
            (Territory::LaReunion, vec![(12, 20)]),
            (Territory::Mayotte, vec![(4, 27)]),
            (Territory::SaintPierreEtMiquelon, vec![]),
        ] {
            assert_eq!(own_holidays(territory, 2027), expected, "{territory:?}");
            assert_eq!(territory.public_holiday(date(2027, 7, 14)), Some("fête nationale"));
        }
        assert_eq!(own_holidays(Territory::AlsaceMoselle, 2026), [(4, 3), (12, 26)], "Good Friday moves");
    }

    #[test]
    fn codes_are_read_back_and_zones_exist() {
        for territory in Territory::ALL {
            assert_eq!(Territory::from_code(territory.code()), Some(territory));
            assert!(TimeZone::get(territory.zone()).is_ok(), "{territory:?}");
            let is_paris = territory.zone() == "Europe/Paris";
            assert_eq!(hour_of(territory.zone()) == "heure de Paris", is_paris, "{territory:?}");
        }
    }
}
