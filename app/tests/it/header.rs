use app::ui::{Header, HeaderCompany, HeaderForms, HeaderModel, HeaderVisitor, OtherCompany};
use domain::limited_count::LimitedCount;
use leptos::prelude::*;

fn header_of(path: &str) -> String {
    let other = OtherCompany { raison_sociale: "Autre".to_owned(), siren: "732829320".to_owned() };
    let company = HeaderCompany {
        raison_sociale: "Une".to_owned(),
        siren: "000 101 014".to_owned(),
        recent: vec![other],
        others: true,
    };
    let visitor =
        HeaderVisitor::Usager { name: "Alix".to_owned(), company: Some(company), unread: LimitedCount::ZERO };
    let forms = HeaderForms { sign_out: "/form/deconnexion", choose_company: "/form/choisir-siren" };
    let path = path.to_owned();
    let model = HeaderModel { visitor, path, session_seconds_left: None, live_state: None, forms };
    Owner::new().with(|| view! { <Header model /> }.to_html())
}

/// Open or closed, the menu of a phone is read by the style sheet: it contains nothing and needs no script.
#[test]
fn menu_works_without_scripts() {
    let html = header_of("/tableau-de-bord");
    assert!(
        html.contains(
            r#"<details class="menu"><summary class="menu__button" data-visible="">Menu</summary></details>"#
        ),
        "{html}"
    );
}

#[test]
fn company_switch_returns_to_pages_of_every_company() {
    for (path, back) in [
        ("/mandats", "/mandats"),
        // The filter belongs to the previous company.
        ("/profil/habilitations?entreprise=000101014", "/profil/habilitations"),
        ("/messagerie?etat=clos", "/messagerie"),
        ("/messagerie/question/0198", "/tableau-de-bord"),
        ("/profil/securite", "/tableau-de-bord"),
        ("/messagerie/brouillon/1", "/tableau-de-bord"),
        ("/", "/tableau-de-bord"),
        ("", "/tableau-de-bord"),
    ] {
        let html = header_of(path);
        let field = format!("name=\"retour\" value=\"{back}\"");
        assert!(html.contains(&field), "{path}: {field} is not in {html}");
        assert!(html.contains(&format!("href=\"/entreprises?retour={back}\"")), "{path}: {html}");
    }
}
