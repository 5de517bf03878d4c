//! The encoders and their settings (docs/adr/0030).

use std::cell::RefCell;
use std::io::{self, Write};

use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, write::GzEncoder};
use zstd::bulk::Compressor;

use super::accepted::Coding;

const ZSTD_LEVEL: i32 = 3;
const BROTLI_QUALITY: i32 = 5;
/// Logarithm of brotli's window in bytes: larger than most pages. The default of 4 MB is reserved and filled with zeros
/// for each of them.
const BROTLI_WINDOW: i32 = 18;
const GZIP_LEVEL: u32 = 4;

thread_local! {
    /// Reused, so that its tables are reserved once.
    static ZSTD: RefCell<Option<Compressor<'static>>> = const { RefCell::new(None) };
}

/// Returns the bytes in this coding.
pub fn encode(bytes: &[u8], coding: Coding) -> io::Result<Vec<u8>> {
    match coding {
        Coding::Zstd => zstd(bytes),
        Coding::Brotli => brotli(bytes),
        Coding::Gzip => gzip(bytes),
    }
}

fn zstd(bytes: &[u8]) -> io::Result<Vec<u8>> {
    ZSTD.with_borrow_mut(|reused| {
        let compressor = match reused {
            Some(compressor) => compressor,
            None => reused.insert(Compressor::new(ZSTD_LEVEL)?),
        };
        compressor.compress(bytes)
    })
}

fn brotli(mut bytes: &[u8]) -> io::Result<Vec<u8>> {
    let parameters = BrotliEncoderParams {
        quality: BROTLI_QUALITY,
        lgwin: BROTLI_WINDOW,
        size_hint: bytes.len(),
        ..BrotliEncoderParams::default()
    };
    let mut encoded = Vec::with_capacity(bytes.len() / 4);
    brotli::BrotliCompress(&mut bytes, &mut encoded, &parameters)?;
    Ok(encoded)
}

fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 4), Compression::new(GZIP_LEVEL));
    encoder.write_all(bytes)?;
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn decoded(bytes: &[u8], coding: Coding) -> Vec<u8> {
        let mut decoded = Vec::new();
        match coding {
            Coding::Zstd => zstd::stream::copy_decode(bytes, &mut decoded).map(|()| 0),
            Coding::Brotli => brotli::Decompressor::new(bytes, 4096).read_to_end(&mut decoded),
            Coding::Gzip => flate2::read::GzDecoder::new(bytes).read_to_end(&mut decoded),
        }
        .expect("valid");
        decoded
    }

    #[test]
    fn encoded_bytes_are_decoded_to_the_same() {
        let page: Vec<u8> =
            (0..20_000).flat_map(|row| format!("<tr><td>{}</td></tr>", row * row).into_bytes()).collect();
        for coding in Coding::CHEAPEST {
            // The last ones again, because an encoder is reused after any other text.
            for bytes in [&page[..], &page[..1000], b"", "é".as_bytes(), &page[..]] {
                let encoded = encode(bytes, coding).expect("encoded");
                assert_eq!(decoded(&encoded, coding), bytes, "{coding:?}, {} bytes", bytes.len());
            }
            let encoded = encode(&page, coding).expect("encoded");
            assert!(encoded.len() < page.len() / 3, "{coding:?}: {} of {}", encoded.len(), page.len());
        }
    }
}
