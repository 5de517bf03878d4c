//! Typed identifiers, so that the compiler distinguishes those of accounts, sessions and other rows.
//!
//! All are UUIDs of version 7, stored as `UUID` and written in lower case with hyphens in addresses and JSON.

#[doc(hidden)]
pub use uuid::{Error as Malformed, Uuid};

/// Defines identifier types: `identifiers! { /// An account. AccountId, SessionId }`.
#[macro_export]
macro_rules! identifiers {
    ($($(#[$documentation:meta])* $name:ident),* $(,)?) => {
        $(
            $(#[$documentation])*
            #[derive(
                Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, ::serde::Serialize, ::serde::Deserialize,
                ::sqlx::Type,
            )]
            #[serde(transparent)]
            #[sqlx(transparent)]
            pub struct $name($crate::id::Uuid);

            impl $name {
                /// Lowest identifier: belongs to no row.
                pub const NIL: Self = Self($crate::id::Uuid::nil());
                /// Highest identifier: belongs to no row.
                pub const MAX: Self = Self($crate::id::Uuid::max());

                /// Generates a new identifier, greater than those generated before.
                pub fn generate() -> Self {
                    Self($crate::id::Uuid::now_v7())
                }

                pub const fn from_u128(value: u128) -> Self {
                    Self($crate::id::Uuid::from_u128(value))
                }

                pub const fn as_u128(self) -> u128 {
                    self.0.as_u128()
                }

                pub const fn as_bytes(&self) -> &[u8; 16] {
                    self.0.as_bytes()
                }

                pub const fn is_nil(self) -> bool {
                    self.0.is_nil()
                }

                /// Formats the identifier as 32 hexadecimal digits, without hyphens.
                pub fn simple(self) -> String {
                    self.0.simple().to_string()
                }
            }

            impl From<$crate::id::Uuid> for $name {
                fn from(id: $crate::id::Uuid) -> Self {
                    Self(id)
                }
            }

            impl From<$name> for $crate::id::Uuid {
                fn from(id: $name) -> Self {
                    id.0
                }
            }

            impl ::std::fmt::Display for $name {
                fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                    ::std::fmt::Display::fmt(&self.0, f)
                }
            }

            impl ::std::str::FromStr for $name {
                type Err = $crate::id::Malformed;

                fn from_str(text: &str) -> Result<Self, $crate::id::Malformed> {
                    text.parse().map(Self)
                }
            }
        )*
    };
}

identifiers! {
    /// An attempt counted by a rate limit.
    AttemptId,
    /// A payment by card, at the portal and at the co-owner.
    CardPaymentId,
    /// A change of rights pushed by a co-owner.
    EventId,
    MailId,
    /// A row of an outbox, whatever its table.
    OutboxRowId,
    /// An HTTP request, in the log.
    RequestId,
    SmsId,
}

impl From<OutboxRowId> for MailId {
    fn from(row: OutboxRowId) -> Self {
        Self(row.0)
    }
}

impl From<OutboxRowId> for SmsId {
    fn from(row: OutboxRowId) -> Self {
        Self(row.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_parse_back() {
        let id = AttemptId::generate();
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(serde_json::to_string(&id).expect("JSON"), format!("\"{id}\""));
        assert!("tentative".parse::<AttemptId>().is_err());
    }
}
