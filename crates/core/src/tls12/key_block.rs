//! The key block: RFC 5246 §6.3.
//!
//! ```text
//! key_block = PRF(master_secret, "key expansion", server_random + client_random)
//! cut into: client_write_MAC_key, server_write_MAC_key, client_write_key, server_write_key,
//!           client_write_IV, server_write_IV
//! ```

use super::master_secret::MasterSecret;
use crate::{
    config::Policy,
    crypto::{AeadKeys, BLOCK_LEN, CbcKeys, CryptoError, Provider, RecordCipher, TrafficKeys},
    fault::{Fault, FaultKind},
    handshake::Agreed,
    wire::ProtocolVersion,
};

/// The longest block of any suite: two MAC keys of 48 bytes, two keys of 32, two IVs of 16.
const MAX_LEN: usize = 2 * (48 + 32 + BLOCK_LEN);

/// The keys of both directions, until they are put into force.
pub(super) struct KeyBlock {
    pub(super) client_write: Option<TrafficKeys>,
    pub(super) server_write: Option<TrafficKeys>,
}

impl KeyBlock {
    pub(super) fn expand(
        provider: &Provider,
        policy: &Policy,
        agreed: &Agreed,
        master: &MasterSecret,
    ) -> Result<Self, Fault> {
        let cipher = agreed.suite.cipher;
        let (mac_len, key_len) = (cipher.mac_key_len(), cipher.key_len());
        let iv_len = iv_len(cipher, agreed.version);
        let mut block = Block([0; MAX_LEN]);
        let block =
            block.0.get_mut(..2 * (mac_len + key_len + iv_len)).ok_or(FaultKind::ProviderFailed)?;
        let seed = [&agreed.server_random[..], &agreed.client_random];
        master.expand("key expansion", seed, block);
        let (macs, rest) = block.split_at(2 * mac_len);
        let (keys, ivs) = rest.split_at(2 * key_len);
        let ((client_mac, server_mac), (client_key, server_key)) =
            (macs.split_at(mac_len), keys.split_at(key_len));
        let (client_iv, server_iv) = ivs.split_at(iv_len);
        let make = |mac, key, iv| traffic_keys(provider, policy, agreed, [mac, key, iv]);
        Ok(Self {
            client_write: Some(make(client_mac, client_key, client_iv)?),
            server_write: Some(make(server_mac, server_key, server_iv)?),
        })
    }

    pub(super) fn take_client_write(&mut self) -> Result<TrafficKeys, Fault> {
        self.client_write.take().ok_or(FaultKind::ProviderFailed.into())
    }

    pub(super) fn take_server_write(&mut self) -> Result<TrafficKeys, Fault> {
        self.server_write.take().ok_or(FaultKind::ProviderFailed.into())
    }
}

/// The bytes before they are cut. Wiped when dropped, all at once: byte by byte, as `zeroize` does
/// it, takes a quarter of the time of everything here but the PRF.
struct Block([u8; MAX_LEN]);

impl Drop for Block {
    fn drop(&mut self) {
        self.0 = [0; MAX_LEN];
        zeroize::optimization_barrier(&self.0);
    }
}

/// Bytes of IV that the block holds for each direction.
fn iv_len(cipher: RecordCipher, version: ProtocolVersion) -> usize {
    match cipher {
        RecordCipher::Aead(aead) => aead.tls12_nonce().fixed_iv_len(),
        // RFC 2246 §6.3; since TLS 1.1 each record carries its own.
        RecordCipher::Cbc(..) if version == ProtocolVersion::TLS10 => BLOCK_LEN,
        RecordCipher::Cbc(..) => 0,
    }
}

fn traffic_keys(
    provider: &Provider,
    policy: &Policy,
    agreed: &Agreed,
    [mac, key, iv]: [&[u8]; 3],
) -> Result<TrafficKeys, CryptoError> {
    Ok(match agreed.suite.cipher {
        RecordCipher::Aead(aead) => {
            let keys = AeadKeys::new(provider, aead, aead.tls12_nonce(), key, iv)?;
            let max_blocks = policy.max_blocks_per_key.unwrap_or(u64::MAX);
            TrafficKeys::Aead(keys.with_max_blocks(max_blocks))
        }
        RecordCipher::Cbc(cipher, hash) => TrafficKeys::Cbc(CbcKeys::new(
            provider,
            (cipher, hash),
            key,
            mac,
            iv.first_chunk().copied(),
            agreed.encrypt_then_mac,
        )?),
    })
}
