use super::*;
use crate::problem::{Problem, Problems};

struct Lists {
    sirets: Vec<ChoiceOption>,
    mandats: Vec<ChoiceOption>,
}

impl Choices for Lists {
    fn options(&self, list: List) -> Option<&[ChoiceOption]> {
        match list {
            List::Sirets => Some(&self.sirets),
            List::Mandats => Some(&self.mandats),
            List::Creances => None,
        }
    }
}

fn lists() -> Lists {
    Lists {
        sirets: vec![ChoiceOption::new("73282932000074", "Le Havre")],
        mandats: vec![ChoiceOption::new("RUM-1", "FR76 … 189")],
    }
}

fn label() -> String {
    "Champ".to_owned()
}

/// Returns the problem of a field of this kind with these values, checked as on the server.
fn problem_of(kind: Kind, mandatory: bool, values: &[&str]) -> Option<Problem> {
    let field = FieldDefinition { mandatory, ..FieldDefinition::new("champ", "Champ", kind) };
    let form = FormDefinition::new("essai", vec![field]);
    let answers = Answers::from_iter(values.iter().map(|value| ("champ", *value)));
    let mut problems = check(&form, &answers, &lists());
    assert!(problems.iter().all(|problem| problem.field == "champ"));
    assert!(problems.len() <= 1);
    problems.pop().map(|problem| problem.problem)
}

fn choice() -> Kind {
    Kind::Choice { options: ["carte", "virement"].map(|value| ChoiceOption::new(value, value)).to_vec() }
}

#[test]
fn one_value_is_checked_by_kind() {
    let short = || Kind::ShortText { max: 5 };
    let long = || Kind::LongText { max: 5 };
    let reference = |format| Kind::Reference { format };
    for (kind, value, problem) in [
        (short(), " abcde ", None),
        (short(), "ééééé", None),
        (short(), "abcdef", Some(Problem::TooLong { label: label(), max: 5 })),
        (short(), "a\0b", None),
        (short(), "a\nb", None),
        (short(), "\u{feff}\u{202e}a\u{200b}b\u{ad}\u{2060}cde", None),
        (long(), "a\r\nb\tc", None),
        (long(), "abc\r\nde", Some(Problem::TooLong { label: label(), max: 5 })),
        (long(), "a\u{7}", None),
        (long(), "a\u{b}\u{1e}\u{85}b\u{200b}\u{feff}", None),
        (choice(), "carte", None),
        (choice(), "espèces", Some(Problem::NotInList { label: label() })),
        (Kind::Choice { options: vec![] }, "x", Some(Problem::NotInList { label: label() })),
        (Kind::Checkbox, "oui", None),
        (Kind::Checkbox, "peut-être", Some(Problem::NotInList { label: label() })),
        (Kind::Checkbox, "non", Some(Problem::NotInList { label: label() })),
        (Kind::Date, "2026-11-22", None),
        (Kind::Date, "2026-02-30", Some(Problem::NotADate { label: label() })),
        (Kind::Date, "2026-11-22T10:00", Some(Problem::NotADate { label: label() })),
        (Kind::Date, "\u{202a}22 novembre\u{a0}2026\u{202c}", None),
        (Kind::Number, "655,957", None),
        (Kind::Number, "0", Some(Problem::NotANumber { label: label() })),
        (Kind::Number, "cent", Some(Problem::NotANumber { label: label() })),
        (Kind::Month, "2026-11", None),
        (Kind::Month, "2026", Some(Problem::NotAMonth { label: label() })),
        (Kind::Quarter, "2026-T3", None),
        (Kind::Quarter, "T3", Some(Problem::NotAQuarter { label: label() })),
        (Kind::Amount, "1\u{a0}234,56", None),
        (Kind::Amount, "0", Some(Problem::AmountNotPositive { label: label() })),
        (Kind::Amount, "beaucoup", Some(Problem::NotAnAmount { label: label() })),
        (Kind::Amount, "1000000000", Some(Problem::AmountTooLarge { label: label() })),
        (Kind::Siret, "732 829 320 00074", None),
        (Kind::Siret, "\u{202a}732.829.320‑00074\u{202c}", None),
        (Kind::Siret, "35600000000048", Some(Problem::NotInList { label: label() })),
        (Kind::Siret, "73282932000075", Some(Problem::WrongSiretCheckDigit)),
        (Kind::Mandat, "RUM-1", None),
        (Kind::Mandat, "RUM‑1\u{200b}", None),
        (Kind::Mandat, "RUM-2", Some(Problem::NotInList { label: label() })),
        (Kind::Iban, "FR76 3000 6000 0112 3456 7890 189", None),
        (Kind::Iban, "FR76", Some(Problem::NotAnIban)),
        (reference(ReferenceFormat::Libre), "AC/2026-017", None),
        (
            reference(ReferenceFormat::Libre),
            "AC_2026",
            Some(Problem::NotAReference { label: label(), format: ReferenceFormat::Libre }),
        ),
        (Kind::Nomenclature, "2208 30 11", None),
        (Kind::Nomenclature, "2208", Some(Problem::NotANomenclature)),
        (Kind::Country, "RE", None),
        (Kind::Country, "XX", Some(Problem::NotInList { label: label() })),
        (Kind::Phone, "01 23 45 67 89", None),
        (Kind::Phone, "17", Some(Problem::NotAPhone)),
        (Kind::Mobile, "01 23 45 67 89", Some(Problem::NotAMobile)),
        (Kind::Email, "alix@exemple.fr", None),
        (Kind::Email, "alix", Some(Problem::NotAnEmail)),
        (Kind::Login, "al", Some(Problem::NotALogin)),
        (Kind::NewPassword, "court", Some(Problem::PasswordTooShort)),
        (Kind::NewPassword, "Simulateur-2026", None),
        (Kind::Password, "x", None),
        (Kind::Code, "123 456", None),
        (Kind::Code, "\u{200b}123\u{2007}456\u{feff}", None),
        (Kind::Code, "12345", Some(Problem::NotACode)),
        (Kind::RecoveryCode, "mzxw 6ytb ojtg 633c", None),
        (Kind::RecoveryCode, "mzxw", Some(Problem::NotARecoveryCode)),
        (Kind::CompanyNumber, "12345678912345", None),
        (Kind::CompanyNumber, "732829320\0", None),
        (Kind::PersonName { max: 20 }, "Jean-Éloi", None),
        (Kind::PersonName { max: 20 }, "exemple.fr", Some(Problem::SiteInName { label: label() })),
        (Kind::File, "facture.pdf", None),
    ] {
        assert_eq!(problem_of(kind.clone(), true, &[value]), problem, "{kind:?} {value:?}");
        assert!(problem.is_none_or(|problem| problem.value_sentence().is_some()), "{kind:?} {value:?}");
    }
    let secret = "a".repeat(257);
    let too_long = Some(Problem::TooLong { label: label(), max: 256 });
    assert_eq!(problem_of(Kind::Password, true, &[&secret]), too_long);
    assert_eq!(problem_of(Kind::NewPassword, true, &[&secret]), too_long);
}

