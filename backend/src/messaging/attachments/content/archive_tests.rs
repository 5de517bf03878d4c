use std::io::{Cursor, Write};

use domain::attachment::{RefusedFormat, type_of};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::{Refusal, inspect_archive};

fn options(method: CompressionMethod) -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(method)
}

fn packed(method: CompressionMethod, entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        zip.start_file(*name, options(method)).expect("an entry");
        zip.write_all(content).expect("written");
    }
    zip.finish().expect("an archive").into_inner()
}

fn deflated(entries: &[(&str, &[u8])]) -> Vec<u8> {
    packed(CompressionMethod::Deflated, entries)
}

/// An archive as programs write it that cannot go back: sizes follow the content of each entry.
fn streamed(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = Vec::new();
    let mut zip = ZipWriter::new_stream(&mut file);
    for (name, content) in entries {
        zip.start_file(*name, options(CompressionMethod::Deflated)).expect("an entry");
        zip.write_all(content).expect("written");
    }
    zip.finish().expect("an archive");
    file
}

fn bomb(megabytes: usize) -> Vec<u8> {
    deflated(&[("note.txt", &vec![b' '; megabytes * 1024 * 1024])])
}

fn inspect_as(name: &str, bytes: &[u8]) -> Result<(), Refusal> {
    inspect_archive(type_of(name).expect("an accepted type"), bytes)
}

fn inspect(bytes: &[u8]) -> Result<(), Refusal> {
    inspect_as("a.zip", bytes)
}

/// Positions of a signature.
fn positions(bytes: &[u8], signature: &[u8]) -> Vec<usize> {
    memchr::memmem::find_iter(bytes, signature).collect()
}

const LOCAL: &[u8] = b"PK\x03\x04";
const ENTRY: &[u8] = b"PK\x01\x02";
const END: &[u8] = b"PK\x05\x06";

fn patch(mut bytes: Vec<u8>, at: usize, value: &[u8]) -> Vec<u8> {
    bytes[at..at + value.len()].copy_from_slice(value);
    bytes
}

/// Writes a field into the last occurrence of a record.
fn patch_record(bytes: Vec<u8>, record: &[u8], field: usize, value: &[u8]) -> Vec<u8> {
    let at = positions(&bytes, record).pop().expect("the record") + field;
    patch(bytes, at, value)
}

fn with_comment(bytes: Vec<u8>, comment: &[u8]) -> Vec<u8> {
    let mut bytes = patch_record(bytes, END, 20, &(comment.len() as u16).to_le_bytes());
    bytes.extend(comment);
    bytes
}

#[test]
fn ordinary_archives_and_documents_are_accepted() {
    let text = "une ligne\n".repeat(1000);
    let entries = [("facture.pdf", b"%PDF-1.7\n".as_slice()), ("annexe/été.txt", text.as_bytes())];
    let spreadsheet = deflated(&[("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<workbook/>")]);
    let document = deflated(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/media/image1.emz", b"\x1f\x8b\x08\0\0\0\0\0"),
        ("word/embeddings/classeur.xlsx", &spreadsheet),
    ]);
    let open_document = deflated(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("META-INF/manifest.xml", b"<manifest:manifest/>"),
    ]);
    let shifted = [b"PK\x07\x08".to_vec(), deflated(&entries)].concat();
    for (name, archive) in [
        ("a.zip", deflated(&entries)),
        ("a.zip", packed(CompressionMethod::Stored, &entries)),
        ("a.zip", streamed(&entries)),
        ("a.zip", with_comment(deflated(&entries), b"un commentaire")),
        ("a.zip", shifted),
        ("a.xlsx", spreadsheet.clone()),
        ("a.docx", document.clone()),
        ("a.odt", open_document),
        ("a.zip", packed(CompressionMethod::Stored, &[("devis.docx", &document), ("b.xlsx", &spreadsheet)])),
        ("a.zip", streamed(&[("devis.docx", &document), ("copie.docx", &document)])),
        // Small texts may compress a thousand times.
        ("a.zip", bomb(9)),
    ] {
        assert_eq!(inspect_as(name, &archive), Ok(()), "{name} {}", archive.escape_ascii());
    }
}

#[test]
fn bombs_are_refused_wherever_they_begin() {
    let bomb = bomb(12);
    assert_eq!(inspect(&bomb), Err(Refusal::Bomb));
    assert_eq!(inspect_as("a.xlsx", &bomb), Err(Refusal::Bomb));
    for prefix in [b"PK\x07\x08".as_slice(), b"PK00"] {
        assert_eq!(inspect(&[prefix, &bomb].concat()), Err(Refusal::Bomb), "{prefix:?}");
    }
    let many: Vec<(String, Vec<u8>)> =
        (0..8).map(|index| (format!("{index}.txt"), vec![0; 2 * 1024 * 1024])).collect();
    let many: Vec<(&str, &[u8])> =
        many.iter().map(|(name, content)| (name.as_str(), content.as_slice())).collect();
    assert_eq!(inspect(&deflated(&many)), Err(Refusal::Bomb));
    assert_eq!(inspect(&streamed(&many[..6])), Err(Refusal::Bomb));
}

