use app::ui::{ErrorSummary, FieldLists, FormFields, PaymentShare, PaymentsChart, UploadForm};
use domain::form::{Answers, ChoiceOption, FieldDefinition, FormDefinition, Kind};
use domain::problem::{FieldProblem, Problem, Problems};
use leptos::prelude::*;

fn missing(field: &str, label: &str) -> Problems {
    vec![FieldProblem { field: field.to_owned(), problem: Problem::Missing { label: label.to_owned() } }]
}

fn render(fields: Vec<FieldDefinition>, answers: Answers, problems: Problems, lists: FieldLists) -> String {
    let definition = FormDefinition::new("essai", fields);
    Owner::new().with(|| view! { <FormFields definition answers problems lists /> }.to_html())
}

fn render_one(kind: Kind, value: &str) -> String {
    let answers = Answers::from_iter([("champ", value)]);
    render(
        vec![FieldDefinition::new("champ", "Champ", kind)],
        answers,
        Problems::new(),
        FieldLists::default(),
    )
}

#[test]
fn answers_are_escaped() {
    let hostile = "\"></textarea><script>alert(1)</script>";
    for kind in
        [Kind::ShortText { max: 80 }, Kind::LongText { max: 400 }, Kind::Amount, Kind::Creance { max: 3 }]
    {
        let html = render_one(kind.clone(), hostile);
        assert!(!html.contains("<script>"), "{kind:?}: {html}");
        assert!(html.contains("&lt;script&gt;"), "{kind:?}: {html}");
    }
}

#[test]
fn labels_are_escaped() {
    let field = FieldDefinition::new("champ", "<b>Champ</b>", Kind::Iban).hint("<i>aide</i>");
    let html = render(vec![field], Answers::default(), Problems::new(), FieldLists::default());
    assert!(!html.contains("<b>") && !html.contains("<i>"), "{html}");
}

#[test]
fn invalid_field_refers_to_its_hint_and_error() {
    let field =
        FieldDefinition::new("email", "Adresse de courriel", Kind::Email).hint("Une par compte.").mandatory();
    let html = render(
        vec![field],
        Answers::default(),
        missing("email", "Adresse de courriel"),
        FieldLists::default(),
    );
    for expected in [
        r#"id="email""#,
        r#"aria-describedby="email-aide email-erreur""#,
        r#"aria-invalid="true""#,
        r#"aria-required="true""#,
        r#"id="email-aide""#,
        r#"id="email-erreur""#,
        "field--error",
        "(obligatoire)",
        "data-mandatory",
    ] {
        assert!(html.contains(expected), "{expected} is not in {html}");
    }
    assert!(!html.contains(" required"), "the browser must not check: {html}");
}

#[test]
fn passwords_are_never_prefilled() {
    for kind in [Kind::Password, Kind::NewPassword, Kind::Repeat { of: "mot_de_passe".to_owned() }] {
        assert!(!render_one(kind, "Simulateur-2026").contains("Simulateur-2026"));
    }
}

#[test]
fn text_area_preserves_line_breaks() {
    let html = render_one(Kind::LongText { max: 400 }, "\nun\ndeux & trois");
    assert!(html.contains(">\n\nun\ndeux &amp; trois</textarea>"), "{html}");
    assert!(render_one(Kind::LongText { max: 400 }, "").contains("></textarea>"));
}

