//! RFC 9001 appendix A, with our key schedule and the provider's primitives.

use countersign::{
    Role,
    crypto::{AeadAlgorithm, HashAlgorithm},
    schedule::{Hkdf, InitialSecret, TrafficLabel, TrafficSecret},
};
use countersign_rustcrypto::provider;

use crate::vectors::{PacketKeys, value};

fn initial(sender: Role) -> PacketKeys {
    let (salt, id) = (InitialSecret::SALT_V1, value("connection id"));
    let secret = InitialSecret::new(&provider(), salt, &id, sender).unwrap();
    assert_eq!(secret.expose(), value(&format!("{sender} secret")));
    let keys = PacketKeys::new(AeadAlgorithm::Aes128Gcm, |label, out| secret.expand(label, out));
    let shown = [&keys.key[..], &keys.iv, &keys.hp];
    let named = ["key", "iv", "hp"].map(|name| value(&format!("{sender} {name}")));
    assert_eq!(shown, named.each_ref().map(|value| &value[..]));
    keys
}

/// A.1, A.2, A.3.
#[test]
fn initial_packets_of_both_sides() {
    let mut payload = value("client payload");
    payload.resize(1162, 0);
    let packet = initial(Role::Client).protect(2, &value("client header"), &payload);
    assert_eq!(packet, value("client packet"));
    let server = initial(Role::Server);
    let packet = server.protect(1, &value("server header"), &value("server payload"));
    assert_eq!(packet, value("server packet"));
}

/// A.4: the tag of a Retry packet, over the connection id that the client chose and all before it
/// (RFC 9001 §5.8).
#[test]
fn the_integrity_tag_of_a_retry() {
    let (packet, id) = (value("retry packet"), value("connection id"));
    let (front, tag) = packet.split_last_chunk::<16>().unwrap();
    let pseudo = [&[u8::try_from(id.len()).unwrap()][..], &id, front].concat();
    let key = provider().aead(AeadAlgorithm::Aes128Gcm).unwrap().key(&value("retry key")).unwrap();
    let nonce = value("retry nonce").try_into().unwrap();
    assert_eq!(key.seal(&nonce, &pseudo, &mut []).unwrap(), *tag);
}

/// A.5.
#[test]
fn a_short_header_with_chacha20() {
    let hkdf = Hkdf::new(&provider(), HashAlgorithm::Sha256).unwrap();
    let label = TrafficLabel::ServerApplication;
    let secret = TrafficSecret::known(hkdf, label, &value("chacha secret")).unwrap();
    let algorithm = AeadAlgorithm::ChaCha20Poly1305;
    let keys = PacketKeys::new(algorithm, |label, out| secret.expand(label, out));
    assert_eq!(keys.key, value("chacha key"));
    assert_eq!(keys.iv[..], value("chacha iv"));
    assert_eq!(keys.hp, value("chacha hp"));
    assert_eq!(secret.next_quic().expose(), value("chacha ku"));
    let packet = keys.protect(654_360_564, &value("chacha header"), &value("chacha payload"));
    assert_eq!(packet, value("chacha packet"));
}
