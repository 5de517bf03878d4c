//! Crockford's base 32 (no I, L, O, U) with a check symbol, for references that are dictated over the
//! telephone and typed back.

pub(crate) const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Splits the low `5 × count` bits into groups of five, the highest first.
pub(crate) fn symbols(bits: u64, count: u32) -> Vec<u8> {
    (0..count).rev().map(|index| ((bits >> (index * 5)) & 31) as u8).collect()
}

/// Value of an upper-case symbol. `O` is read as `0`, `I` and `L` as `1`.
pub(crate) fn value_of(byte: u8) -> Option<u8> {
    let byte = match byte {
        b'O' => b'0',
        b'I' | b'L' => b'1',
        other => other,
    };
    ALPHABET.iter().position(|symbol| *symbol == byte).map(|index| index as u8)
}

/// Computes a weighted sum in GF(32), where each weight is twice the previous one: it detects any single
/// wrong symbol and any swap of two symbols.
pub(crate) fn check_symbol(values: impl Iterator<Item = u8>) -> u8 {
    values.fold(0, |sum, value| double(sum ^ value))
}

/// Multiplies by two in GF(32), modulo x⁵ + x² + 1.
fn double(value: u8) -> u8 {
    let shifted = value << 1;
    if shifted & 32 == 0 { shifted } else { shifted ^ 0b10_0101 }
}
