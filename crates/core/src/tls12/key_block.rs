//! The key block: RFC 5246 §6.3.
//!
//! ```text
//! key_block = PRF(master_secret, "key expansion", server_random + client_random)
//! AEAD suites: client_write_key, server_write_key, client_write_IV, server_write_IV
//! ```

use zeroize::Zeroizing;

use super::master_secret::MasterSecret;
use crate::{
    config::Policy,
    crypto::{Provider, TrafficKeys},
    fault::{Fault, FaultKind},
    handshake::Agreed,
};

/// The longest block of any suite: two keys of 32 bytes and two fixed nonces of 12.
const MAX_LEN: usize = 2 * (32 + 12);

/// The keys of both directions.
pub(super) struct KeyBlock {
    pub(super) client_write: TrafficKeys,
    pub(super) server_write: TrafficKeys,
}

impl KeyBlock {
    pub(super) fn expand(
        provider: &Provider,
        policy: &Policy,
        agreed: &Agreed,
        master: &MasterSecret,
    ) -> Result<Self, Fault> {
        let rule = agreed.suite.aead.tls12_nonce();
        let (key_len, iv_len) = (agreed.suite.aead.key_len(), rule.fixed_iv_len());
        let mut block = Zeroizing::new([0; MAX_LEN]);
        let block = block.get_mut(..2 * (key_len + iv_len)).ok_or(FaultKind::ProviderFailed)?;
        let seed = [&agreed.server_random[..], &agreed.client_random];
        master.expand("key expansion", seed, block);
        let (keys, ivs) = block.split_at(2 * key_len);
        let (client_key, server_key) = keys.split_at(key_len);
        let (client_iv, server_iv) = ivs.split_at(iv_len);
        let max_blocks = policy.max_blocks_per_key.unwrap_or(u64::MAX);
        let keys = |key, iv| {
            TrafficKeys::new(provider, agreed.suite.aead, rule, key, iv)
                .map(|keys| keys.with_max_blocks(max_blocks))
        };
        Ok(Self {
            client_write: keys(client_key, client_iv)?,
            server_write: keys(server_key, server_iv)?,
        })
    }
}
