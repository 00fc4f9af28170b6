//! What opens, under which keys, and what does not.

use std::time::Duration;

use countersign::{
    bytes::Bytes,
    crypto::{AeadAlgorithm, Secret},
};
use countersign_rustcrypto::provider;
use countersign_testkit::{NoRandom, SeededRandom};

use super::{format::MAX_TICKET, format::OVERHEAD, *};

const SESSION: [u8; 75] = [0xab; 75];

fn at(seconds: u64) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(seconds))
}

fn key(seed: u64) -> TicketKey {
    TicketKey::generate(&mut SeededRandom::new(seed)).unwrap()
}

fn by_hand() -> TicketPolicy {
    TicketPolicy { rotate_every: None, accept_for: 50, ..TicketPolicy::default() }
}

/// One that got its key at 1000.
fn sealer(policy: TicketPolicy, seed: u64) -> TicketSealer {
    let sealer = TicketSealer::new(&provider(), policy).unwrap();
    sealer.rotate(at(1000), key(seed)).unwrap();
    sealer
}

fn seal_bytes(sealer: &TicketSealer, session: &[u8], now: u64) -> Option<SealedTicket> {
    let session = Secret::new(session);
    let request = SealTicketRequest { session, lifetime: 100, now: at(now) };
    sealer.seal_ticket(&request, &mut SeededRandom::new(now))
}

fn seal(sealer: &TicketSealer, now: u64) -> Vec<u8> {
    seal_bytes(sealer, &SESSION, now).expect("there is a key").ticket
}

/// What opened, and whether it is to be renewed.
fn open(sealer: &TicketSealer, ticket: &[u8], now: u64) -> Option<bool> {
    let request = OpenTicketRequest { ticket: Bytes::copy_from_slice(ticket), now: at(now) };
    sealer.open_ticket(&request).map(|opened| {
        assert_eq!(opened.session.expose(), SESSION);
        opened.renew
    })
}

#[test]
fn what_is_sealed_opens_until_it_is_over() {
    for cipher in [AeadAlgorithm::Aes256Gcm, AeadAlgorithm::ChaCha20Poly1305] {
        let sealer = sealer(TicketPolicy { cipher, ..by_hand() }, 1);
        let ticket = seal(&sealer, 1000);
        assert_eq!(ticket.len(), 127);
        assert!(
            !ticket.windows(4).any(|four| four == [0xab; 4]),
            "the session is not in the clear"
        );
        assert_eq!(open(&sealer, &ticket, 1000), Some(false));
        assert_eq!(open(&sealer, &ticket, 1099), Some(false));
        assert_eq!(open(&sealer, &ticket, 1100), None);
        assert_eq!(open(&sealer, &ticket, 999), None, "a clock that went back");
    }
}

