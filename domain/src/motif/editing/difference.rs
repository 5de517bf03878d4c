//! Differences between two versions, in words.

use super::{Nature, asked_words, options, texts::silence_words};
use crate::{
    form::{FieldDefinition, Kind},
    motif::Motif,
};

/// A part of a motif that two versions do not have alike. Empty texts: only one of them has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// « Titre », « Champ ajouté : Montant ».
    pub subject: String,
    pub before: String,
    pub after: String,
}

/// Returns what differs: texts, then fields added, removed and changed, then their order.
pub fn differences(before: &Motif, after: &Motif) -> Vec<Difference> {
    let pairs = texts(before).into_iter().zip(texts(after));
    let mut found: Vec<Difference> = pairs
        .filter(|(before, after)| before.1 != after.1)
        .map(|((label, before), (_, after))| Difference { subject: label.to_owned(), before, after })
        .collect();
    found.extend(fields(before, after));
    found.extend(order(before, after));
    found
}

fn texts(motif: &Motif) -> [(&'static str, String); 6] {
    [
        ("Titre", motif.title.clone()),
        ("Introduction", motif.intro.clone()),
        ("Thème", motif.theme.label().to_owned()),
        ("Service destinataire", motif.recipient.label().to_owned()),
        ("Motif confidentiel", yes_or_no(motif.confidential)),
        ("Effet du silence", silence_words(motif.demande)),
    ]
}

fn yes_or_no(value: bool) -> String {
    if value { "oui" } else { "non" }.to_owned()
}

fn fields(before: &Motif, after: &Motif) -> Vec<Difference> {
    let named = |verb: &str, field: &FieldDefinition| format!("Champ {verb}\u{a0}: {}", field.label);
    let mut found = Vec::new();
    for field in after.form.fields.iter().filter(|field| before.form.field(&field.name).is_none()) {
        let after = joined(aspects(field, after).into_iter());
        found.push(Difference { subject: named("ajouté", field), before: String::new(), after });
    }
    for field in before.form.fields.iter() {
        let own = aspects(field, before);
        let Some(other) = after.form.field(&field.name) else {
            let before = joined(own.into_iter());
            found.push(Difference { subject: named("retiré", field), before, after: String::new() });
            continue;
        };
        let pairs = || own.clone().into_iter().zip(aspects(other, after)).filter(|(own, other)| own != other);
        if pairs().next().is_some() {
            let (before, after) = (joined(pairs().map(|pair| pair.0)), joined(pairs().map(|pair| pair.1)));
            found.push(Difference { subject: named("modifié", other), before, after });
        }
    }
    found
}

/// Describes a field, part by part.
fn aspects(field: &FieldDefinition, motif: &Motif) -> [(&'static str, String); 6] {
    let nature = Nature::of(&field.kind).map_or("Autre", Nature::label);
    let setting = match &field.kind {
        Kind::ShortText { max } | Kind::LongText { max } => format!("{max}\u{a0}caractères au plus"),
        Kind::Creance { max } => format!("{max} au plus"),
        Kind::Choice { options } => options::typed(options).replace('\n', ", "),
        _ => String::new(),
    };
    [
        ("libellé", field.label.clone()),
        ("nature", nature.to_owned()),
        ("réglage", setting),
        ("aide", field.hint.clone().unwrap_or_default()),
        ("obligatoire", yes_or_no(field.mandatory)),
        ("demandé", asked_words(field, &motif.form.fields)),
    ]
}

fn joined(aspects: impl Iterator<Item = (&'static str, String)>) -> String {
    let with_value = aspects.filter(|(_, value)| !value.is_empty());
    with_value.map(|(label, value)| format!("{label}\u{a0}: {value}")).collect::<Vec<_>>().join(" · ")
}

/// The order of the fields that both have.
fn order(before: &Motif, after: &Motif) -> Option<Difference> {
    let common = |motif: &Motif, other: &Motif| -> Vec<String> {
        let fields = motif.form.fields.iter().filter(|field| other.form.field(&field.name).is_some());
        fields.map(|field| field.name.clone()).collect()
    };
    let labels = |motif: &Motif| {
        motif.form.fields.iter().map(|field| field.label.as_str()).collect::<Vec<_>>().join(", ")
    };
    (common(before, after) != common(after, before)).then(|| Difference {
        subject: "Ordre des champs".to_owned(),
        before: labels(before),
        after: labels(after),
    })
}
