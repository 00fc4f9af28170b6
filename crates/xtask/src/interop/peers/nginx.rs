//! nginx, a server that people use; its TLS is OpenSSL's.

use std::{fs, path::Path, process::Command};

use countersign::{fault::FaultKind as F, wire::AlertDescription as A};

use super::{PeerServer, Server, ServerSetup, says};
use crate::{
    Failure,
    interop::{
        matrix::{Combination, Version},
        names::{colons, openssl_group, openssl_suite},
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

/// A configuration that touches nothing outside its folder. In a user namespace root is the only
/// user there is, so nginx is not to change to another.
fn configuration(folder: &Path, port: u16, setup: &ServerSetup<'_>) -> String {
    let (versions, ciphers) = match setup.offer.version {
        Version::Tls11 => ("TLSv1.1", "ALL:@SECLEVEL=0".to_owned()),
        Version::Tls12 => ("TLSv1.2", colons(&setup.offer.suites, openssl_suite)),
        Version::Tls13 => ("TLSv1.3", "ALL".to_owned()),
    };
    let groups = colons(&setup.offer.groups, openssl_group);
    let (certificate, key) = (&setup.identity.certificate_file, &setup.identity.key_file);
    let asks = if setup.asks_certificate { "optional_no_ca" } else { "off" };
    let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|name| format!("  {name}_temp_path {}/{name};\n", folder.display()))
        .concat();
    let ems = match setup.without_ems {
        Some(_) => "    ssl_conf_command Options -ExtendedMasterSecret;\n",
        None => "",
    };
    format!(
        "user root;\ndaemon off;\nmaster_process off;\n\
         pid {folder}/pid;\nerror_log {folder}/error.log info;\n\
         events {{}}\nhttp {{\n  access_log off;\n{temporary}\
         server {{\n    listen 127.0.0.1:{port} ssl;\n    root {folder}/pages;\n    \
         ssl_certificate {certificate};\n    ssl_certificate_key {key};\n    \
         ssl_protocols {versions};\n    ssl_ciphers {ciphers};\n    ssl_ecdh_curve {groups};\n    \
         ssl_prefer_server_ciphers off;\n    ssl_verify_client {asks};\n{ems}    \
         location = / {{\n      default_type text/plain;\n      \
         return 200 \"$ssl_protocol $ssl_cipher $ssl_curve\\n\";\n    }}\n  }}\n}}\n",
        folder = folder.display(),
        certificate = certificate.display(),
        key = key.display(),
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
        fs::write(&file, configuration(&folder, port, setup))?;
        fs::create_dir(folder.join("pages"))?;
        fs::write(folder.join("pages/large"), vec![b'x'; LARGE_SIZE])?;
        let mut command = Command::new("nginx");
        command.arg("-e").arg(folder.join("error.log")).arg("-p").arg(&folder).arg("-c").arg(file);
        let mut running = Running::start(&mut command)?;
        running.wait_for_port(port)?;
        Ok(PeerServer { running, port, log: Some(folder.join("error.log")) })
    }

    fn confirm(&self, page: &str, combination: Combination) -> Result<(), Failure> {
        let curve = match openssl_group(combination.group) {
            "P-256" => "prime256v1",
            "P-384" => "secp384r1",
            other => other,
        };
        says(page, &[&format!("TLSv1.2 {} {curve}", openssl_suite(combination.suite))])
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
