//! Crockford's base 32 (no I, L, O, U): numbers that are read aloud on the telephone and typed back, with a symbol
//! that tells a slip.

pub(crate) const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The last `count` groups of five bits, the highest first.
pub(crate) fn symbols(bits: u64, count: u32) -> Vec<u8> {
    (0..count).rev().map(|index| ((bits >> (index * 5)) & 31) as u8).collect()
}

/// The value of a symbol in capitals; the usual confusions (O and 0, I or L and 1) are read.
pub(crate) fn value_of(byte: u8) -> Option<u8> {
    let byte = match byte {
        b'O' => b'0',
        b'I' | b'L' => b'1',
        other => other,
    };
    ALPHABET.iter().position(|symbol| *symbol == byte).map(|index| index as u8)
}

/// A weighted sum in the field of 32 elements, each weight twice the one before: any one wrong symbol, and any two
/// exchanged, change it.
pub(crate) fn check_symbol(values: impl Iterator<Item = u8>) -> u8 {
    values.fold(0, |sum, value| double(sum ^ value))
}

/// Twice, modulo x⁵ + x² + 1.
fn double(value: u8) -> u8 {
    let shifted = value << 1;
    if shifted & 32 == 0 { shifted } else { shifted ^ 0b10_0101 }
}
