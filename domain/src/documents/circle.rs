use crate::{rights::Teleservice, siren::Siren};

/// Those who read the documents of a folder. Circles are the only grantees: a person reads a document as one of a circle, never by
/// name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Circle {
    /// The operators of a company: those with a habilitation of customs on it.
    Company(Siren),
    /// The operators with a right on this téléservice of customs, for any company.
    Teleservice(Teleservice),
    /// The agents of the service with this code.
    Service(String),
}

/// Kind of circle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CircleKind {
    Company,
    Teleservice,
    Service,
}

impl CircleKind {
    pub const ALL: [CircleKind; 3] = [CircleKind::Company, CircleKind::Teleservice, CircleKind::Service];

    /// Code used in forms, and in the stored form of a circle.
    pub const fn code(self) -> &'static str {
        match self {
            CircleKind::Company => "entreprise",
            CircleKind::Teleservice => "teleservice",
            CircleKind::Service => "service",
        }
    }

    pub const fn label(self) -> &'static str {
        match self {
            CircleKind::Company => "Une entreprise",
            CircleKind::Teleservice => "Les opérateurs d’un téléservice",
            CircleKind::Service => "Les agents d’un service",
        }
    }
}

impl Circle {
    pub const fn kind(&self) -> CircleKind {
        match self {
            Circle::Company(_) => CircleKind::Company,
            Circle::Teleservice(_) => CircleKind::Teleservice,
            Circle::Service(_) => CircleKind::Service,
        }
    }

    /// SIREN, code of the téléservice, or code of the service.
    pub fn grantee(&self) -> &str {
        match self {
            Circle::Company(siren) => siren.as_str(),
            Circle::Teleservice(teleservice) => teleservice.code(),
            Circle::Service(code) => code,
        }
    }

    /// Text stored in the database: « entreprise:552100554 ».
    pub fn code(&self) -> String {
        format!("{}:{}", self.kind().code(), self.grantee())
    }

    /// Reads [`Self::code`]. `None` for another text, and for a téléservice of another co-owner.
    pub fn from_code(code: &str) -> Option<Self> {
        let (kind, grantee) = code.split_once(':')?;
        match CircleKind::ALL.into_iter().find(|known| known.code() == kind)? {
            CircleKind::Company => Siren::parse(grantee).ok().map(Circle::Company),
            CircleKind::Teleservice => {
                let found = Teleservice::from_code(grantee)?;
                found.has_single_sign_on().then_some(Circle::Teleservice(found))
            }
            CircleKind::Service if grantee.is_empty() => None,
            CircleKind::Service => Some(Circle::Service(grantee.to_owned())),
        }
    }

    /// The circle in a few words. `service`: name of the service of [`Circle::Service`].
    pub fn label(&self, service: &str) -> String {
        match self {
            Circle::Company(siren) => format!("Entreprise SIREN\u{a0}{}", siren.grouped()),
            Circle::Teleservice(teleservice) => {
                format!("Opérateurs du téléservice {}", teleservice.label())
            }
            Circle::Service(_) => format!("Agents\u{a0}: {service}"),
        }
    }

    /// Says who reads the documents of the circle, and why. `service`: as in [`Self::label`].
    pub fn explanation(&self, service: &str) -> String {
        match self {
            Circle::Company(siren) => format!(
                "Les personnes qui ont au moins une habilitation de la douane sur l’entreprise SIREN\u{a0}{}, lorsqu’elles \
                 travaillent pour elle.",
                siren.grouped()
            ),
            Circle::Teleservice(teleservice) => format!(
                "Les personnes qui ont un droit sur le téléservice {} pour l’entreprise pour laquelle elles travaillent, \
                 quelle que soit cette entreprise.",
                teleservice.label()
            ),
            Circle::Service(_) => format!("Les agents affectés à ce service\u{a0}: {service}."),
        }
    }

    /// Tells a reader why they read the document. `service`: as in [`Self::label`].
    pub fn reason(&self, service: &str) -> String {
        match self {
            Circle::Company(_) => "Vous voyez ce document parce que vous avez au moins une habilitation de la douane sur \
                 l’entreprise pour laquelle vous travaillez. Vos collègues habilités pour elle le voient aussi."
                .to_owned(),
            Circle::Teleservice(teleservice) => format!(
                "Vous voyez ce document parce que vous avez un droit sur le téléservice {} pour l’entreprise pour \
                 laquelle vous travaillez. Les autres opérateurs de ce téléservice le voient aussi.",
                teleservice.label()
            ),
            Circle::Service(_) => {
                format!("Vous voyez ce document parce que vous êtes affecté à ce service\u{a0}: {service}.")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_back() {
        let circles = [
            Circle::Company(Siren::parse("732829320").expect("a SIREN")),
            Circle::Teleservice(Teleservice::IsopeDom),
            Circle::Service("PAE-LILLE".to_owned()),
        ];
        for circle in circles {
            assert_eq!(Circle::from_code(&circle.code()), Some(circle));
        }
    }

    #[test]
    fn other_texts_are_no_circle() {
        for code in ["", "entreprise", "entreprise:123", "teleservice:DSN", "service:", "personne:alix"] {
            assert_eq!(Circle::from_code(code), None, "{code}");
        }
    }

    #[test]
    fn sentences_name_the_circle() {
        let company = Circle::Company(Siren::parse("732829320").expect("a SIREN"));
        assert!(company.explanation("").contains("732\u{a0}829\u{a0}320"));
        let ciel = Circle::Teleservice(Teleservice::Ciel);
        assert!(ciel.explanation("").contains("CIEL") && ciel.reason("").contains("CIEL"));
        let service = Circle::Service("PAE-1".to_owned());
        assert_eq!(service.label("PAE d’essai"), "Agents\u{a0}: PAE d’essai");
    }
}
