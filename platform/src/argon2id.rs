//! Argon2id whose memory goes back to the system after each hash (`docs/adr/0027`).

use argon2::{
    Algorithm, Argon2, Block, Params, Version,
    password_hash::{
        CustomizedPasswordHasher, PasswordHasher, Result,
        phc::{Output, ParamsString, PasswordHash, Salt},
    },
};

/// Blocks of 1 KiB for which address space is reserved. The allocator of glibc maps allocations of more than 32 MiB apart
/// and unmaps them when they are freed; smaller ones stay in the memory of the thread that hashed. Blocks that are not
/// used take no memory.
const RESERVED_BLOCKS: usize = 33 * 1024;

/// Argon2id with the parameters of the OWASP cheat sheet: 19 MiB, 2 passes, 1 lane (the library's defaults).
#[derive(Clone, Debug, Default)]
pub(crate) struct Argon2id(Params);

impl Argon2id {
    /// Returns a hasher with the smallest parameters of the algorithm.
    pub(crate) fn cheap() -> Result<Argon2id> {
        let params = Params::new(Params::MIN_M_COST, Params::MIN_T_COST, Params::MIN_P_COST, None)?;
        Ok(Argon2id(params))
    }
}

impl PasswordHasher<PasswordHash> for Argon2id {
    fn hash_password_with_salt(&self, password: &[u8], salt: &[u8]) -> Result<PasswordHash> {
        self.hash_password_with_params(password, salt, self.0.clone())
    }
}

impl CustomizedPasswordHasher<PasswordHash> for Argon2id {
    type Params = Params;

    fn hash_password_customized(
        &self,
        password: &[u8],
        salt: &[u8],
        algorithm: Option<&str>,
        version: Option<u32>,
        params: Params,
    ) -> Result<PasswordHash> {
        let algorithm = algorithm.map(Algorithm::try_from).transpose()?.unwrap_or_default();
        let version = version.map(Version::try_from).transpose()?.unwrap_or_default();
        let salt = Salt::new(salt)?;
        let mut output = vec![0; params.output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN)];
        let memory = blocks(params.block_count());
        let hasher = Argon2::new(algorithm, version, params.clone());
        hasher.hash_password_into_with_memory(password, &salt, &mut output, memory)?;
        Ok(PasswordHash {
            algorithm: algorithm.ident(),
            version: Some(version.into()),
            params: ParamsString::try_from(&params)?,
            salt: Some(salt),
            hash: Some(Output::new(&output)?),
        })
    }
}

fn blocks(count: usize) -> Vec<Block> {
    let mut blocks = Vec::with_capacity(count.max(RESERVED_BLOCKS));
    blocks.resize(count, Block::new());
    blocks
}

#[cfg(test)]
mod tests {
    use argon2::PasswordVerifier;

    use super::*;

    #[test]
    fn hashes_are_those_of_the_library() {
        let ours = Argon2id::default().hash_password(b"secret").expect("a hash");
        Argon2::default().verify_password(b"secret", &ours).expect("the library accepts it");
        let theirs = Argon2::default().hash_password(b"secret").expect("a hash");
        Argon2id::default().verify_password(b"secret", &theirs).expect("accepted");
        let cheap = Argon2id::cheap().expect("a hasher").hash_password(b"secret").expect("a hash");
        Argon2id::default().verify_password(b"secret", &cheap).expect("with the parameters of the hash");
        assert!(Argon2id::default().verify_password(b"Secret", &theirs).is_err());
    }
}
