//! The null provider of rustls.

use std::sync::Arc;

use rustls::{
    CipherSuite, CipherSuiteCommon, ConnectionTrafficSecrets, DigitallySignedStruct, Error,
    NamedGroup, SignatureAlgorithm, SignatureScheme, SupportedCipherSuite, Tls12CipherSuite,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    crypto::{
        ActiveKeyExchange, CryptoProvider, GetRandomFailed, KeyExchangeAlgorithm, KeyProvider,
        SecureRandom, SharedSecret, SupportedKxGroup, WebPkiSupportedAlgorithms,
        cipher::{
            AeadKey, InboundOpaqueMessage, InboundPlainMessage, KeyBlockShape, MessageDecrypter,
            MessageEncrypter, OutboundOpaqueMessage, OutboundPlainMessage, PrefixedPayload,
            Tls12AeadAlgorithm, UnsupportedOperationError,
        },
        hash::{self, HashAlgorithm},
        hmac,
        tls12::PrfUsingHmac,
    },
    pki_types::{
        CertificateDer, PrivateKeyDer, ServerName, SignatureVerificationAlgorithm, UnixTime,
    },
    sign::{Signer, SigningKey},
};

use super::{CONTEXT, HASH, POINT, RECORD_KEY, SECRET, SIGNATURE, VERIFICATIONS};

const SCHEME: SignatureScheme = SignatureScheme::ECDSA_NISTP256_SHA256;
/// The explicit nonce and the tag of a record of AES-GCM.
const EXPLICIT: usize = 8;
const OVERHEAD: usize = EXPLICIT + 16;

/// Everything that a handshake with ECDSA and P-256 asks for.
pub(crate) fn provider() -> CryptoProvider {
    CryptoProvider {
        cipher_suites: vec![SupportedCipherSuite::Tls12(&SUITE)],
        kx_groups: vec![&Null],
        signature_verification_algorithms: WebPkiSupportedAlgorithms {
            all: VERIFICATIONS,
            mapping: MAPPING,
        },
        secure_random: &Null,
        key_provider: &Null,
    }
}

static MAPPING: &[(SignatureScheme, &[&dyn SignatureVerificationAlgorithm])] =
    &[(SCHEME, VERIFICATIONS)];

static SUITE: Tls12CipherSuite = Tls12CipherSuite {
    common: CipherSuiteCommon {
        suite: CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        hash_provider: &Null,
        confidentiality_limit: u64::MAX,
    },
    prf_provider: &PrfUsingHmac(&Null),
    kx: KeyExchangeAlgorithm::ECDHE,
    sign: &[SCHEME],
    aead_alg: &Null,
};

/// Every primitive.
#[derive(Debug)]
struct Null;

impl hash::Hash for Null {
    fn start(&self) -> Box<dyn hash::Context> {
        Box::new(Context([0; CONTEXT]))
    }

    fn hash(&self, _: &[u8]) -> hash::Output {
        hash::Output::new(&HASH)
    }

    fn output_len(&self) -> usize {
        HASH.len()
    }

    fn algorithm(&self) -> HashAlgorithm {
        HashAlgorithm::SHA256
    }
}

#[derive(Clone)]
struct Context([u8; CONTEXT]);

impl hash::Context for Context {
    fn fork_finish(&self) -> hash::Output {
        hash::Output::new(&self.0[..HASH.len()])
    }

    fn fork(&self) -> Box<dyn hash::Context> {
        Box::new(self.clone())
    }

    fn finish(self: Box<Self>) -> hash::Output {
        hash::Output::new(&self.0[..HASH.len()])
    }

    fn update(&mut self, _: &[u8]) {}
}

impl hmac::Hmac for Null {
    fn with_key(&self, _: &[u8]) -> Box<dyn hmac::Key> {
        Box::new(Keyed([0; CONTEXT]))
    }

    fn hash_output_len(&self) -> usize {
        HASH.len()
    }
}

/// As large as a real one, so that it is allocated.
struct Keyed([u8; CONTEXT]);

impl hmac::Key for Keyed {
    fn sign_concat(&self, _: &[u8], _: &[&[u8]], _: &[u8]) -> hmac::Tag {
        hmac::Tag::new(&HASH)
    }

