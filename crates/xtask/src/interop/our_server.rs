//! Our server, on a socket of this machine, for one client at a time.

use std::{
    io::{self, Read, Write as _},
    net::{Shutdown, TcpListener, TcpStream},
    sync::Arc,
    thread::{self, JoinHandle},
};

use countersign::{
    CertifiedKey, ClientAuthentication, ConnectionSummary, Policy, ServerConfig,
    ServerConfigBuilder, Sessions, VerifyPeer,
};
use countersign_sessions::{
    ServerSessions, SessionStore, StrikeRegister, TicketPolicy, TicketSealer,
};
use countersign_std::{Answerers, TlsStream};

use super::{
    matrix::{Offer, Way},
    our_client::{Stream, protocol_names, set_patience, trusting},
    psk::Psk,
    world::{Identity, World},
};
use crate::{Failure, process::until};

/// What our server is, and can do.
#[derive(Clone)]
pub(super) struct Setup<'a> {
    pub(super) world: &'a World,
    /// None where it has a pre-shared key alone.
    pub(super) key: Option<Arc<CertifiedKey>>,
    pub(super) offer: Offer,
    pub(super) protocols: &'a [&'a str],
    pub(super) clients: ClientAuthentication,
    /// Which sessions it resumes, and whether it forgets them between two clients.
    pub(super) way: Way,
    /// Whether something tells it which early data are new.
    pub(super) takes_early_data: bool,
    /// Who judges clients, where it is not the world's authority.
    pub(super) verifier: Option<Arc<dyn VerifyPeer>>,
    /// What else is configured.
    pub(super) tune: fn(ServerConfigBuilder) -> ServerConfigBuilder,
    pub(super) policy: fn(Policy) -> Policy,
}

impl<'a> Setup<'a> {
    /// A server with this certificate that does what is usual.
    pub(super) fn new(world: &'a World, identity: &'a Identity) -> Self {
        Self { key: Some(Arc::clone(&identity.key)), ..Self::without_certificate(world) }
    }

    /// A server with a pre-shared key.
    pub(super) fn without_certificate(world: &'a World) -> Self {
        Self {
            world,
            key: None,
            offer: Offer::modern(),
            protocols: &[],
            clients: ClientAuthentication::None,
            way: Way::Full,
            takes_early_data: false,
            verifier: None,
            tune: |builder| builder,
            policy: |policy| policy,
        }
    }

    fn config(&self) -> Result<ServerConfig, Failure> {
        let mut config = ServerConfig::builder(countersign_rustcrypto::provider())
            .policy((self.policy)(self.offer.policy()))
            .protocols(protocol_names(self.protocols)?)
            .client_authentication(self.clients)
            .session_ids(self.way.ids())
            .tickets(self.way.tickets())
            .pre_shared_keys(self.offer.psk.is_some())
            .trace(true);
        if let Some(key) = &self.key {
            config = config.credential(key.credential().clone());
        }
        Ok((self.tune)(config).build()?)
    }

    fn answerers(&self) -> Result<Answerers, Failure> {
        let verifier = match &self.verifier {
            Some(verifier) => Arc::clone(verifier),
            None => trusting(&self.world.trusted.certificate)?,
        };
        let mut answerers = Answerers {
            configurations: Arc::new(self.config()?),
            verifier,
            sessions: sessions(self.takes_early_data)?,
            pre_shared_keys: Arc::new(Psk),
            ..Answerers::none()
        };
        if let Some(key) = &self.key {
            answerers.signer = key.clone();
        }
        Ok(answerers)
    }
}

/// Our server at work: it ends with what it saw.
pub(super) struct Serving<T> {
    pub(super) port: u16,
    thread: JoinHandle<Result<T, Failure>>,
}

impl<T> Serving<T> {
    /// Waits for its end.
    pub(super) fn join(self) -> Result<T, Failure> {
        self.thread.join().unwrap_or_else(|_| Err("our server panicked".into()))
    }
}

/// Waits for one client in a thread, and does `serve` with it.
pub(super) fn serve<T: Send + 'static>(
    setup: &Setup<'_>,
    serve: impl FnOnce(&mut Stream) -> Result<T, Failure> + Send + 'static,
) -> Result<Serving<T>, Failure> {
    let shop = Shop::open(setup)?;
    let port = shop.port()?;
    Ok(Serving { port, thread: thread::spawn(move || shop.serve(serve)) })
}