#[test]
fn bombs_in_nested_documents_are_refused_whatever_their_name() {
    for name in ["devis.docx", "facture.pdf", "sans extension"] {
        for pack in [CompressionMethod::Stored, CompressionMethod::Deflated] {
            let archive = packed(pack, &[("note.txt", b"note"), (name, &bomb(12))]);
            assert_eq!(inspect(&archive), Err(Refusal::Bomb), "{name}");
        }
    }
    // Small one by one, large together.
    let inner = bomb(2);
    let names: Vec<String> = (0..10).map(|index| format!("{index}.docx")).collect();
    let entries: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), inner.as_slice())).collect();
    assert_eq!(inspect(&deflated(&entries)), Err(Refusal::Bomb));
    let mut deep = deflated(&[("note.txt", b"note")]);
    for level in 0..4 {
        assert_eq!(inspect(&deep), if level < 3 { Ok(()) } else { Err(Refusal::Nested) }, "{level}");
        deep = deflated(&[("document.docx", &deep)]);
    }
}

#[test]
fn directory_that_lies_about_sizes_is_refused() {
    let bomb = bomb(12);
    let small = 1000_u32.to_le_bytes();
    // In the directory alone, then in the entry too.
    let lying = patch_record(bomb, ENTRY, 24, &small);
    assert_eq!(inspect(&lying), Err(Refusal::Damaged));
    let lying = patch(lying, 22, &small);
    assert_eq!(inspect(&lying), Err(Refusal::Damaged));
    let streamed = streamed(&[("note.txt", &vec![0; 12 * 1024 * 1024])]);
    assert_eq!(inspect(&patch_record(streamed, ENTRY, 24, &small)), Err(Refusal::Damaged));
    // Other contents, methods, names and places than those of the entry.
    let archive = deflated(&[("facture.txt", b"contenu contenu contenu"), ("b.txt", b"b")]);
    let entry = positions(&archive, ENTRY)[0];
    for (field, value) in
        [(10, [0, 0]), (16, [7, 7]), (20, [1, 0]), (42, [1, 0]), (42, [50, 0]), (46, *b"FA"), (8, [8, 0])]
    {
        let lying = patch(archive.clone(), entry + field, &value);
        assert_eq!(inspect(&lying), Err(Refusal::Damaged), "{field}");
    }
    // Below the ratio, but above the size.
    let large = packed(CompressionMethod::Stored, &[("a.bin", &[1; 6 * 1024 * 1024]), ("b.txt", b"b")]);
    let large = patch_record(large, ENTRY, 24, &250_000_000_u32.to_le_bytes());
    assert_eq!(inspect(&large), Err(Refusal::Bomb));
}

#[test]
fn archives_with_two_directories_are_refused() {
    let (bomb, small) = (bomb(12), deflated(&[("note.txt", b"note")]));
    let end = |bytes: &[u8]| bytes[bytes.len() - 22..].to_vec();
    let length = small.len() as u32;
    let appended = [bomb.clone(), small.clone()].concat();
    let start = positions(&appended, ENTRY)[1];
    // With the offsets of the second archive corrected, as if the first one were unused space.
    let corrected = patch(appended.clone(), start + 42, &(bomb.len() as u32).to_le_bytes());
    let corrected = patch_record(corrected, END, 16, &(start as u32).to_le_bytes());
    let directory = positions(&bomb, ENTRY)[0];
    for (index, ambiguous) in [
        appended,
        corrected,
        [small.clone(), bomb.clone()].concat(),
        with_comment(small.clone(), &bomb),
        with_comment(bomb.clone(), &small),
        // A second end record, after the first or in its comment.
        [small.clone(), end(&small)].concat(),
        [small.clone(), end(&bomb)].concat(),
        with_comment(small.clone(), &end(&small)),
        with_comment(small.clone(), &[b"note ".to_vec(), end(&bomb), b" fin".to_vec()].concat()),
        // Bytes that no record covers.
        [small.clone(), b"suite".to_vec()].concat(),
        [b"suite".to_vec(), small.clone()].concat(),
        [small[..positions(&small, END)[0]].to_vec(), bomb[directory..].to_vec()].concat(),
    ]
    .into_iter()
    .enumerate()
    {
        let refused = inspect(&ambiguous);
        assert!(
            matches!(refused, Err(Refusal::Damaged | Refusal::Mismatch | Refusal::Bomb)),
            "{index}: {refused:?}"
        );
    }
    // Counts, size and place of the directory.
    for (field, value) in
        [(8, 0_u32), (8, 2), (10, 0), (10, 2), (12, 1), (12, length), (16, 0), (16, 1), (4, 1)]
    {
        let lying = patch_record(small.clone(), END, field, &value.to_le_bytes()[..2]);
        let refused = inspect(&lying);
        assert!(matches!(refused, Err(Refusal::Damaged | Refusal::Mismatch)), "{field} {value}: {refused:?}");
    }
}

