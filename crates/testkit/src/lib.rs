//! For tests of protocols that are built on countersign, and of countersign itself.
//!
//! - [`Pair`]: a client and a server in memory. It carries bytes, answers questions, keeps what
//!   each side told, and lets a test change what goes over the wire.
//! - [`Scene`]: configurations, keys and a verifier that fit together, so that a test starts in
//!   one line.
//! - [`fake`]: a provider that computes next to nothing but keeps the shape of everything, so
//!   that tests are fast and can forge whatever they like.
//! - [`SeededRandom`]: randomness that is the same in each run.
//! - [`Records`], [`Framing`]: records cut out of a stream, and put together otherwise.
//! - [`ClientHelloParts`], [`ServerHelloParts`]: hellos taken apart and put together.
//! - [`tamper`], [`Mishap`], [`each_mishap`]: peers and networks that do it wrong, once or at every
//!   place.
//! - [`walk`], [`assert_walk`]: what happened, in words, one fact a line, for snapshots.
//!
//! ```
//! use countersign_testkit::Scene;
//!
//! let scene = Scene::fake();
//! let mut pair = scene.pair();
//! pair.run();
//! pair.client.send(b"ping").expect("the client is connected");
//! pair.run();
//! assert_eq!(pair.server.data(), b"ping");
//! println!("{}", pair.walk());
//! ```
//!
//! # Testing a protocol of one's own
//!
//! What runs inside of TLS is driven by a test as by a real driver: it reads [`Side::data`], sends,
//! closes. The pair has no clock and no threads, and its randomness has a seed, so that a test that
//! fails once fails each time.
//!
//! **Does it go on with whatever comes in whatever pieces?** [`Pair::chunks`] cuts what arrives:
//! `Chunks::Sizes(vec![1])` is the hardest.
//!
//! **What does it do when the connection breaks, wherever that is?** [`each_mishap`] flips each
//! bit, loses, doubles and swaps each record, and ends the stream behind each byte:
//!
//! ```
//! use countersign::Role;
//! use countersign_testkit::{Pair, Scene, each_mishap};
//!
//! fn order(pair: &mut Pair<'_>) {
//!     pair.run();
//!     // Where something has gone wrong before, nothing can be sent.
//!     let _ = pair.client.send(b"100 apples\n");
//!     pair.run();
//! }
//!
//! let scene = Scene::fake();
//! let runs = each_mishap(|| scene.pair(), Role::Client, order, 7, |mishap, pair| {
//!     let heard = pair.server.data();
//!     assert!(heard.is_empty() || heard == b"100 apples\n", "{mishap}: {heard:?}");
//! });
//! assert!(runs > 100);
//! ```
//!
//! **Does it still happen in the same order?** [`Pair::walk`] is a text that stays the same from
//! run to run; [`assert_walk`] holds it against a snapshot of insta, and its diff is the review.
//!
//! **What happened at the user's site?** A tape of crate `countersign-tape`, which any driver
//! records, replays the connection in a test, byte for byte.
//!
//! `examples/own_protocol.rs` has all of it around a small protocol.
//!
//! Nothing here protects anything: it is for tests only.

#![forbid(unsafe_code)]

#[cfg(feature = "conformance")]
pub mod conformance;
pub mod fake;
mod framing;
#[cfg(feature = "golden")]
pub mod golden;
mod hello_parts;
mod kept;
mod mishap;
mod pair;
mod random;
mod scene;
mod side;
pub mod tamper;
mod through;
#[cfg(feature = "tls13")]
mod through13;
pub mod walk;

pub use framing::{Framing, RawRecord, Records};
pub use hello_parts::{ClientHelloParts, ServerHelloParts};
pub use kept::Kept;
pub use mishap::{Mishap, each_mishap};
pub use pair::{Chunks, Pair};
pub use random::{NoRandom, SeededRandom};
pub use scene::{Scene, is_tls13, tls12, tls13};
pub use side::{Noted, Side, Step};
