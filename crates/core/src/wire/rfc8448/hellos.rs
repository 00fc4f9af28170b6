//! The hellos of RFC 8448: §3 in full, §4 with a pre-shared key, §5 with a `HelloRetryRequest`.

use std::vec::Vec;

use super::{GROUPS, LIMIT, SCHEMES, bytes, decode, messages, written};
use crate::{
    crypto::{CipherSuite, NamedGroup, SignatureScheme},
    wire::{
        ClientHello, Message13, ProtocolVersion, ServerHello, Writer,
        extension::{
            cookie, early_data,
            key_share::{self, KeyShare},
            padding,
            pre_shared_key::{self, PskIdentity},
            psk_key_exchange_modes::{self, PskKeyExchangeMode},
            record_size_limit, renegotiation_info, server_name, session_ticket,
            signature_algorithms, supported_groups, supported_versions,
        },
    },
};

const SUITES: [CipherSuite; 3] = [CipherSuite(0x1301), CipherSuite(0x1303), CipherSuite(0x1302)];

/// The extensions from `server_name` to `supported_groups`, as the client of §3 and §4 has them.
fn first_extensions(writer: &mut Writer<'_>) {
    server_name::encode_offer(writer, "server");
    renegotiation_info::encode_initial(writer);
    supported_groups::encode_offer(writer, &GROUPS.map(NamedGroup));
}

/// And those from `supported_versions` to `record_size_limit`.
fn last_extensions(writer: &mut Writer<'_>) {
    supported_versions::encode_offer(writer, &[ProtocolVersion::TLS13]);
    signature_algorithms::encode_offer(writer, &SCHEMES.map(SignatureScheme));
    psk_key_exchange_modes::encode_offer(writer, &[PskKeyExchangeMode::PSK_DHE_KE]);
    record_size_limit::encode_limit(writer, LIMIT);
}

fn client_hello(hello: &ClientHello<'_>, extensions: impl FnOnce(&mut Writer<'_>)) -> Vec<u8> {
    let (version, random, id) = (hello.legacy_version, hello.random, hello.session_id);
    written(|writer| ClientHello::encode(writer, version, random, id, &SUITES, extensions))
}

fn server_hello(hello: &ServerHello<'_>, extensions: impl FnOnce(&mut Writer<'_>)) -> Vec<u8> {
    let (version, random, id) = (hello.legacy_version, hello.random, hello.session_id);
    let suite = hello.cipher_suite;
    written(|writer| ServerHello::encode(writer, version, random, id, suite, extensions))
}

#[test]
fn a_client_hello() {
    let message = bytes(messages::CLIENT_HELLO);
    let Message13::ClientHello(hello) = decode(&message) else { panic!("another message") };
    assert_eq!(hello.legacy_version, ProtocolVersion::TLS12);
    assert!(hello.session_id.is_empty());
    assert!(hello.cipher_suites.iter().eq(SUITES.map(|suite| suite.0)));
    assert_eq!(hello.server_name(), Ok(Some("server")));
    assert!(hello.groups().unwrap().unwrap().iter().eq(GROUPS));
    assert!(hello.schemes().unwrap().unwrap().iter().eq(SCHEMES));
    assert!(hello.versions().unwrap().unwrap().iter().eq([0x0304]));
    assert_eq!(hello.psk_modes(), Ok(Some(&[1][..])));
    assert_eq!(hello.record_size_limit(), Ok(Some(LIMIT)));
    assert_eq!(hello.session_ticket(), Some(&[][..]));
    assert_eq!((hello.psk(), hello.early_data()), (Ok(None), Ok(false)));
    let shares: Vec<_> = hello.key_shares().unwrap().unwrap().iter().collect();
    assert_eq!(shares.len(), 1);
    assert_eq!(shares[0].group, NamedGroup::X25519);
    assert!(shares[0].key_exchange.starts_with(&[0x99, 0x38, 0x1d, 0xe5]));
    let again = client_hello(&hello, |writer| {
        first_extensions(writer);
        session_ticket::encode_offer(writer, &[]);
        key_share::encode_offer(writer, &shares);
        last_extensions(writer);
    });
    assert_eq!(again, message[4..]);
}

