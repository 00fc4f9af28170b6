//! What a connection can prove to others: keying material (RFC 5705) and channel bindings
//! (RFC 5929, RFC 9266).

use alloc::vec::Vec;

use super::{finished, master_secret::MasterSecret};
use crate::{handshake::Agreed, wire::RANDOM_LEN};

/// What is kept for it.
pub(crate) struct Established {
    master: MasterSecret,
    /// Client's, then server's.
    randoms: [u8; 2 * RANDOM_LEN],
    /// RFC 5929 §3.1: the `Finished` that came first, of whichever side.
    first_finished: [u8; finished::LEN],
    extended_master_secret: bool,
}

impl Established {
    pub(super) fn new(
        master: MasterSecret,
        agreed: &Agreed,
        first_finished: [u8; finished::LEN],
    ) -> Self {
        let mut randoms = [0; 2 * RANDOM_LEN];
        let (client, server) = randoms.split_at_mut(RANDOM_LEN);
        client.copy_from_slice(&agreed.client_random);
        server.copy_from_slice(&agreed.server_random);
        let extended_master_secret = agreed.extended_master_secret;
        Self { master, randoms, first_finished, extended_master_secret }
    }

    /// RFC 5705 §4; no context is something else than an empty one. `context` has at most 65535
    /// bytes.
    pub(crate) fn export(&self, label: &str, context: Option<&[u8]>, out: &mut [u8]) {
        let mut behind = Vec::new();
        if let Some(context) = context {
            let len = u16::try_from(context.len()).unwrap_or(u16::MAX);
            behind.extend_from_slice(&len.to_be_bytes());
            behind.extend_from_slice(context);
        }
        self.master.expand(label, [&self.randoms, &behind], out);
    }

    /// RFC 5929 §3.1; `None` without an extended master secret, where an attacker can make two
    /// connections with the same (RFC 7627 §1).
    pub(crate) fn tls_unique(&self) -> Option<&[u8]> {
        self.extended_master_secret.then_some(&self.first_finished)
    }
}

#[cfg(test)]
mod tests {
    use super::{super::prf_vectors::SHA256, *};
    use crate::{
        crypto::{Provider, SUITES, Secret},
        handshake::{CertificateTypes, RecordLimits},
        wire::ProtocolVersion,
    };

    const PROVIDER: Provider = Provider {
        hashes: &[],
        hmacs: &[&SHA256],
        aeads: &[],
        cbcs: &[],
        groups: &[],
        finite_fields: &[],
        rsa_encryption: &[],
        signatures: &[],
    };

    fn established(extended_master_secret: bool) -> Established {
        let agreed = Agreed {
            version: ProtocolVersion::TLS12,
            suite: &SUITES[0],
            client_random: [1; RANDOM_LEN],
            server_random: [2; RANDOM_LEN],
            extended_master_secret,
            encrypt_then_mac: false,
            secure_renegotiation: true,
            protocol: None,
            resumption: None,
            record_limits: RecordLimits::default(),
            certificate_types: CertificateTypes::default(),
        };
        let master = MasterSecret::resumed(&PROVIDER, &agreed, Secret::new(&[3; 48])).unwrap();
        Established::new(master, &agreed, [7; finished::LEN])
    }

    /// RFC 7627 §5.4. Every export asks this first.
    #[test]
    fn without_an_extended_master_secret_nothing_is_unique() {
        assert_eq!(established(true).tls_unique(), Some(&[7; finished::LEN][..]));
        assert_eq!(established(false).tls_unique(), None);
    }
}
