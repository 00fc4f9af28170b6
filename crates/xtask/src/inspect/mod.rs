//! `cargo xtask inspect`: how fast `countersign inspect` reads a large capture, and in how much
//! memory, beside `tshark` on the same file. Nothing fails by being slow.

mod measure;
mod synthetic;

use std::{
    fs::{self, File},
    io,
    path::Path,
    process::{Command, Stdio},
};

use self::measure::{Figures, measure};
use crate::{Failure, Outcome};

/// The size of the capture where `--mib` does not say another.
const MIB: u64 = 1024;

pub(crate) fn run(root: &Path, arguments: &[String]) -> Outcome {
    match bench(root, arguments) {
        Ok(()) => Ok(true),
        Err(error) => Err(io::Error::other(error)),
    }
}

fn bench(root: &Path, arguments: &[String]) -> Result<(), Failure> {
    let mib = match arguments {
        [] => MIB,
        [option, number] if option == "--mib" => number.parse()?,
        _ => return Err("the only option is --mib NUMBER".into()),
    };
    let build = Command::new("cargo")
        .args(["build", "--release", "-q", "-p", "countersign-cli"])
        .current_dir(root)
        .status()?;
    if !build.success() {
        return Err("countersign-cli does not build".into());
    }
    let folder = root.join("target").join("inspect");
    fs::create_dir_all(&folder)?;
    let (capture, keys) = (folder.join("synthetic.pcap"), folder.join("synthetic.keys"));
    let connections = synthetic::write(&capture, &keys, mib << 20)?;
    // Read once, so that all find it in memory.
    let bytes = io::copy(&mut File::open(&capture)?, &mut io::sink())?;
    println!("{bytes} bytes, {connections} connections of {} MiB", synthetic::CONNECTION_MIB);

    let ours = root.join("target").join("release").join("countersign");
    let inspect = |more: &[&Path]| {
        let mut command = Command::new(&ours);
        command.arg("inspect").arg("--json").arg(&capture);
        if let [keys] = more {
            command.arg("--keylog").arg(keys);
        }
        command
    };
    let tshark = |more: &[&Path]| {
        let mut command = Command::new("tshark");
        command.args(["-n", "-Y", "tls.handshake", "-r"]).arg(&capture);
        if let [keys] = more {
            command.arg("-o").arg(format!("tls.keylog_file:{}", keys.display()));
        }
        command
    };
    let has_tshark = Command::new("tshark")
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok();
    for (name, keys) in [("without keys", &[][..]), ("with keys", &[&*keys])] {
        report(&format!("countersign, {name}"), bytes, measure(&mut inspect(keys))?);
        if has_tshark {
            report(&format!("tshark, {name}"), bytes, measure(&mut tshark(keys))?);
        }
    }
    if !has_tshark {
        println!("tshark is not there: apt-get install tshark");
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "a rate for people")]
fn report(name: &str, bytes: u64, Figures { seconds, peak_kib, lines }: Figures) {
    let rate = bytes as f64 / 1e6 / seconds;
    let peak = peak_kib / 1024;
    println!("{name:<28} {seconds:7.2} s  {rate:7.0} MB/s  peak {peak:5} MiB  {lines} lines");
}
