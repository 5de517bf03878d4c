//! Streams the ZIP file of a copy of personal data into the file store, without holding it in memory or on another
//! disk.

use std::io::Write;

use anyhow::Context;
use futures::StreamExt;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions, write::StreamWriter};

use platform::{
    Error, PendingBytes,
    files::{Content, StoredFile, Upload},
};

use crate::Portal;

/// Maximum size in bytes, far above what a person can have sent.
const MAX_BYTES: u64 = 32 * 1024 * 1024 * 1024;

/// ZIP file being written.
pub(super) struct Archive {
    zip: ZipWriter<StreamWriter<PendingBytes>>,
    pending: PendingBytes,
    upload: Upload,
}

impl Archive {
    pub async fn begin(portal: &Portal) -> Result<Archive, Error> {
        let pending = PendingBytes::default();
        let upload = portal.files.begin(MAX_BYTES).await?;
        Ok(Archive { zip: ZipWriter::new_stream(pending.clone()), pending, upload })
    }

    pub async fn add_text(&mut self, name: &str, text: &str) -> Result<(), Error> {
        self.open_entry(name)?;
        self.zip.write_all(text.as_bytes())?;
        self.flush_pending().await
    }

    pub async fn add_file(&mut self, name: &str, mut content: Content) -> Result<(), Error> {
        self.open_entry(name)?;
        while let Some(piece) = content.stream.next().await {
            self.zip.write_all(&piece?)?;
            self.flush_pending().await?;
        }
        Ok(())
    }

    /// Completes the archive and makes it durable.
    pub async fn finish(self) -> Result<StoredFile, Error> {
        let Archive { zip, pending, mut upload } = self;
        zip.finish().context("failed to finish an archive")?;
        upload.write(&pending.take()).await?;
        Ok(upload.finish().await?)
    }

    /// Starts an entry without compression: documents and images are compressed already.
    fn open_entry(&mut self, name: &str) -> Result<(), Error> {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        Ok(self.zip.start_file(name, options).context("failed to start an archive entry")?)
    }

    async fn flush_pending(&mut self) -> Result<(), Error> {
        Ok(self.upload.write(&self.pending.take()).await?)
    }
}

/// Makes a name safe to unpack on any system: it stays in its folder.
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
    fn entry_names_stay_in_their_folder() {
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
