//! Address of the page that explains a failed sign-in at a provider.

use domain::{
    identity_provider::{Provider, ProviderFailure},
    path,
};

/// Address of the failure page. `attaching`: the person is signed in and returns to their profile.
pub fn failure_path(provider: Provider, failure: ProviderFailure, attaching: bool) -> String {
    let (provider, cause) = (provider.code(), failure.code());
    if attaching { path::attachment_failure(provider, cause) } else { path::sign_in_failure(provider, cause) }
}