#[test]
fn entries_that_the_directory_does_not_name_are_refused() {
    let archive = deflated(&[("note.txt", b"note"), ("cache.txt", b"autre")]);
    let (first, second) = (positions(&archive, ENTRY)[0], positions(&archive, ENTRY)[1]);
    let end = positions(&archive, END)[0];
    // The last entry leaves the directory, whose end record is corrected.
    let mut hidden = [&archive[..second], &archive[end..]].concat();
    for (field, value) in [(8, 1_u16), (10, 1), (12, (second - first) as u16)] {
        hidden = patch_record(hidden, END, field, &value.to_le_bytes());
    }
    assert_eq!(inspect(&hidden), Err(Refusal::Damaged));
    // It stays there, but the counts do not include it.
    let mut uncounted = archive.clone();
    for field in [8, 10] {
        uncounted = patch_record(uncounted, END, field, &[1, 0]);
    }
    assert_eq!(inspect(&uncounted), Err(Refusal::Damaged));
    // Both entries use the same bytes.
    let overlapping = patch(archive, second + 42, &[0; 4]);
    assert_eq!(inspect(&overlapping), Err(Refusal::Damaged));
    assert!(positions(&hidden, LOCAL).len() > positions(&hidden, ENTRY).len());
}

#[test]
fn too_many_entries_are_refused() {
    let archive = |count: usize| {
        let names: Vec<String> = (0..count).map(|index| index.to_string()).collect();
        let entries: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"".as_slice())).collect();
        packed(CompressionMethod::Stored, &entries)
    };
    assert_eq!(inspect(&archive(2_000)), Ok(()));
    assert_eq!(inspect(&archive(2_001)), Err(Refusal::TooManyEntries));
    let documents: Vec<Vec<u8>> = (0..6).map(|_| archive(1_900)).collect();
    let names: Vec<String> = (0..6).map(|index| format!("{index}.docx")).collect();
    let entries: Vec<(&str, &[u8])> =
        names.iter().zip(&documents).map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    assert_eq!(inspect(&deflated(&entries)), Err(Refusal::TooManyEntries));
}

#[test]
fn other_archives_inside_are_refused_by_name_and_by_content() {
    let mut tar = vec![b'a'; 512];
    tar[257..262].copy_from_slice(b"ustar");
    for (name, content) in [
        ("Autre.ZIP", b"contenu".as_slice()),
        ("dossier/autre.tar.gz", b"contenu"),
        ("facture.pdf", b"7z\xbc\xaf\x27\x1c\0\x04"),
        ("facture.pdf", b"Rar!\x1a\x07\x01\0"),
        ("facture.pdf", b"\x1f\x8b\x08\0\0\0\0\0"),
        ("facture.pdf", b"BZh91AY&SY\0\0"),
        ("facture", &tar),
    ] {
        assert_eq!(inspect(&deflated(&[("a.txt", b"a"), (name, content)])), Err(Refusal::Nested), "{name}");
    }
    // The first letters of a text prove nothing.
    for text in ["BZh est une signature", "7z est un logiciel", "Rar! Un texte", "PK, initiales"] {
        assert_eq!(inspect(&deflated(&[("a.txt", text.as_bytes())])), Ok(()), "{text}");
    }
}

#[test]
fn protected_and_unknown_entries_are_refused() {
    let archive = deflated(&[("a.txt", b"contenu contenu contenu")]);
    let mut protected = patch(archive.clone(), 6, &[1, 0]);
    protected = patch_record(protected, ENTRY, 8, &[1, 0]);
    assert_eq!(inspect(&protected), Err(Refusal::Encrypted));
    let manifest = br#"<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/>"#;
    let open_document = deflated(&[("mimetype", b"x"), ("META-INF/manifest.xml", manifest)]);
    assert_eq!(inspect_as("a.odt", &open_document), Err(Refusal::Encrypted));
    let macros = deflated(&[("[Content_Types].xml", b"<Types/>"), ("xl/vbaProject.bin", b"\xd0\xcf")]);
    assert_eq!(inspect_as("a.xlsx", &macros), Err(Refusal::Format(RefusedFormat::Macros)));
    // Compressed with bzip2 or LZMA, which the portal cannot unpack.
    for method in [12, 14] {
        let unknown = patch(archive.clone(), 8, &[method, 0]);
        let unknown = patch_record(unknown, ENTRY, 10, &[method, 0]);
        assert_eq!(inspect(&unknown), Err(Refusal::Damaged), "{method}");
    }
    // Altered, cut, empty, not an archive.
    assert_eq!(inspect(&patch(archive.clone(), 40, b"x")), Err(Refusal::Damaged));
    for broken in [&archive[..archive.len() - 3], &archive[..40], b"", b"MZ\x90\0 not an archive at all"] {
        assert_eq!(inspect(broken), Err(Refusal::Mismatch));
    }
    assert_eq!(inspect(&deflated(&[])), Err(Refusal::Mismatch));
}
