//! Reasons for which an upload fails.

use std::error::Error;

use axum::extract::multipart::MultipartError;

use super::limited_body::TooLong;
use crate::listener::TooSlow;

/// Reason for which an upload failed. The file name is empty if it is unknown.
pub enum Failure {
    SignedOut,
    /// More than 10 MB, with the name of the file.
    TooLarge(String),
    /// The connection broke during the file of this name.
    Interrupted(String),
    /// Below the minimum throughput, or over the time limit.
    Slow,
    /// Not a body that the forms of the portal send.
    NotAnUpload,
    /// The page of the form showed another company than the current one, with its SIREN.
    OtherCompany(String),
    /// The page of the form was one of another person, who had signed in before in this browser.
    OtherPerson,
    /// Refused by a use case.
    Refused(platform::Error),
}

impl Failure {
    /// Failure of reading a part; `name` is the name of the file being received, empty for other fields.
    pub fn of_part(error: &MultipartError, name: &str) -> Self {
        Self::of_body(error, name)
    }

    /// Failure of reading a body; `name` as for [`Failure::of_part`].
    pub fn of_body(error: &(dyn Error + 'static), name: &str) -> Self {
        let mut cause = Some(error);
        while let Some(error) = cause {
            if error.is::<TooLong>() {
                return Failure::TooLarge(name.to_owned());
            }
            if error.is::<TooSlow>() {
                return Failure::Slow;
            }
            cause = error.source();
        }
        if name.is_empty() { Failure::NotAnUpload } else { Failure::Interrupted(name.to_owned()) }
    }
}

impl From<platform::Error> for Failure {
    fn from(error: platform::Error) -> Self {
        Failure::Refused(error)
    }
}
