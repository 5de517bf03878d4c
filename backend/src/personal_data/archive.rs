//! The ZIP of a copy, written as it grows: never whole in memory, never on a disk but the store's.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex, PoisonError},
};

use anyhow::Context;
use futures::StreamExt;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions, write::StreamWriter};

use crate::{
    Error, Portal,
    files::{Content, Stored, Upload},
};

/// Far more than a person can have sent; a bound all the same.
const LIMIT: u64 = 32 * 1024 * 1024 * 1024;

/// What the ZIP writer wrote and the store does not have yet.
#[derive(Clone, Default)]
struct Pending(Arc<Mutex<Vec<u8>>>);

impl Pending {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Pending {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

pub(super) struct Archive {
    zip: ZipWriter<StreamWriter<Pending>>,
    pending: Pending,
    upload: Upload,
}

impl Archive {
    pub async fn begin(portal: &Portal) -> Result<Archive, Error> {
        let pending = Pending::default();
        let upload = portal.files.begin(LIMIT).await?;
        Ok(Archive { zip: ZipWriter::new_stream(pending.clone()), pending, upload })
    }

    pub async fn add_text(&mut self, name: &str, text: &str) -> Result<(), Error> {
        self.open_entry(name)?;
        self.zip.write_all(text.as_bytes())?;
        self.pass_on().await
    }

    pub async fn add_file(&mut self, name: &str, mut content: Content) -> Result<(), Error> {
        self.open_entry(name)?;
        while let Some(piece) = content.stream.next().await {
            self.zip.write_all(&piece?)?;
            self.pass_on().await?;
        }
        Ok(())
    }

    /// When this returns, the archive survives a power cut.
    pub async fn finish(self) -> Result<Stored, Error> {
        let Archive { zip, pending, mut upload } = self;
        zip.finish().context("the end of an archive")?;
        upload.write(&pending.take()).await?;
        Ok(upload.finish().await?)
    }

    /// Stored as it is: documents and images are compressed already.
    fn open_entry(&mut self, name: &str) -> Result<(), Error> {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        Ok(self.zip.start_file(name, options).context("an entry of an archive")?)
    }

    async fn pass_on(&mut self) -> Result<(), Error> {
        Ok(self.upload.write(&self.pending.take()).await?)
    }
}

/// A name that stays in its folder, whatever system unpacks it.
pub(super) fn entry_name(name: &str) -> String {
    let plain =
        |c: char| !c.is_control() && !matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
    let name: String = name.chars().map(|c| if plain(c) { c } else { '_' }).collect();
    name.trim_start_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::entry_name;

    #[test]
    fn names_stay_in_their_folder() {
        for (name, expected) in [
            ("facture.pdf", "facture.pdf"),
            ("../../etc/passwd", "_.._etc_passwd"),
            ("C:\\été.pdf", "C__été.pdf"),
            ("a\nb", "a_b"),
        ] {
            assert_eq!(entry_name(name), expected);
        }
    }
}
