use backend::publications::Summary;
use domain::article::ArticleKind;
use leptos::prelude::*;

use crate::ui::*;

/// Articles of a list. `level`: of their headings, 2 or 3.
pub(crate) fn summary_list(articles: Vec<Summary>, level: u8) -> AnyView {
    let items = articles.into_iter().map(|article| item(article, level)).collect_view();
    view! { <ul class="stack stack--small">{items}</ul> }.into_any()
}

fn item(article: Summary, level: u8) -> impl IntoView {
    let link = view! { <a href=article.path()>{article.head.title.clone()}</a> };
    let heading = match level {
        3 => view! { <h3 class="card__title">{link}</h3> }.into_any(),
        _ => view! { <h2 class="card__title">{link}</h2> }.into_any(),
    };
    let cancelled = article.head.cancelled.then(|| view! { <Tag tone=Tone::Error>"Annulé"</Tag> " " });
    view! {
        <li class="card">
            {heading}
            <p class="muted">{cancelled} {line(&article)}</p>
            <p>{article.head.summary}</p>
        </li>
    }
}

/// Line below the title: day of a news, time and place of an event, genre of a guide.
fn line(article: &Summary) -> String {
    let head = &article.head;
    match article.kind() {
        ArticleKind::News => head_day(article),
        ArticleKind::Event => {
            let time = head.time().map(|time| time.words()).unwrap_or_default();
            [&time, " – ", &head.place].concat()
        }
        ArticleKind::Guide => {
            let genre = head.genre().map(|genre| genre.label().to_owned());
            let teleservice = head.teleservice().map(|one| one.label().to_owned());
            genre.into_iter().chain(teleservice).collect::<Vec<_>>().join(" – ")
        }
    }
}

fn head_day(article: &Summary) -> String {
    let published = article.first_published_at.french_day();
    match article.updated_at() {
        Some(at) if at.day() != article.first_published_at.day() => {
            format!("{published}, mis à jour le {}", at.french_day())
        }
        _ => published,
    }
}
