//! FREAK and Logjam: an attacker between the two sides puts a weak key exchange where a strong one
//! was agreed on.

use countersign::{
    Cursor, Era, Policy, Role, StateName,
    crypto::{CipherSuite, NamedGroup},
    fault::FaultKind,
    wire::{HandshakeType, ServerKeyExchange, Writer},
};
use countersign_testkit::{
    Chunks, ClientHelloParts, Framing, RawRecord, Scene, ServerHelloParts, fake::KeyKind, tamper,
};

/// FREAK (CVE-2015-0204): with RSA key exchange a temporary key of 512 bits came in a
/// `ServerKeyExchange`, and was taken. Here the message has no place in that key exchange.
#[test]
fn a_temporary_rsa_key_is_refused() {
    let at = Cursor { role: Role::Server, era: Era::Tls12, state: StateName::WaitPremaster };
    let scene = Scene::through(at);
    let mut pair = scene.pair().framing(Framing::EachMessage).chunks(&Chunks::Records);
    let weak = RawRecord::handshake(HandshakeType::SERVER_KEY_EXCHANGE, &[0, 64, 7, 7]);
    pair.tamper(Role::Server, tamper::insert(2, weak.bytes()));
    pair.run();
    let error = pair.client.error().unwrap();
    assert_eq!(error.fault(), Some(FaultKind::UnexpectedMessage), "{error}");
    assert_eq!(error.at().state, StateName::WaitCertificateRequest);
}

/// No suite of export grade, without encryption, or without authentication can be chosen or
/// offered: the table has none.
#[test]
fn there_is_no_weak_suite() {
    for row in countersign::crypto::SUITES {
        for weak in ["EXPORT", "NULL", "anon", "RC4", "DES", "MD5"] {
            assert!(!row.name.contains(weak), "{}", row.name);
        }
    }
}

/// A client's hello in which an attacker leaves only suites of export grade.
#[test]
fn a_server_chooses_no_export_suite() {
    let scene = Scene::fake();
    let mut pair = scene.pair();
    pair.tamper(
        Role::Client,
        tamper::change(0, |record| {
            let mut hello = ClientHelloParts::decode(&record.fragment).unwrap();
            hello.cipher_suites = vec![0x0003, 0x0008, 0x0014, 0x0062];
            hello.record()
        }),
    );
    pair.run();
    assert_eq!(pair.server.error().unwrap().fault(), Some(FaultKind::NoCommonSuite));
}

/// Logjam (CVE-2015-4000): the attacker asks the server for export-grade DHE and tells the client
/// that the usual one was chosen. The server's prime of 512 bits is signed by its real key; the
/// client refuses it by its length, before any signature is looked at.
#[test]
fn a_short_prime_is_refused_though_it_is_signed() {
    let policy = Policy {
        suites: vec![CipherSuite(0x009e)],
        groups: vec![NamedGroup::FFDHE2048],
        accept_unnamed_dhe_groups: true,
        ..countersign_testkit::tls12()
    };
    let scene = Scene::fake_with(
        &[KeyKind::Rsa],
        |client| client.policy(policy.clone()),
        |server| server.policy(policy.clone()),
    );
    for (bits, fault) in
        [(512, Some(FaultKind::DheGroupTooSmall)), (1024, Some(FaultKind::DheGroupTooSmall))]
    {
        let mut body = Vec::new();
        let mut writer = Writer::new(&mut body);
        ServerKeyExchange::encode_dhe_params(&mut writer, &vec![0xff; bits / 8], &[2], &[5; 64]);
        let scheme = Some(countersign::crypto::SignatureScheme::RSA_PSS_RSAE_SHA256);
        ServerKeyExchange::encode_signature(&mut writer, scheme, &[1; 256]);
        let message = RawRecord::handshake(HandshakeType::SERVER_KEY_EXCHANGE, &body);
        let mut pair = scene.pair().framing(Framing::EachMessage).chunks(&Chunks::Records);
        pair.tamper(Role::Server, tamper::replace(2, message.bytes()));
        pair.run();
        assert_eq!(pair.client.error().unwrap().fault(), fault, "{bits}");
    }
}

/// POODLE and its like begin by making both sides speak an old version: what the server then
/// chooses must have been offered.
#[test]
fn a_client_follows_no_server_below_its_policy() {
    let scene = Scene::fake();
    for version in [0x0300, 0x0301, 0x0302] {
        let mut pair = scene.pair().framing(Framing::EachMessage);
        pair.tamper(
            Role::Server,
            tamper::change(0, move |record| {
                let mut hello = ServerHelloParts::decode(&record.fragment).unwrap();
                hello.legacy_version = countersign::wire::ProtocolVersion(version);
                hello.record()
            }),
        );
        pair.run();
        assert_eq!(pair.client.error().unwrap().fault(), Some(FaultKind::VersionNotOffered));
    }
}
