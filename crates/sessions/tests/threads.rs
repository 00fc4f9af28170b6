//! Many threads at once: nothing is mixed up, and bounds hold.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::Duration,
};

use countersign::{
    FindSessionRequest, OpenTicketRequest, SealTicketRequest, SessionKey, Sessions, StoreSession,
    bytes::Bytes, crypto::Secret, pki_types::UnixTime,
};
use countersign_rustcrypto::provider;
use countersign_sessions::{ClientCache, SessionStore, TicketKey, TicketPolicy, TicketSealer};
use countersign_testkit::SeededRandom;

const THREADS: u32 = 8;
const ROUNDS: u32 = 2000;
const NOW: UnixTime = UnixTime::since_unix_epoch(Duration::from_secs(1_700_000_000));

fn on_threads(run: impl Fn(u32) + Sync) {
    thread::scope(|scope| {
        for thread in 0..THREADS {
            let run = &run;
            scope.spawn(move || run(thread));
        }
    });
}

/// Stores by `key`, and looks for what others may have stored; what is found is whole.
fn store_and_find(sessions: &dyn Sessions, key: impl Fn(u32) -> SessionKey + Sync) -> usize {
    let found = AtomicUsize::new(0);
    on_threads(|thread| {
        for round in 0..ROUNDS {
            let number = thread * ROUNDS + round;
            let session = Secret::new(&number.to_be_bytes().repeat(20));
            let (key, wanted) = (key(number), key(number / 2 * 2));
            sessions.store(&StoreSession { key, session, lifetime: 100, now: NOW });
            if let Some(session) = sessions.find(&FindSessionRequest { key: wanted, now: NOW }) {
                let first = session.expose().first_chunk::<4>().expect("it is not empty");
                assert_eq!(session.expose(), first.repeat(20));
                found.fetch_add(1, Ordering::Relaxed);
            }
        }
    });
    found.into_inner()
}

#[test]
fn a_store_keeps_each_session_whole() {
    let store = SessionStore::new(100_000);
    let key = |number: u32| SessionKey::Id(Bytes::copy_from_slice(&number.to_be_bytes()));
    assert!(store_and_find(&store, key) > 1000);
    assert!((800..1000).contains(&store.len()), "{}", store.len());
}

#[test]
fn a_cache_keeps_each_session_whole() {
    let cache = ClientCache::new(64);
    let name = |number: u32| format!("{number}.example").try_into().expect("it is a name");
    assert!(store_and_find(&cache, |number| SessionKey::ServerName(name(number))) > 1000);
    assert_eq!(cache.len(), 64);
}

#[test]
fn tickets_open_while_keys_change() {
    let policy = TicketPolicy { rotate_every: None, ..TicketPolicy::default() };
    let sealer = TicketSealer::new(&provider(), policy).expect("the provider has the cipher");
    let key = |seed| TicketKey::generate(&mut SeededRandom::new(seed)).expect("it does not fail");
    sealer.rotate(NOW, key(0)).expect("the key fits");
    on_threads(|thread| {
        let mut random = SeededRandom::new(thread.into());
        for round in 0..200_u32 {
            if round % 50 == 0 {
                sealer.rotate(NOW, key((thread * ROUNDS + round).into())).expect("the key fits");
            }
            let session = Secret::new(&(thread * ROUNDS + round).to_be_bytes());
            let request = SealTicketRequest { session, lifetime: 100, now: NOW };
            let given = sealer.seal_ticket(&request, &mut random).expect("there is a key");
            let ticket = Bytes::from(given.ticket);
            let opened = sealer.open_ticket(&OpenTicketRequest { ticket, now: NOW });
            let session = opened.expect("its key is still there").session;
            assert!(session.matches(request.session.expose()));
        }
    });
    let keys = sealer.export();
    let names: std::collections::BTreeSet<_> = keys.iter().map(|key| *key.name()).collect();
    assert_eq!((keys.len(), names.len()), (32, 32), "four for each thread, one of them the first");
}
