use app::context::{CookieChange, Cookies};

#[test]
fn the_last_word_wins_and_is_taken_once() {
    let cookies = Cookies::default();
    let elsewhere = cookies.clone();
    elsewhere.set_session("first");
    elsewhere.set_session("second");
    cookies.clear_device();
    let changes = cookies.take();
    assert_eq!(changes.session, Some(CookieChange::Set("second".into())));
    assert_eq!(changes.device, Some(CookieChange::Clear));
    assert_eq!(elsewhere.take().session, None);
}

#[test]
fn secrets_are_not_in_traces() {
    let cookies = Cookies::default();
    cookies.set_session("very-secret");
    assert!(!format!("{cookies:?}").contains("very-secret"));
}
