//! Articles that editors publish for everybody: news, events of the agenda, and guides of the documentation.

mod event_time;
mod forms;
mod genre;

pub use event_time::EventTime;
pub use forms::{all_fields, event_time, publication, text};
pub use genre::Genre;

use crate::path;

/// Kind of an article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ArticleKind {
    #[default]
    News,
    /// Has a time, and a place or an address.
    Event,
    /// A text of the documentation.
    Guide,
}

impl ArticleKind {
    pub const ALL: [ArticleKind; 3] = [ArticleKind::News, ArticleKind::Event, ArticleKind::Guide];

    /// Code stored in the database and used in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            ArticleKind::News => "actualite",
            ArticleKind::Event => "evenement",
            ArticleKind::Guide => "documentation",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        ArticleKind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Names one article: « Actualité ».
    pub const fn label(self) -> &'static str {
        match self {
            ArticleKind::News => "Actualité",
            ArticleKind::Event => "Événement",
            ArticleKind::Guide => "Document",
        }
    }

    /// Names the articles of the kind: « Actualités ».
    pub const fn plural(self) -> &'static str {
        match self {
            ArticleKind::News => "Actualités",
            ArticleKind::Event => "Agenda",
            ArticleKind::Guide => "Documentation",
        }
    }

    /// Address of the public list.
    pub const fn list_path(self) -> &'static str {
        match self {
            ArticleKind::News => path::NEWS,
            ArticleKind::Event => path::EVENTS,
            ArticleKind::Guide => path::GUIDES,
        }
    }

    /// Address of a public article.
    pub fn path(self, id: &str) -> String {
        match self {
            ArticleKind::News => path::news_article(id),
            ArticleKind::Event => path::event(id),
            ArticleKind::Guide => path::guide(id),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_and_genres_are_read_back() {
        for kind in ArticleKind::ALL {
            assert_eq!(ArticleKind::from_code(kind.code()), Some(kind));
            assert!(kind.path("a").starts_with(&format!("{}/", kind.list_path())));
        }
        for genre in Genre::ALL {
            assert_eq!(Genre::from_code(genre.code()), Some(genre));
        }
        assert_eq!((ArticleKind::from_code("autre"), Genre::from_code("")), (None, None));
    }
}
