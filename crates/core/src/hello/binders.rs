//! The end of a `ClientHello` with pre-shared keys: a binder for each (RFC 8446 §4.2.11.2); and
//! the keys of early data, which depend on the first of them.

use alloc::vec::Vec;

use super::offered::{Offered, OfferedKey};
use crate::{
    action::Actions,
    crypto::Digest,
    event::Event,
    fault::{Fault, FaultKind},
    handshake::Transcript,
    key_log::KeyLog,
    quic::Keys,
    schedule::{EarlySecret, Hkdf},
    wire::{Writer, extension::pre_shared_key},
};

/// Length of the list of binders with its own length, in bytes.
pub(super) fn list_len(keys: &[OfferedKey]) -> usize {
    2 + keys.iter().map(|key| 1 + key.hash.output_len()).sum::<usize>()
}

/// Writes the binders of a first hello.
pub(super) fn sign_first(offered: &mut Offered) -> Result<(), Fault> {
    sign(offered, Hkdf::hash)
}

/// Writes the binders of a hello after a retry: the messages before count too.
pub(crate) fn sign_again(offered: &mut Offered, transcript: &Transcript) -> Result<(), Fault> {
    sign(offered, |_, truncated| transcript.with(truncated))
}

fn sign(offered: &mut Offered, hash: impl Fn(Hkdf, &[u8]) -> Digest) -> Result<(), Fault> {
    if offered.keys.is_empty() {
        return Ok(());
    }
    let provider = *offered.config.provider();
    let len = offered.hello.len().saturating_sub(list_len(&offered.keys));
    let truncated = offered.hello.get(..len).unwrap_or_default();
    let binders = offered.keys.iter().map(|key| {
        let hkdf = Hkdf::new(&provider, key.hash)?;
        let binder_key = EarlySecret::new(hkdf, Some(&key.secret)).binder_key(key.kind);
        Ok(binder_key.binder(hash(hkdf, truncated).as_ref()))
    });
    let binders = binders.collect::<Result<Vec<Digest>, Fault>>()?;
    offered.hello.truncate(len);
    pre_shared_key::encode_binders(&mut Writer::new(&mut offered.hello), &binders);
    Ok(())
}

/// Changes to the keys of early data, as the first pre-shared key has them (RFC 8446 §4.2.10).
pub(super) fn start_early_data(offered: &Offered, actions: &mut Actions<'_>) -> Result<(), Fault> {
    let (Some(key), Some(session)) = (offered.keys.first(), &offered.session) else {
        return Ok(());
    };
    let suite = session.session.suite;
    let facts = suite.facts().ok_or(FaultKind::ProviderFailed)?;
    if offered.config.is_middlebox_compatible() {
        actions.send_change_cipher_spec();
    }
    let provider = offered.config.provider();
    let hkdf = Hkdf::new(provider, key.hash)?;
    let early = EarlySecret::new(hkdf, Some(&key.secret));
    let traffic = early.traffic(hkdf.hash(&offered.hello).as_ref());
    if offered.config.logs_keys() {
        actions.emit(Event::KeyLog(KeyLog::traffic(&traffic, offered.random)));
    }
    let policy = offered.config.policy();
    actions.pad_records(policy.record_padding);
    actions.change_write_keys(Keys::client(&offered.config, &traffic, facts)?);
    actions.allow_early_data(session.session.tls13.max_early_data);
    Ok(())
}