    fn tag_len(&self) -> usize {
        HASH.len() + usize::from(self.0[0])
    }
}

impl Tls12AeadAlgorithm for Null {
    fn encrypter(&self, _: AeadKey, _: &[u8], _: &[u8]) -> Box<dyn MessageEncrypter> {
        Box::new(RecordKey([0; RECORD_KEY]))
    }

    fn decrypter(&self, _: AeadKey, _: &[u8]) -> Box<dyn MessageDecrypter> {
        Box::new(RecordKey([0; RECORD_KEY]))
    }

    fn key_block_shape(&self) -> KeyBlockShape {
        KeyBlockShape { enc_key_len: 16, fixed_iv_len: 4, explicit_nonce_len: EXPLICIT }
    }

    fn extract_keys(
        &self,
        _: AeadKey,
        _: &[u8],
        _: &[u8],
    ) -> Result<ConnectionTrafficSecrets, UnsupportedOperationError> {
        Err(UnsupportedOperationError)
    }
}

struct RecordKey([u8; RECORD_KEY]);

impl MessageEncrypter for RecordKey {
    fn encrypt(
        &mut self,
        message: OutboundPlainMessage<'_>,
        _: u64,
    ) -> Result<OutboundOpaqueMessage, Error> {
        let mut payload =
            PrefixedPayload::with_capacity(self.encrypted_payload_len(message.payload.len()));
        payload.extend_from_slice(&self.0[..EXPLICIT]);
        payload.extend_from_chunks(&message.payload);
        payload.extend_from_slice(&self.0[..OVERHEAD - EXPLICIT]);
        Ok(OutboundOpaqueMessage::new(message.typ, message.version, payload))
    }

    fn encrypted_payload_len(&self, len: usize) -> usize {
        len + OVERHEAD
    }
}

impl MessageDecrypter for RecordKey {
    fn decrypt<'a>(
        &mut self,
        message: InboundOpaqueMessage<'a>,
        _: u64,
    ) -> Result<InboundPlainMessage<'a>, Error> {
        let len = message.payload.len().checked_sub(OVERHEAD).ok_or(Error::DecryptError)?;
        Ok(message.into_plain_message_range(EXPLICIT..EXPLICIT + len))
    }
}

impl SupportedKxGroup for Null {
    fn start(&self) -> Result<Box<dyn ActiveKeyExchange>, Error> {
        Ok(Box::new(KeyPair(POINT)))
    }

    fn name(&self) -> NamedGroup {
        NamedGroup::secp256r1
    }
}

struct KeyPair([u8; POINT.len()]);

impl ActiveKeyExchange for KeyPair {
    fn complete(self: Box<Self>, _: &[u8]) -> Result<SharedSecret, Error> {
        Ok(SharedSecret::from(&SECRET[..]))
    }

    fn pub_key(&self) -> &[u8] {
        &self.0
    }

    fn group(&self) -> NamedGroup {
        NamedGroup::secp256r1
    }
}

impl SecureRandom for Null {
    fn fill(&self, _: &mut [u8]) -> Result<(), GetRandomFailed> {
        Ok(())
    }
}

impl KeyProvider for Null {
    fn load_private_key(&self, _: PrivateKeyDer<'static>) -> Result<Arc<dyn SigningKey>, Error> {
        Ok(Arc::new(Self))
    }
}

impl SigningKey for Null {
    fn choose_scheme(&self, offered: &[SignatureScheme]) -> Option<Box<dyn Signer>> {
        offered.contains(&SCHEME).then(|| Box::new(NullSigner(SCHEME)) as Box<dyn Signer>)
    }

    fn algorithm(&self) -> SignatureAlgorithm {
        SignatureAlgorithm::ECDSA
    }
}

#[derive(Debug)]
struct NullSigner(SignatureScheme);

impl Signer for NullSigner {
    fn sign(&self, _: &[u8]) -> Result<Vec<u8>, Error> {
        Ok(SIGNATURE.to_vec())
    }

    fn scheme(&self) -> SignatureScheme {
        self.0
    }
}

/// Accepts without a look.
#[derive(Debug)]
pub(crate) struct NullJudge;

impl ServerCertVerifier for NullJudge {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        vec![SCHEME]
    }
}
