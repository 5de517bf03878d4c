//! French wording of events.

use domain::french;

use super::event::Event;

impl Event {
    /// French title: « Mot de passe changé ».
    pub fn title(&self) -> &'static str {
        match self {
            Event::SignedIn => "Connexion",
            Event::NewDevice => "Connexion avec un nouvel appareil",
            Event::SignInFailed => "Échec de connexion",
            Event::FactorAdded { .. } => "Second facteur ajouté",
            Event::FactorRemoved { .. } => "Second facteur retiré",
            Event::FactorUsed { .. } => "Second facteur utilisé",
            Event::PasskeyRefused { .. } => "Clé d’accès refusée",
            Event::RecoveryCodesGenerated => "Codes de secours renouvelés",
            Event::RecoveryCodeUsed { .. } => "Code de secours utilisé",
            Event::LevelChanged { .. } => "Niveau de sécurité changé",
            Event::PasswordChanged => "Mot de passe changé",
            Event::PasswordResetRequested => "Mot de passe oublié\u{a0}: lien demandé",
            Event::PasswordReset => "Mot de passe renouvelé par un lien reçu par courriel",
            Event::EmailChangeRequested { .. } => "Changement d’adresse de courriel demandé",
            Event::EmailChanged { .. } => "Adresse de courriel changée",
            Event::SituationChanged => "Situation modifiée",
            Event::ChoicesChanged => "Choix de messages modifiés",
            Event::SessionsClosed { .. } => "Sessions fermées",
            Event::DeviceForgotten { .. } => "Appareil de confiance retiré",
            Event::Secured => "Compte mis en sécurité",
            Event::DataRequested => "Copie des données demandée",
            Event::DataDownloaded => "Copie des données téléchargée",
            Event::ExchangesRequested { .. } => "Archive des échanges demandée",
            Event::ExchangesDownloaded { .. } => "Archive des échanges téléchargée",
            Event::Linked { .. } => "Compte rattaché",
            Event::Unlinked { .. } => "Compte détaché",
            Event::AccountOpened { .. } => "Compte créé et rattaché",
            Event::IdentityAttached { .. } => "Fournisseur d’identité rattaché",
            Event::IdentityDetached { .. } => "Fournisseur d’identité détaché",
            Event::CalendarSubscribed { .. } => "Adresse d’agenda créée",
            Event::CalendarUnsubscribed { .. } => "Adresse d’agenda supprimée",
            Event::RoleOffered { .. } => "Rôle d’administrateur général délégué",
            Event::RoleTaken { .. } => "Rôle d’administrateur général reçu",
            Event::RoleEnded { .. } => "Rôle d’administrateur général terminé",
        }
    }

    /// French details next to the title; may be empty.
    pub fn detail(&self) -> String {
        match self {
            Event::FactorAdded { factor, name }
            | Event::FactorRemoved { factor, name }
            | Event::FactorUsed { factor, name }
                if name.is_empty() =>
            {
                factor.clone()
            }
            Event::FactorAdded { factor, name }
            | Event::FactorRemoved { factor, name }
            | Event::FactorUsed { factor, name } => format!("{factor} «\u{a0}{name}\u{a0}»"),
            Event::PasskeyRefused { name } => {
                format!("«\u{a0}{name}\u{a0}»\u{a0}: il en existe peut-être une copie, retirez-la")
            }
            Event::RecoveryCodeUsed { left } => french::count(*left, "code restant", "codes restants"),
            Event::LevelChanged { from, to } => {
                format!("«\u{a0}{}\u{a0}» remplacé par «\u{a0}{}\u{a0}»", from.label(), to.label())
            }
            Event::EmailChangeRequested { to } => format!("vers {to}"),
            Event::EmailChanged { from, to } => format!("{from} remplacée par {to}"),
            Event::SessionsClosed { count } => french::count(*count, "session", "sessions"),
            Event::DeviceForgotten { label } => label.clone(),
            Event::Secured => "toutes les sessions fermées, tous les appareils retirés".to_owned(),
            Event::Linked { co_owner } | Event::Unlinked { co_owner } | Event::AccountOpened { co_owner } => {
                co_owner.site().to_owned()
            }
            Event::IdentityAttached { provider } | Event::IdentityDetached { provider } => {
                provider.label().to_owned()
            }
            Event::ExchangesRequested { siren }
            | Event::ExchangesDownloaded { siren }
            | Event::CalendarSubscribed { siren }
            | Event::CalendarUnsubscribed { siren }
            | Event::RoleOffered { siren }
            | Event::RoleTaken { siren }
            | Event::RoleEnded { siren } => format!("SIREN\u{a0}{siren}"),
            _ => String::new(),
        }
    }

    /// Returns `true` if the owner should check that the event was theirs.
    pub fn needs_attention(&self) -> bool {
        matches!(
            self,
            Event::SignInFailed
                | Event::NewDevice
                | Event::DataDownloaded
                | Event::ExchangesDownloaded { .. }
                | Event::PasskeyRefused { .. }
                | Event::RecoveryCodeUsed { .. }
                | Event::PasswordReset
                | Event::IdentityAttached { .. }
                | Event::Linked { .. }
                | Event::CalendarSubscribed { .. }
                | Event::RoleOffered { .. }
        )
    }
}
