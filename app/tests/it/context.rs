use app::context::{CookieChange, Cookies};

#[test]
fn last_cookie_change_wins_and_is_taken_once() {
    let cookies = Cookies::default();
    let other = cookies.clone();
    other.set_session("first");
    other.set_session("second");
    cookies.clear_device();
    let changes = cookies.take();
    assert_eq!(changes.session, Some(CookieChange::Set("second".into())));
    assert_eq!(changes.device, Some(CookieChange::Clear));
    assert_eq!(other.take().session, None);
}

#[test]
fn debug_output_omits_secrets() {
    let cookies = Cookies::default();
    cookies.set_session("very-secret");
    assert!(!format!("{cookies:?}").contains("very-secret"));
}
