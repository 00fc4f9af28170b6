//! OpenSSL through the `openssl` crate, over a stream in memory. It judges the chain by itself,
//! and reads from the stream when it opens records.

use std::io::{self, Read, Write};

use openssl::{
    pkey::PKey,
    ssl::{
        ErrorCode, Ssl, SslContext, SslContextBuilder, SslMethod, SslOptions, SslSessionCacheMode,
        SslStream, SslVerifyMode, SslVersion,
    },
    x509::X509,
    x509::store::X509StoreBuilder,
};

use super::{Group, Setup};
use crate::{
    certificates::{Chain, NAME},
    wire::{End, Stack},
};

const SUITES: &str = "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256";
const SCHEMES: &str = "ECDSA+SHA256:RSA-PSS+SHA256:RSA+SHA256";

/// Both contexts.
pub(crate) struct OpenSsl {
    client: SslContext,
    server: SslContext,
}

fn context(method: SslMethod, group: Group) -> Setup<SslContextBuilder> {
    let mut builder = SslContext::builder(method)?;
    builder.set_min_proto_version(Some(SslVersion::TLS1_2))?;
    builder.set_max_proto_version(Some(SslVersion::TLS1_2))?;
    builder.set_cipher_list(SUITES)?;
    builder.set_sigalgs_list(SCHEMES)?;
    builder.set_groups_list(match group {
        Group::P256 => "P-256",
        Group::X25519 => "X25519:P-256",
    })?;
    builder.set_options(SslOptions::NO_TICKET);
    builder.set_session_cache_mode(SslSessionCacheMode::OFF);
    Ok(builder)
}

impl OpenSsl {
    pub(crate) fn new(chain: &Chain, group: Group) -> Setup<Self> {
        let mut client = context(SslMethod::tls_client(), group)?;
        let mut roots = X509StoreBuilder::new()?;
        roots.add_cert(X509::from_der(&chain.root)?)?;
        client.set_cert_store(roots.build());
        client.set_verify(SslVerifyMode::PEER);
        let mut server = context(SslMethod::tls_server(), group)?;
        let (leaf, key) = (X509::from_der(&chain.leaf)?, PKey::private_key_from_der(&chain.key)?);
        server.set_certificate(&leaf)?;
        server.set_private_key(&key)?;
        Ok(Self { client: client.build(), server: server.build() })
    }
}

impl Stack for OpenSsl {
    type Client<'a> = Link;
    type Server<'a> = Link;

    fn client(&self) -> Link {
        let mut ssl = Ssl::new(&self.client).expect("there is memory");
        ssl.set_hostname(NAME).expect("it is a name");
        ssl.param_mut().set_host(NAME).expect("it is a name");
        ssl.set_connect_state();
        Link::new(ssl)
    }

    fn server(&self) -> Link {
        let mut ssl = Ssl::new(&self.server).expect("there is memory");
        ssl.set_accept_state();
        Link::new(ssl)
    }

    fn value_bytes(&self) -> [usize; 2] {
        [size_of::<SslStream<Memory>>(); 2]
    }
}

/// One connection.
pub(crate) struct Link {
    stream: SslStream<Memory>,
    connected: bool,
}

/// What has come and not been read, and what is to go out.
#[derive(Default)]
struct Memory {
    incoming: Vec<u8>,
    read: usize,
    outgoing: Vec<u8>,
    dropped: bool,
}

impl Read for Memory {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let rest = self.incoming.get(self.read..).unwrap_or_default();
        let len = rest.len().min(out.len());
        if len == 0 {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        out[..len].copy_from_slice(&rest[..len]);
        self.read += len;
        Ok(len)
    }
}

impl Write for Memory {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.dropped {
            self.outgoing.extend_from_slice(bytes);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Link {
    fn new(ssl: Ssl) -> Self {
        let stream = SslStream::new(ssl, Memory::default()).expect("there is memory");
        Self { stream, connected: false }
    }
}

impl End for Link {
    fn bring(&mut self, bytes: &[u8]) {
        let memory = self.stream.get_mut();
        memory.incoming.drain(..memory.read);
        memory.read = 0;
        memory.incoming.extend_from_slice(bytes);
    }

    fn go_on(&mut self, wire: &mut Vec<u8>) {
        if !self.connected {
            match self.stream.do_handshake() {
                Ok(()) => self.connected = true,
                Err(error) if error.code() == ErrorCode::WANT_READ => {}
                Err(error) => unreachable!("{error}"),
            }
        }
        wire.append(&mut self.stream.get_mut().outgoing);
    }

    fn is_connected(&self) -> bool {
        self.connected
    }

    fn send(&mut self, plaintext: &[u8], wire: Option<&mut Vec<u8>>) {
        self.stream.get_mut().dropped = wire.is_none();
        self.stream.write_all(plaintext).expect("it is connected");
        if let Some(wire) = wire {
            wire.append(&mut self.stream.get_mut().outgoing);
        }
    }

    fn receive(&mut self) -> usize {
        let (mut buffer, mut received) = ([0; 16 * 1024], 0);
        loop {
            match self.stream.ssl_read(&mut buffer) {
                Ok(len) => received += len,
                Err(error) if error.code() == ErrorCode::WANT_READ => return received,
                Err(error) => unreachable!("{error}"),
            }
        }
    }

    const READS_AHEAD: bool = false;
}
