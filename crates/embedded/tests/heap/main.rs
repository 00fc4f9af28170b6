//! Is 48 KiB of heap enough for a handshake with a real OpenSSL server, and for what it sends? Are
//! 8 KiB, where both have a key beforehand and records are small?
//!
//! The test starts `openssl s_server` and then itself again: that second process, the device, is
//! under an allocator that fails above the limit. What the device took is printed.

#![forbid(unsafe_code)]

mod device;
mod server;

use std::{
    env,
    path::Path,
    process::{Command, ExitCode},
};

use server::{Files, Server};

/// What the documentation of the crate says.
const LIMIT: usize = 48 * 1024;
/// Without certificates and public keys, and with records of a kilobyte.
const LIMIT_WITH_KEY: usize = 8 * 1024;
/// Too little for any handshake: shows that the limit is one.
const TOO_LITTLE: usize = 3 * 1024;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().collect();
    if let [_, role, address, limit, roots @ ..] = &arguments[..]
        && role == "device"
    {
        let limit = limit.parse().expect("the limit is a number");
        return match roots {
            [roots] => device::with_root(address, roots, limit),
            _ => device::with_key(address, limit),
        };
    }
    if Command::new("openssl").arg("version").output().is_err() {
        println!("heap: skipped, since openssl is not installed");
        return ExitCode::SUCCESS;
    }
    let files = Files::write();
    let server = Server::certified(&files);
    let roots = Some(&*files.roots);
    let enough = run_device(&server, roots, LIMIT);
    let too_little = run_device(&server, roots, TOO_LITTLE);
    let with_key = run_device(&Server::with_key(&files), None, LIMIT_WITH_KEY);
    match (enough && with_key, too_little) {
        (true, false) => ExitCode::SUCCESS,
        (false, _) => fail("a device failed; above it says why"),
        (true, true) => fail("a heap that is too small was enough: the limit does not hold"),
    }
}

fn fail(why: &str) -> ExitCode {
    println!("heap: {why}");
    ExitCode::FAILURE
}

/// True where the device has done all it should. It trusts the root, or has a key.
fn run_device(server: &Server, roots: Option<&Path>, limit: usize) -> bool {
    let own = env::current_exe().expect("the system knows where we are");
    let mut device = Command::new(own);
    device.arg("device").arg(&server.address).arg(limit.to_string()).args(roots);
    let what = if roots.is_some() { "a root" } else { "a key" };
    println!("heap: a device with {what} and {limit} bytes");
    device.status().expect("we can start ourselves").success()
}
