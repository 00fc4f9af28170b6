//! The codec: one file for each message and each extension, decode and encode together.
//!
//! Decoding borrows from the bytes; unknown numbers are kept. Nothing here knows an order, a
//! key or a record.

mod alert;
mod certificate;
mod certificate_request;
mod change_cipher_spec;
mod client_hello;
mod client_key_exchange;
mod content_type;
pub mod extension;
mod finished;
mod handshake_type;
mod message;
mod public_key_info;
mod reader;
mod registry;
mod server_hello;
mod server_key_exchange;
mod version;
mod writer;

pub use alert::{Alert, AlertDescription, AlertLevel};
pub use certificate::Certificate;
pub use certificate_request::CertificateRequest;
pub use change_cipher_spec::ChangeCipherSpec;
pub use client_hello::{ClientHello, CompressionMethods, NULL_COMPRESSION, RANDOM_LEN};
pub use client_key_exchange::ClientKeyExchange;
pub use content_type::ContentType;
pub use finished::Finished;
pub use handshake_type::HandshakeType;
pub use message::Message;
pub use public_key_info::PublicKeyInfo;
pub use reader::{DecodeError, Reader, U16List};
pub use registry::{cipher_suite_name, is_grease};
pub use server_hello::ServerHello;
pub use server_key_exchange::{EcdheParams, ServerKeyExchange};
pub use version::ProtocolVersion;
pub use writer::Writer;
