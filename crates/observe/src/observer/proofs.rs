//! Checks what each side proves: signatures with the certificate's key, and `Finished`.

use alloc::vec::Vec;

use bytes::Bytes;
use countersign::{
    CertificateType, Role,
    crypto::{CryptoError, Digest, KeyError, NamedGroup, SignatureScheme},
    observing::signed_content,
    wire::{CertificateFields, Message, Message13, ProtocolVersion, PublicKeyInfo, ServerParams},
};

use super::{later::Later, receive::Meeting, tls12::Derivation};
use crate::{
    decode::{Decoded, Seen},
    event::{Complete, Observation, Proof, Verdict},
};

/// `rsaEncryption` and `id-ecPublicKey` as object identifiers (RFC 3279 §2.3.1, §2.3.5).
const RSA_ENCRYPTION: &[u8] = b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01";
const EC_PUBLIC_KEY: &[u8] = b"\x2a\x86\x48\xce\x3d\x02\x01";

impl Meeting<'_> {
    pub(super) fn certificate(&mut self, seen: &Seen) {
        let own = match seen.decode() {
            Ok(Decoded::Tls12(Message::Certificate(chain))) => {
                match chain.chain(self.handshake.forms.certificate_type(seen.from)) {
                    Ok(mut chain) => chain.next(),
                    Err(error) => return self.malformed(seen.from, error),
                }
            }
            Ok(Decoded::Tls13(Message13::Certificate(chain))) => {
                if seen.from == Role::Client {
                    self.handshake.later.answers(chain.context);
                }
                chain.entries().next().map(|entry| entry.certificate)
            }
            Ok(_) => return,
            Err(fault) => return self.malformed(seen.from, fault),
        };
        // Not the message that it is part of, which may be long.
        let own = own.map(Bytes::copy_from_slice).unwrap_or_default();
        self.keep_certificate(seen.from, own, false);
    }

    /// What is in it is not looked at: nobody unpacks it here (RFC 8879).
    pub(super) fn compressed_certificate(&mut self, from: Role) {
        if from == Role::Client {
            self.handshake.later.answers_something();
        }
        self.keep_certificate(from, Bytes::new(), true);
    }

    fn keep_certificate(&mut self, from: Role, own: Bytes, compressed: bool) {
        let handshake = &mut *self.handshake;
        match from {
            Role::Client => {
                (handshake.client_certificate, handshake.client_compressed) = (own, compressed);
            }
            Role::Server => {
                (handshake.server_certificate, handshake.server_compressed) = (own, compressed);
            }
        }
    }

    pub(super) fn server_key_exchange(&mut self, seen: &Seen) {
        let Some(form) = self.handshake.forms.server_key_exchange() else { return };
        let parts = match seen.decode() {
            Ok(Decoded::Tls12(Message::ServerKeyExchange(exchange))) => exchange.decode(form),
            Ok(_) => return,
            Err(fault) => return self.malformed(seen.from, fault),
        };
        let parts = match parts {
            Ok(parts) => parts,
            Err(error) => return self.malformed(seen.from, error),
        };
        self.handshake.group = match parts.params {
            ServerParams::Ecdhe { group, .. } => Some(group),
            ServerParams::Dhe { p, .. } => NamedGroup::of_prime(p),
            ServerParams::None => None,
        };
        if parts.signature.is_empty() {
            return;
        }
        let scheme = parts.scheme.or_else(|| self.implied_scheme(Role::Server));
        self.handshake.scheme = scheme;
        let verdict = match self.handshake.randoms() {
            None => Verdict::Unknown("a hello was not seen"),
            Some(randoms) => {
                let content = [&randoms.client[..], &randoms.server, parts.signed].concat();
                self.signature(Role::Server, scheme, &content, parts.signature)
            }
        };
        self.verdict(Role::Server, Proof::ServerKeyExchange, verdict);
    }

    /// RFC 5246 §7.4.8: over all messages before it; RFC 8446 §4.4.3: over their hash, in a frame.
    pub(super) fn certificate_verify(&mut self, seen: &Seen) {
        let from = seen.from;
        let signed = match seen.decode() {
            Ok(Decoded::Tls12(Message::CertificateVerify(verify))) => {
                match verify.decode(self.handshake.forms.has_schemes()) {
                    Ok(signed) => signed,
                    Err(error) => return self.malformed(from, error),
                }
            }
            Ok(Decoded::Tls13(Message13::CertificateVerify(signed))) => signed,
            Ok(_) => return,
            Err(fault) => return self.malformed(from, fault),
        };
        let scheme = signed.scheme.or_else(|| self.implied_scheme(from));
        match from {
            Role::Client => self.handshake.client_scheme = scheme,
            Role::Server => self.handshake.scheme = scheme,
        }
        let verdict = match self.signed_by(from) {
            Ok(content) => self.signature(from, scheme, &content, signed.signature),
            Err(why) => Verdict::Unknown(why),
        };
        self.verdict(from, Proof::CertificateVerify, verdict);
    }

    /// What a `CertificateVerify` signs that comes here.
    fn signed_by(&mut self, from: Role) -> Result<Vec<u8>, &'static str> {
        if self.handshake.is_tls13() {
            let hash = if self.handshake.complete {
                self.handshake.later.current()
            } else {
                self.handshake_hash().ok().flatten()
            };
            let hash = hash.ok_or("messages before it were not seen")?;
            return Ok(signed_content(from, hash.as_ref()));
        }
        if self.handshake.version() == Some(ProtocolVersion::SSL3) {
            return Err("SSL 3.0 signs in a way that the provider does not check");
        }
        // It signs all messages themselves: with many of them that would be much to read.
        if core::mem::replace(&mut self.handshake.client_verified, true) {
            return Err("it is not the first of the handshake");
        }
        let messages = self.handshake.transcript.messages();
        messages.map(<[u8]>::to_vec).ok_or("messages before it were not seen")
    }

    /// What a signature without a scheme is made with: the kind of the side's key says it.
    fn implied_scheme(&self, from: Role) -> Option<SignatureScheme> {
        bare_scheme(self.public_key(from)?.algorithm)
    }

    /// The key of the side's own certificate, or the key that it has shown without one.
    fn public_key(&self, from: Role) -> Option<PublicKeyInfo<'_>> {
        let own = self.own_certificate(from);
        match self.handshake.forms.certificate_type(from) {
            CertificateType::RAW_PUBLIC_KEY => PublicKeyInfo::decode(own).ok(),
            _ => CertificateFields::subject_public_key(own).and_then(PublicKeyInfo::decode).ok(),
        }
    }

    fn own_certificate(&self, from: Role) -> &Bytes {
        match from {
            Role::Client => &self.handshake.client_certificate,
            Role::Server => &self.handshake.server_certificate,
        }
    }

    /// Checks with the key of the side's own certificate.
    fn signature(
        &self,
        from: Role,
        scheme: Option<SignatureScheme>,
        content: &[u8],
        signature: &[u8],
    ) -> Verdict {
        let certificate = self.own_certificate(from);
        let compressed = match from {
            Role::Client => self.handshake.client_compressed,
            Role::Server => self.handshake.server_compressed,
        };
        if compressed {
            return Verdict::Unknown("its certificate is compressed");
        }
        if certificate.is_empty() {
            return Verdict::Unknown("its certificate was not seen");
        }
        let Some(info) = self.public_key(from) else {
            return Verdict::Unknown("its certificate cannot be read");
        };
        let Some(scheme) = scheme else {
            return Verdict::Unknown("a kind of key that is not checked here");
        };
        let algorithms = self.provider.verifiers(scheme).iter();
        let mut fitting =
            algorithms.filter(|it| it.public_key_alg_id().as_ref() == info.algorithm).peekable();
        if fitting.peek().is_none() {
            return Verdict::Unknown("the provider does not check this scheme with such a key");
        }
        let good = fitting.any(|it| it.verify_signature(info.key, content, signature).is_ok());
        match (good, info.rsa_modulus().map(KeyError::check_rsa_modulus)) {
            (true, _) => Verdict::Good,
            (false, Ok(Err(_))) => Verdict::Unknown("its RSA key is too short for the provider"),
            (false, _) => Verdict::Bad,
        }
    }

    /// Its keys are in force, so that it must have been.
    pub(super) fn finished_unseen(&mut self, from: Role) {
        self.handshake.transcript.break_off();
        self.stream(from).finished = true;
        if self.client.finished && self.server.finished && !self.handshake.complete {
            self.complete();
        }
    }

    /// `Finished`, or with `None` a record that must be one and cannot be read.
    pub(super) fn finished(&mut self, from: Role, seen: Option<&Seen>) {
        if let Some(seen) = seen {
            let again = self.stream(from).finished && !self.handshake.complete;
            let expected = if again { Ok(None) } else { self.verify_data(from) };
            let verdict = match expected {
                Ok(Some(expected)) if expected == seen.body() => Verdict::Good,
                Ok(Some(_)) => Verdict::Bad,
                Ok(None) => Verdict::Unknown("messages or secrets before it are not known"),
                Err(_) => Verdict::Unknown("the provider does not compute it"),
            };
            self.verdict(from, Proof::Finished, verdict);
            self.handshake.good_finished += u8::from(verdict == Verdict::Good);
            self.hash(seen);
        } else {
            self.handshake.transcript.break_off();
        }
        self.handshake.later.answered();
        self.stream(from).finished = true;
        if self.handshake.is_tls13() && !self.handshake.complete {
            self.finished13(from);
        }
        if self.client.finished && self.server.finished && !self.handshake.complete {
            self.complete();
        }
    }

    fn complete(&mut self) {
        let handshake = &mut *self.handshake;
        handshake.complete = true;
        if let Some(suite) = handshake.forms.suite.filter(|_| handshake.forms.is_tls13())
            && handshake.transcript.messages().is_some()
            && let Ok(hash) = handshake.transcript.running(self.provider, suite.hash)
        {
            handshake.later = Later::behind(hash.fork());
        }
        handshake.transcript.clear();
        let complete = Complete {
            group: handshake.group,
            resumption: handshake.chosen.as_ref().and_then(|chosen| chosen.resumption),
            protocol: handshake.protocol.clone(),
            scheme: handshake.scheme,
            client_scheme: handshake.client_scheme,
            verified: handshake.good_finished == 2,
        };
        self.remember_session();
        self.tell(Observation::Complete(complete));
    }

    /// What `Finished` of `from` must hold.
    fn verify_data(&mut self, from: Role) -> Result<Option<Vec<u8>>, CryptoError> {
        if self.handshake.is_tls13() {
            return Ok(self.verify_data13(from));
        }
        let derivation = self.derivation()?;
        let hash = match derivation {
            Derivation::Ssl3(_) => None,
            Derivation::Tls(_) => self.handshake_hash()?,
        };
        let handshake = &self.handshake;
        let Some(master) = &handshake.master else { return Ok(None) };
        Ok(match derivation {
            Derivation::Ssl3(derivation) => {
                let messages = handshake.transcript.messages();
                messages.map(|messages| derivation.verify_data(master, from, messages))
            }
            Derivation::Tls(derivation) => {
                hash.map(|hash| derivation.verify_data(master, from, hash.as_ref()).to_vec())
            }
        })
    }

    /// The hash of the messages so far; `None` where some are missing.
    pub(super) fn handshake_hash(&mut self) -> Result<Option<Digest>, CryptoError> {
        let forms = &self.handshake.forms;
        let (Some(version), Some(suite)) = (forms.version, forms.suite) else { return Ok(None) };
        self.handshake.transcript.hash(self.provider, version, suite.hash)
    }

    /// A ticket, under which the session may come again (RFC 5077 §3.3).
    pub(super) fn ticket(&mut self, seen: &Seen) {
        match seen.decode() {
            Ok(Decoded::Tls12(Message::NewSessionTicket(ticket))) => {
                self.handshake.ticket = seen.bytes.slice_ref(ticket.ticket);
            }
            Ok(_) => {}
            Err(fault) => self.malformed(seen.from, fault),
        }
    }

    fn verdict(&mut self, from: Role, of: Proof, verdict: Verdict) {
        self.tell(Observation::Verdict { from, of, verdict });
    }
}

/// What a signature without a scheme is made with (RFC 4346 §7.4.3, RFC 8422 §5.4), by the key's
/// kind: the `AlgorithmIdentifier` begins with an object identifier.
fn bare_scheme(algorithm: &[u8]) -> Option<SignatureScheme> {
    let [6, len, rest @ ..] = algorithm else { return None };
    match rest.get(..usize::from(*len))? {
        RSA_ENCRYPTION => Some(SignatureScheme::RSA_PKCS1_MD5_SHA1),
        EC_PUBLIC_KEY => Some(SignatureScheme::ECDSA_SHA1),
        _ => None,
    }
}
