//! Fingerprints of hellos: JA3 and JA3S (Salesforce, 2017), JA4 and JA4S (FoxIO, 2023). They tell
//! programs apart by what they offer, in which order.
//!
//! ```text
//! JA3   MD5 of: version,suites,extensions,groups,point formats      decimal, with dashes
//! JA3S  MD5 of: version,suite,extensions
//! JA4   t 13 d 15 16 h2 _ SHA-256 of the sorted suites _ SHA-256 of the sorted extensions, schemes
//! JA4S  t 13 02 h2 _ suite _ SHA-256 of the extensions
//! ```
//!
//! GREASE is left out of all of them (RFC 8701).

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

use base16ct::lower::encode_string as hex;
use countersign::wire::{
    ClientHello, ProtocolVersion, ServerHello,
    extension::{
        ExtensionType, Extensions, alpn, ec_point_formats, signature_algorithms, supported_groups,
    },
    is_grease,
};
use md5::Digest as _;

/// Both fingerprints of a hello.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    /// JA3 or JA3S: 32 hexadecimal digits.
    pub ja3: String,
    /// JA4 or JA4S.
    pub ja4: String,
}

impl Fingerprint {
    /// JA3 and JA4.
    pub fn of_client(hello: &ClientHello<'_>) -> Self {
        let suites = real(hello.cipher_suites.iter());
        Self { ja3: ja3(hello, &suites), ja4: ja4(hello, &suites) }
    }

    /// JA3S and JA4S.
    pub fn of_server(hello: &ServerHello<'_>) -> Self {
        let kinds = kinds(hello.extensions);
        let ja3s =
            [hello.legacy_version.0.to_string(), hello.cipher_suite.0.to_string(), decimal(&kinds)];
        let version = hello.selected_version().ok().flatten().unwrap_or(hello.legacy_version);
        let protocol = hello.extensions.decoded(ExtensionType::ALPN, alpn::decode_answer);
        let ja4s = format!(
            "t{}{:02}{}_{:04x}_{}",
            version_name(version),
            kinds.len().min(99),
            ends(protocol.ok().flatten()),
            hello.cipher_suite.0,
            hash(&hexadecimal(&kinds)),
        );
        Self { ja3: md5(&ja3s.join(",")), ja4: ja4s }
    }
}

fn ja3(hello: &ClientHello<'_>, suites: &[u16]) -> String {
    let groups =
        hello.extensions.decoded(ExtensionType::SUPPORTED_GROUPS, supported_groups::decode);
    let groups = groups.ok().flatten().map(|list| real(list.iter())).unwrap_or_default();
    let formats =
        hello.extensions.decoded(ExtensionType::EC_POINT_FORMATS, ec_point_formats::decode);
    let formats: Vec<u16> =
        formats.ok().flatten().unwrap_or_default().iter().map(|it| u16::from(*it)).collect();
    let fields = [
        hello.legacy_version.0.to_string(),
        decimal(suites),
        decimal(&kinds(hello.extensions)),
        decimal(&groups),
        decimal(&formats),
    ];
    md5(&fields.join(","))
}

fn ja4(hello: &ClientHello<'_>, suites: &[u16]) -> String {
    let versions = hello.versions().ok().flatten();
    let highest = versions.and_then(|list| real(list.iter()).into_iter().max());
    let version = highest.map_or(hello.legacy_version, ProtocolVersion);
    let named = hello.extensions.get(ExtensionType::SERVER_NAME).is_some();
    let protocols = hello.protocols().ok().flatten();
    let kinds = kinds(hello.extensions);
    let schemes = hello
        .extensions
        .decoded(ExtensionType::SIGNATURE_ALGORITHMS, signature_algorithms::decode)
        .ok()
        .flatten()
        .map(|list| real(list.iter()))
        .unwrap_or_default();

    let mut sorted_suites = suites.to_vec();
    sorted_suites.sort_unstable();
    let mut sorted: Vec<u16> = kinds.clone();
    sorted.retain(|kind| ![ExtensionType::SERVER_NAME.0, ExtensionType::ALPN.0].contains(kind));
    sorted.sort_unstable();
    let mut offer = hexadecimal(&sorted);
    if !schemes.is_empty() {
        offer = format!("{offer}_{}", hexadecimal(&schemes));
    }
    let offer = if kinds.is_empty() { String::new() } else { offer };
    format!(
        "t{}{}{:02}{:02}{}_{}_{}",
        version_name(version),
        if named { 'd' } else { 'i' },
        suites.len().min(99),
        kinds.len().min(99),
        ends(protocols.and_then(|list| list.iter().next())),
        hash(&hexadecimal(&sorted_suites)),
        hash(&offer),
    )
}

