//! Real messages of TLS 1.3, decoded and written anew: the traces of RFC 8448.

mod hellos;
mod messages;

use std::vec::Vec;

use bytes::Bytes;

use super::{
    Certificate13, CertificateRequest13, CertificateVerify, EncryptedExtensions, HandshakeType,
    Message13, NewSessionTicket13, Writer,
    extension::{
        ExtensionType, early_data,
        record_size_limit::{self, RecordSizeLimit},
        server_name, signature_algorithms, supported_groups,
    },
};
use crate::crypto::{NamedGroup, SignatureScheme};

/// The groups that both sides name.
const GROUPS: [u16; 9] = [0x1d, 0x17, 0x18, 0x19, 0x100, 0x101, 0x102, 0x103, 0x104];

/// The schemes that both sides name.
const SCHEMES: [u16; 15] = [
    0x0403, 0x0503, 0x0603, 0x0203, 0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0201, 0x0402,
    0x0502, 0x0602, 0x0202,
];

const LIMIT: RecordSizeLimit = RecordSizeLimit(0x4001);

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

/// The message behind its header, decoded as TLS 1.3.
fn decode(message: &[u8]) -> Message13<'_> {
    let (header, body) = message.split_at(4);
    assert_eq!(usize::from(header[2]) << 8 | usize::from(header[3]), body.len());
    Message13::decode(HandshakeType(header[0]), body).unwrap()
}

/// What `body` writes.
fn written(body: impl FnOnce(&mut Writer<'_>)) -> Vec<u8> {
    let mut out = Vec::new();
    body(&mut Writer::new(&mut out));
    out
}

#[test]
fn encrypted_extensions() {
    let message = bytes(messages::ENCRYPTED_EXTENSIONS);
    let Message13::EncryptedExtensions(EncryptedExtensions { extensions }) = decode(&message)
    else {
        panic!("another message")
    };
    let groups = extensions.decoded(ExtensionType::SUPPORTED_GROUPS, supported_groups::decode);
    assert!(groups.unwrap().unwrap().iter().eq(GROUPS));
    let limit = extensions.decoded(ExtensionType::RECORD_SIZE_LIMIT, record_size_limit::decode);
    assert_eq!(limit, Ok(Some(LIMIT)));
    let again = written(|writer| {
        EncryptedExtensions::encode(writer, |writer| {
            supported_groups::encode_offer(writer, &GROUPS.map(NamedGroup));
            record_size_limit::encode_limit(writer, LIMIT);
            server_name::encode_answer(writer);
        });
    });
    assert_eq!(again, message[4..]);
}

#[test]
fn a_certificate_and_its_proof() {
    let message = bytes(messages::CERTIFICATE);
    let Message13::Certificate(certificate) = decode(&message) else { panic!("another message") };
    assert!(certificate.context.is_empty());
    let entries: Vec<_> = certificate.entries().collect();
    assert_eq!((entries.len(), entries[0].certificate.len()), (1, 432));
    assert_eq!((entries[0].status(), entries[0].timestamps()), (Ok(None), Ok(None)));
    let chain = [Bytes::copy_from_slice(entries[0].certificate)];
    let again = written(|writer| Certificate13::encode(writer, &[], &chain, |_, _| {}));
    assert_eq!(again, message[4..]);

    let message = bytes(messages::CERTIFICATE_VERIFY);
    let Message13::CertificateVerify(signed) = decode(&message) else { panic!("another message") };
    assert_eq!(signed.scheme, Some(SignatureScheme::RSA_PSS_RSAE_SHA256));
    assert_eq!(signed.signature.len(), 128);
    let again =
        written(|writer| CertificateVerify::encode(writer, signed.scheme, signed.signature));
    assert_eq!(again, message[4..]);
}

#[test]
fn a_certificate_request() {
    let message = bytes(messages::CERTIFICATE_REQUEST);
    let Message13::CertificateRequest(request) = decode(&message) else {
        panic!("another message")
    };
    assert!(request.context.is_empty());
    assert!(request.schemes().unwrap().unwrap().iter().eq(SCHEMES));
    assert_eq!(request.authorities(), Ok(None));
    let again = written(|writer| {
        CertificateRequest13::encode(writer, &[], |writer| {
            signature_algorithms::encode_offer(writer, &SCHEMES.map(SignatureScheme));
        });
    });
    assert_eq!(again, message[4..]);
}

#[test]
fn a_new_session_ticket() {
    let message = bytes(messages::NEW_SESSION_TICKET);
    let Message13::NewSessionTicket(ticket) = decode(&message) else { panic!("another message") };
    assert_eq!((ticket.lifetime, ticket.age_add), (30, 0xfad6_aac5));
    assert_eq!((ticket.nonce, ticket.ticket.len()), (&[0, 0][..], 178));
    assert_eq!(ticket.max_early_data_size(), Ok(Some(1024)));
    let NewSessionTicket13 { lifetime, age_add, nonce, ticket, .. } = ticket;
    let again = written(|writer| {
        NewSessionTicket13::encode(writer, lifetime, age_add, nonce, ticket, |writer| {
            early_data::encode_max_size(writer, 1024);
        });
    });
    assert_eq!(again, message[4..]);
}

#[test]
fn every_prefix_of_every_message_is_refused() {
    for hex in messages::ALL {
        let message = bytes(hex);
        let (header, body) = message.split_at(4);
        for len in 0..body.len() {
            let refused = Message13::decode(HandshakeType(header[0]), &body[..len]).is_err();
            // A hello may end before its extensions.
            let hello = matches!(header[0], 1 | 2);
            assert!(refused || hello, "{} of {}", len, HandshakeType(header[0]));
        }
    }
}
