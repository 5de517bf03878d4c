/// Guard that counts an upload in the metrics until it is dropped.
pub struct InFlight;

impl InFlight {
    pub fn begin() -> Self {
        metrics::gauge!("uploads_in_flight").increment(1);
        Self
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        metrics::gauge!("uploads_in_flight").decrement(1);
    }
}
