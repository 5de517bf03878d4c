use backend::config::Config;

/// Fields of a URL in `Debug` output.
const URL_FIELDS: [&str; 9] =
    ["scheme", "cannot_be_a_base", "username", "password", "host", "port", "path", "query", "fragment"];

const EXAMPLE: &str = include_str!("../../../prodouane.example.toml");

/// Turns `#: key = value` into `key = value`; other comments stay.
fn uncommented(text: &str) -> String {
    text.lines().map(|line| line.strip_prefix("#: ").unwrap_or(line)).collect::<Vec<_>>().join("\n")
}

#[test]
fn example_documents_every_default() {
    let example = Config::parse(EXAMPLE).expect("the example is valid");
    let default = Config::default();
    assert_eq!(format!("{example:#?}"), format!("{default:#?}"));
    assert_eq!(example.mail.smtp_url.expose(), default.mail.smtp_url.expose());
    // The values are equal, so a key missing in the example would take its default: check the keys too.
    let debug = format!("{default:#?}");
    for line in debug.lines().filter(|line| line.contains(": ") && !line.trim_start().starts_with('"')) {
        let key = line.trim().split(':').next().unwrap_or_default();
        if !key.is_empty()
            && !URL_FIELDS.contains(&key)
            && key.chars().all(|c| c.is_ascii_lowercase() || c == '_')
        {
            assert!(EXAMPLE.contains(key), "{key} is not in prodouane.example.toml");
        }
    }
}

#[test]
fn commented_options_of_the_example_are_valid() {
    let config = Config::parse(&uncommented(EXAMPLE)).expect("the options are valid");
    assert!(config.scanner.is_some());
    assert!(config.co_owners.dgddi.is_some());
}

#[test]
fn unknown_keys_and_wrong_types_are_refused() {
    for text in [
        "inconnu = 1",
        "[mail]\nsmpt_url = \"smtp://localhost\"",
        "[sessions]\nidle_minutes = \"quinze\"",
        "base_url = \"ftp://exemple.fr\"",
        "base_url = \"https://exemple.fr/portail\"",
        "[files]\nstore = \"disquette\"",
    ] {
        assert!(Config::parse(text).is_err(), "{text}");
    }
    assert!(Config::load(Some(std::path::Path::new("absent.toml"))).is_err());
}

#[test]
fn secrets_are_redacted_in_debug_output() {
    let config = Config::parse(
        "[mail]\nsmtp_url = \"smtp://facteur:canari-1@exemple.fr\"\n[files]\nstore = \"s3\"\nbucket = \"b\"\n\
         region = \"r\"\naccess_key = \"canari-2\"\nsecret_key = \"canari-3\"",
    )
    .expect("valid");
    assert!(!format!("{config:?}").contains("canari"));
}
