//! The agreement with tshark, every difference with its reason, and what proofs came to.

use std::fmt;

use countersign_observe::{Observation, Verdict};

use crate::{flow::flow, inventory::Capture, played::Played};

/// File, what tshark says, what the observer says in its place, why.
type Difference = (&'static str, &'static str, &'static str, &'static str);

const DIFFERENCES: &[Difference] = &[
    (
        "go/Server-TLSv13-ALPN-NoMatch.pcap",
        "Alert:No application Protocol",
        "Alert:No Application Protocol",
        "the alert is no_application_protocol; only the capitals differ",
    ),
    (
        "snet/tls_DHE-DSS-AES128-SHA256.pcap",
        "SHA224 DSA",
        "dsa_sha224",
        "tshark has the names of RFC 5246, this library those of the registry",
    ),
    (
        "snet/tls_ECDHE-ARIA128-GCM-SHA256.pcap",
        "ServerKeyExchange, ServerHelloDone C: ClientKeyExchange, CCS, EncHS S: CCS, EncHS \
         C: AppData*10, EncAlert",
        "ServerKeyExchange(x25519,rsa_pss_rsae_sha256), ServerHelloDone C: ClientKeyExchange, CCS, \
         Finished S: CCS, Finished C: AppData*10, Alert:Close Notify",
        "tshark does not know ARIA; the observer decrypts it",
    ),
    (
        "zeek/ssl-v2.pcap",
        "SSL2-ClientMasterKey",
        "SSL2-ClientMasterKey S: SSL2 C: SSL2 S: SSL2 C: SSL2, SSL2, SSL2 S: SSL2",
        "the manifest leaves out what is encrypted in SSL 2.0; the observer counts it",
    ),
    (
        "zeek/tls-fragmented-handshake.pcap.gz",
        "EncHS*21, ",
        "",
        "a Certificate above the limit of 64 KiB: the observer says so and passes over it, tshark \
         shows its records",
    ),
];

/// What the observer has to say against these captures: nothing else breaks an order or a proof.
const COMPLAINTS: &[&str] = &[
    // It changes over to another protocol without TLS behind its handshake.
    "pcap/zeek/globus-url-copy.pcap: server: a record carries another protocol version: \
     version(0x7265); expected 3.x",
    "pcap/zeek/globus-url-copy.pcap: server: NoRecord(16)",
    "pcap/zeek/tls-fragmented-handshake.pcap.gz: server: a handshake message is longer than its \
     kind may be: Certificate of 339629 bytes; expected at most 65536",
];

/// What came of the comparison.
#[derive(Default)]
pub(crate) struct Agreement {
    streams: usize,
    equal: usize,
    explained: usize,
    others: Vec<String>,
    good: usize,
    unknown: usize,
    /// What speaks against a peer, or against the observer.
    complaints: Vec<String>,
}

impl Agreement {
    pub(crate) fn compare(&mut self, capture: &Capture, seen: &[&Played]) {
        for played in seen {
            self.judge(&capture.file, &played.observations);
        }
        let mut left: Vec<(String, String)> = seen
            .iter()
            .map(|it| (it.flow.client.port().to_string(), flow(&it.observations)))
            .collect();
        for stream in &capture.streams {
            self.streams += 1;
            let ours = left.iter().position(|(port, _)| stream.ports.contains(port));
            let ours = ours.map(|place| left.remove(place).1).unwrap_or_default();
            if ours == stream.flow {
                self.equal += 1;
            } else if explained(&capture.file, &stream.flow, &ours) {
                self.explained += 1;
            } else {
                let both = format!("\n  tshark: {}\n  ours:   {ours}", stream.flow);
                self.others.push(format!("{}{both}", capture.file));
            }
        }
    }

    fn judge(&mut self, file: &str, observations: &[Observation]) {
        for observation in observations {
            let complaint = match observation {
                Observation::Verdict { verdict: Verdict::Good, .. } => {
                    self.good += 1;
                    continue;
                }
                Observation::Verdict { verdict: Verdict::Unknown(_), .. } => {
                    self.unknown += 1;
                    continue;
                }
                Observation::Verdict { from, of, verdict: Verdict::Bad } => {
                    format!("{from}: {} is wrong", of.name())
                }
                Observation::OutOfOrder { from, came, expected } => {
                    format!("{from}: {came} instead of {expected}")
                }
                Observation::Malformed { from, fault } => format!("{from}: {fault}"),
                Observation::Missing { from, what } => format!("{from}: {what:?}"),
                _ => continue,
            };
            self.complaints.push(format!("{file}: {complaint}"));
        }
    }

    pub(crate) fn check(&self) {
        assert!(self.others.is_empty(), "{} differences are not explained", self.others.len());
        assert_eq!(self.explained, DIFFERENCES.len(), "a difference is no longer there");
        let complaints: Vec<&str> = self.complaints.iter().map(String::as_str).collect();
        assert_eq!(complaints, COMPLAINTS);
        // What cannot be checked: RSA keys below 2048 bits, DSA, SSL 3.0, and records that nobody
        // has the keys for.
        assert!(self.good >= 461, "fewer proofs are right than were before: {}", self.good);
    }
}

fn explained(file: &str, tshark: &str, ours: &str) -> bool {
    let row = DIFFERENCES.iter().find(|row| file.ends_with(row.0));
    row.is_some_and(|(_, theirs, mine, why)| {
        println!("{file}: {why}");
        tshark.contains(theirs) && tshark.replace(theirs, mine) == ours
    })
}

impl fmt::Display for Agreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { streams, equal, explained, good, unknown, .. } = self;
        writeln!(f, "{streams} connections: {equal} equal, {explained} different and explained")?;
        writeln!(f, "{good} proofs are right, {unknown} cannot be checked")?;
        self.others.iter().chain(&self.complaints).try_for_each(|it| writeln!(f, "{it}"))
    }
}
