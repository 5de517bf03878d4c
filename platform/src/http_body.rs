//! Bodies of answers of other servers, read up to a maximum size.

/// Reason why a body was not read.
#[derive(Debug, thiserror::Error)]
pub enum BodyError {
    #[error("the answer has more than {0} bytes")]
    TooLong(usize),
    #[error("the answer was interrupted")]
    Interrupted(#[source] reqwest::Error),
}

/// Reads a body of at most `max` bytes.
///
/// # Errors
/// [`BodyError::TooLong`] as soon as the announced or received size exceeds `max`.
pub async fn read_body(answer: &mut reqwest::Response, max: usize) -> Result<Vec<u8>, BodyError> {
    if answer.content_length().is_some_and(|length| length > max as u64) {
        return Err(BodyError::TooLong(max));
    }
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(BodyError::Interrupted)? {
        if body.len() + chunk.len() > max {
            return Err(BodyError::TooLong(max));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}
