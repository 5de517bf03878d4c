use jiff::civil::Date;

/// Days between which the circle of a document reads it, in Paris; without one, there is no limit on that side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Validity {
    pub from: Option<Date>,
    /// Last day.
    pub until: Option<Date>,
}

/// Whether the circle of a document reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Availability {
    /// No version is published.
    Unpublished,
    /// Its first day is to come.
    Early,
    Current,
    /// Its last day is past.
    Expired,
    /// A manager has withdrawn it.
    Archived,
    /// In the bin, to be deleted.
    Binned,
}

impl Validity {
    /// Returns the availability of a document that is published and neither archived nor in the bin.
    pub fn on(&self, day: Date) -> Availability {
        if self.from.is_some_and(|from| day < from) {
            Availability::Early
        } else if self.until.is_some_and(|until| day > until) {
            Availability::Expired
        } else {
            Availability::Current
        }
    }
}

impl Availability {
    pub const fn label(self) -> &'static str {
        match self {
            Availability::Unpublished => "À publier",
            Availability::Early => "À venir",
            Availability::Current => "En vigueur",
            Availability::Expired => "Échu",
            Availability::Archived => "Archivé",
            Availability::Binned => "À la corbeille",
        }
    }

    /// Tells a manager what it means.
    pub const fn explanation(self) -> &'static str {
        match self {
            Availability::Unpublished => "Personne ne le voit\u{a0}: aucune version n’est publiée.",
            Availability::Early => "Personne ne le voit encore\u{a0}: son premier jour est à venir.",
            Availability::Current => "Ses lecteurs le voient.",
            Availability::Expired => "Ses lecteurs ne le voient plus\u{a0}: son dernier jour est passé.",
            Availability::Archived => "Ses lecteurs ne le voient plus\u{a0}: vous pouvez le rétablir.",
            Availability::Binned => {
                "Ses lecteurs ne le voient plus. Il est supprimé avec ses fichiers 30\u{a0}jours après sa mise à la corbeille."
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn both_days_are_included() {
        let validity = Validity { from: Some(date(2026, 3, 2)), until: Some(date(2026, 3, 4)) };
        let on = |day| validity.on(date(2026, 3, day));
        assert_eq!(
            [1, 2, 3, 4, 5].map(on),
            [
                Availability::Early,
                Availability::Current,
                Availability::Current,
                Availability::Current,
                Availability::Expired
            ]
        );
        assert_eq!(Validity::default().on(date(2026, 3, 2)), Availability::Current);
    }
}
