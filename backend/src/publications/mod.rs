//! Articles that editors publish for everybody: news, agenda of events, guides of the documentation (mission §1, `docs/adr/0057`).
//!
//! Owns `article` and `article_version`.

mod calendar;
mod edit;
mod edited;
mod feed;
mod history;
mod import;
mod index;
mod lists;
mod publish;
mod read;
mod store;
mod text;

pub use calendar::{calendar, event_file};
pub use edit::{change, create, restore};
pub use edited::{ArticleFilter, ArticleState, EditedArticle, EditedArticles, edited, edited_article};
pub use feed::news_feed;
pub use history::{ArticleVersion, ArticleVersionRow, history, preview, version};
pub use import::import;
pub use index::{kind_of_texts, refresh_index};
pub use lists::{
    Headlines, PAGE, SummaryPage, guides, headlines, news, past_events, summaries, upcoming_events,
};
pub use publish::{archive, cancel_publication, publish};
pub use read::{Article, Correction, Summary, article, corrections, listed};
pub use text::{Head, Text};
