use app::{account, staff};
use domain::path;

#[test]
fn foreign_return_addresses_are_dropped() {
    let with_return = account::with_return;
    assert_eq!(
        with_return(path::SIGN_IN_CODE, Some("/mandats?a=b")),
        "/connexion/code?retour=/mandats%3Fa%3Db"
    );
    assert_eq!(with_return(path::SIGN_IN_CODE, Some("//ailleurs.example")), path::SIGN_IN_CODE);
    assert_eq!(with_return(path::SIGN_IN_CODE, None), path::SIGN_IN_CODE);
}

#[test]
fn agents_return_only_to_agent_pages() {
    let with_return = staff::with_return;
    assert_eq!(
        with_return(path::STAFF_SIGN_IN, Some("/agent?a=b")),
        "/equipe/connexion?retour=/agent%3Fa%3Db"
    );
    for other in ["/tableau-de-bord", "/agents", "//agent/x", "https://ailleurs.example"] {
        assert_eq!(with_return(path::STAFF_SIGN_IN, Some(other)), path::STAFF_SIGN_IN);
    }
}
