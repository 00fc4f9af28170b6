//! An authority and a server's certificate, made afresh for each run.

use std::error::Error;

use rcgen::{
    BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, PKCS_ECDSA_P256_SHA256,
    PKCS_RSA_SHA256,
};

/// The name that the certificate is for.
pub(crate) const NAME: &str = "server.example";

/// The kind of every key in the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub(crate) enum Kind {
    /// ECDSA on P-256 with SHA-256.
    EcdsaP256,
    /// RSA with 2048 bits and SHA-256: PSS in the handshake, PKCS#1 in the certificate.
    Rsa2048,
}

/// One certificate signed by one authority, as DER.
pub(crate) struct Chain {
    pub(crate) kind: Kind,
    pub(crate) root: Vec<u8>,
    pub(crate) leaf: Vec<u8>,
    /// PKCS#8.
    pub(crate) key: Vec<u8>,
}

impl Chain {
    /// Fresh keys, fresh certificates.
    pub(crate) fn new(kind: Kind) -> Result<Self, Box<dyn Error>> {
        let algorithm = match kind {
            Kind::EcdsaP256 => &PKCS_ECDSA_P256_SHA256,
            Kind::Rsa2048 => &PKCS_RSA_SHA256,
        };
        let (root_key, key) =
            (KeyPair::generate_for(algorithm)?, KeyPair::generate_for(algorithm)?);
        let mut params = CertificateParams::new(Vec::new())?;
        params.distinguished_name.push(DnType::CommonName, "bench authority");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let root = params.self_signed(&root_key)?.der().to_vec();
        let issuer = Issuer::new(params, root_key);
        let params = CertificateParams::new(vec![NAME.to_owned()])?;
        let leaf = params.signed_by(&key, &issuer)?.der().to_vec();
        Ok(Self { kind, root, leaf, key: key.serialize_der() })
    }
}