#[test]
fn missing_answers_are_reported_if_mandatory() {
    for (kind, problem) in [
        (Kind::Amount, Some(Problem::Missing { label: label() })),
        (Kind::Password, Some(Problem::Missing { label: label() })),
        (Kind::Creance { max: 2 }, Some(Problem::Missing { label: label() })),
        (choice(), Some(Problem::NotChosen { label: label() })),
        (Kind::Siret, Some(Problem::NotChosen { label: label() })),
        (Kind::Checkbox, Some(Problem::NotTicked { label: label() })),
        (Kind::File, None),
    ] {
        for values in [&[][..], &[""], &["  "]] {
            // A password may consist of spaces.
            if kind != Kind::Password || values != ["  "] {
                assert_eq!(problem_of(kind.clone(), true, values), problem, "{kind:?}");
                let sentence = |problem: &Problem| problem.value_sentence().is_some();
                assert!(problem.as_ref().is_none_or(sentence), "{kind:?}");
            }
            assert_eq!(problem_of(kind.clone(), false, values), None, "{kind:?}");
        }
    }
}

#[test]
fn several_values_are_refused_except_for_creances() {
    let several = Some(Problem::SeveralValues { label: label() });
    assert_eq!(problem_of(Kind::Amount, true, &["1", "2"]), several);
    assert_eq!(problem_of(Kind::Amount, false, &["", ""]), several);
    let creance = || Kind::Creance { max: 2 };
    assert_eq!(problem_of(creance(), true, &["C-1", " C-2 ", ""]), None);
    assert_eq!(
        problem_of(creance(), true, &["C-1", "C-2", "C-3"]),
        Some(Problem::TooManyValues { label: label(), max: 2 })
    );
    assert_eq!(
        problem_of(creance(), true, &["C-1", "<script>"]),
        Some(Problem::NotAReference { label: label(), format: ReferenceFormat::Libre })
    );
    assert_eq!(
        problem_of(creance(), false, &[&"C".repeat(36)]),
        Some(Problem::TooLong { label: label(), max: 35 })
    );
}

