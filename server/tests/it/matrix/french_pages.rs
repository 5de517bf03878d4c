//! French of the rendered pages: typography, vocabulary, elision.

#[path = "../../../../backend/tests/french/mod.rs"]
mod french;

/// Elements within a line of text.
const INLINE: [&str; 11] = ["a", "abbr", "b", "br", "code", "em", "small", "span", "strong", "time", "u"];

/// Elements whose content is not a text.
const HIDDEN: [&str; 4] = ["script", "style", "svg", "textarea"];

/// Lists the faults of a page, without the texts of people and co-owners, which contain [`super::injection::HTML`].
pub fn faults(html: &str) -> Vec<String> {
    let text = visible_text(html);
    text.lines().filter(|line| !line.contains("data-qz")).flat_map(french::faults).collect()
}

/// Text of a document, one line for each block.
fn visible_text(html: &str) -> String {
    let mut html = html.to_owned();
    for name in HIDDEN {
        html = without_element(&html, name);
    }
    let mut parts = html.split('<');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (tag, rest) = part.split_once('>').unwrap_or((part, ""));
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default();
        if !INLINE.contains(&name) && !name.starts_with('!') {
            text.push('\n');
        }
        text.push_str(rest);
    }
    let lines = text.lines().map(|line| line.split([' ', '\t']).filter(|word| !word.is_empty()));
    let lines: Vec<String> = lines.map(|words| words.collect::<Vec<_>>().join(" ")).collect();
    html_escape::decode_html_entities(&lines.join("\n")).into_owned()
}

fn without_element(html: &str, name: &str) -> String {
    let (start, end) = (format!("<{name}"), format!("</{name}>"));
    let mut parts = html.split(&start);
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push_str(part.split_once(&end).map_or("", |(_, rest)| rest));
    }
    text
}

#[test]
fn faults_of_pages_are_found() {
    let page =
        |text: &str| format!("<html><body><h1>Titre</h1><p>{text}</p><script>a : b</script></body></html>");
    for text in
        ["Aide<span> : ici</span>", "Aide&#32;?", "votre <b>e-mail</b>", "de <strong>impots.gouv.fr</strong>"]
    {
        assert_eq!(faults(&page(text)).len(), 1, "{text}");
    }
    for text in
        ["Aide<span>\u{a0}: ici</span>", "Aide&nbsp;?", "L&#x27;e : data-qz", "d’<a href=\"a : b\">ici</a>"]
    {
        assert_eq!(faults(&page(text)), Vec::<String>::new(), "{text}");
    }
}
