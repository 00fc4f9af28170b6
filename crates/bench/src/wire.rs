//! Two ends in memory and the bytes between them: what every stack is put into.

/// The two sides of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Client,
    Server,
}

/// One end of a connection, driven the same way whatever is inside.
pub(crate) trait End {
    /// Brings bytes in, as a read from a socket would.
    fn bring(&mut self, bytes: &[u8]);

    /// Does what can be done, and appends to `wire` what is to go out.
    fn go_on(&mut self, wire: &mut Vec<u8>);

    /// True once the handshake is complete.
    fn is_connected(&self) -> bool;

    /// Protects `plaintext`, and appends it to the wire; where there is none, it is dropped as a
    /// kernel would do that has taken it.
    fn send(&mut self, plaintext: &[u8], wire: Option<&mut Vec<u8>>);

    /// Opens what was brought in, and looks at no more than how many bytes there are.
    fn receive(&mut self) -> usize;

    /// Whether [`End::bring`] and [`End::receive`] are apart. OpenSSL reads when it opens.
    const READS_AHEAD: bool = true;
}

/// A TLS library with its configuration: what makes connections.
pub(crate) trait Stack {
    type Client<'a>: End
    where
        Self: 'a;
    type Server<'a>: End
    where
        Self: 'a;

    fn client(&self) -> Self::Client<'_>;
    fn server(&self) -> Self::Server<'_>;
    /// Bytes of the connection values themselves, which lie wherever the caller puts them.
    fn value_bytes(&self) -> [usize; 2];
}

/// What is done around each piece of work of a side: a clock, a count, or nothing.
pub(crate) trait Probe {
    fn run<R>(&mut self, side: Side, work: impl FnOnce() -> R) -> R;
}

/// Nothing is done.
pub(crate) struct Unobserved;

impl Probe for Unobserved {
    fn run<R>(&mut self, _: Side, work: impl FnOnce() -> R) -> R {
        work()
    }
}

/// The bytes under way, used again from handshake to handshake.
#[derive(Default)]
pub(crate) struct Wires {
    to_server: Vec<u8>,
    to_client: Vec<u8>,
}

/// More round trips than any handshake takes.
const ROUND_TRIPS: usize = 8;

/// Shakes hands; both ends are connected then.
///
/// # Panics
/// Where they cannot agree: then there is nothing to measure.
pub(crate) fn shake<'a, S: Stack>(
    stack: &'a S,
    wires: &mut Wires,
    probe: &mut impl Probe,
) -> (S::Client<'a>, S::Server<'a>) {
    let mut client = probe.run(Side::Client, || stack.client());
    let mut server = probe.run(Side::Server, || stack.server());
    wires.to_client.clear();
    for _ in 0..ROUND_TRIPS {
        wires.to_server.clear();
        probe.run(Side::Client, || {
            if !wires.to_client.is_empty() {
                client.bring(&wires.to_client);
            }
            client.go_on(&mut wires.to_server);
        });
        wires.to_client.clear();
        if client.is_connected() && server.is_connected() {
            return (client, server);
        }
        probe.run(Side::Server, || {
            server.bring(&wires.to_server);
            server.go_on(&mut wires.to_client);
        });
    }
    unreachable!("the two ends of one stack do not agree");
}
