use app::ui::{Header, HeaderCompany, HeaderModel, HeaderVisitor, OtherCompany};
use leptos::prelude::*;

fn header_of(path: &str) -> String {
    let other = OtherCompany { raison_sociale: "Autre".to_owned(), siren: "732829320".to_owned() };
    let company = HeaderCompany {
        raison_sociale: "Une".to_owned(),
        siren: "000 101 014".to_owned(),
        recent: vec![other],
        others: true,
    };
    let visitor = HeaderVisitor::Usager { name: "Alix".to_owned(), company: Some(company), unread: 0 };
    let model = HeaderModel { visitor, path: path.to_owned(), session_left: None, shown: None };
    Owner::new().with(|| view! { <Header model /> }.to_html())
}

#[test]
fn one_stays_on_pages_that_make_sense_for_another_company() {
    for (path, back) in [
        ("/mandats", "/mandats"),
        // What was filtered is the former company's.
        ("/profil/habilitations?entreprise=000101014", "/profil/habilitations"),
        ("/messagerie?etat=clos", "/messagerie"),
        ("/messagerie/question/0198", "/tableau-de-bord"),
        ("/profil/securite", "/tableau-de-bord"),
        ("/messagerie/brouillon/1", "/tableau-de-bord"),
        ("/", "/tableau-de-bord"),
        ("", "/tableau-de-bord"),
    ] {
        let html = header_of(path);
        let kept = format!("name=\"retour\" value=\"{back}\"");
        assert!(html.contains(&kept), "{path}: {kept} is not in {html}");
        assert!(html.contains(&format!("href=\"/entreprises?retour={back}\"")), "{path}: {html}");
    }
}
