//! A small authority: root, intermediate, and whatever leaf a test wants; and the questions.

use std::{
    net::IpAddr,
    sync::atomic::{AtomicU16, Ordering},
    time::Duration,
};

use bytes::Bytes;
use countersign::{
    AcceptedPeer, CertificateType, PeerKeyUsage, RejectedPeer, Role, VerifyPeer, VerifyPeerRequest,
};
use countersign_verify::{Roots, Verifier};
use pki_types::{ServerName, UnixTime};
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, PublicKeyData, SanType, date_time_ymd,
};

pub(crate) use countersign_rustcrypto::ALL_SIGNATURE_ALGORITHMS as ALGORITHMS;

/// 2024-06-01 00:00:00 UTC, in the middle of what [`leaf`] is valid for.
pub(crate) const NOW: u64 = 1_717_200_000;

pub(crate) struct Authority {
    pub(crate) issuer: Issuer<'static, KeyPair>,
    pub(crate) der: Bytes,
}

/// A certificate, its key as the verifier must give it back.
pub(crate) struct Leaf {
    pub(crate) der: Bytes,
    pub(crate) public_key: Vec<u8>,
}

pub(crate) fn subject(name: &str) -> DistinguishedName {
    let mut subject = DistinguishedName::new();
    subject.push(DnType::CommonName, name);
    subject
}

/// What an authority's certificate says.
pub(crate) fn authority(name: &str) -> CertificateParams {
    let mut params = leaf(&[]);
    params.distinguished_name = subject(name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params
}

/// What a leaf's certificate says: these names (addresses where they read as such), and valid
/// in 2024.
pub(crate) fn leaf(names: &[&str]) -> CertificateParams {
    static SERIAL: AtomicU16 = AtomicU16::new(1);
    let mut params = CertificateParams::default();
    params.distinguished_name = subject("leaf");
    params.not_before = date_time_ymd(2024, 1, 1);
    params.not_after = date_time_ymd(2025, 1, 1);
    let serial = u32::from(SERIAL.fetch_add(1, Ordering::Relaxed)) | 0x0100_0000;
    params.serial_number = Some(serial.to_be_bytes().to_vec().into());
    params.subject_alt_names = names
        .iter()
        .map(|name| match name.parse::<IpAddr>() {
            Ok(address) => SanType::IpAddress(address),
            Err(_) => SanType::DnsName((*name).try_into().unwrap()),
        })
        .collect();
    params
}

impl Authority {
    pub(crate) fn root(params: CertificateParams) -> Self {
        Self::with_key(params, KeyPair::generate().unwrap())
    }

    pub(crate) fn with_key(params: CertificateParams, key: KeyPair) -> Self {
        let der = Bytes::copy_from_slice(params.self_signed(&key).unwrap().der());
        Self { issuer: Issuer::new(params, key), der }
    }

    pub(crate) fn below(&self, params: CertificateParams) -> Self {
        let key = KeyPair::generate().unwrap();
        let der = Bytes::copy_from_slice(params.signed_by(&key, &self.issuer).unwrap().der());
        Self { issuer: Issuer::new(params, key), der }
    }

    pub(crate) fn signs(&self, params: &CertificateParams) -> Leaf {
        let key = KeyPair::generate().unwrap();
        let der = Bytes::copy_from_slice(params.signed_by(&key, &self.issuer).unwrap().der());
        Leaf { der, public_key: key.subject_public_key_info() }
    }

    /// Trusts this authority alone.
    pub(crate) fn verifier(&self) -> Verifier {
        let mut roots = Roots::new();
        roots.add_der(&self.der).unwrap();
        Verifier::new(roots, ALGORITHMS).unwrap()
    }
}

pub(crate) fn self_signed(params: &CertificateParams) -> Leaf {
    let key = KeyPair::generate().unwrap();
    let der = Bytes::copy_from_slice(params.self_signed(&key).unwrap().der());
    Leaf { der, public_key: key.subject_public_key_info() }
}

pub(crate) fn at(seconds: u64) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(seconds))
}

/// A server's certificates, wanted for a name.
pub(crate) fn server(name: &'static str, chain: &[&Bytes]) -> VerifyPeerRequest {
    VerifyPeerRequest {
        certificate_type: CertificateType::X509,
        peer: Role::Server,
        chain: chain.iter().map(|der| (*der).clone()).collect(),
        usage: PeerKeyUsage::Signs,
        ocsp_response: None,
        server_name: Some(ServerName::try_from(name).unwrap()),
        now: at(NOW),
    }
}

/// A client's certificates.
pub(crate) fn client(chain: &[&Bytes]) -> VerifyPeerRequest {
    let chain = chain.iter().map(|der| (*der).clone()).collect();
    VerifyPeerRequest {
        certificate_type: CertificateType::X509,
        peer: Role::Client,
        chain,
        usage: PeerKeyUsage::Signs,
        ocsp_response: None,
        server_name: None,
        now: at(NOW),
    }
}

#[track_caller]
pub(crate) fn accepts(verifier: &dyn VerifyPeer, request: &VerifyPeerRequest) -> AcceptedPeer {
    verifier.verify_peer(request).unwrap_or_else(|rejected| panic!("{}", rejected.reason))
}

#[track_caller]
pub(crate) fn refuses(verifier: &dyn VerifyPeer, request: &VerifyPeerRequest) -> RejectedPeer {
    verifier.verify_peer(request).unwrap_err()
}
