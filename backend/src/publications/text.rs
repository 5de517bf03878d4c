//! The text of a version.

use domain::{
    article::{ArticleKind, EventTime, Genre},
    form::Answers,
    rights::Teleservice,
    territory::Territory,
};
use jiff::{civil::DateTime, tz::TimeZone};
use platform::db::Moment;
use sqlx::FromRow;

/// A version without its text, for lists.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Head {
    pub title: String,
    pub summary: String,
    genre: String,
    teleservice: String,
    /// `None` unless it is an event.
    pub starts_at: Option<Moment>,
    pub ends_at: Option<Moment>,
    territory: String,
    /// Place of an event, else empty.
    pub place: String,
    /// Address by which people take part in an event; may be empty.
    pub link: String,
    /// The event does not take place.
    pub cancelled: bool,
}

/// Everything that is written in a version.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Text {
    #[sqlx(flatten)]
    pub head: Head,
    /// See `domain::rich_text`.
    pub body: String,
    /// Other words that people use, for searches only.
    pub keywords: String,
    /// Note about the correction, for everybody; empty for an ordinary change.
    pub correction: String,
}

impl Head {
    /// Genre of a guide.
    pub fn genre(&self) -> Option<Genre> {
        Genre::from_code(&self.genre)
    }

    /// Téléservice that a guide is about.
    pub fn teleservice(&self) -> Option<Teleservice> {
        Teleservice::from_code(&self.teleservice)
    }

    pub fn territory(&self) -> Territory {
        Territory::from_code(&self.territory).unwrap_or_default()
    }

    /// Time of an event, as the clocks of its territory show it.
    pub fn time(&self) -> Option<EventTime> {
        let (from, to, territory) = (self.starts_at?, self.ends_at?, self.territory());
        let civil = |at: Moment| zone(territory).to_datetime(at.timestamp());
        Some(EventTime { begins: civil(from), ends: civil(to), territory })
    }

    /// Code of the genre, as stored.
    pub(super) fn genre_code(&self) -> &str {
        &self.genre
    }

    /// Code of the téléservice, as stored.
    pub(super) fn teleservice_code(&self) -> &str {
        &self.teleservice
    }
}

impl Text {
    /// Makes the text of checked answers. `time`: of an event.
    pub(super) fn of(kind: ArticleKind, answers: &Answers, time: Option<EventTime>) -> Self {
        let text = |name| answers.text(name).to_owned();
        let only = |wanted, name| if kind == wanted { text(name) } else { String::new() };
        let at = |civil: DateTime, territory| instant(civil, territory);
        Text {
            head: Head {
                title: text("titre"),
                summary: text("resume"),
                genre: only(ArticleKind::Guide, "genre"),
                teleservice: only(ArticleKind::Guide, "teleservice"),
                starts_at: time.map(|time| at(time.begins, time.territory)),
                ends_at: time.map(|time| at(time.ends, time.territory)),
                territory: time.map(|time| time.territory.code().to_owned()).unwrap_or_default(),
                place: only(ArticleKind::Event, "lieu"),
                link: only(ArticleKind::Event, "lien"),
                cancelled: kind == ArticleKind::Event && !answers.text("annule").is_empty(),
            },
            body: text("texte"),
            keywords: text("mots"),
            correction: text("correction"),
        }
    }

    /// Returns the answers that make this text, without the note, which is that of one version.
    pub fn answers(&self) -> Answers {
        let head = &self.head;
        let mut answers = Answers::from_iter([
            ("titre", head.title.clone()),
            ("resume", head.summary.clone()),
            ("texte", self.body.clone()),
            ("mots", self.keywords.clone()),
            ("genre", head.genre.clone()),
            ("teleservice", head.teleservice.clone()),
            ("territoire", head.territory.clone()),
            ("lieu", head.place.clone()),
            ("lien", head.link.clone()),
        ]);
        if let Some(time) = head.time() {
            answers.set("debut_jour", time.begins.date().to_string());
            answers.set("fin_jour", time.ends.date().to_string());
            answers.set("debut_heure", time.begins.strftime("%H:%M").to_string());
            answers.set("fin_heure", time.ends.strftime("%H:%M").to_string());
        }
        if head.cancelled {
            answers.set("annule", "oui");
        }
        answers
    }
}

fn zone(territory: Territory) -> TimeZone {
    TimeZone::get(territory.zone()).unwrap_or(TimeZone::UTC)
}

/// Returns the instant at which the clocks of a territory show a time.
fn instant(civil: DateTime, territory: Territory) -> Moment {
    let at = zone(territory).to_timestamp(civil);
    at.map_or(Moment::from_micros(0), Moment::from_timestamp)
}
