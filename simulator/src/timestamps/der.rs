//! Writing and reading of DER (X.690), as far as certificates and timestamps need it.

pub const SHA256: &str = "2.16.840.1.101.3.4.2.1";

/// Writes an element.
pub fn element(tag: u8, contents: &[u8]) -> Vec<u8> {
    let mut bytes = vec![tag];
    if contents.len() < 0x80 {
        bytes.push(contents.len() as u8);
    } else {
        let digits: Vec<u8> =
            contents.len().to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect();
        bytes.push(0x80 | digits.len() as u8);
        bytes.extend(digits);
    }
    bytes.extend(contents);
    bytes
}

pub fn sequence(elements: &[Vec<u8>]) -> Vec<u8> {
    element(0x30, &elements.concat())
}

pub fn set(elements: &[Vec<u8>]) -> Vec<u8> {
    let mut sorted = elements.to_vec();
    sorted.sort();
    element(0x31, &sorted.concat())
}

/// Writes an element with the tag `[number]`, constructed.
pub fn tagged(number: u8, contents: &[u8]) -> Vec<u8> {
    element(0xa0 | number, contents)
}

pub fn octets(bytes: &[u8]) -> Vec<u8> {
    element(0x04, bytes)
}

/// Writes a BIT STRING. `unused`: number of unused bits at its end.
pub fn bits(bytes: &[u8], unused: u8) -> Vec<u8> {
    element(0x03, &[&[unused], bytes].concat())
}

pub fn boolean(value: bool) -> Vec<u8> {
    element(0x01, &[if value { 0xff } else { 0 }])
}

/// Writes a positive INTEGER from its digits in base 256.
pub fn integer(digits: &[u8]) -> Vec<u8> {
    let short: Vec<u8> = digits.iter().copied().skip_while(|byte| *byte == 0).collect();
    match short.first() {
        Some(first) if *first < 0x80 => element(0x02, &short),
        _ => element(0x02, &[&[0], short.as_slice()].concat()),
    }
}

/// Writes an OBJECT IDENTIFIER from its usual form, `2.5.4.3`.
pub fn oid(text: &str) -> Vec<u8> {
    let numbers: Vec<u64> = text.split('.').filter_map(|number| number.parse().ok()).collect();
    let (first, rest) = numbers.split_at(2.min(numbers.len()));
    let mut bytes = Vec::new();
    let joined = first.iter().fold(0, |joined, number| joined * 40 + number);
    for number in std::iter::once(joined).chain(rest.iter().copied()) {
        let mut digits = vec![(number & 0x7f) as u8];
        let mut left = number >> 7;
        while left > 0 {
            digits.push((left & 0x7f) as u8 | 0x80);
            left >>= 7;
        }
        bytes.extend(digits.into_iter().rev());
    }
    element(0x06, &bytes)
}

/// Returns the tag, the contents and the rest of the first element; `None` for bytes that are no element.
pub fn split(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, rest) = bytes.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = if first < 0x80 {
        (usize::from(first), rest)
    } else {
        let count = usize::from(first & 0x7f);
        let (digits, rest) = rest.split_at_checked(count).filter(|_| (1..=3).contains(&count))?;
        (digits.iter().fold(0, |length, byte| length << 8 | usize::from(*byte)), rest)
    };
    let (contents, rest) = rest.split_at_checked(length)?;
    Some((tag, contents, rest))
}
