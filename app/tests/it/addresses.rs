use app::page::{encode, local};
use app::{account, agents};

#[test]
fn only_our_own_paths_are_followed() {
    assert_eq!(local("/tableau-de-bord?x=1"), Some("/tableau-de-bord?x=1"));
    for foreign in [
        "//evil.example",
        "https://evil.example",
        "/\\evil",
        "/\t/evil.example",
        "",
        "mailto:x",
        "/a\r\nb",
        "/form/deconnexion",
    ] {
        assert_eq!(local(foreign), None, "{foreign}");
    }
}

#[test]
fn paths_are_encoded_for_a_query() {
    assert_eq!(encode("/a?b=c&d=é"), "/a%3Fb%3Dc%26d%3D%C3%A9");
}

#[test]
fn only_our_own_pages_are_gone_back_to() {
    let with_return = account::with_return;
    assert_eq!(
        with_return("/connexion/code", Some("/mandats?a=b")),
        "/connexion/code?retour=/mandats%3Fa%3Db"
    );
    assert_eq!(with_return("/connexion/code", Some("//ailleurs.example")), "/connexion/code");
    assert_eq!(with_return("/connexion/code", None), "/connexion/code");
}

#[test]
fn agents_go_back_to_their_own_pages_only() {
    let with_return = agents::with_return;
    assert_eq!(with_return("/agent/connexion", Some("/agent?a=b")), "/agent/connexion?retour=/agent%3Fa%3Db");
    for other in ["/tableau-de-bord", "/agents", "//agent/x", "https://ailleurs.example"] {
        assert_eq!(with_return("/agent/connexion", Some(other)), "/agent/connexion");
    }
}
