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
//! - [`walk`]: what happened, in words, one fact a line, for snapshots.
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
mod pair;
mod random;
mod scene;
mod side;
pub mod tamper;
mod through;
pub mod walk;

pub use framing::{Framing, RawRecord, Records};
pub use hello_parts::{ClientHelloParts, ServerHelloParts};
pub use kept::Kept;
pub use pair::{Chunks, Pair};
pub use random::{NoRandom, SeededRandom};
pub use scene::{Scene, tls12, tls13};
pub use side::{Noted, Side, Step};
