//! OCSP responses, put together byte by byte (RFC 6960 §4.2.1), so that a test can have any part
//! of one wrong.

use bytes::Bytes;
use countersign::{CertificateFault, VerifyPeerRequest};
use countersign_verify::Stapling;
use rcgen::{
    CertificateParams, ExtendedKeyUsagePurpose, KeyPair, PublicKeyData as _, SigningKey as _,
};
use sha1::{Digest as _, Sha1};
use sha2::Sha256;

use crate::authority::{Authority, accepts, authority, leaf, refuses, server, subject};

pub(crate) const GOOD: &[u8] = &[0x80, 0];
pub(crate) const UNKNOWN: &[u8] = &[0x82, 0];
const SHA_1: &[u8] = &[0x2b, 0x0e, 0x03, 0x02, 0x1a];
const SHA_256: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01];
const ECDSA_SHA_256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02];
const BASIC: &[u8] = &[0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x30, 0x01, 0x01];

const SEQUENCE: u8 = 0x30;
const OBJECT: u8 = 0x06;
const OCTETS: u8 = 0x04;
const TIME: u8 = 0x18;

/// One element.
pub(crate) fn der(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let len = u16::try_from(content.len()).unwrap().to_be_bytes();
    let header = match content.len() {
        0..0x80 => vec![tag, len[1]],
        0x80..0x100 => vec![tag, 0x81, len[1]],
        _ => vec![tag, 0x82, len[0], len[1]],
    };
    [header, content].concat()
}

pub(crate) fn time(text: &str) -> Vec<u8> {
    der(TIME, &[text.as_bytes()])
}

pub(crate) fn revoked(since: &str) -> Vec<u8> {
    der(0xa1, &[&time(since), &der(0xa0, &[&[0x0a, 1, 1]])])
}

/// What a response says; a test changes what it is about.
pub(crate) struct Says {
    /// Whose certificate: the subject (DER) and key of its issuer, and its number.
    pub(crate) issuer: (Vec<u8>, Vec<u8>),
    pub(crate) serial: Vec<u8>,
    pub(crate) sha_256: bool,
    pub(crate) status: Vec<u8>,
    pub(crate) this_update: &'static str,
    pub(crate) next_update: Option<&'static str>,
    /// In place of the id by key.
    pub(crate) responder: Option<Vec<u8>>,
    /// Behind the answers.
    pub(crate) extensions: Vec<u8>,
    pub(crate) certificates: Vec<Bytes>,
}

/// The subject of certificates by this name, in DER.
pub(crate) fn name(common_name: &str) -> Vec<u8> {
    let text = der(0x0c, &[common_name.as_bytes()]);
    let attribute = der(SEQUENCE, &[&der(OBJECT, &[&[0x55, 4, 3]]), &text]);
    der(SEQUENCE, &[&der(0x31, &[&attribute])])
}

fn key_of(key: &KeyPair) -> Vec<u8> {
    key.der_bytes().to_vec()
}

impl Says {
    /// That the certificate made of `params` by `authority`, which is called `issuer`, is good in
    /// the middle of 2024.
    pub(crate) fn good(issuer: &str, authority: &Authority, params: &CertificateParams) -> Self {
        Self {
            issuer: (name(issuer), key_of(authority.issuer.key())),
            serial: params.serial_number.as_ref().unwrap().to_bytes(),
            sha_256: false,
            status: GOOD.to_vec(),
            this_update: "20240530000000Z",
            next_update: Some("20240606000000Z"),
            responder: None,
            extensions: Vec::new(),
            certificates: Vec::new(),
        }
    }

    fn single(&self) -> Vec<u8> {
        let hash = |bytes: &[u8]| {
            let hash = if self.sha_256 {
                Sha256::digest(bytes).to_vec()
            } else {
                Sha1::digest(bytes).to_vec()
            };
            der(OCTETS, &[&hash])
        };
        let algorithm = if self.sha_256 { SHA_256 } else { SHA_1 };
        let algorithm = der(SEQUENCE, &[&der(OBJECT, &[algorithm]), &[5, 0]]);
        let (subject, key) = &self.issuer;
        let id = [&algorithm[..], &hash(subject), &hash(key), &der(2, &[&self.serial])];
        let next = self.next_update.map(|next| der(0xa0, &[&time(next)])).unwrap_or_default();
        let id = der(SEQUENCE, &id);
        der(SEQUENCE, &[&id, &self.status, &time(self.this_update), &next])
    }

