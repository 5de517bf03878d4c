use domain::path;
use platform::{Error, db::Moment};

use super::content;
use crate::{
    Portal,
    accounts::history::Event,
    archives::{ArchiveKind, ArchiveQueue, ArchiveWriter, Order, entry_name},
    personal_data::letters::ExportReadyLetter,
};

/// The copy of a person's data.
pub struct DataCopy;

/// Copies to build.
pub type ExportQueue = ArchiveQueue<DataCopy>;

impl ArchiveKind for DataCopy {
    const CODE: &'static str = "donnees";
    const ROWS: &'static str = "kind = 'donnees'";
    type Letter = ExportReadyLetter;

    fn requested(_: &Order) -> Event {
        Event::DataRequested
    }

    async fn write(
        portal: &Portal,
        order: &Order,
        archive: &mut ArchiveWriter,
    ) -> Result<Vec<String>, Error> {
        let content = content::collect(portal, order.account_id).await?;
        let total = content.texts.len() + content.files.len();
        archive.progress(0, total).await?;
        for (name, text) in &content.texts {
            archive.add_bytes(name, text.as_bytes()).await?;
        }
        for (done, file) in (content.texts.len()..).zip(&content.files) {
            archive.progress(done, total).await?;
            match portal.files.open(&file.key).await {
                Ok(bytes) => archive.add_file(&entry_path(&file.folder, &file.name), bytes).await?,
                // Removed from its draft meanwhile.
                Err(Error::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(content.confidential_sirens)
    }

    fn letter(portal: &Portal, _: &Order, first_name: String, until: Moment) -> ExportReadyLetter {
        ExportReadyLetter { first_name, until: until.french_minute(), link: portal.link(path::MY_DATA) }
    }
}

fn entry_path(folder: &str, name: &str) -> String {
    format!("pieces/{}/{}", entry_name(folder), entry_name(name))
}
