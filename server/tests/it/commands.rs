use std::io::Write;
use std::process::Stdio;

use crate::program::Installation;

/// Adds a service. The telephone number comes last.
const ADD_SERVICE: [&str; 14] = [
    "service",
    "add",
    "--code",
    "RR-ESSAI",
    "--kind",
    "recette",
    "--name",
    "Recette d’essai",
    "--address",
    "1 quai d’essai, 44000 Nantes",
    "--email",
    "recette@douane.exemple.fr",
    "--phone",
    "02 40 00 00 00",
];

#[test]
fn help_lists_every_command() {
    let installation = Installation::new();
    let (success, help, _) = installation.run(&["--help"]);
    assert!(success);
    for command in [
        "serve",
        "migrate",
        "check-config",
        "routes",
        "links",
        "config",
        "account",
        "staff",
        "service",
        "offices",
        "outbox",
        "secrets",
        "self-check",
        "faq",
    ] {
        assert!(help.contains(&format!("\n  {command} ")), "{command}: {help}");
        let (success, _, errors) = installation.run(&[command, "--help"]);
        assert!(success, "{errors}");
    }
}

#[test]
fn configuration_is_checked_and_its_defaults_are_printed() {
    let installation = Installation::new();
    let (success, defaults, errors) = installation.run(&["config", "--print-defaults"]);
    assert!(success && defaults.contains("base_url"), "{errors}");
    let (success, answer, errors) = installation.run(&["check-config"]);
    assert!(success && answer.contains("database: answers"), "{answer}{errors}");
    let file = installation.path("portail.toml");
    std::fs::write(&file, "listen = \"127.0.0.1:0\"\nadresse = 1\n").expect("a file");
    let (success, _, errors) =
        installation.run(&["--config", file.to_str().expect("a path"), "check-config"]);
    assert!(!success && errors.contains("adresse"), "{errors}");
}

#[test]
fn server_refuses_to_start_without_https_except_on_this_machine() {
    for address in ["http://portail.example", "HTTP://PORTAIL.EXAMPLE.:3000", "http://0.0.0.0:3000"] {
        let installation = Installation::new().with("PRODOUANE__BASE_URL", address);
        let (success, _, errors) = installation.run(&["serve"]);
        assert!(!success && errors.contains("base_url is http://"), "{address}: {errors}");
        assert!(errors.contains("must start with https") && !errors.contains("panicked"), "{errors}");
    }
    for address in
        ["http://[::1]:3000", "http://127.1:3000", "http://demo.LOCALHOST.", "https://portail.example"]
    {
        let installation = Installation::new().with("PRODOUANE__BASE_URL", address);
        let (success, _, errors) = installation.run(&["check-config"]);
        assert!(success, "{address}: {errors}");
    }
}

#[test]
fn server_refuses_to_start_without_keys_except_on_this_machine() {
    refuses_to_start_without("PRODOUANE__ENCRYPTION__KEYS", "encryption.keys is empty");
    refuses_to_start_without("PRODOUANE__TRANSPARENCY__KEYS", "transparency.keys is empty");
}

fn refuses_to_start_without(keys: &str, expected: &str) {
    for (setting, value) in [
        ("PRODOUANE__BASE_URL", "https://portail.example"),
        ("PRODOUANE__LISTEN", "0.0.0.0:0"),
        ("PRODOUANE__LISTEN", "[::]:0"),
    ] {
        let installation = Installation::new()
            .with("PRODOUANE__BASE_URL", "http://localhost:3000")
            .with(keys, "[]")
            .with(setting, value);
        let (success, _, errors) = installation.run(&["serve"]);
        assert!(!success && errors.contains(expected), "{value}: {errors}");
        assert!(errors.contains("openssl rand -base64 32") && !errors.contains("panicked"), "{errors}");
    }
    let trial = Installation::new().with("PRODOUANE__BASE_URL", "http://localhost:3000").with(keys, "[]");
    drop(trial.start());
    for (key, expected) in [("trop court", "openssl rand"), ("AAECAwQFBgcICQoLDA0ODw==", "openssl rand")] {
        let value = format!("[{{id=\"2026\",key=\"{key}\"}}]");
        let (success, _, errors) = Installation::new().with(keys, &value).run(&["check-config"]);
        assert!(!success && errors.contains(expected) && !errors.contains(key), "{errors}");
    }
}

