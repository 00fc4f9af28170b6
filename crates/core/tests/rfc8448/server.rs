//! Our server through every trace: it is lent the random value and the key pair that the trace's
//! server had, is given its signature as the answer, and sends the trace's records.

use countersign::{
    ClientAuthentication, Connection, Role, ServerConfig,
    crypto::{Provider, Secret, SignatureScheme},
    wire::{HandshakeType as H, Message13},
};

use crate::{
    driver::{Driver, credential, gives_ticket, ticket},
    likeness::compare,
    live::Live,
    stand_in::stand_in,
    trace::{self, Trace, decode, hkdf},
};

/// What a ticket of the traces is good for.
const MAX_EARLY_DATA: u32 = 1024;

/// In what our messages are others than those of NSS:
/// - EncryptedExtensions: NSS names its groups, which a server may (RFC 8446 §4.2.7), and ours does
///   not; NSS answers server_name where a session is resumed too, which RFC 6066 §3 does not have;
///   it has an order of its own;
/// - HelloRetryRequest: NSS sends a cookie, since it keeps no state; ours keeps it;
/// - CertificateRequest: each side lists the schemes that it knows;
/// - NewSessionTicket: our nonce is one byte, that of NSS two, hence the key is another.
const DIFFER: &[&str] =
    &["EncryptedExtensions", "HelloRetryRequest", "CertificateRequest", "NewSessionTicket"];

fn config(trace: &Trace, provider: Provider) -> ServerConfig {
    let mut policy = countersign_testkit::tls13();
    policy.groups = vec![trace.group()];
    policy.tickets = 1;
    let requests = |one: &&(Role, &[u8])| one.1[0] == H::CERTIFICATE_REQUEST.0;
    let mut asks = ClientAuthentication::None;
    if let Some((_, request)) = trace.messages().iter().find(requests) {
        let Message13::CertificateRequest(request) = decode(request) else {
            panic!("another message")
        };
        asks = ClientAuthentication::Required;
        let known = policy.schemes;
        let schemes = request.schemes().unwrap().unwrap().iter().map(SignatureScheme);
        policy.schemes = schemes.filter(|scheme| known.contains(scheme)).collect();
    }
    // A server that resumes has a certificate too, and does not show it.
    let credential = credential(trace, Role::Server)
        .or_else(|| credential(&trace::named("simple-1-rtt"), Role::Server));
    ServerConfig::builder(provider)
        .policy(policy)
        .client_authentication(asks)
        .credential(credential.unwrap())
        .tickets(true)
        .max_early_data(MAX_EARLY_DATA)
        .key_log(true)
        .trace(true)
        .build()
        .unwrap()
}

/// The server of a trace, with this session in the ticket.
fn server(trace: &Trace, session: Option<Secret>) -> Live<'_> {
    let hello = trace.message(Role::Server, H::SERVER_HELLO);
    let key = trace.key_pair_step(Role::Server).get("private key");
    // A ticket is made for each client that takes some, whether or not the driver seals it.
    let draws = [&hello[6..38], key, &ticket().2.to_be_bytes()].concat();
    let (who, provider) = (Role::Server, stand_in(trace, Role::Server));
    let config = config(trace, provider);
    let connection = Connection::server(&config);
    let (config, sealed) = (Some(config), Vec::new());
    Live::new(connection, Driver { trace, who, provider, config, session, sealed }, draws)
}

/// The session of the first handshake, with the key that the trace's nonce makes.
fn session() -> Secret {
    let trace = trace::named("simple-1-rtt");
    let mut live = server(&trace, None);
    live.run().unwrap();
    let mut session = live.driver.sealed[0].expose().to_vec();
    let ours = psk(&trace, &[0]);
    let at = session.windows(ours.len()).position(|part| part == ours).unwrap();
    session[at..at + ours.len()].copy_from_slice(&psk(&trace, &[0, 0]));
    Secret::new(&session)
}

/// RFC 8446 §4.6.1.
fn psk(trace: &Trace, nonce: &[u8]) -> Vec<u8> {
    let secret = trace.value("derive secret \"tls13 res master\"", "expanded");
    let mut psk = vec![0; 32];
    hkdf().expand_label(secret, "resumption", nonce, &mut psk);
    psk
}

#[test]
fn our_server_sends_the_records_of_every_trace() {
    let mut lines = Vec::new();
    for trace in trace::all() {
        let session = trace.psk().map(|_| session());
        let mut live = server(&trace, session);
        let pairs = live.run().unwrap();
        lines.extend(compare(&live, &pairs, DIFFER));
        live.check_told();
        // The secret of resumption is not logged; what a ticket becomes with it is sealed.
        let [sealed] = &live.driver.sealed[..] else { panic!("{}: no session", trace.name) };
        let key = psk(&trace, &[0]);
        assert!(sealed.expose().windows(32).any(|part| part == key), "{}", trace.name);
        assert_eq!(gives_ticket(&trace), trace.name == "simple-1-rtt");
    }
    insta::assert_snapshot!(lines.join("\n"));
}