fn real(numbers: impl Iterator<Item = u16>) -> Vec<u16> {
    numbers.filter(|number| !is_grease(*number)).collect()
}

fn kinds(extensions: Extensions<'_>) -> Vec<u16> {
    real(extensions.iter().map(|(kind, _)| kind.0))
}

fn version_name(version: ProtocolVersion) -> &'static str {
    match version {
        ProtocolVersion::TLS13 => "13",
        ProtocolVersion::TLS12 => "12",
        ProtocolVersion::TLS11 => "11",
        ProtocolVersion::TLS10 => "10",
        ProtocolVersion::SSL3 => "s3",
        ProtocolVersion::SSL2 => "s2",
        _ => "00",
    }
}

/// The first and the last letter of a protocol's name; of names that are no text the first and the
/// last hexadecimal digit.
fn ends(protocol: Option<&[u8]>) -> String {
    match protocol {
        Some(name @ ([first, .., last] | [first @ last])) => {
            if first.is_ascii_alphanumeric() && last.is_ascii_alphanumeric() {
                return [char::from(*first), char::from(*last)].iter().collect();
            }
            let digits = hex(name);
            digits.chars().take(1).chain(digits.chars().last()).collect()
        }
        _ => "00".to_string(),
    }
}

fn decimal(numbers: &[u16]) -> String {
    numbers.iter().map(u16::to_string).collect::<Vec<_>>().join("-")
}

fn hexadecimal(numbers: &[u16]) -> String {
    numbers.iter().map(|number| format!("{number:04x}")).collect::<Vec<_>>().join(",")
}

fn md5(text: &str) -> String {
    hex(&md5::Md5::digest(text))
}

/// The first 12 digits; zeros for nothing.
fn hash(text: &str) -> String {
    if text.is_empty() {
        return "0".repeat(12);
    }
    let mut digits = hex(&sha2::Sha256::digest(text));
    digits.truncate(12);
    digits
}

#[cfg(test)]
mod tests {
    use std::vec;

    use countersign::{
        crypto::{CipherSuite, NamedGroup, SignatureScheme},
        wire::{
            Writer,
            extension::{self, session_ticket},
        },
    };

    use super::*;

    /// The parts of the example in FoxIO's description, a Chrome of 2023.
    #[test]
    fn the_published_hashes() {
        let suites = "002f,0035,009c,009d,1301,1302,1303,c013,c014,c02b,c02c,c02f,c030,cca8,cca9";
        assert_eq!(hash(suites), "8daaf6152771");
        let extensions = "0005,000a,000b,000d,0012,0015,0017,001b,0023,002b,002d,0033,4469,ff01";
        let schemes = "0403,0804,0401,0503,0805,0501,0806,0601";
        assert_eq!(hash(&format!("{extensions}_{schemes}")), "e5627efa2ab1");
    }

    #[test]
    fn names_of_protocols_are_their_ends() {
        for (name, wanted) in [(&b"h2"[..], "h2"), (b"http/1.1", "h1"), (b"x", "xx"), (b"", "00")] {
            assert_eq!(ends(Some(name)), wanted);
        }
        assert_eq!(ends(Some(&[0xab, 0x30, 0xcd])), "ad");
        assert_eq!(ends(None), "00");
    }

    #[test]
    fn grease_is_left_out() {
        let hello = |grease: bool| {
            let mut body = Vec::new();
            let mut suites = vec![CipherSuite(0x1301), CipherSuite(0xc02f)];
            if grease {
                suites.insert(0, CipherSuite(0x0a0a));
            }
            ClientHello::encode(
                &mut Writer::new(&mut body),
                ProtocolVersion::TLS12,
                &[7; 32],
                &[],
                &suites,
                |writer| {
                    if grease {
                        extension::encode(writer, ExtensionType(0x1a1a), |_| {});
                    }
                    signature_algorithms::encode_offer(writer, &[SignatureScheme::ED25519]);
                    supported_groups::encode_offer(writer, &[NamedGroup::X25519]);
                    session_ticket::encode_offer(writer, &[]);
                },
            );
            let decoded = ClientHello::decode(&body).unwrap();
            Fingerprint::of_client(&decoded)
        };
        assert_eq!(hello(false), hello(true));
        assert!(hello(false).ja4.starts_with("t12i020300_"), "{:?}", hello(false));
    }
}
