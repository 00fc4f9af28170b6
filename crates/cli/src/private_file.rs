//! Files that hold secrets: nobody else may read them.

use std::{
    fs::{File, OpenOptions},
    io,
    path::{Path, PathBuf},
};

use countersign::crypto::Secret;

/// Writes a file for its owner alone. One that is there is replaced as a whole: who has it open
/// goes on with the old one.
pub(crate) fn write(path: &Path, text: &str) -> io::Result<()> {
    let new = beside(path);
    let written = options()
        .write(true)
        .create_new(true)
        .open(&new)
        .and_then(|mut file| io::Write::write_all(&mut file, text.as_bytes()))
        .and_then(|()| std::fs::rename(&new, path));
    if written.is_err() {
        // There is nothing more to be done about it.
        let _ = std::fs::remove_file(&new);
    }
    written
}

/// Begins a file for its owner alone, which is written piece by piece. One that is there is
/// replaced; what is no file, such as a pipe that somebody reads, is written to.
pub(crate) fn create(path: &Path) -> io::Result<File> {
    match path.symlink_metadata() {
        Ok(there) if there.is_file() => std::fs::remove_file(path)?,
        Ok(_) => return options().write(true).truncate(true).open(path),
        Err(_) => {}
    }
    options().write(true).create_new(true).open(path)
}

/// Fails where [`write`] would, and changes nothing.
pub(crate) fn check_writable(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    let new = beside(path);
    options().write(true).create_new(true).open(&new)?;
    std::fs::remove_file(&new)
}

/// Where the new content stands until it is whole.
fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(format!(".{}.new", std::process::id()));
    path.with_file_name(name)
}

/// Reads a file; refuses one that others can read.
pub(crate) fn read(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    refuse_open_to_others(&file)?;
    io::read_to_string(&mut file)
}

#[cfg(unix)]
fn options() -> OpenOptions {
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut options = OpenOptions::new();
    options.mode(0o600);
    options
}

#[cfg(unix)]
fn refuse_open_to_others(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = file.metadata()?.permissions().mode() & 0o777;
    let of_others = mode & 0o077;
    if of_others == 0 {
        return Ok(());
    }
    Err(io::Error::other(format!(
        "others can read or change it (mode {mode:o}), and it is secret: chmod 600"
    )))
}

#[cfg(not(unix))]
fn options() -> OpenOptions {
    OpenOptions::new()
}

/// Other systems say who may read a file in other ways.
#[cfg(not(unix))]
fn refuse_open_to_others(_: &File) -> io::Result<()> {
    Ok(())
}

/// Two digits a byte.
pub(crate) fn hex(bytes: &[u8]) -> String {
    base16ct::lower::encode_string(bytes)
}

/// What [`hex`] wrote, or someone else; decoded where it is wiped.
pub(crate) fn from_hex(text: &str) -> Option<Secret> {
    let mut is_whole = false;
    let secret = Secret::filled(text.len() / 2, |bytes| {
        is_whole = base16ct::mixed::decode(text, bytes).is_ok();
    });
    is_whole.then_some(secret)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hexadecimal_there_and_back() {
        assert_eq!(hex(&[0, 0x5a, 0xff]), "005aff");
        assert_eq!(from_hex("005aFF").unwrap().expose(), [0, 0x5a, 0xff]);
        assert!(from_hex("").unwrap().expose().is_empty());
        for bad in ["0", "0g", "0x00", "é0"] {
            assert!(from_hex(bad).is_none(), "{bad}");
        }
    }
}
