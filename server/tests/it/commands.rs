use std::io::Write;
use std::process::Stdio;

use crate::program::Installation;

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
        "config",
        "account",
        "agent",
        "service",
        "offices",
        "outbox",
        "self-check",
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
fn services_agents_offices_and_accounts_can_be_administered() {
    let installation = Installation::new();
    let offices = installation.path("bureaux.json");
    let list =
        r#"[{"id":"FR000690","name":"Bureau d’essai","phoneNumber":"","countryId":"FR","roles":["EXP"]}]"#;
    std::fs::write(&offices, list).expect("a file");
    let (success, answer, errors) =
        installation.run(&["offices", "import", offices.to_str().expect("a path")]);
    assert!(success && answer.contains("1 added"), "{answer}{errors}");
    let add = ["service", "add", "--code", "RR-ESSAI", "--kind", "recette", "--name", "Recette d’essai"];
    let (success, _, errors) = installation.run(&add);
    assert!(success, "{errors}");
    assert!(installation.run(&["service", "list"]).1.contains("RR-ESSAI"));
    let agent = [
        "agent",
        "create",
        "--login",
        "agent.essai",
        "--name",
        "Agent d’essai",
        "--email",
        "agent@exemple.fr",
        "--service",
        "RR-ESSAI",
    ];
    let (success, _, errors) = with_password(&installation, &agent, "phrase de passe assez longue");
    assert!(success, "{errors}");
    assert!(installation.run(&["agent", "list"]).1.contains("agent.essai"));
    for (command, expected) in [("grant-remote", "remote"), ("revoke-remote", "on-site")] {
        let (success, _, errors) = installation.run(&["agent", command, "--login", "agent.essai"]);
        assert!(success, "{errors}");
        assert!(
            installation.run(&["agent", "list"]).1.contains(&format!("enabled\t{expected}\n")),
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
    for command in [&["migrate"][..], &["agent", "list"], &["agent", "failed-sign-ins"], &["check-config"]] {
        let (success, _, errors) = installation.run(command);
        assert!(success, "{command:?}: {errors}");
    }
    let service = ["service", "add", "--code", "RR-ESSAI", "--kind", "recette", "--name", "Recette d’essai"];
    assert!(installation.run(&service).0);
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