/// The same for two clients, one after the other.
pub(super) fn serve_twice<T: Send + 'static>(
    setup: &Setup<'_>,
    serve: fn(&mut Stream) -> Result<T, Failure>,
) -> Result<Serving<[T; 2]>, Failure> {
    let mut shop = Shop::open(setup)?;
    let (port, forgets) = (shop.port()?, setup.way.forgets());
    let takes_early_data = setup.takes_early_data;
    let thread = thread::spawn(move || {
        let first = shop.serve(serve)?;
        if forgets {
            shop.answerers.sessions = sessions(takes_early_data)?;
        }
        Ok([first, shop.serve(serve)?])
    });
    Ok(Serving { port, thread })
}

/// All that a server needs.
struct Shop {
    listener: TcpListener,
    config: ServerConfig,
    answerers: Answerers,
}

/// A keeper that has kept nothing yet, with a key for tickets of its own.
fn sessions(takes_early_data: bool) -> Result<Arc<dyn Sessions>, Failure> {
    let tickets = TicketSealer::new(&countersign_rustcrypto::provider(), TicketPolicy::default())?;
    let store = Some(SessionStore::new(1 << 20));
    let early_data = takes_early_data.then(|| Arc::new(StrikeRegister::with_fresh_keys(8)));
    Ok(Arc::new(ServerSessions { store, tickets: Some(tickets), early_data }))
}

impl Shop {
    fn open(setup: &Setup<'_>) -> Result<Self, Failure> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        Ok(Self { listener, config: setup.config()?, answerers: setup.answerers()? })
    }

    fn port(&self) -> io::Result<u16> {
        Ok(self.listener.local_addr()?.port())
    }

    fn serve<T>(
        &self,
        serve: impl FnOnce(&mut Stream) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let socket = accept(&self.listener)?;
        set_patience(&socket)?;
        let mut stream = TlsStream::server_with(&self.config, self.answerers.clone(), socket);
        let outcome = serve(&mut stream);
        linger(stream.get_mut());
        outcome
    }
}

fn accept(listener: &TcpListener) -> Result<TcpStream, Failure> {
    listener.set_nonblocking(true)?;
    let mut accepted = None;
    until(|| {
        accepted = listener.accept().ok();
        accepted.is_some()
    });
    let (socket, _) = accepted.ok_or("no client came")?;
    socket.set_nonblocking(false)?;
    Ok(socket)
}

/// Reads to the peer's end, so that our last bytes are not lost to a reset.
fn linger(socket: &mut TcpStream) {
    // The peer may be gone already: then there is nothing to wait for.
    let _ = socket.shutdown(Shutdown::Write);
    let _ = io::copy(socket, &mut io::sink());
}

/// What our server saw of a client that asked for a page.
pub(super) struct Seen {
    pub(super) summary: ConnectionSummary,
    pub(super) request: Vec<u8>,
    /// The client said `close_notify` in its turn.
    pub(super) closed: bool,
}

/// Says `close_notify`, and whether the peer says it in turn.
pub(super) fn close(stream: &mut Stream) -> Result<bool, Failure> {
    stream.close_write()?;
    match io::copy(stream, &mut io::sink()) {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// What our page says.
pub(super) const PAGE: &str = "served by countersign";

/// Reads until a request's head is there, and perhaps more; nothing where the client closes.
pub(super) fn read_head(stream: &mut Stream) -> Result<Vec<u8>, Failure> {
    let mut request = Vec::new();
    let mut chunk = [0; 1024];
    while !request.windows(4).any(|four| four == b"\r\n\r\n") {
        let read = stream.read(&mut chunk)?;
        if read == 0 {
            return Ok(Vec::new());
        }
        request.extend_from_slice(chunk.get(..read).unwrap_or_default());
    }
    Ok(request)
}

/// Answers a GET, and closes: both sides say `close_notify`.
pub(super) fn answer_get(stream: &mut Stream) -> Result<Seen, Failure> {
    let summary = stream.handshake()?.clone();
    let request = read_head(stream)?;
    if request.is_empty() {
        return Ok(Seen { summary, request, closed: true });
    }
    answer(stream, request)
}

/// The same where the request is there already.
pub(super) fn answer(stream: &mut Stream, request: Vec<u8>) -> Result<Seen, Failure> {
    let summary = stream.handshake()?.clone();
    let head = "HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n";
    write!(stream, "{head}Content-Length: {}\r\n\r\n{PAGE}\n", PAGE.len() + 1)?;
    Ok(Seen { summary, request, closed: close(stream)? })
}
