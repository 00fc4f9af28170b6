//! `Certificate` on its way: compressed where both sides know how (RFC 8446 §4.4.2, RFC 8879).

use alloc::vec::Vec;

use bytes::Bytes;

use crate::{
    action::Actions,
    config::{Compressions, Credential, Policy},
    crypto::CertificateCompression,
    fault::{Fault, FaultKind, list},
    handshake::Transcript,
    wire::{
        Certificate13, CertificateStatus, CompressedCertificate, HandshakeType, Writer,
        extension::status_request,
    },
};

/// A certificate that is shown, or that there is none.
pub(super) struct Showing<'a> {
    pub(super) context: &'a [u8],
    pub(super) credential: Option<&'a Credential>,
    /// The OCSP response that goes with it (§4.4.2.1).
    pub(super) response: Option<&'a Bytes>,
    /// Our ways to compress, and the numbers of those that the peer can undo.
    pub(super) compressions: Compressions,
    pub(super) theirs: &'a [u16],
}

impl Showing<'_> {
    /// Sends it, compressed by the first of our ways that the peer knows and that makes it
    /// shorter. What is empty is not worth it.
    pub(super) fn send(&self, transcript: &mut Transcript, actions: &mut Actions<'_>) {
        let known = |way: &&&dyn CertificateCompression| self.theirs.contains(&way.algorithm().0);
        let mut ways = self.compressions.iter().filter(known).peekable();
        if self.credential.is_some() && ways.peek().is_some() {
            let mut body = Vec::new();
            self.write(&mut Writer::new(&mut body));
            let made = ways.find_map(|way| way.compress(&body).map(|made| (way.algorithm(), made)));
            let len = u32::try_from(body.len());
            if let (Some((algorithm, compressed)), Ok(uncompressed_length)) = (made, len) {
                let compressed = &compressed;
                actions.send(HandshakeType::COMPRESSED_CERTIFICATE, transcript, |writer| {
                    CompressedCertificate { algorithm, uncompressed_length, compressed }
                        .encode(writer);
                });
                return;
            }
        }
        actions.send(HandshakeType::CERTIFICATE, transcript, |writer| self.write(writer));
    }

    fn write(&self, writer: &mut Writer<'_>) {
        let chain = self.credential.map_or(&[][..], Credential::chain);
        Certificate13::encode(writer, self.context, chain, |place, writer| {
            if let (0, Some(response)) = (place, self.response) {
                status_request::encode_entry(writer, CertificateStatus { response });
            }
        });
    }
}

/// What a `CompressedCertificate` holds: the body of a `Certificate` (RFC 8879 §4).
pub(super) fn decompress(
    message: &CompressedCertificate<'_>,
    compressions: Compressions,
    policy: &Policy,
) -> Result<Bytes, Fault> {
    let way =
        compressions.iter().find(|way| way.algorithm() == message.algorithm).ok_or_else(|| {
            Fault::new(FaultKind::CompressionNotAsked)
                .came(alloc::format!("{}", message.algorithm))
                .expected(list(compressions.iter().map(|way| way.algorithm())))
        })?;
    let len = usize::try_from(message.uncompressed_length).unwrap_or(usize::MAX);
    if len > policy.max_certificate_message {
        return Err(Fault::new(FaultKind::MessageTooLong)
            .came(alloc::format!("a Certificate of {len} bytes, compressed"))
            .expected(alloc::format!("at most {}", policy.max_certificate_message)));
    }
    way.decompress(message.compressed, len).map(Bytes::from).ok_or_else(|| {
        Fault::new(FaultKind::BadCompression)
            .came(alloc::format!("{} of {len} bytes", message.algorithm))
    })
}