fn period(mandatory: bool, pairs: &[(&str, &str)]) -> Problems {
    let field = FieldDefinition { mandatory, ..FieldDefinition::new("periode", "Période", Kind::Period) };
    check(&FormDefinition::new("essai", vec![field]), &Answers::from_iter(pairs.iter().copied()), &())
}

#[test]
fn periods_are_checked() {
    let (start, end) = ("periode_debut", "periode_fin");
    let missing = |part: &str| Problem::Missing { label: format!("Période (mois de {part})") };
    for (mandatory, pairs, problem) in [
        (true, &[(start, "2026-01"), (end, "2026-03")][..], None),
        (true, &[(start, "2026-03"), (end, "03/2026")], None),
        (
            true,
            &[(start, "2026-03"), (end, "2026-02")],
            Some(Problem::PeriodReversed { label: "Période".to_owned() }),
        ),
        (true, &[], Some(missing("début"))),
        (true, &[(start, "2026-01")], Some(missing("fin"))),
        (false, &[(end, "2026-01")], Some(missing("début"))),
        (false, &[(start, ""), (end, "")], None),
        (
            false,
            &[(start, "2026-01"), (end, "mars")],
            Some(Problem::NotAMonth { label: "Période (mois de fin)".to_owned() }),
        ),
        (
            true,
            &[(start, "2026-01"), (start, "2026-02"), (end, "2026-03")],
            Some(Problem::SeveralValues { label: "Période".to_owned() }),
        ),
    ] {
        let problems = period(mandatory, pairs);
        assert!(problems.iter().all(|problem| problem.field == "periode"));
        let found: Vec<Problem> = problems.into_iter().map(|problem| problem.problem).collect();
        assert_eq!(found, Vec::from_iter(problem), "{pairs:?}");
    }
}

#[test]
fn inapplicable_and_unknown_fields_are_ignored() {
    let form = FormDefinition::new(
        "essai",
        vec![
            FieldDefinition::new("moyen", "Moyen", choice()).mandatory(),
            FieldDefinition::new("iban", "IBAN", Kind::Iban).mandatory().only_if("moyen", &["virement"]),
            FieldDefinition::new("secret", "Secret", Kind::Password),
        ],
    );
    let answers = |moyen: &str| {
        Answers::from_iter([("moyen", moyen), ("iban", "faux"), ("inconnu", "\u{1}"), ("secret", "s")])
    };
    assert_eq!(check(&form, &answers("carte"), &()), []);
    let problems = check(&form, &answers("virement"), &());
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].problem, Problem::NotAnIban);
    let applicable = form.applicable_answers(&answers("carte"));
    assert_eq!(applicable, Answers::from_iter([("moyen", "carte"), ("secret", "s")]));
    let normal = form.normal_answers(&Answers::from_iter([
        ("iban", "IBAN fr76-3000-6000-0112-3456-7890-189"),
        ("secret", " s\u{200b} "),
        ("jeton", "t\u{200b}"),
    ]));
    let expected =
        [("iban", "FR7630006000011234567890189"), ("secret", " s\u{200b} "), ("jeton", "t\u{200b}")];
    assert_eq!(normal, Answers::from_iter(expected), "secrets and hidden inputs stay as sent");
    let shown = form.non_secret_answers(&answers("carte"));
    assert_eq!(shown, Answers::from_iter([("moyen", "carte"), ("iban", "faux")]));
}

/// The browser checks with the kind parsed from the page, the server with the definition.
#[test]
fn kind_parsed_from_its_text_has_the_same_checks() {
    for (kind, good, bad) in [
        (choice(), "carte", "autre"),
        (Kind::ShortText { max: 3 }, "abc", "abcd"),
        (Kind::Reference { format: ReferenceFormat::CreditTrigo }, "TRG-2026-1", "non"),
        (Kind::Amount, "1,5", "x"),
    ] {
        let read: Kind = kind.to_string().parse().expect("a kind");
        assert_eq!(check_value(&read, "Champ", true, good), None);
        assert_eq!(check_value(&read, "Champ", true, bad), check_value(&kind, "Champ", true, bad));
        assert!(check_value(&read, "Champ", true, bad).is_some());
    }
}
