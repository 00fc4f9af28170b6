//! Is 48 KiB of heap enough for a handshake with a real OpenSSL server, and for what it sends?
//!
//! The test starts `openssl s_server` and then itself again: that second process, the device, is
//! under an allocator that fails above the limit. What the device took is printed.

#![forbid(unsafe_code)]

mod device;
mod server;

use std::{
    env,
    process::{Command, ExitCode},
};

use server::{Files, Server};

/// The bound of issue 3.
const LIMIT: usize = 48 * 1024;
/// Too little for any handshake: shows that the limit is one.
const TOO_LITTLE: usize = 3 * 1024;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().collect();
    if let [_, role, address, roots, limit] = &arguments[..]
        && role == "device"
    {
        return device::run(address, roots, limit.parse().expect("the limit is a number"));
    }
    if Command::new("openssl").arg("version").output().is_err() {
        println!("heap: skipped, since openssl is not installed");
        return ExitCode::SUCCESS;
    }
    let files = Files::write();
    let server = Server::start(&files);
    let enough = run_device(&server, &files, LIMIT);
    let too_little = run_device(&server, &files, TOO_LITTLE);
    match (enough, too_little) {
        (true, false) => ExitCode::SUCCESS,
        (false, _) => fail("the device failed; above it says why"),
        (true, true) => fail("a heap that is too small was enough: the limit does not hold"),
    }
}

fn fail(why: &str) -> ExitCode {
    println!("heap: {why}");
    ExitCode::FAILURE
}

/// True where the device has done all it should.
fn run_device(server: &Server, files: &Files, limit: usize) -> bool {
    let own = env::current_exe().expect("the system knows where we are");
    let mut device = Command::new(own);
    device.arg("device").arg(&server.address).arg(&files.roots).arg(limit.to_string());
    println!("heap: a device with {limit} bytes");
    device.status().expect("we can start ourselves").success()
}
