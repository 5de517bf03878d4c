use domain::{
    email::Email,
    problem::{FieldProblem, Problem, Problems},
    rights::StaffRole,
    typed_text,
};

use crate::staff::audit::Change;

/// What administrators set of a member of the staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    pub name: String,
    pub mail: String,
    /// In the order of [`StaffRole::ALL`].
    pub roles: Vec<StaffRole>,
    /// Codes of the services that they answer for as an agent, sorted.
    pub services: Vec<String>,
    /// May sign in from outside the administration's networks.
    pub remote: bool,
    /// FALSE: can no longer sign in.
    pub enabled: bool,
}

impl Details {
    /// Details of no member: what a new one is compared with.
    pub(super) fn empty() -> Self {
        Details {
            name: String::new(),
            mail: String::new(),
            roles: Vec::new(),
            services: Vec::new(),
            remote: false,
            enabled: false,
        }
    }

    /// Returns the details in normal form: roles and services once each, in order.
    pub fn normal(mut self) -> Self {
        self.name = typed_text::line(&self.name);
        self.mail = Email::parse(&self.mail).map(String::from).unwrap_or(self.mail);
        self.roles.sort_unstable();
        self.roles.dedup();
        self.services.sort_unstable();
        self.services.dedup();
        self
    }

    /// Returns the problems of name and mail address.
    pub fn problems(&self) -> Problems {
        let name = self.name.is_empty().then(|| Problem::Missing { label: "Nom".to_owned() });
        [("email", Email::parse(&self.mail).err()), ("nom", name)]
            .into_iter()
            .filter_map(|(field, problem)| problem.map(|problem| FieldProblem::new(field, problem)))
            .collect()
    }

    pub fn has_role(&self, role: StaffRole) -> bool {
        self.roles.contains(&role)
    }

    /// Returns `true` if both give the same rights.
    pub fn has_rights_of(&self, other: &Details) -> bool {
        (&self.roles, &self.services, self.remote, self.enabled)
            == (&other.roles, &other.services, other.remote, other.enabled)
    }

    /// Returns what changes from `self` to `after`, with French labels.
    pub fn changes_to(&self, after: &Details) -> Vec<Change> {
        let yes_no = |yes: bool| if yes { "oui" } else { "non" };
        [
            Change::of("Nom", &self.name, &after.name),
            Change::of("Adresse de courriel", &self.mail, &after.mail),
            Change::of("Rôles", &labels(&self.roles), &labels(&after.roles)),
            Change::of("Services", &self.services.join(", "), &after.services.join(", ")),
            Change::of("Accès à distance", yes_no(self.remote), yes_no(after.remote)),
            Change::of("Compte actif", yes_no(self.enabled), yes_no(after.enabled)),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

fn labels(roles: &[StaffRole]) -> String {
    roles.iter().map(|role| role.label()).collect::<Vec<_>>().join(", ")
}

/// Names and addresses that a password must not resemble.
pub(super) fn personal_words(login: &str, name: &str, mail: &str) -> Vec<String> {
    name.split_whitespace().chain([login, mail]).map(str::to_owned).collect()
}
