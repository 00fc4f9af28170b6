//! An authority and a server's certificate for localhost, as PEM files of one test. Made with
//! ring, so that what reads them is another implementation.

use std::{fs, path::PathBuf};

use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa,
    Issuer, KeyPair,
};

use crate::program::Serving;

/// The files, in a directory of the test's own.
pub(crate) struct Files {
    directory: PathBuf,
}

impl Files {
    pub(crate) fn new(test: &str) -> Self {
        let directory = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(test);
        fs::create_dir_all(&directory).unwrap();
        let files = Self { directory };

        let mut authority = CertificateParams::default();
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        authority.distinguished_name = named(&format!("authority of {test}"));
        let authority_key = KeyPair::generate().unwrap();
        let root = authority.self_signed(&authority_key).unwrap();
        let issuer = Issuer::new(authority, authority_key);

        let mut server =
            CertificateParams::new(["localhost".to_owned(), "127.0.0.1".to_owned()]).unwrap();
        server.distinguished_name = named("test server");
        let key = KeyPair::generate().unwrap();
        let certificate = server.signed_by(&key, &issuer).unwrap();

        let mut client = CertificateParams::default();
        client.distinguished_name = named("test client");
        client.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        let client_key = KeyPair::generate().unwrap();
        let client = client.signed_by(&client_key, &issuer).unwrap();
        files.write("client.pem", &client.pem());
        files.write("client.key", &client_key.serialize_pem());

        files.write("ca.pem", &root.pem());
        files.write("cert.pem", &certificate.pem());
        files.write("key.pem", &key.serialize_pem());
        files
    }

    /// The files of a public key and its private key.
    pub(crate) fn public_key(&self, name: &str) -> [String; 2] {
        let key = KeyPair::generate().unwrap();
        let [public, private] = [format!("{name}.pub"), format!("{name}.key")];
        self.write(&public, &key.public_key_pem());
        self.write(&private, &key.serialize_pem());
        [self.path(&public), self.path(&private)]
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::write(self.directory.join(name), text).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    pub(crate) fn path(&self, name: &str) -> String {
        self.directory.join(name).to_str().unwrap().to_owned()
    }

    /// The options of a server.
    pub(crate) fn served(&self) -> [String; 4] {
        ["--cert".to_owned(), self.path("cert.pem"), "--key".to_owned(), self.path("key.pem")]
    }

    /// A server with these options besides.
    pub(crate) fn serve(&self, more: &[&str]) -> Serving {
        let options = self.served();
        let mut arguments: Vec<&str> = options.iter().map(String::as_str).collect();
        arguments.extend(more);
        Serving::start(&arguments)
    }

    /// The options of a client that trusts the authority, and shows its own certificate.
    pub(crate) fn known_client(&self) -> [String; 6] {
        let [certificate, key, authority] =
            ["client.pem", "client.key", "ca.pem"].map(|name| self.path(name));
        let [first, second, third] = ["--client-cert", "--client-key", "--ca"].map(str::to_owned);
        [first, certificate, second, key, third, authority]
    }
}

fn named(name: &str) -> DistinguishedName {
    let mut subject = DistinguishedName::new();
    subject.push(DnType::CommonName, name);
    subject
}