#[test]
fn short_lists_are_radio_buttons_and_long_lists_are_selects() {
    let options = |number: usize| {
        let options =
            (1..=number).map(|rank| ChoiceOption::new(format!("v{rank}"), format!("Option {rank}")));
        Kind::Choice { options: options.collect() }
    };
    let short = render_one(options(5), "v2");
    assert_eq!(short.matches(r#"type="radio""#).count(), 5);
    assert_eq!(short.matches("checked").count(), 1);
    assert!(short.contains(r#"role="radiogroup""#) && short.contains(r#"id="champ""#), "{short}");
    let long = render_one(options(6), "v6");
    assert!(long.contains("<select") && long.matches("selected").count() == 1, "{long}");
}

#[test]
fn typed_creances_are_preserved_beside_listed_ones() {
    let lists = FieldLists {
        creances: vec![("C-1".to_owned(), "C-1, 12 €".to_owned()), ("C-2".to_owned(), "C-2".to_owned())],
        ..FieldLists::default()
    };
    let answers = Answers::from_iter([("champ", "C-2"), ("champ", "X-7"), ("champ", "X-8"), ("champ", "")]);
    let html = render(
        vec![FieldDefinition::new("champ", "Créances", Kind::Creance { max: 5 })],
        answers,
        Problems::new(),
        lists,
    );
    assert_eq!(html.matches("checked").count(), 2, "{html}");
    assert!(html.contains(r#"value="X-8""#) && html.contains(r#"id="champ-autre""#), "{html}");
}

#[test]
fn dependent_field_states_its_condition() {
    let options = vec![ChoiceOption::new("sms", "Jeton SMS"), ChoiceOption::new("rien", "Rien")];
    let fields = vec![
        FieldDefinition::new("niveau", "Niveau", Kind::Choice { options }),
        FieldDefinition::new("numero_sms", "Mobile", Kind::Mobile).only_if("niveau", &["sms"]),
    ];
    let html = render(fields, Answers::default(), Problems::new(), FieldLists::default());
    assert!(html.contains(r#"data-only-if="niveau=sms""#), "{html}");
    let text = html.replace('\u{a0}', " ");
    assert!(text.contains("seulement si « Niveau » est « Jeton SMS »."), "{html}");
    assert!(html.contains(r#"aria-describedby="numero_sms-quand numero_sms-erreur""#), "{html}");
}

#[test]
fn error_summary_links_to_fields_and_is_hidden_when_empty() {
    let summary = |problems: Problems| Owner::new().with(|| view! { <ErrorSummary problems /> }.to_html());
    assert!(summary(missing("nom", "Nom")).contains(r##"href="#nom""##));
    assert!(summary(Problems::new()).contains("hidden"));
}

#[test]
fn components_have_no_inline_styles() {
    let amount = domain::amount::Amount::from_cents(123_456);
    let share =
        PaymentShare { label: "DGDDI".to_owned(), paid: amount, to_pay: amount, overdue: amount, note: None };
    let html = Owner::new().with(|| {
        view! {
            <PaymentsChart shares=vec![share] />
            <UploadForm action="/televersement" page="/messagerie" place="pieces" label="Pièces" many=true />
        }
        .to_html()
    });
    assert!(!html.contains("style="), "{html}");
    assert_eq!(html.matches("<rect").count(), 10, "legend and bar, each with two hatchings");
}

#[test]
fn buttons_that_show_passwords_are_named_after_their_field() {
    let html = render(
        vec![
            FieldDefinition::new("mot_de_passe", "Mot de passe", Kind::NewPassword),
            FieldDefinition::new(
                "confirmation",
                "Confirmation",
                Kind::Repeat { of: "mot_de_passe".to_owned() },
            ),
        ],
        Answers::default(),
        Problems::new(),
        FieldLists::default(),
    );
    for name in ["mot_de_passe", "confirmation"] {
        assert!(html.contains(&format!(r#"aria-labelledby="{name}-voir {name}-nom""#)), "{html}");
        assert!(html.contains(&format!(r#"id="{name}-voir""#)), "{html}");
        assert!(html.contains(&format!(r#"<span id="{name}-nom" data-visible="">"#)), "{html}");
    }
}

#[test]
fn status_region_of_a_password_is_always_rendered() {
    let html = render_one(Kind::NewPassword, "");
    let tag = html.split('<').find(|tag| tag.contains("data-strength")).expect("a region");
    assert!(tag.contains(r#"role="status""#) && !tag.contains("hidden"), "{tag}");
}

#[test]
fn counter_describes_its_text_area() {
    let html = render_one(Kind::LongText { max: 400 }, "");
    assert!(html.contains(r#"aria-describedby="champ-aide champ-compte champ-erreur""#), "{html}");
    assert!(html.contains(r#"id="champ-compte""#), "{html}");
}

#[test]
fn fields_of_dates_tell_their_format_beside_their_own_hint() {
    for (kind, example) in [
        (Kind::Date, "22/11/2026"),
        (Kind::Month, "novembre 2026"),
        (Kind::Period, "novembre 2026"),
        (Kind::Quarter, "T1 2026"),
    ] {
        let field = FieldDefinition::new("champ", "Champ", kind.clone()).hint("Sur le relevé.");
        let html = render(vec![field], Answers::default(), Problems::new(), FieldLists::default());
        assert!(html.contains("Sur le relevé.") && html.contains(example), "{kind:?}: {html}");
    }
}

#[test]
fn dates_typed_as_text_are_shown_by_pickers() {
    for (kind, typed, shown) in [
        (Kind::Date, "3 nov. 2026", "2026-11-03"),
        (Kind::Date, "3/11/26", "2026-11-03"),
        (Kind::Date, "bientôt", "bientôt"),
        (Kind::Month, "novembre 2026", "2026-11"),
        (Kind::Month, "11/2026", "2026-11"),
    ] {
        let html = render_one(kind, typed);
        assert!(html.contains(&format!(r#"value="{shown}""#)), "{typed}: {html}");
    }
    let answers = Answers::from_iter([("champ_debut", "01/2026"), ("champ_fin", "mars 26")]);
    let period = FieldDefinition::new("champ", "Champ", Kind::Period);
    let html = render(vec![period], answers, Problems::new(), FieldLists::default());
    assert!(html.contains(r#"value="2026-01""#) && html.contains(r#"value="2026-03""#), "{html}");
}
