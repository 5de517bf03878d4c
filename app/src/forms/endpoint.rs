//! Address and name of a form.

use domain::path;
use leptos::server_fn::ServerFn;

/// Address and name of a form, from the `endpoint` of its server function, the one place where they are written.
pub trait Endpoint: ServerFn {
    /// Address the form is posted to: `/form/connexion`.
    const ACTION: &'static str = Self::PATH;
    /// Name of the form in flashes and parked forms: `connexion`.
    const NAME: &'static str = Self::PATH.split_at(path::FORMS.len()).1;
}

impl<F: ServerFn> Endpoint for F {}