    /// The response, signed by `key`.
    pub(crate) fn signed_by(&self, key: &KeyPair) -> Bytes {
        let by_key = der(OCTETS, &[&Sha1::digest(key_of(key))]);
        let responder = self.responder.clone().unwrap_or_else(|| der(0xa2, &[&by_key]));
        let answers = der(SEQUENCE, &[&self.single()]);
        let data = [&responder[..], &time("20240530000001Z"), &answers, &self.extensions];
        let data = der(SEQUENCE, &data);
        let signature = der(3, &[&[0], &key.sign(&data).unwrap()]);
        let algorithm = der(SEQUENCE, &[&der(OBJECT, &[ECDSA_SHA_256])]);
        let certificates = match &self.certificates[..] {
            [] => Vec::new(),
            all => {
                der(0xa0, &[&der(SEQUENCE, &all.iter().map(|der| &der[..]).collect::<Vec<_>>())])
            }
        };
        let basic = der(SEQUENCE, &[&data, &algorithm, &signature, &certificates]);
        outer(BASIC, &basic)
    }
}

/// `OCSPResponse` with an answer of this kind.
pub(crate) fn outer(kind: &[u8], answer: &[u8]) -> Bytes {
    let bytes = der(SEQUENCE, &[&der(OBJECT, &[kind]), &der(OCTETS, &[answer])]);
    der(SEQUENCE, &[&[0x0a, 1, 0], &der(0xa0, &[&bytes])]).into()
}

/// A root, and a server's certificate by it.
pub(crate) struct Stage {
    pub(crate) root: Authority,
    pub(crate) params: CertificateParams,
    pub(crate) own: Bytes,
}

impl Stage {
    pub(crate) fn new(complete: impl FnOnce(&mut CertificateParams)) -> Self {
        let root = Authority::root(authority("root"));
        let mut params = leaf(&["a.example"]);
        complete(&mut params);
        let own = root.signs(&params).der;
        Self { root, params, own }
    }

    pub(crate) fn says(&self) -> Says {
        Says::good("root", &self.root, &self.params)
    }

    pub(crate) fn request(&self, response: impl Into<Option<Bytes>>) -> VerifyPeerRequest {
        VerifyPeerRequest { ocsp_response: response.into(), ..server("a.example", &[&self.own]) }
    }

    /// With a response that the root signs.
    pub(crate) fn stapled(&self, says: &Says) -> VerifyPeerRequest {
        self.request(says.signed_by(self.root.issuer.key()))
    }

    #[track_caller]
    pub(crate) fn accepts(&self, says: &Says) {
        accepts(&self.root.verifier(), &self.stapled(says));
    }

    #[track_caller]
    pub(crate) fn refuses(&self, request: &VerifyPeerRequest, why: &str) {
        let rejected = refuses(&self.root.verifier(), request);
        assert_eq!(rejected.fault, CertificateFault::BadStatus, "{}", rejected.reason);
        assert!(rejected.reason.contains(why), "{}", rejected.reason);
        // Who does not look at it is not disturbed by it.
        accepts(&self.root.verifier().with_stapling(Stapling::Ignore), request);
    }
}

/// A responder's certificate, and its key.
pub(crate) fn delegated(
    by: &Authority,
    change: impl FnOnce(&mut CertificateParams),
) -> (Bytes, KeyPair) {
    let mut params = leaf(&[]);
    params.distinguished_name = subject("responder");
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::OcspSigning];
    change(&mut params);
    let key = KeyPair::generate().unwrap();
    let der = params.signed_by(&key, &by.issuer).unwrap();
    (Bytes::copy_from_slice(der.der()), key)
}
