//! What a store keeps, for how long, and what it drops first.

use std::time::Duration;

use countersign::bytes::Bytes;

use super::*;

fn at(seconds: u64) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(seconds))
}

fn id(number: u32) -> SessionKey {
    let mut id = [0xee; 32];
    id[..4].copy_from_slice(&number.to_be_bytes());
    SessionKey::Id(Bytes::copy_from_slice(&id))
}

/// 75 bytes that tell which session they are.
fn session(number: u32) -> Vec<u8> {
    number.to_be_bytes().repeat(19)[..75].to_vec()
}

fn keep(store: &SessionStore, key: SessionKey, session: &[u8], lifetime: u32, now: u64) {
    let session = Secret::new(session);
    store.store(&StoreSession { key, session, lifetime, now: at(now) });
}

fn find(store: &SessionStore, key: SessionKey, now: u64) -> Option<Vec<u8>> {
    let found = store.find(&FindSessionRequest { key, now: at(now) });
    found.map(|session| session.expose().to_vec())
}

/// Room for some 80 sessions.
fn small() -> SessionStore {
    SessionStore::new(10_000)
}

#[test]
fn what_is_stored_is_found_until_it_is_over() {
    let store = small();
    keep(&store, id(1), &session(1), 100, 1000);
    assert_eq!(find(&store, id(1), 1000), Some(session(1)));
    assert_eq!(find(&store, id(1), 1099), Some(session(1)), "it is found again");
    assert_eq!(find(&store, id(2), 1000), None);
    assert_eq!(store.len(), 1);
    keep(&store, id(2), &session(2), 10, 1050);
    assert_eq!(find(&store, id(2), 1060), None);
    assert_eq!(store.len(), 1, "what is over is freed when it is asked for, the oldest or not");
    assert_eq!((find(&store, id(1), 1100), store.len()), (None, 0));
}

#[test]
fn a_clock_that_went_back_finds_nothing_until_it_has_caught_up() {
    let store = small();
    keep(&store, id(1), &session(1), 100, 1000);
    assert_eq!(find(&store, id(1), 999), None);
    store.wipe_expired(at(0));
    assert_eq!(find(&store, id(1), 1000), Some(session(1)));
}

#[test]
fn the_same_id_again_replaces() {
    let store = small();
    keep(&store, id(1), &session(1), 100, 1000);
    keep(&store, id(1), &session(2), 10, 1005);
    assert_eq!((find(&store, id(1), 1006), store.len()), (Some(session(2)), 1));
    keep(&store, id(1), &session(3), 0, 1006);
    assert!(store.is_empty(), "one without a lifetime is none, and the one before is forgotten");
}

#[test]
fn the_oldest_make_room() {
    let store = small();
    let mut fit = 0;
    for number in 0..1000 {
        keep(&store, id(number), &session(number), 100, 1000);
        let len = u32::try_from(store.len()).unwrap();
        fit = fit.max(len);
        let oldest = (number + 1).saturating_sub(len);
        assert_eq!(find(&store, id(oldest), 1000), Some(session(oldest)));
        if let Some(evicted) = oldest.checked_sub(1) {
            assert_eq!(find(&store, id(evicted), 1000), None);
            assert_eq!(len, fit, "no more are evicted than have to be");
        }
    }
    assert_eq!(fit, 80, "122 bytes each, and 4 for each of 38 chains");
    for number in 1000 - fit..1000 {
        assert_eq!(find(&store, id(number), 1000), Some(session(number)));
    }
}

#[test]
fn finding_does_not_make_younger() {
    let store = small();
    for number in 0..200 {
        keep(&store, id(number), &session(number), 100, 1000);
        find(&store, id(0), 1000);
    }
    assert_eq!(find(&store, id(0), 1000), None);
}

#[test]
fn long_sessions_share_the_memory_with_short_ones() {
    let store = small();
    for number in 0..70 {
        keep(&store, id(number), &session(number), 100, 1000);
    }
    keep(&store, id(1000), &[7; 5000], 100, 1000);
    assert_eq!(find(&store, id(1000), 1000), Some(vec![7; 5000]));
    assert_eq!(find(&store, id(69), 1000), Some(session(69)));
    assert_eq!(find(&store, id(0), 1000), None);
    let len = store.len();
    keep(&store, id(1001), &vec![7; 20_000], 100, 1000);
    keep(&store, id(1002), &vec![7; 70_000], 100, 1000);
    assert_eq!((find(&store, id(1001), 1000), store.len()), (None, len), "nothing is evicted");
}

#[test]
fn removed_sessions_leave_room_that_is_used_again() {
    let store = small();
    for number in 0..10_000 {
        keep(&store, id(number), &session(number), 100, 1000);
        if number % 3 == 1 {
            let SessionKey::Id(last) = id(number) else { unreachable!() };
            assert!(store.remove(&last) && !store.remove(&last));
        }
    }
    let there = (0..10_000).filter(|number| find(&store, id(*number), 1000).is_some()).count();
    assert_eq!(there, store.len());
    assert!(there >= 52, "two thirds of what fits: {there}");
}

#[test]
fn sessions_that_are_over_are_wiped_as_calls_come() {
    let store = small();
    for number in 0..70 {
        keep(&store, id(number), &session(number), 10, 1000);
    }
    find(&store, id(999), 1005);
    assert_eq!(store.len(), 70);
    keep(&store, id(100), &session(100), 10, 1010);
    assert_eq!(store.len(), 70 - 4 + 1);
    find(&store, id(999), 1010);
    assert_eq!(store.len(), 70 - 8 + 1);
    store.wipe_expired(at(1011));
    assert_eq!((store.len(), find(&store, id(100), 1011)), (1, Some(session(100))));
}

#[test]
fn ids_have_1_to_32_bytes_and_others_are_never_found() {
    let store = small();
    for len in 0..=300 {
        let key = SessionKey::Id(Bytes::from(vec![3; len]));
        keep(&store, key.clone(), &session(1), 100, 1000);
        assert_eq!(find(&store, key, 1000).is_some(), (1..=32).contains(&len), "{len}");
    }
    let name = SessionKey::ServerName("server.example".try_into().unwrap());
    keep(&store, name.clone(), &session(1), 100, 1000);
    assert_eq!((find(&store, name, 1000), store.len()), (None, 32));
}

#[test]
fn little_memory_keeps_little_and_none_keeps_nothing() {
    for memory in 0..1000 {
        let store = SessionStore::new(memory);
        for number in 0..10 {
            keep(&store, id(number), &session(number), 100, 1000);
        }
        assert!(store.len() * 122 <= memory);
    }
    assert!(SessionStore::new(0).is_empty());
}

#[test]
fn debug_shows_how_many() {
    let store = small();
    keep(&store, id(1), &[0xab; 75], 100, 1000);
    assert_eq!(format!("{store:?}"), "SessionStore { sessions: 1, .. }");
}
