//! nginx, a server that people use; its TLS is OpenSSL's.

use std::{fs, path::Path, process::Command};

use countersign::{
    ClientAuthentication,
    fault::FaultKind as F,
    wire::{AlertDescription as A, ProtocolVersion},
};

use super::{
    NO_PSK, NO_SUITE, PeerServer, Server, ServerSetup,
    catalogue::openssl_has,
    openssl::{ciphers, curves},
    says,
};
use crate::{
    Failure,
    interop::{
        check::Wanted,
        names::{openssl_group, openssl_version},
        plan::Try,
        refusal::{
            Ours::{Finds, IsTold},
            Refusal as R, Row, row,
        },
        world::World,
    },
    process::{Running, free_port},
};

/// nginx. It speaks `http/1.1` where ALPN is used, and nothing else.
pub(in crate::interop) struct Nginx;

/// What its configuration says of TLS.
fn tls(world: &World, setup: &ServerSetup<'_>) -> Result<String, Failure> {
    let on = |yes| if yes { "on" } else { "off" };
    let offer = &setup.offer;
    let suites = match offer.version {
        ProtocolVersion::TLS13 => "ssl_conf_command Ciphersuites",
        _ => "ssl_ciphers",
    };
    let mut lines = vec![
        format!("ssl_certificate {}", setup.identity.certificate_file.display()),
        format!("ssl_certificate_key {}", setup.identity.key_file.display()),
        format!("ssl_client_certificate {}", world.trusted.file.display()),
        format!("ssl_protocols {}", openssl_version(offer.version)),
        format!("{suites} {}", ciphers(offer)),
        format!("ssl_session_tickets {}", on(setup.way.tickets())),
        "ssl_prefer_server_ciphers off".to_owned(),
    ];
    if let Some(field) = setup.field {
        lines.push(format!("ssl_dhparam {}", world.field(field)?.display()));
    }
    lines.extend(curves(offer).map(|curves| format!("ssl_ecdh_curve {curves}")));
    lines.push(format!(
        "ssl_verify_client {}",
        match setup.clients {
            ClientAuthentication::None => "off",
            ClientAuthentication::Optional => "optional",
            ClientAuthentication::Required => "on",
        }
    ));
    let cache = if setup.way.ids() { "shared:sessions:1m" } else { "none" };
    lines.push(format!("ssl_session_cache {cache}"));
    if setup.without_ems {
        lines.push("ssl_conf_command Options -ExtendedMasterSecret".to_owned());
    }
    if !offer.encrypt_then_mac && offer.version < ProtocolVersion::TLS13 {
        lines.push("ssl_conf_command Options -EncryptThenMac".to_owned());
    }
    lines.extend(setup.options.iter().map(|&line| line.to_owned()));
    Ok(format!("    {};\n", lines.join(";\n    ")))
}

/// A configuration that touches nothing outside its folder. In a user namespace root is the only
/// user there is, so nginx is not to change to another.
fn configuration(folder: &Path, port: u16, tls: &str) -> String {
    let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|name| format!("  {name}_temp_path {}/{name};\n", folder.display()))
        .concat();
    format!(
        "user root;\ndaemon off;\nmaster_process off;\n\
         pid {folder}/pid;\nerror_log {folder}/error.log info;\n\
         events {{}}\nhttp {{\n  access_log off;\n{temporary}\
         server {{\n    listen 127.0.0.1:{port} ssl;\n    root {folder}/pages;\n{tls}    \
         location = / {{\n      default_type text/plain;\n      \
         return 200 \"$ssl_protocol $ssl_cipher $ssl_curve\\n\
         resumed: $ssl_session_reused\\nclient: $ssl_client_s_dn\\n\";\n    }}\n  }}\n}}\n",
        folder = folder.display(),
    )
}

/// The file that [`Nginx`] serves.
pub(in crate::interop) const LARGE_PAGE: &str = "/large";
/// How large it is, bytes.
pub(in crate::interop) const LARGE_SIZE: usize = 1 << 20;

impl Server for Nginx {
    fn start(&self, world: &World, setup: &ServerSetup<'_>) -> Result<PeerServer, Failure> {
        let (port, folder) = (free_port()?, world.folder()?);
        let file = folder.join("nginx.conf");
        fs::write(&file, configuration(&folder, port, &tls(world, setup)?))?;
        fs::create_dir(folder.join("pages"))?;
        fs::write(folder.join("pages/large"), vec![b'x'; LARGE_SIZE])?;
        let mut command = Command::new("nginx");
        command.arg("-e").arg(folder.join("error.log")).arg("-p").arg(&folder).arg("-c").arg(file);
        let mut running = Running::start(&mut command)?;
        running.wait_for_port(port)?;
        Ok(PeerServer { running, port, log: Some(folder.join("error.log")) })
    }

    fn confirm(&self, page: &str, wanted: &Wanted) -> Result<(), Failure> {
        let version = openssl_version(wanted.combination.version);
        let first = format!("{version} {}", wanted.combination.suite.openssl_name);
        let resumed = if wanted.resumption.is_some() { "resumed: r" } else { "resumed: ." };
        let client = wanted.client.map_or("client: \n", |_| "client: CN=client.example");
        says(page, &[&first, resumed, client])?;
        let curve = wanted.combination.group.filter(|group| !group.is_finite_field());
        match curve.map(openssl_group) {
            Some("P-256") => says(page, &["prime256v1"]),
            Some("P-384") => says(page, &["secp384r1"]),
            Some(other) => says(page, &[other]),
            None => Ok(()),
        }
    }

    fn lacks(&self, tried: &Try) -> Option<&'static str> {
        match tried.combination.suite {
            row if row.key_exchange.uses_psk() => Some(NO_PSK),
            _ if tried.combination.leaf.is_none() => Some(NO_PSK),
            row if !openssl_has(row) => Some(NO_SUITE),
            _ => None,
        }
    }

    fn refusals(&self) -> &'static [Row] {
        REFUSALS
    }
}

#[rustfmt::skip]
const REFUSALS: &[Row] = &[
    row(R::WrongCa, Finds(F::UnknownCa), "alert unknown ca"),
    row(R::WrongName, Finds(F::WrongName), "alert bad certificate"),
    row(R::Expired, Finds(F::CertificateExpired), "alert certificate expired"),
    row(R::NoCommonSuite, IsTold(A::HANDSHAKE_FAILURE), "no shared cipher"),
    row(R::NoCommonGroup, IsTold(A::HANDSHAKE_FAILURE), "no shared cipher"),
    row(R::PeerOnlyTls11, IsTold(A::PROTOCOL_VERSION), "unsupported protocol"),
    row(R::PeerOnlyTls13, IsTold(A::PROTOCOL_VERSION), "unsupported protocol"),
    row(R::NoCommonProtocol, IsTold(A::NO_APPLICATION_PROTOCOL), "no application protocol"),
];
