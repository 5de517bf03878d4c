use std::collections::BTreeSet;

use domain::path;

use platform::{Error, db::Moment, transparency};

use super::{
    files,
    letter::ExchangesReadyLetter,
    manifest::{Manifest, grouped},
    pages,
    reader::Reader,
};
use crate::{
    Portal,
    accounts::history::Event,
    archives::{ArchiveKind, ArchiveQueue, ArchiveWriter, Order},
};

/// The exchanges of a company in a period.
pub struct Exchanges;

/// Archives of exchanges to build.
pub type ExchangesQueue = ArchiveQueue<Exchanges>;

impl ArchiveKind for Exchanges {
    const CODE: &'static str = "echanges";
    const ROWS: &'static str = "kind = 'echanges'";
    type Letter = ExchangesReadyLetter;

    fn requested(order: &Order) -> Event {
        Event::ExchangesRequested { siren: grouped(&order.siren) }
    }

    async fn write(
        portal: &Portal,
        order: &Order,
        archive: &mut ArchiveWriter,
    ) -> Result<Vec<String>, Error> {
        let reader = Reader::of(portal, order).await?;
        let questions = reader.questions(portal, order).await?;
        let mut manifest = Manifest::new(order, portal.clock.now());
        archive.progress(0, questions.len()).await?;
        archive.add_bytes("LISEZMOI.txt", pages::READ_ME.as_bytes()).await?;
        let keys: String = portal.log_keys.verifying().iter().map(|key| format!("{key}\n")).collect();
        archive.add_bytes("registre/cles-publiques.txt", keys.as_bytes()).await?;
        let mut stamped = BTreeSet::new();
        for (done, id) in questions.iter().enumerate() {
            if let Some(conversation) = reader.readable(portal, *id).await? {
                let written = files::write_question(portal, &conversation, archive).await?;
                stamped.extend(written.stamped);
                manifest.add(conversation, written.left_out);
            }
            archive.progress(done + 1, questions.len()).await?;
        }
        for size in stamped {
            let timestamp = transparency::stamped_checkpoint(portal, size).await?.reply;
            archive.add_bytes(&format!("registre/horodatage-{size}.tsr"), &timestamp).await?;
        }
        archive.add_bytes("index.html", pages::index(&manifest)?.as_bytes()).await?;
        let listed = manifest.json(archive.entries())?;
        archive.add_bytes("manifeste.json", listed.as_bytes()).await?;
        let sums = Manifest::sums(archive.entries());
        archive.add_bytes("SHA256SUMS", sums.as_bytes()).await?;
        Ok(manifest.has_confidential().then(|| order.siren.clone()).into_iter().collect())
    }

    fn letter(portal: &Portal, order: &Order, first_name: String, until: Moment) -> ExchangesReadyLetter {
        ExchangesReadyLetter {
            first_name,
            siren: grouped(&order.siren),
            until: until.french_minute(),
            link: portal.link(path::EXCHANGES_ARCHIVE),
        }
    }
}
