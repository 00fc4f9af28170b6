//! The codec: one file for each message and each extension, decode and encode together.
//!
//! The hellos are the same for all versions. What has another form in TLS 1.3 is there twice, with
//! 13 behind its name: [`Message`] decodes for TLS 1.2 and before, [`Message13`] for TLS 1.3.
//! Decoding borrows from the bytes; unknown numbers are kept. Nothing here knows an order, a
//! key or a record.

mod alert;
mod certificate;
mod certificate13;
mod certificate_fields;
mod certificate_request;
mod certificate_request13;
mod certificate_status;
mod certificate_verify;
mod change_cipher_spec;
mod client_hello;
mod client_key_exchange;
mod compressed_certificate;
mod content_type;
mod der;
mod digitally_signed;
mod encrypted_extensions;
pub mod extension;
mod finished;
mod handshake_type;
mod key_update;
mod message;
mod message13;
mod message_hash;
mod new_session_ticket;
mod new_session_ticket13;
mod opaque_list;
mod public_key_info;
mod reader;
mod registry;
#[cfg(test)]
mod rfc8448;
mod server_hello;
mod server_key_exchange;
mod server_params;
mod version;
mod writer;

pub use alert::{Alert, AlertDescription, AlertLevel};
pub use certificate::Certificate;
pub use certificate_fields::CertificateFields;
pub use certificate_request::{CertificateRequest, CertificateRequestParts};
pub use certificate_request13::CertificateRequest13;
pub use certificate_status::CertificateStatus;
pub use certificate_verify::CertificateVerify;
pub use certificate13::{Certificate13, CertificateEntry};
pub use change_cipher_spec::ChangeCipherSpec;
pub use client_hello::{ClientHello, CompressionMethods, NULL_COMPRESSION, RANDOM_LEN};
pub use client_key_exchange::{ClientKeyExchange, EcdhePsk};
pub use compressed_certificate::CompressedCertificate;
pub use content_type::ContentType;
pub use digitally_signed::DigitallySigned;
pub use encrypted_extensions::EncryptedExtensions;
pub use finished::Finished;
pub use handshake_type::HandshakeType;
pub use key_update::{KeyUpdate, KeyUpdateRequest};
pub use message::Message;
pub use message_hash::MessageHash;
pub use message13::Message13;
pub use new_session_ticket::NewSessionTicket;
pub use new_session_ticket13::NewSessionTicket13;
pub use opaque_list::OpaqueList;
pub use public_key_info::PublicKeyInfo;
pub use reader::{DecodeError, Reader, U16List};
pub use registry::{cipher_suite_name, is_grease};
pub use server_hello::ServerHello;
pub use server_key_exchange::{
    ServerKeyExchange, ServerKeyExchangeForm, ServerKeyExchangeParts, SignatureForm,
};
pub use server_params::{ParamsForm, ServerParams};
pub use version::ProtocolVersion;
pub use writer::Writer;