#[test]
fn secrets_are_rotated_by_a_command_that_may_be_repeated() {
    let installation = Installation::new();
    for _ in 0..2 {
        let (success, answer, errors) = installation.run(&["secrets", "rotate"]);
        assert!(
            success && answer.contains("0 secrets encrypted again with the key 2026"),
            "{answer}{errors}"
        );
    }
}

#[test]
fn services_agents_offices_and_accounts_can_be_administered() {
    let installation = Installation::new();
    let offices = installation.path("bureaux.json");
    let list =
        r#"[{"id":"FR000690","name":"Bureau d’essai","phoneNumber":"","countryId":"FR","roles":["EXP"]}]"#;
    std::fs::write(&offices, list).expect("a file");
    let (success, answer, errors) =
        installation.run(&["offices", "import", offices.to_str().expect("a path")]);
    assert!(success && answer.contains("1 added"), "{answer}{errors}");
    let (success, _, errors) = installation.run(&ADD_SERVICE);
    assert!(success, "{errors}");
    let (_, listed, _) = installation.run(&["service", "list"]);
    assert!(listed.contains("RR-ESSAI") && listed.contains("+33240000000"), "{listed}");
    let without_phone = &ADD_SERVICE[..ADD_SERVICE.len() - 2];
    assert!(!installation.run(without_phone).0, "a receipt needs the telephone number of the service");
    let agent = [
        "staff",
        "create",
        "--login",
        "agent.essai",
        "--name",
        "Agent d’essai",
        "--email",
        "agent@exemple.fr",
        "--role",
        "agent",
        "--service",
        "RR-ESSAI",
    ];
    let (success, _, errors) = with_password(&installation, &agent, "phrase de passe assez longue");
    assert!(success, "{errors}");
    assert!(installation.run(&["staff", "list"]).1.contains("agent.essai"));
    for (command, expected) in [("grant-remote", "remote"), ("revoke-remote", "on-site")] {
        let (success, _, errors) = installation.run(&["staff", command, "--login", "agent.essai"]);
        assert!(success, "{errors}");
        assert!(
            installation.run(&["staff", "list"]).1.contains(&format!("enabled\t{expected}\n")),
            "{command}"
        );
    }
    let account = [
        "account",
        "create",
        "--login",
        "essai",
        "--email",
        "essai@exemple.fr",
        "--first-name",
        "Alix",
        "--last-name",
        "Essai",
    ];
    let (success, _, errors) = with_password(&installation, &account, "phrase de passe assez longue");
    assert!(success, "{errors}");
    let (success, _, errors) = with_password(&installation, &account, "phrase de passe assez longue");
    assert!(!success && errors.contains("identifiant"), "an identifiant in use is refused: {errors}");
    let (success, answer, _) = installation.run(&["outbox", "list"]);
    assert!(success && answer.contains("0 queued"), "{answer}");
}

#[test]
fn only_one_server_uses_a_sqlite_file_and_commands_work_beside_it() {
    let installation = Installation::new();
    let mut first = installation.start();
    let (success, _, errors) = installation.run(&["serve"]);
    assert!(!success && errors.contains("another server uses the database"), "{errors}");
    assert!(!errors.contains("panicked"), "{errors}");
    for command in [&["migrate"][..], &["staff", "list"], &["staff", "failed-sign-ins"], &["check-config"]] {
        let (success, _, errors) = installation.run(command);
        assert!(success, "{command:?}: {errors}");
    }
    assert!(installation.run(&ADD_SERVICE).0);
    // The lock ends with the process, even without a shutdown.
    first.kill();
    let second = installation.start();
    drop(second);
}

fn with_password(installation: &Installation, arguments: &[&str], password: &str) -> (bool, String, String) {
    let mut command = installation.command(arguments);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program");
    writeln!(child.stdin.take().expect("its input"), "{password}").expect("the password");
    let output = child.wait_with_output().expect("its end");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (output.status.success(), text(output.stdout), text(output.stderr))
}
