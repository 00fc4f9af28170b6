//! The side of rustls, over AWS-LC.

use std::{
    io::{Read as _, Write as _},
    sync::Arc,
    time::Duration,
};

use countersign::{
    Role,
    crypto::{CipherSuite, NamedGroup},
};
use pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime, pem::PemObject as _};
use rustls::{
    ClientConfig, ClientConnection, Connection, RootCertStore, ServerConfig, ServerConnection,
    SupportedCipherSuite,
    crypto::{
        CryptoProvider, SupportedKxGroup,
        aws_lc_rs::{self, cipher_suite, kx_group},
    },
    server::WebPkiClientVerifier,
    time_provider::TimeProvider,
    version::TLS13,
};

use super::{
    Case,
    ours::{ANSWER, MAX_EARLY_DATA, NOW, QUESTION, vectors},
};

/// The suites of both.
pub(crate) const SUITES: [(CipherSuite, SupportedCipherSuite); 3] = [
    (CipherSuite(0x1301), cipher_suite::TLS13_AES_128_GCM_SHA256),
    (CipherSuite(0x1302), cipher_suite::TLS13_AES_256_GCM_SHA384),
    (CipherSuite(0x1303), cipher_suite::TLS13_CHACHA20_POLY1305_SHA256),
];

/// The groups of both.
pub(crate) const GROUPS: [(NamedGroup, &dyn SupportedKxGroup); 4] = [
    (NamedGroup::X25519, kx_group::X25519),
    (NamedGroup::SECP256R1, kx_group::SECP256R1),
    (NamedGroup::SECP384R1, kx_group::SECP384R1),
    (NamedGroup::X25519MLKEM768, kx_group::X25519MLKEM768),
];

/// The configuration, which keeps sessions.
pub(crate) enum Theirs {
    Client(Arc<ClientConfig>, bool),
    Server(Arc<ServerConfig>),
}

/// The same time as on our side.
#[derive(Debug)]
struct Fixed;

impl TimeProvider for Fixed {
    fn current_time(&self) -> Option<UnixTime> {
        Some(UnixTime::since_unix_epoch(Duration::from_secs(NOW)))
    }
}

fn certificate(name: &str) -> CertificateDer<'static> {
    let path = vectors().join(format!("keys/{name}.pem"));
    CertificateDer::from_pem_file(path).expect("it is in the checkout")
}

fn key(name: &str) -> PrivateKeyDer<'static> {
    let path = vectors().join(format!("keys/{name}-key.pem"));
    PrivateKeyDer::from_pem_file(path).expect("it is in the checkout")
}

fn provider(case: Case) -> Arc<CryptoProvider> {
    let suite = SUITES.iter().find(|row| row.0 == case.suite).expect("it is in the table").1;
    // A client of theirs begins with a group that our server has not.
    let decoy = case.decoy().filter(|_| case.role == Role::Server);
    let groups = decoy.into_iter().chain([case.group]);
    let named = |group| GROUPS.iter().find(|row| row.0 == group).expect("it is in the table").1;
    Arc::new(CryptoProvider {
        cipher_suites: vec![suite],
        kx_groups: groups.map(named).collect(),
        ..aws_lc_rs::default_provider()
    })
}

fn roots() -> Arc<RootCertStore> {
    let mut roots = RootCertStore::empty();
    roots.add(certificate("ca")).expect("it is a certificate");
    Arc::new(roots)
}

impl Theirs {
    pub(crate) fn new(case: Case) -> Self {
        match case.role {
            Role::Server => Self::Client(Arc::new(client(case)), case.early),
            Role::Client => Self::Server(Arc::new(server(case))),
        }
    }

    pub(crate) fn begin(&mut self, number: usize) -> Their {
        let connection = match self {
            Self::Client(config, early) => {
                let name = ServerName::try_from("localhost").expect("it is a name");
                let mut client =
                    ClientConnection::new(Arc::clone(config), name).expect("it is possible");
                let is_early = *early && number > 0;
                if is_early {
                    let mut data = client.early_data().expect("there is a ticket that allows it");
                    data.write_all(QUESTION.as_bytes()).expect("it is not much");
                } else {
                    let mut writer = client.writer();
                    writer.write_all(QUESTION.as_bytes()).expect("it is kept");
                }
                Connection::Client(client)
            }
            Self::Server(config) => Connection::Server(
                ServerConnection::new(Arc::clone(config)).expect("it is possible"),
            ),
        };
        Their { connection, heard: String::new(), closed: false }
    }
}

fn client(case: Case) -> ClientConfig {
    let builder = ClientConfig::builder_with_details(provider(case), Arc::new(Fixed))
        .with_protocol_versions(&[&TLS13])
        .expect("it has the version")
        .with_root_certificates(roots());
    let mut config = match case.client {
        Some(name) => builder
            .with_client_auth_cert(vec![certificate(name)], key(name))
            .expect("the key fits the certificate"),
        None => builder.with_no_client_auth(),
    };
    config.enable_early_data = case.early;
    config
}

fn server(case: Case) -> ServerConfig {
    let (provider, time) = (provider(case), Arc::new(Fixed));
    let builder = ServerConfig::builder_with_details(Arc::clone(&provider), time)
        .with_protocol_versions(&[&TLS13])
        .expect("it has the version");
    let builder = match case.client {
        Some(_) => builder.with_client_cert_verifier(
            WebPkiClientVerifier::builder_with_provider(roots(), provider)
                .build()
                .expect("there is a root"),
        ),
        None => builder.with_no_client_auth(),
    };
    let mut config = builder
        .with_single_cert(vec![certificate(case.leaf)], key(case.leaf))
        .expect("the key fits the certificate");
    if case.early {
        config.max_early_data_size = MAX_EARLY_DATA;
    }
    config
}

/// One connection.
pub(crate) struct Their {
    connection: Connection,
    heard: String,
    closed: bool,
}

impl Their {
    /// Takes our bytes, does what is to be done, and gives back what it sends.
    pub(crate) fn exchange(&mut self, mut bytes: &[u8]) -> Vec<u8> {
        while !bytes.is_empty() {
            self.connection.read_tls(&mut bytes).expect("it takes them");
            self.connection.process_new_packets().expect("our bytes are good");
            self.hear();
        }
        let mut sent = Vec::new();
        while self.connection.wants_write() {
            self.connection.write_tls(&mut sent).expect("a Vec takes all");
        }
        sent
    }

    fn hear(&mut self) {
        let mut heard = Vec::new();
        if let Connection::Server(server) = &mut self.connection
            && let Some(mut early) = server.early_data()
        {
            early.read_to_end(&mut heard).expect("it is there");
        }
        // What has not come yet is no error here.
        let _ = self.connection.reader().read_to_end(&mut heard);
        self.heard.push_str(&String::from_utf8(heard).expect("it is text"));
        let is_server = matches!(self.connection, Connection::Server(_));
        if is_server && self.heard == QUESTION && !self.closed {
            self.connection.writer().write_all(ANSWER.as_bytes()).expect("it is kept");
            self.closed = true;
        }
        let done = if is_server { self.closed } else { self.heard == ANSWER };
        if done && !self.connection.is_handshaking() {
            self.connection.send_close_notify();
        }
    }

    /// All that was to be said has been heard.
    pub(crate) fn check(&self) {
        let wanted = match self.connection {
            Connection::Client(_) => ANSWER,
            Connection::Server(_) => QUESTION,
        };
        assert_eq!(self.heard, wanted);
    }
}
