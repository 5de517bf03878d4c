use domain::mfa::SecondFactor;
use platform::secret::Token;

/// Outcome of a step of sign-in: cookies to set, and the next step.
#[derive(Debug)]
pub struct SignInOutcome {
    /// New token of the session cookie.
    pub token: Token,
    /// Token of the trusted-device cookie, if the person ticked « faire confiance ».
    pub device: Option<Token>,
    pub next: Next,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// A second factor is awaited.
    SecondFactor,
    /// Signed in, but the factor that the security level requires must be added before anything else.
    Enrol(SecondFactor),
    /// Signed in.
    Done,
}
