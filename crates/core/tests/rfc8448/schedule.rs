//! The key schedule as a whole: from the private keys and the messages alone to every secret, key
//! and proof of a handshake, through the stages that the machine goes through.

use countersign::{
    Role,
    schedule::{EarlySecret, PskKind, TrafficSecret},
    wire::HandshakeType as H,
};

use crate::trace::{self, Trace, hkdf};

/// A traffic secret, and the keys that the RFC shows for it.
#[track_caller]
fn check_traffic(trace: &Trace, secret: &TrafficSecret) {
    let name = format!("derive secret \"tls13 {}\"", secret.label().name());
    assert_eq!(secret.expose(), trace.value(&name, "expanded"), "{}: {name}", trace.name);
    let shows = |step: &&trace::Step| step.find("PRK") == Some(secret.expose());
    let keys = trace.steps.iter().filter(shows).find(|step| step.what.contains("traffic keys"));
    let keys = keys.unwrap_or_else(|| panic!("{}: no keys of {name}", trace.name));
    let (mut key, mut iv) = ([0; 16], [0; 12]);
    secret.expand("key", &mut key);
    secret.expand("iv", &mut iv);
    assert_eq!((&key[..], &iv[..]), (keys.get("key expanded"), keys.get("iv expanded")));
}

/// RFC 8446 §4.4.4, over the messages before it.
#[track_caller]
fn check_finished(trace: &Trace, secret: &TrafficSecret, before: (Role, H)) {
    let sender = secret.label().sender();
    let proof = secret.verify_data(&trace.hash_to(before.0, before.1));
    let shown = trace.steps("calculate finished \"tls13 finished\"");
    let shown = shown.filter(|step| step.who == sender).last().unwrap();
    assert_eq!(proof.as_ref(), shown.get("finished"), "{}: {sender}", trace.name);
    assert_eq!(proof.as_ref(), &trace.message(sender, H::FINISHED)[4..]);
}

/// What a client offers with a pre-shared key, and may send at once.
fn check_early(trace: &Trace, early: &EarlySecret) {
    let binder = trace.steps("calculate PSK binder").next().unwrap();
    let prefix = hkdf().hash(binder.get("ClientHello prefix"));
    assert_eq!(prefix.as_ref(), binder.get("binder hash"));
    let proof = early.binder_key(PskKind::Resumption).binder(prefix.as_ref());
    assert_eq!(proof.as_ref(), binder.get("finished"));
    assert!(trace.message(Role::Client, H::CLIENT_HELLO).ends_with(proof.as_ref()));
    let hello = trace.hash_to(Role::Client, H::CLIENT_HELLO);
    check_traffic(trace, &early.traffic(&hello));
    let exporter = early.exporter(&hello).to_secret();
    assert_eq!(exporter.expose(), trace.value("derive secret \"tls13 e exp master\"", "expanded"));
}

#[test]
fn every_secret_follows_from_the_keys_and_the_messages() {
    for trace in trace::all() {
        let psk = trace.psk();
        let early = EarlySecret::new(hkdf(), psk.as_ref());
        if psk.is_some() {
            check_early(&trace, &early);
        }
        let public = trace.key_pair_step(Role::Server).get("public key");
        let shared = trace.key_pair(Role::Client).agree(public).unwrap();
        assert_eq!(shared.expose(), trace.value("extract secret \"handshake\"", "IKM"));
        let handshake = early.into_handshake(Some(&shared));
        let hello = trace.hash_to(Role::Server, H::SERVER_HELLO);
        let client = handshake.traffic(Role::Client, &hello);
        let server = handshake.traffic(Role::Server, &hello);
        check_traffic(&trace, &client);
        check_traffic(&trace, &server);
        let kinds: Vec<_> = trace.messages().iter().map(|(who, one)| (*who, H(one[0]))).collect();
        let before = |who: Role| {
            let at = kinds.iter().position(|one| *one == (who, H::FINISHED)).unwrap();
            kinds[at - 1]
        };
        check_finished(&trace, &server, before(Role::Server));
        check_finished(&trace, &client, before(Role::Client));
        let master = handshake.into_master();
        let finished = trace.hash_to(Role::Server, H::FINISHED);
        check_traffic(&trace, &master.traffic(Role::Client, &finished));
        check_traffic(&trace, &master.traffic(Role::Server, &finished));
        let exporter = master.exporter(&finished).to_secret();
        let shown = trace.value("derive secret \"tls13 exp master\"", "expanded");
        assert_eq!(exporter.expose(), shown, "{}", trace.name);
        let resumption = master.resumption(&trace.hash_to(Role::Client, H::FINISHED));
        let shown = trace.value("derive secret \"tls13 res master\"", "expanded");
        assert_eq!(resumption.expose(), shown, "{}", trace.name);
        if let Some(step) = trace.steps("generate resumption secret \"tls13 resumption\"").next() {
            let psk = resumption.psk(step.get("hash"));
            assert_eq!(psk.expose(), step.get("expanded"));
            let resumed = trace::named("resumed-0-rtt").psk().unwrap();
            assert_eq!(psk.expose(), resumed.expose());
        }
    }
}
