//! The keys of the command line.

use std::{
    fs::File,
    io::{BufRead as _, BufReader},
    path::Path,
};

use countersign_observe::Keys;

use crate::{arguments::Inspect, failure::Failure};

pub(super) fn load(options: &Inspect) -> Result<Keys, Failure> {
    let mut keys = Keys::new();
    for path in &options.keylog {
        log(path, &mut keys)?;
    }
    for path in &options.rsa_key {
        let key = countersign_std::pem::private_key(path.as_path()).map_err(Failure::from)?;
        let key = countersign_rustcrypto::signing_key(&key).map_err(|error| {
            Failure::usage(format_args!("{}: {error}", path.display()), "an RSA key is wanted")
        })?;
        if !key.decrypts() {
            let message = format_args!("{}: it is no RSA key", path.display());
            return Err(Failure::usage(
                message,
                "only RSA key exchange can be decrypted with a key",
            ));
        }
        keys.add_rsa_key(key);
    }
    for psk in &options.psk {
        keys.add_pre_shared_key(psk.identity(), psk.key().clone());
    }
    Ok(keys)
}

/// Line by line, since logs of long recordings are large.
fn log(path: &Path, keys: &mut Keys) -> Result<(), Failure> {
    let failed = |error| Failure::file(path, "read", &error);
    let mut taken = 0;
    for line in BufReader::new(File::open(path).map_err(failed)?).split(b'\n') {
        taken += keys.add_log(&line.map_err(failed)?).taken;
    }
    if taken == 0 {
        return Err(Failure::usage(
            format_args!("{} holds no secrets", path.display()),
            "a key log has lines such as CLIENT_RANDOM, a random and a secret in hexadecimal",
        ));
    }
    Ok(())
}
