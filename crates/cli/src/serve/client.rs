//! One client, from its first byte to the last.

use std::{
    io::{self, Read, Write as _},
    net::{SocketAddr, TcpStream},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use countersign_capture::Side;
use countersign_std::TlsStream;

use super::{book::Book, page, service::Service};
use crate::{
    capturing::Tap,
    failure::Failure,
    timeline::Facts,
    told::told,
    wire::{Wire, deadline},
};

/// Bytes that are echoed at once.
const CHUNK: usize = 16 * 1024;

/// How long a client may take to say `close_notify` after the page.
const FAREWELL: Duration = Duration::from_secs(2);

/// One client.
pub(super) struct Client<'a> {
    service: &'a Service,
    book: Arc<Mutex<Book>>,
    sent: u64,
    received: u64,
}

impl<'a> Client<'a> {
    pub(super) fn new(service: &'a Service, number: u64, from: SocketAddr) -> Self {
        let book = Book::new(service.output, service.quiet, number, from);
        Self { service, book: Arc::new(Mutex::new(book)), sent: 0, received: 0 }
    }

    /// Whatever goes wrong is told, and ends this client alone.
    pub(super) fn serve(mut self, socket: TcpStream) {
        match self.converse(socket) {
            Ok(()) => self.book().closed(self.sent, self.received),
            Err(failure) => self.book().failed(&failure),
        }
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        locked(&self.book)
    }

    fn converse(&mut self, socket: TcpStream) -> Result<(), Failure> {
        // Flights are written whole: nothing is gained by waiting for more.
        let _ = socket.set_nodelay(true);
        let config = &self.service.config;
        let tap = |capture| Tap::of_socket(capture, Side::Server, &socket);
        let tap = self.service.capture.as_ref().map(tap);
        let mut wire = Wire::new(socket, deadline(self.service.timeout), tap.clone());
        if let Some(protocol) = self.service.starttls {
            protocol.offer(&mut wire)?;
        }
        let (told_to, book) = (Arc::clone(&self.book), Arc::clone(&self.book));
        let answerers = told(self.service.answerers.clone(), move |words| {
            locked(&told_to).answered(words);
        });
        let mut stream = TlsStream::server_with(config, answerers, wire);
        stream.observe(move |event| {
            if let Some(tap) = &tap {
                tap.event(event);
            }
            locked(&book).event(event);
        });
        if let Err(error) = stream.handshake() {
            let connection = Some(stream.connection());
            return Err(Failure::stream(
                "the handshake with this client failed",
                &error,
                connection,
            ));
        }
        if let Some(exporter) = &self.service.exporter {
            self.book().exported(&exporter.export(stream.connection())?);
        }
        let talk = if self.service.www { Self::answer } else { Self::echo };
        talk(self, &mut stream).map_err(|error| {
            // A client that was too slow is told that this is the end.
            let _ = stream.close_write();
            Failure::stream("the connection with this client broke", &error, None)
        })
    }

    /// Sends everything back until the client closes.
    fn echo(&mut self, stream: &mut TlsStream<Wire>) -> io::Result<()> {
        stream.get_mut().each_wait(Some(self.service.timeout))?;
        let mut buffer = vec![0; CHUNK];
        loop {
            let count = EarlyFirst(stream).read(&mut buffer)?;
            if count == 0 {
                return stream.close_write();
            }
            self.received += length(count);
            stream.write_all(buffer.get(..count).unwrap_or_default())?;
            stream.flush()?;
            self.sent += length(count);
        }
    }

    /// Answers one request with a page, closes, and waits a little for the client to close too:
    /// a connection that is dropped at once may take the end of the page with it.
    fn answer(&mut self, stream: &mut TlsStream<Wire>) -> io::Result<()> {
        stream.get_mut().all_within(self.service.timeout);
        let Some(request) = page::Request::read(&mut EarlyFirst(stream))? else {
            return stream.close_write();
        };
        self.received = length(request.bytes);
        let facts = match stream.summary() {
            Some(summary) => self.book().agreed(summary),
            None => Facts::default(),
        };
        let answer = page::answer(&request, &facts);
        self.book().page(&request.line, answer.status);
        stream.write_all(&answer.bytes)?;
        stream.close_write()?;
        self.sent = length(answer.bytes.len());

        stream.get_mut().all_within(FAREWELL);
        // Browsers often go without a word; the page has reached them.
        let _ = stream.shutdown();
        Ok(())
    }
}

/// Early data, and behind them the rest. They may be a recording: to echo them once more, or to
/// answer a GET once more (RFC 8470 §4), changes nothing.
struct EarlyFirst<'a>(&'a mut TlsStream<Wire>);

impl Read for EarlyFirst<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.0.read_early(buffer)? {
            0 => self.0.read(buffer),
            early => Ok(early),
        }
    }
}

fn locked(book: &Mutex<Book>) -> MutexGuard<'_, Book> {
    book.lock().unwrap_or_else(PoisonError::into_inner)
}

fn length(count: usize) -> u64 {
    count.try_into().unwrap_or(u64::MAX)
}
