//! Our server, on a socket of this machine, for one client at a time.

use std::{
    io::{self, Read, Write as _},
    net::{Shutdown, TcpListener, TcpStream},
    sync::Arc,
    thread::{self, JoinHandle},
};

use countersign::{CertifiedKey, ConnectionSummary, ServerConfig};
use countersign_std::TlsStream;

use super::{
    matrix::Offer,
    our_client::{Stream, policy, protocol_names, set_patience},
};
use crate::{Failure, process::until};

/// What our server is, and can do.
#[derive(Clone)]
pub(super) struct Setup<'a> {
    pub(super) key: &'a Arc<CertifiedKey>,
    pub(super) offer: Offer,
    pub(super) protocols: &'a [&'a str],
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
    let config = ServerConfig::builder(countersign_rustcrypto::provider())
        .policy(policy(&setup.offer))
        .protocols(protocol_names(setup.protocols)?)
        .credential(setup.key.credential().clone())
        .trace(true)
        .build()?;
    let key = Arc::clone(setup.key);
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    let port = listener.local_addr()?.port();
    let thread = thread::spawn(move || {
        let socket = accept(&listener)?;
        set_patience(&socket)?;
        let mut stream = TlsStream::server(&config, Arc::new(config.clone()), key, socket);
        let outcome = serve(&mut stream);
        linger(stream.get_mut());
        outcome
    });
    Ok(Serving { port, thread })
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
    let head = "HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n";
    write!(stream, "{head}Content-Length: {}\r\n\r\n{PAGE}\n", PAGE.len() + 1)?;
    Ok(Seen { summary, request, closed: close(stream)? })
}