#[test]
fn no_bit_may_be_another_and_no_byte_missing() {
    let sealer = sealer(by_hand(), 1);
    let ticket = seal(&sealer, 1000);
    for bit in 0..ticket.len() * 8 {
        let mut tampered = ticket.clone();
        tampered[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(open(&sealer, &tampered, 1000), None, "bit {bit}");
    }
    for len in 0..ticket.len() {
        assert_eq!(open(&sealer, &ticket[..len], 1000), None, "the first {len}");
        assert_eq!(open(&sealer, &ticket[len + 1..], 1000), None, "all but the first {len}");
        // The name of a key that is known, and then anything.
        let mut named = vec![0x5a; len];
        named.splice(..len.min(16), ticket[..len.min(16)].iter().copied());
        assert_eq!(open(&sealer, &named, 1000), None, "{len}");
    }
    let longer = [&ticket[..], &[0]].concat();
    assert_eq!(open(&sealer, &longer, 1000), None);
    assert_eq!(open(&sealer, &vec![0; 100_000], 1000), None);
}

#[test]
fn another_key_or_another_cipher_opens_nothing() {
    let ticket = seal(&sealer(by_hand(), 1), 1000);
    assert_eq!(open(&sealer(by_hand(), 2), &ticket, 1000), None, "unknown name");
    // The same name with another secret.
    let mut bytes = key(1).to_bytes().expose().to_vec();
    bytes[TicketKey::LEN - 1] ^= 1;
    let forged = TicketSealer::new(&provider(), by_hand()).unwrap();
    forged.rotate(at(1000), TicketKey::from_bytes(bytes[..].try_into().unwrap())).unwrap();
    assert_eq!(open(&forged, &ticket, 1000), None);
    let chacha = TicketPolicy { cipher: AeadAlgorithm::ChaCha20Poly1305, ..by_hand() };
    assert_eq!(open(&sealer(chacha, 1), &ticket, 1000), None);
}

#[test]
fn an_old_key_opens_for_its_time_and_asks_for_a_new_ticket() {
    let sealer = sealer(by_hand(), 1);
    let old = seal(&sealer, 1010);
    sealer.rotate(at(1020), key(2)).unwrap();
    let new = seal(&sealer, 1020);
    assert_eq!((open(&sealer, &old, 1020), open(&sealer, &new, 1020)), (Some(true), Some(false)));
    assert_eq!(open(&sealer, &old, 1069), Some(true));
    assert_eq!(open(&sealer, &old, 1019), Some(true), "a clock that went back a little");
    assert_eq!(open(&sealer, &old, 1070), None);
    assert_eq!(open(&sealer, &old, 1069), None, "the key is gone for good");
    assert_eq!(open(&sealer, &new, 1070), Some(false));
}

#[test]
fn a_fleet_opens_each_others_tickets_all_through_a_rotation() {
    let (here, there) = (sealer(by_hand(), 1), sealer(by_hand(), 1));
    assert_eq!(open(&there, &seal(&here, 1000), 1000), Some(false));
    let next = TicketKey::from_bytes(key(2).to_bytes().expose().try_into().unwrap());
    here.accept(at(1010), key(2)).unwrap();
    there.accept(at(1010), next.clone()).unwrap();
    here.rotate(at(1020), key(2)).unwrap();
    // Here is ahead of there.
    let (old, new) = (seal(&there, 1020), seal(&here, 1020));
    assert_eq!(open(&there, &new, 1020), Some(true));
    assert_eq!(open(&here, &old, 1020), Some(true));
    there.rotate(at(1030), next).unwrap();
    assert_eq!(open(&there, &new, 1030), Some(false));
    let names = |sealer: &TicketSealer| sealer.export().iter().map(|key| *key.name()).collect();
    let both: [Vec<_>; 2] = [names(&here), names(&there)];
    assert_eq!(both, [vec![*key(2).name(), *key(1).name()], vec![*key(2).name(), *key(1).name()]]);
}

#[test]
fn without_a_key_nothing_is_sealed_and_its_own_change_by_themselves() {
    let without = TicketSealer::new(&provider(), by_hand()).unwrap();
    assert_eq!(seal_bytes(&without, &SESSION, 1000), None);

    let policy = TicketPolicy { rotate_every: Some(20), ..by_hand() };
    let own = TicketSealer::new(&provider(), policy).unwrap();
    let first = seal(&own, 1000);
    assert_eq!(seal(&own, 1019)[..16], first[..16]);
    assert_eq!(open(&own, &first, 1019), Some(false));
    assert_eq!(open(&own, &first, 1020), Some(true), "its key is due");
    assert_ne!(seal(&own, 1020)[..16], first[..16]);
    assert_eq!(open(&own, &first, 1069), Some(true));
    assert_eq!(open(&own, &first, 1070), None);
    // A clock that was far ahead, and goes back, keeps no key for longer.
    let ahead = seal(&own, 1_000_000);
    assert_ne!(seal(&own, 1080)[..16], ahead[..16]);
}

#[test]
fn a_spent_key_seals_no_more_however_often_it_comes_back() {
    let policy = TicketPolicy { tickets_per_key: 3, ..by_hand() };
    let by_hand = sealer(policy.clone(), 1);
    let mut random = SeededRandom::new(1);
    let mut sealed = |sealer: &TicketSealer, times| {
        let request =
            SealTicketRequest { session: Secret::new(&SESSION), lifetime: 100, now: at(1000) };
        (0..times).filter_map(|_| sealer.seal_ticket(&request, &mut random)).count()
    };
    assert_eq!(sealed(&by_hand, 2), 2);
    by_hand.rotate(at(1000), key(1)).unwrap();
    by_hand.rotate(at(1000), key(2)).unwrap();
    by_hand.accept(at(1000), key(1)).unwrap();
    by_hand.rotate(at(1000), key(1)).unwrap();
    assert_eq!(sealed(&by_hand, 5), 1);

    let own = sealer(TicketPolicy { rotate_every: Some(1_000_000), ..policy }, 1);
    assert_eq!(sealed(&own, 10), 10, "one that makes its own keys makes another");
    assert_eq!(own.export().len(), 4);
}

#[test]
fn there_are_no_more_keys_than_can_be_looked_through() {
    let sealer = sealer(by_hand(), 1);
    for seed in 2..200 {
        sealer.rotate(at(1000), key(seed)).unwrap();
    }
    assert_eq!(sealer.export().len(), 65);
}

#[test]
fn a_ticket_fits_its_message_or_is_none() {
    let sealer = sealer(by_hand(), 1);
    let most = MAX_TICKET - OVERHEAD;
    let ticket = seal_bytes(&sealer, &vec![1; most], 1000).unwrap().ticket;
    assert_eq!(ticket.len(), MAX_TICKET);
    let request = OpenTicketRequest { ticket: Bytes::from(ticket), now: at(1000) };
    assert_eq!(sealer.open_ticket(&request).unwrap().session.expose(), vec![1; most]);
    for longer in [most + 1, 100_000] {
        assert_eq!(seal_bytes(&sealer, &vec![1; longer], 1000), None);
    }
    assert!(seal_bytes(&sealer, &[], 1000).is_some());
}

#[test]
fn the_hint_is_what_is_sure_and_no_lifetime_is_no_ticket() {
    let sealer = sealer(by_hand(), 1);
    let hint = |lifetime| {
        let request = SealTicketRequest { session: Secret::new(&SESSION), lifetime, now: at(1000) };
        Some(sealer.seal_ticket(&request, &mut SeededRandom::new(1))?.lifetime_hint)
    };
    assert_eq!([0, 1, 50, 51].map(hint), [None, Some(1), Some(50), Some(50)]);
}

#[test]
fn without_randomness_there_is_no_ticket() {
    let own = TicketSealer::new(&provider(), TicketPolicy::default()).unwrap();
    let session = Secret::new(&SESSION);
    let request = SealTicketRequest { session, lifetime: 100, now: at(1000) };
    assert_eq!(own.seal_ticket(&request, &mut NoRandom), None);
    assert_eq!(sealer(by_hand(), 1).seal_ticket(&request, &mut NoRandom), None);
}

#[test]
fn a_cipher_that_does_not_fit_is_refused() {
    let cipher = AeadAlgorithm::Aes128Gcm;
    let short = TicketSealer::new(&provider(), TicketPolicy { cipher, ..by_hand() });
    assert_eq!(short.unwrap_err(), UnfitCipher(cipher));
    let nothing = Provider { aeads: &[], ..provider() };
    let missing = TicketSealer::new(&nothing, by_hand()).unwrap_err();
    assert_eq!(
        missing.to_string(),
        "the provider does not seal tickets with AES-256-GCM: \
         it takes AES-256-GCM or ChaCha20-Poly1305"
    );
}

#[test]
fn debug_shows_no_key() {
    let shown = format!("{:?}", sealer(by_hand(), 1));
    assert!(
        shown.starts_with("TicketSealer { policy: TicketPolicy {") && shown.ends_with(", .. }")
    );
}
