//! Does PEM that is in memory do all that a file does, and is what is wrong with it said?

use std::{fs, path::PathBuf};

use countersign::CertificateType;
use countersign_std::{LoadError, certified_key, certified_key_with, pem, roots, verifier};

/// A self-signed certificate and its key.
fn made() -> (String, String) {
    let key = rcgen::KeyPair::generate().unwrap();
    let params = rcgen::CertificateParams::new(["localhost".to_owned()]).unwrap();
    (params.self_signed(&key).unwrap().pem(), key.serialize_pem())
}

#[test]
fn text_is_as_good_as_a_file() {
    let (certificate, key) = made();
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("text_is_as_good.pem");
    fs::write(&file, &certificate).unwrap();
    let text = certificate.as_bytes();
    assert_eq!(pem::certificates(&file).unwrap(), pem::certificates(text).unwrap());
    assert!(verifier(roots::from_pem(text).unwrap()).is_ok());
    // One of each will do too.
    let named = certified_key(&*file, key.as_bytes()).unwrap();
    assert_eq!(named.credential().label(), file.to_str().unwrap());
    let unnamed = certified_key(text, key.as_bytes()).unwrap();
    assert_eq!(unnamed.credential().label(), "the text given");
    assert_eq!(unnamed.credential().chain(), named.credential().chain());
}

#[test]
fn what_is_wrong_with_a_text() {
    let (certificate, key) = made();
    let (certificate, key) = (certificate.as_bytes(), key.as_bytes());
    let other = made().1;
    let cut = &certificate[..certificate.len() / 2];
    for (error, said) in [
        (
            certified_key(certificate, certificate).unwrap_err(),
            "the text given holds no unencrypted private key: give PEM with a section for it",
        ),
        (
            certified_key(
                certificate,
                b"-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\
                  DEK-Info: AES-128-CBC,00\n\nAAAA\n-----END EC PRIVATE KEY-----\n",
            )
            .unwrap_err(),
            "the text given holds no unencrypted private key: give PEM with a section for it",
        ),
        (
            certified_key(b"none", key).unwrap_err(),
            "the text given holds no certificate: give PEM with a section for it",
        ),
        (roots::from_pem(cut).unwrap_err(), "the text given is not PEM: a section has no END line"),
    ] {
        assert_eq!(error.to_string(), said);
    }
    let error = certified_key(certificate, other.as_bytes()).unwrap_err();
    assert!(error.to_string().contains("is not that of its first certificate"), "{error}");
}

/// RFC 7250: a key may stand in the place of its certificate.
#[test]
fn a_public_key_is_a_credential_too() {
    let key = rcgen::KeyPair::generate().unwrap();
    let (public, private) = (key.public_key_pem(), key.serialize_pem());
    let own = certified_key(public.as_bytes(), private.as_bytes()).unwrap();
    assert_eq!(own.credential().certificate_type(), CertificateType::RAW_PUBLIC_KEY);
    assert_eq!(own.credential().chain(), pem::public_keys(public.as_bytes()).unwrap());
    let other = made().1;
    let error = certified_key(public.as_bytes(), other.as_bytes()).unwrap_err();
    let said = error.to_string();
    assert!(said.contains("is not that of its first certificate or public key"), "{said}");
    let error = pem::public_keys(private.as_bytes()).unwrap_err();
    assert!(error.to_string().contains("holds no public key"), "{error}");
}

#[test]
fn the_reader_of_the_key_is_the_callers() {
    use countersign::crypto::KeyError;

    let (certificate, key) = made();
    let (certificate, key) = (certificate.as_bytes(), key.as_bytes());
    let refused = certified_key_with(certificate, key, |_| Err(KeyError::UnknownType));
    let Err(error @ LoadError::Key { source: KeyError::UnknownType, .. }) = refused else {
        panic!()
    };
    assert!(error.to_string().starts_with("the key in the text given cannot be used"), "{error}");
    assert!(certified_key_with(certificate, key, countersign_rustcrypto::signing_key).is_ok());
}
