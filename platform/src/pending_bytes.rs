use std::{
    io::{self, Write},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Bytes that were written and not taken yet. All clones have the same bytes: one belongs to the writer, which does not
/// give it back, and another one takes the bytes.
#[derive(Clone, Default)]
pub struct PendingBytes(Arc<Mutex<Vec<u8>>>);

impl PendingBytes {
    pub fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.bytes())
    }

    /// Returns the number of bytes.
    pub fn count(&self) -> usize {
        self.bytes().len()
    }

    fn bytes(&self) -> MutexGuard<'_, Vec<u8>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Write for PendingBytes {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
