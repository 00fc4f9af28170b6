//! Where trust begins: lists of root certificates.

use countersign_verify::Roots;

use crate::{
    load::LoadError,
    pem::{self, Pem},
};

/// Mozilla's list, as compiled into this program. It ages with the program.
pub fn web() -> Roots {
    let mut roots = Roots::default();
    roots.add_anchors(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    roots
}

/// The system's store. Certificates in it that cannot be read are left out; an error only where
/// nothing is left.
pub fn native() -> Result<Roots, LoadError> {
    let loaded = rustls_native_certs::load_native_certs();
    let mut roots = Roots::default();
    let mut refused = 0;
    for certificate in &loaded.certs {
        if roots.add_der(certificate).is_err() {
            refused += 1;
        }
    }
    if roots.is_empty() {
        let errors = loaded.errors.iter().map(ToString::to_string).collect::<Vec<_>>();
        let reason = format!("{refused} unusable; {}", errors.join("; "));
        return Err(LoadError::NoSystemRoots { reason });
    }
    Ok(roots)
}

/// All certificates of a PEM file, or of PEM text.
pub fn from_pem<'a>(pem: impl Into<Pem<'a>>) -> Result<Roots, LoadError> {
    let pem = pem.into();
    let mut roots = Roots::default();
    for certificate in pem::certificates(pem)? {
        roots
            .add_der(&certificate)
            .map_err(|source| LoadError::Roots { origin: pem.origin(), source })?;
    }
    Ok(roots)
}
