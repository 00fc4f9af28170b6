//! THE KEY SCHEDULE of TLS 1.3: RFC 8446 §7.1.
//!
//! ```text
//!              0
//!   PSK   ->  HKDF-Extract = EarlySecret      -> binders, early traffic, early exporter
//!              Derive-Secret(., "derived", "")
//!  (EC)DHE -> HKDF-Extract = HandshakeSecret  -> handshake traffic of each side
//!              Derive-Secret(., "derived", "")
//!         0 -> HKDF-Extract = MasterSecret    -> application traffic, exporter, resumption
//! ```
//!
//! Each stage consumes the one before it, so that no secret outlives its use. The machine, an
//! observer with a key log and a QUIC stack all take their keys from here.

mod binder;
mod early;
mod exporter;
mod handshake;
mod hkdf;
mod import;
mod initial;
mod label;
mod master;
mod traffic;

pub use binder::{BinderKey, PskKind};
pub use early::EarlySecret;
pub use exporter::ExporterSecret;
pub use handshake::HandshakeSecret;
pub use hkdf::Hkdf;
pub use import::{ImportError, import};
pub use initial::InitialSecret;
pub use label::TrafficLabel;
pub use master::{MasterSecret, ResumptionSecret};
pub use traffic::TrafficSecret;
