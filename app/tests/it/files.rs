use app::ui::file_size;

#[test]
fn sizes_are_in_french_and_rounded_up() {
    assert_eq!(file_size(812), "812\u{a0}o");
    assert_eq!(file_size(34 * 1024), "34\u{a0}Ko");
    assert_eq!(file_size(10 * 1024 * 1024), "10\u{a0}Mo");
    assert_eq!(file_size(10 * 1024 * 1024 + 1), "10,1\u{a0}Mo");
}