#[test]
fn a_client_hello_that_resumes() {
    let message = bytes(messages::RESUMING_CLIENT_HELLO);
    let Message13::ClientHello(hello) = decode(&message) else { panic!("another message") };
    assert_eq!(hello.early_data(), Ok(true));
    let keys = hello.psk().unwrap().unwrap();
    let identities: Vec<_> = keys.identities().collect();
    let binders: Vec<_> = keys.binders().collect();
    let ticket = bytes(messages::NEW_SESSION_TICKET);
    let Message13::NewSessionTicket(ticket) = decode(&ticket) else { panic!("another message") };
    // In milliseconds: the client of the trace comes back at once.
    let age = identities[0].obfuscated_ticket_age.wrapping_sub(ticket.age_add);
    assert_eq!((identities.len(), identities[0].identity, age), (1, ticket.ticket, 6));
    assert_eq!((binders.len(), binders[0].len()), (1, 32));
    // §4: the "ClientHello prefix" has 477 octets.
    assert_eq!(keys.truncated(&message).len(), 477);
    let share = KeyShare {
        group: NamedGroup::X25519,
        key_exchange: hello.key_shares().unwrap().unwrap().get(NamedGroup::X25519).unwrap(),
    };
    let again = client_hello(&hello, |writer| {
        first_extensions(writer);
        key_share::encode_offer(writer, &[share]);
        early_data::encode_empty(writer);
        last_extensions(writer);
        padding::encode_zeros(writer, 4 + 0x57);
        let key = PskIdentity { ..identities[0] };
        pre_shared_key::encode_offer(writer, &[key], &binders);
    });
    assert_eq!(again, message[4..]);
}

#[test]
fn a_server_hello() {
    let message = bytes(messages::SERVER_HELLO);
    let Message13::ServerHello(hello) = decode(&message) else { panic!("another message") };
    assert_eq!(hello.legacy_version, ProtocolVersion::TLS12);
    assert_eq!(hello.cipher_suite, CipherSuite(0x1301));
    assert_eq!(hello.selected_version(), Ok(Some(ProtocolVersion::TLS13)));
    assert_eq!(hello.selected_psk(), Ok(None));
    let share = hello.key_share().unwrap().unwrap();
    assert_eq!((share.group, share.key_exchange.len()), (NamedGroup::X25519, 32));
    let again = server_hello(&hello, |writer| {
        key_share::encode_answer(writer, share);
        supported_versions::encode_answer(writer, ProtocolVersion::TLS13);
    });
    assert_eq!(again, message[4..]);
}

#[test]
fn a_server_hello_that_resumes() {
    let message = bytes(messages::RESUMING_SERVER_HELLO);
    let Message13::ServerHello(hello) = decode(&message) else { panic!("another message") };
    assert_eq!(hello.selected_psk(), Ok(Some(0)));
    let share = hello.key_share().unwrap().unwrap();
    let again = server_hello(&hello, |writer| {
        pre_shared_key::encode_answer(writer, 0);
        key_share::encode_answer(writer, share);
        supported_versions::encode_answer(writer, ProtocolVersion::TLS13);
    });
    assert_eq!(again, message[4..]);
}

#[test]
fn a_hello_retry_request() {
    let message = bytes(messages::HELLO_RETRY_REQUEST);
    let Message13::HelloRetryRequest(retry) = decode(&message) else { panic!("another message") };
    assert_eq!(retry.selected_version(), Ok(Some(ProtocolVersion::TLS13)));
    assert_eq!(retry.retry_group(), Ok(Some(NamedGroup::SECP256R1)));
    let value = retry.cookie().unwrap().unwrap();
    assert_eq!(value.len(), 114);
    let again = server_hello(&retry, |writer| {
        key_share::encode_retry(writer, NamedGroup::SECP256R1);
        cookie::encode_cookie(writer, value);
        supported_versions::encode_answer(writer, ProtocolVersion::TLS13);
    });
    assert_eq!(again, message[4..]);
}
