//! Addresses of the portal: the one table that routes, links, mails, redirections and tests read.
//!
//! A row is a constant; if it has parameters, the constant is the pattern of the route, in axum's syntax, and a
//! function of the same name fills it in: `QUESTION` is `/messagerie/question/{id}`, `question(7)` is
//! `/messagerie/question/7`. A row with a query has only the function.
//!
//! The address of a form is written at its server function (`app::forms::Endpoint`).

/// Declares rows of the table. The compiler checks that the parameters of a function are those of its pattern.
macro_rules! paths {
    () => {};
    ($(#[$doc:meta])* const $constant:ident = $pattern:literal; $($rest:tt)*) => {
        $(#[$doc])*
        pub const $constant: &str = $pattern;
        paths! { $($rest)* }
    };
    ($(#[$doc:meta])* fn $function:ident($($value:ident),+) = $pattern:literal; $($rest:tt)*) => {
        $(#[$doc])*
        pub fn $function($($value: impl std::fmt::Display),+) -> String {
            format!($pattern)
        }
        paths! { $($rest)* }
    };
    (
        $(#[$doc:meta])* const $constant:ident, fn $function:ident($($value:ident),+) = $pattern:literal;
        $($rest:tt)*
    ) => {
        paths! {
            $(#[$doc])* const $constant = $pattern;
            $(#[$doc])* fn $function($($value),+) = $pattern;
            $($rest)*
        }
    };
}

mod local;
mod pages;
mod services;

pub use local::{encode, is_for_staff, leaves_portal, local, sign_in_for, with_page, with_return};
pub use pages::*;
pub use services::*;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_fill_in_their_pattern() {
        assert_eq!(question(7), QUESTION.replace("{id}", "7"));
        assert_eq!(draft_files("a"), DRAFT_FILES.replace("{id}", "a"));
        assert_eq!(unlink("douane"), UNLINK.replace("{administration}", "douane"));
        assert_eq!(activation_link("secret"), "/activation?jeton=secret");
    }
}
