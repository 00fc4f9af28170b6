//! The device: a client with little heap.

use std::{alloc::System, fs, net::TcpStream, process::ExitCode, time::Duration};

use cap::Cap;
use countersign::{
    Answers, ClientConfig, Policy, PreSharedKey, PreSharedKeyRequest, PreSharedKeys,
    bytes::Bytes,
    crypto::{CipherSuite, Secret},
    pki_types::{ServerName, UnixTime},
};
use countersign_embedded::{Lent, Sizes, blocking::TlsStream};
use countersign_rustcrypto::{ALL_SIGNATURE_ALGORITHMS, provider};
use countersign_testkit::SeededRandom;
use countersign_verify::{Roots, Verifier};
use embedded_io::{BufRead, Write};
use embedded_io_adapters::std::FromStd;

use crate::server::{FILE, IDENTITY, KEY_BYTE, NAME, PSK_SUITE};

/// Gives nothing above its limit; the process ends there.
#[global_allocator]
static HEAP: Cap<System> = Cap::new(System, usize::MAX);

/// What is held at one moment, and the most that was held until then.
struct Moment {
    what: &'static str,
    held: usize,
    peak: usize,
}

fn moment(what: &'static str) -> Moment {
    Moment { what, held: HEAP.allocated(), peak: HEAP.max_allocated() }
}

fn clock() -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(1_700_000_000))
}

/// Trusts a root, by a file.
pub(crate) fn with_root(address: &str, roots: &str, limit: usize) -> ExitCode {
    HEAP.set_limit(limit).expect("a process that has just begun holds less");
    let begun = moment("the process itself");
    let verifier = {
        let mut trusted = Roots::new();
        trusted.add_der(&fs::read(roots).expect("the root is there")).expect("it is a root");
        Verifier::new(trusted, ALL_SIGNATURE_ALGORITHMS).expect("there is a root")
    };
    let config = ClientConfig::builder(provider()).build().expect("the policy is provided");
    run(&begun, address, &config, Answers::client(&verifier))
}

/// Has a key beforehand, and neither certificates nor public keys.
pub(crate) fn with_key(address: &str, limit: usize) -> ExitCode {
    HEAP.set_limit(limit).expect("a process that has just begun holds less");
    let begun = moment("the process itself");
    let policy = Policy { suites: vec![CipherSuite(PSK_SUITE.0)], ..countersign_testkit::tls12() };
    let config = ClientConfig::builder(provider()).policy(policy).build();
    let config = config.expect("the policy is provided");
    run(&begun, address, &config, Answers { pre_shared_keys: &Known, ..Answers::none() })
}

/// The key of the device, whatever server it reaches.
struct Known;

impl PreSharedKeys for Known {
    fn find(&self, _: &PreSharedKeyRequest) -> Option<PreSharedKey> {
        let identity = Bytes::from_static(IDENTITY.as_bytes());
        Some(PreSharedKey::new(identity, Secret::new(&[KEY_BYTE; 16])))
    }
}

/// A handshake, a request, and an answer in records of 16 KiB.
fn run(begun: &Moment, address: &str, config: &ClientConfig, answers: Answers<'_>) -> ExitCode {
    let mut random = SeededRandom::new(1);
    let lent = Lent { answers, random: &mut random, clock: &clock };
    let name = ServerName::try_from(NAME).expect("it is a DNS name");
    let socket = FromStd::new(TcpStream::connect(address).expect("the server listens"));
    let sizes = Sizes { read: 512, write: 512 };
    let ready = moment("ready: configuration, and whom to trust");

    let mut stream = TlsStream::client(config, name, lent, sizes, socket);
    stream.handshake().expect("the handshake is completed");
    let connected = moment("connected");

    write!(stream, "GET /{} HTTP/1.0\r\n\r\n", FILE.0).expect("the request is sent");
    stream.flush().expect("the request is sent");
    let received = receive(&mut stream);
    let idle = moment("idle, after the records of the answer");
    stream.close_write().expect("the connection is closed");
    drop(stream);
    let over = moment("over");

    println!("{:<44} {:>6} {:>6}", "bytes of heap", "held", "peak");
    for Moment { what, held, peak } in [begun, &ready, &connected, &idle, &over] {
        println!("{what:<44} {held:>6} {peak:>6}");
    }
    println!(
        "{:<44} {:>6} {:>6}",
        "the connection's share, when connected",
        connected.held - ready.held,
        connected.peak - ready.held,
    );
    assert!(received > FILE.1, "the file is {} bytes, and {received} came", FILE.1);
    assert_eq!(over.held, ready.held, "a connection that is over leaves nothing behind");
    ExitCode::SUCCESS
}

/// Reads to the end; what is read is not kept.
fn receive(stream: &mut TlsStream<'_, FromStd<TcpStream>>) -> usize {
    let mut total = 0;
    loop {
        let len = stream.fill_buf().expect("the answer is received").len();
        stream.consume(len);
        total += len;
        if len == 0 {
            return total;
        }
    }
}
