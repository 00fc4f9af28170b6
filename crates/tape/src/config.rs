//! Configurations as facts: all that decides about the machine's bytes, besides the private keys,
//! which it does not have.
//!
//! [`CLIENT_FLAGS`], [`SERVER_FLAGS`] and the pairs of write and read below are the table of what
//! a configuration has: what is new in one needs a row there.

use alloc::{borrow::ToOwned as _, format, string::String, vec::Vec};

use core::fmt::Write as _;

use bytes::Bytes;
use countersign::{
    CertificateType, ClientConfig, ClientConfigBuilder, ConfigError, Credential, Policy,
    ProtocolName, ServerConfig, ServerConfigBuilder,
    crypto::{CertificateCompression, SignatureScheme},
};

use crate::{
    computing::{Compressions, Computing},
    error::{TapeError, TapeFault},
    fact::Fact,
    names::{CLIENT_AUTHENTICATIONS, certificate_type, label, name, named, read_certificate_type},
    page::{Line, Page},
};

/// A switch: its name, how it is read, how it is set.
type Flag<C, B> = (&'static str, fn(&C) -> bool, fn(B, bool) -> B);

/// The switches of a client's configuration.
const CLIENT_FLAGS: &[Flag<ClientConfig, ClientConfigBuilder>] = &[
    ("send_server_name", ClientConfig::sends_server_name, ClientConfigBuilder::send_server_name),
    ("resumption", ClientConfig::resumes, ClientConfigBuilder::resumption),
    ("request_ocsp", ClientConfig::requests_ocsp, ClientConfigBuilder::request_ocsp),
    ("fallback", ClientConfig::is_fallback, ClientConfigBuilder::fallback),
    ("early_data", ClientConfig::sends_early_data, ClientConfigBuilder::early_data),
    ("pre_shared_keys", ClientConfig::has_pre_shared_keys, ClientConfigBuilder::pre_shared_keys),
    (
        "post_handshake_auth",
        ClientConfig::may_be_asked_later,
        ClientConfigBuilder::post_handshake_auth,
    ),
    ("key_log", ClientConfig::logs_keys, ClientConfigBuilder::key_log),
    ("trace", ClientConfig::traces, ClientConfigBuilder::trace),
];

/// The switches of a server's configuration.
const SERVER_FLAGS: &[Flag<ServerConfig, ServerConfigBuilder>] = &[
    ("session_ids", ServerConfig::keeps_sessions, ServerConfigBuilder::session_ids),
    ("tickets", ServerConfig::gives_tickets, ServerConfigBuilder::tickets),
    ("pre_shared_keys", ServerConfig::has_pre_shared_keys, ServerConfigBuilder::pre_shared_keys),
    ("key_log", ServerConfig::logs_keys, ServerConfigBuilder::key_log),
    ("trace", ServerConfig::traces, ServerConfigBuilder::trace),
];

/// The facts of which a configuration is made.
pub(crate) const VERBS: &[&str] = &[
    "policy",
    "protocols",
    "flags",
    "session_context",
    "client_authentication",
    "client_authorities",
    "psk_identity_hint",
    "max_early_data",
    "certificate_compressions",
    "credential",
];

pub(crate) fn write_client(config: &ClientConfig, page: &mut Page, indentation: &str) {
    write_shared(config.policy(), config.protocols(), page, indentation);
    write_flags(CLIENT_FLAGS, config, page.line(indentation, "flags"));
    let context = config.session_context();
    page.line(indentation, "session_context").bytes("bytes", context).end();
    write_compressions(config.certificate_compressions(), page, indentation);
    for credential in config.credentials() {
        write_credential(credential, page.line(indentation, "credential"));
    }
}

pub(crate) fn write_server(config: &ServerConfig, page: &mut Page, indentation: &str) {
    write_shared(config.policy(), config.protocols(), page, indentation);
    write_flags(SERVER_FLAGS, config, page.line(indentation, "flags"));
    let context = config.session_context();
    page.line(indentation, "session_context").bytes("bytes", context).end();
    write_compressions(config.certificate_compressions(), page, indentation);
    let wanted = name(CLIENT_AUTHENTICATIONS, &config.client_authentication());
    page.line(indentation, "client_authentication").word(wanted).end();
    let names = config.client_authorities();
    page.line(indentation, "client_authorities").pieces("names", names).end();
    let hint = config.psk_identity_hint();
    page.line(indentation, "psk_identity_hint").bytes("bytes", hint).end();
    page.line(indentation, "max_early_data").field("length", config.max_early_data()).end();
    for credential in config.credentials() {
        write_credential(credential, page.line(indentation, "credential"));
    }
}

/// The text of a server's configuration, by which two are compared.
pub(crate) fn server_text(config: &ServerConfig) -> String {
    let mut page = Page::new(false);
    write_server(config, &mut page, "");
    page.text().to_owned()
}

fn write_shared(policy: &Policy, protocols: &[ProtocolName], page: &mut Page, indentation: &str) {
    page.line(indentation, "policy").text("text", format!("{policy:#}")).end();
    let mut shown = String::new();
    let mut names = Vec::new();
    for protocol in protocols {
        shown.push_str(if shown.is_empty() { "" } else { ", " });
        // Writing to a String cannot fail.
        let _ = write!(shown, "{protocol}");
        names.push(protocol.as_bytes());
    }
    let line = page.line(indentation, "protocols").pieces("names", &names);
    if names.is_empty() { line } else { line.remark(shown) }.end();
}

fn write_compressions(ways: Compressions, page: &mut Page, indentation: &str) {
    let numbers: Vec<_> = ways.iter().map(|way| way.algorithm().0.to_be_bytes()).collect();
    let mut line = page.line(indentation, "certificate_compressions").pieces("numbers", &numbers);
    for way in ways {
        line = line.remark(way.algorithm());
    }
    line.end();
}

/// Of the ways that are there, the part that the configuration had.
fn read_compressions(fact: &Fact<'_>, known: Compressions) -> Result<Compressions, TapeError> {
    let numbers = fact.pieces("numbers")?;
    if numbers.is_empty() {
        return Ok(&[]);
    }
    let is_it = |part: &&[&dyn CertificateCompression]| {
        let number = |way: &&dyn CertificateCompression| way.algorithm().0.to_be_bytes().to_vec();
        part.iter().map(number).eq(numbers.iter().cloned())
    };
    let missing = || TapeFault::CertificateCompressions { numbers: fact.text.to_owned() };
    known.windows(numbers.len()).find(is_it).ok_or_else(|| fact.fault(missing()))
}

fn write_flags<C, B>(table: &[Flag<C, B>], config: &C, mut line: Line<'_>) {
    for (name, is_set, _) in table {
        if is_set(config) {
            line = line.word(name);
        }
    }
    line.end();
}

pub(crate) fn write_credential(credential: &Credential, line: Line<'_>) {
    let schemes: Vec<_> = credential.schemes().iter().map(|it| it.0.to_be_bytes()).collect();
    let shown: Vec<_> = credential.schemes().iter().map(|it| format!("{it}")).collect();
    certificate_type(credential.certificate_type(), line.text("label", label(credential)))
        .flag("decrypts", credential.decrypts())
        .pieces("schemes", &schemes)
        .remark(shown.join(", "))
        .option("ocsp_response", credential.ocsp_response(), |line, name, der| {
            line.bytes(name, der)
        })
        .pieces("chain", credential.chain())
        .end();
}

pub(crate) fn read_client(
    facts: &[Fact<'_>],
    computing: Computing,
    line: usize,
) -> Result<ClientConfig, TapeError> {
    // What the tape does not name is off.
    let off = |builder, (_, _, set): &Flag<ClientConfig, _>| set(builder, false);
    let mut builder = CLIENT_FLAGS.iter().fold(ClientConfig::builder(computing.provider), off);
    for fact in facts {
        builder = match fact.verb() {
            "policy" => builder.policy(read_policy(fact)?),
            "protocols" => builder.protocols(read_protocols(fact)?),
            "flags" => read_flags(CLIENT_FLAGS, fact, builder)?,
            "session_context" => builder.session_context(fact.bytes("bytes")?),
            "credential" => builder.credential(read_credential(fact)?),
            "certificate_compressions" => builder.certificate_compressions(read_compressions(
                fact,
                computing.certificate_compressions,
            )?),
            other => return Err(fact.fault(TapeFault::UnknownFact { verb: other.into() })),
        };
    }
    builder.build().map_err(|error| TapeFault::Configuration(error).at(line))
}

pub(crate) fn read_server(
    facts: &[Fact<'_>],
    computing: Computing,
    line: usize,
) -> Result<ServerConfig, TapeError> {
    let off = |builder, (_, _, set): &Flag<ServerConfig, _>| set(builder, false);
    let mut builder = SERVER_FLAGS.iter().fold(ServerConfig::builder(computing.provider), off);
    for fact in facts {
        builder = match fact.verb() {
            "policy" => builder.policy(read_policy(fact)?),
            "protocols" => builder.protocols(read_protocols(fact)?),
            "flags" => read_flags(SERVER_FLAGS, fact, builder)?,
            "session_context" => builder.session_context(fact.bytes("bytes")?),
            "client_authentication" => builder.client_authentication(named(
                CLIENT_AUTHENTICATIONS,
                fact,
                0,
                "client authentication",
            )?),
            "client_authorities" => {
                builder.client_authorities(fact.pieces("names")?.into_iter().map(Bytes::from))
            }
            "psk_identity_hint" => builder.psk_identity_hint(fact.bytes("bytes")?),
            "max_early_data" => builder.max_early_data(fact.small("length")?),
            "credential" => builder.credential(read_credential(fact)?),
            "certificate_compressions" => builder.certificate_compressions(read_compressions(
                fact,
                computing.certificate_compressions,
            )?),
            other => return Err(fact.fault(TapeFault::UnknownFact { verb: other.into() })),
        };
    }
    builder.build().map_err(|error| TapeFault::Configuration(error).at(line))
}

fn refused(fact: &Fact<'_>, error: ConfigError) -> TapeError {
    fact.fault(TapeFault::Configuration(error))
}

fn read_policy(fact: &Fact<'_>) -> Result<Policy, TapeError> {
    let text = fact.quoted("text")?;
    text.parse().map_err(|error| fact.fault(TapeFault::Policy(error)))
}

fn read_protocols(fact: &Fact<'_>) -> Result<Vec<ProtocolName>, TapeError> {
    let protocol = |name| ProtocolName::new(name).map_err(|error| refused(fact, error));
    fact.pieces("names")?.into_iter().map(protocol).collect()
}

fn read_flags<C, B>(table: &[Flag<C, B>], fact: &Fact<'_>, mut builder: B) -> Result<B, TapeError> {
    for word in fact.words().skip(1) {
        let Some((_, _, set)) = table.iter().find(|(name, _, _)| *name == word) else {
            let name = word.to_owned();
            return Err(fact.fault(TapeFault::UnknownKind { of: "flag", name }));
        };
        builder = set(builder, true);
    }
    Ok(builder)
}

pub(crate) fn read_credential(fact: &Fact<'_>) -> Result<Credential, TapeError> {
    let scheme = |bytes: Vec<u8>| match bytes.as_slice().try_into() {
        Ok(number) => Ok(SignatureScheme(u16::from_be_bytes(number))),
        Err(_) => Err(fact.fault(TapeFault::Value {
            name: "schemes".to_owned(),
            expected: "numbers of two bytes each",
        })),
    };
    let schemes: Result<Vec<_>, _> = fact.pieces("schemes")?.into_iter().map(scheme).collect();
    let chain: Vec<_> = fact.pieces("chain")?.into_iter().map(Bytes::from).collect();
    let (label, schemes) = (fact.quoted("label")?, schemes?);
    let credential = match (read_certificate_type(fact)?, chain.as_slice()) {
        (CertificateType::RAW_PUBLIC_KEY, [key]) => {
            Credential::raw_public_key(label, key.clone(), &schemes)
        }
        (CertificateType::RAW_PUBLIC_KEY, _) => {
            let (name, expected) = ("chain".to_owned(), "one raw public key");
            return Err(fact.fault(TapeFault::Value { name, expected }));
        }
        _ => Credential::new(label, chain, &schemes),
    };
    let credential =
        credential.map_err(|error| refused(fact, error))?.with_decryption(fact.flag("decrypts")?);
    Ok(match fact.option("ocsp_response", Fact::bytes)? {
        Some(response) => credential.with_ocsp_response(Bytes::from(response)),
        None => credential,
    })
}
