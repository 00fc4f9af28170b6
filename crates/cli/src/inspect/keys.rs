//! The keys of the command line.

use std::{
    fs::File,
    io::{BufRead as _, BufReader, Read as _},
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

/// The longest line that is kept, in bytes: no secret's has more. Of a longer one the pieces are no
/// lines, and are passed over.
const MAX_LINE: u64 = 8192;

/// Line by line, since logs of long recordings are large.
fn log(path: &Path, keys: &mut Keys) -> Result<(), Failure> {
    let failed = |error| Failure::file(path, "read", &error);
    let mut file = BufReader::new(File::open(path).map_err(failed)?);
    let (mut line, mut taken) = (Vec::new(), 0);
    while file.by_ref().take(MAX_LINE).read_until(b'\n', &mut line).map_err(failed)? > 0 {
        taken += keys.add_log(&line).taken;
        line.clear();
    }
    if taken == 0 {
        return Err(Failure::usage(
            format_args!("{} holds no secrets", path.display()),
            "a key log has lines such as CLIENT_RANDOM, a random and a secret in hexadecimal",
        ));
    }
    Ok(())
}
