//! Forms of the administration of the portal, and of the staff's own passwords.

use crate::account_forms::new_password;
use crate::form::{Answers, ChoiceOption, FieldDefinition, FormDefinition, Kind};
use crate::rights::StaffRole;

/// Start of the names of the checkboxes of services, which the database lists.
const SERVICE: &str = "service_";
/// Maximum number of services shown again after a refusal.
const MAX_SERVICES: usize = 500;

/// Identity, roles and remote access of a member of the staff. `is_new`: with the identifiant, which never changes.
pub fn member(is_new: bool) -> FormDefinition {
    let login = FieldDefinition::new("identifiant", "Identifiant", Kind::Login)
        .mandatory()
        .hint(
            "3 à 32 lettres sans accent, chiffres, points, tirets ou traits bas. Il ne change plus ensuite.",
        )
        .autocomplete("off");
    let mut fields = Vec::new();
    fields.extend(is_new.then_some(login));
    fields.extend([
        FieldDefinition::new("nom", "Prénom et nom", Kind::PersonName { max: 80 })
            .mandatory()
            .hint("Affichés aux usagers avec les réponses."),
        FieldDefinition::new("email", "Adresse de courriel", Kind::Email)
            .mandatory()
            .hint("Les codes de connexion y sont envoyés."),
    ]);
    fields.extend(
        StaffRole::ALL.map(|role| FieldDefinition::new(&role_field(role), role.label(), Kind::Checkbox)),
    );
    fields.push(FieldDefinition::new(
        "distant",
        "Peut se connecter hors des réseaux de l’administration",
        Kind::Checkbox,
    ));
    FormDefinition::new("membre", fields)
}

/// Name of the checkbox of a role.
pub fn role_field(role: StaffRole) -> String {
    format!("role_{}", role.code())
}

/// Returns the ticked roles.
pub fn roles(answers: &Answers) -> Vec<StaffRole> {
    let ticked = |role: &StaffRole| !answers.text(&role_field(*role)).is_empty();
    StaffRole::ALL.into_iter().filter(ticked).collect()
}

/// Checkboxes of services: code and name of each.
pub fn services<'a>(services: impl IntoIterator<Item = (&'a str, &'a str)>) -> FormDefinition {
    let fields = services.into_iter().map(|(code, name)| {
        FieldDefinition::new(&format!("{SERVICE}{code}"), &format!("{name} ({code})"), Kind::Checkbox)
    });
    FormDefinition::new("services", fields.collect())
}

/// Returns the codes of the ticked services.
pub fn ticked_services(answers: &Answers) -> Vec<String> {
    let names = answers.iter().filter(|(_, values)| values.iter().any(|value| !value.trim().is_empty()));
    names.filter_map(|(name, _)| name.strip_prefix(SERVICE)).map(str::to_owned).take(MAX_SERVICES).collect()
}

/// Adds the ticked services to the answers that a refused form shows again.
pub fn keep_services(answers: &Answers, kept: &mut Answers) {
    for code in ticked_services(answers).into_iter().filter(|code| code.len() <= 32) {
        kept.set(format!("{SERVICE}{code}"), "oui");
    }
}

/// Fills the form of a member.
pub fn member_answers(
    name: &str,
    mail: &str,
    roles: &[StaffRole],
    services: &[String],
    remote: bool,
) -> Answers {
    let mut answers = Answers::from_iter([("nom", name), ("email", mail)]);
    for role in roles {
        answers.set(role_field(*role), "oui");
    }
    for code in services {
        answers.set(format!("{SERVICE}{code}"), "oui");
    }
    if remote {
        answers.set("distant", "oui");
    }
    answers
}

/// Choice of a password with the link of an invitation.
pub fn password() -> FormDefinition {
    FormDefinition::new("equipe-mot-de-passe", new_password("Mot de passe").into())
}

/// A customs service. `is_new`: with code and kind, which never change.
pub fn service(is_new: bool) -> FormDefinition {
    // Not « code »: the answers of that name are secrets, never shown again.
    let code = FieldDefinition::new("code_service", "Code", Kind::ShortText { max: 32 })
        .mandatory()
        .hint("Lettres sans accent, chiffres ou tirets, par exemple PAE-LILLE. Il ne change plus ensuite.");
    let kinds = vec![
        ChoiceOption::new("pae", "Pôle gestion des procédures du bureau de douane (PAE)"),
        ChoiceOption::new("recette", "Recette"),
    ];
    let kind = FieldDefinition::new("nature", "Nature", Kind::Choice { options: kinds }).mandatory();
    let mut fields = Vec::new();
    if is_new {
        fields.extend([code, kind]);
    }
    fields.extend([
        FieldDefinition::new("nom", "Nom", Kind::ShortText { max: 120 })
            .mandatory()
            .hint("Affiché aux usagers."),
        FieldDefinition::new("adresse", "Adresse postale", Kind::ShortText { max: 200 })
            .mandatory()
            .hint("Sur une ligne. Elle figure sur les accusés de réception."),
        FieldDefinition::new("courriel", "Adresse de courriel", Kind::Email).mandatory(),
        FieldDefinition::new("telephone", "Téléphone", Kind::Phone).mandatory(),
        FieldDefinition::new("bureau", "Code du bureau de douane", Kind::ShortText { max: 16 })
            .hint("Celui de la liste européenne, par exemple FR000690, si le service en dépend."),
    ]);
    FormDefinition::new("service", fields)
}

/// Answer for a service without head.
pub const NO_HEAD: &str = "aucun";

/// Choice of the head of a service. `agents`: identifier and name of each agent of the service.
pub fn head(agents: impl Iterator<Item = (String, String)>) -> FormDefinition {
    let none = ChoiceOption::new(NO_HEAD, "Aucun");
    let options = std::iter::once(none).chain(agents.map(|(id, name)| ChoiceOption::new(id, name)));
    let field = FieldDefinition::new("responsable", "Responsable du service", Kind::Choice { options: options.collect() })
        .mandatory()
        .hint("Sans responsable, la personne à qui la question est attribuée est prévenue, sinon les agents du service.");
    FormDefinition::new("responsable", vec![field])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticked_roles_and_services_are_read_back() {
        let services = ["PAE-1".to_owned(), "RR-2".to_owned()];
        let roles_given = [StaffRole::Agent, StaffRole::Administrator];
        let answers = member_answers("Alix", "alix@exemple.fr", &roles_given, &services, true);
        assert_eq!(roles(&answers), roles_given);
        assert_eq!(ticked_services(&answers), services);
        let mut kept = Answers::default();
        keep_services(&answers, &mut kept);
        assert_eq!(ticked_services(&kept), services);
        assert!(!answers.text("distant").is_empty());
        let empty = Answers::from_iter([("service_PAE-1", " "), ("role_agent", "")]);
        assert!(ticked_services(&empty).is_empty() && roles(&empty).is_empty());
    }
}
