//! The table of recordings in `test-vectors/README.md`.

use std::{fs, path::Path};

use countersign_testkit::golden::Manifest;

use crate::Failure;

const BEGIN: &str = "<!-- recordings: written by `cargo xtask record` -->\n";
const END: &str = "<!-- end of recordings -->\n";
const HEAD: &str = "| recording | figure | peer | what it shows |\n| --- | --- | --- | --- |\n";

/// Writes it anew, from the manifests.
pub(super) fn write(vectors: &Path) -> Result<(), Failure> {
    let path = vectors.join("README.md");
    let text = fs::read_to_string(&path)?;
    let (before, rest) = text.split_once(BEGIN).ok_or("the README has lost its table")?;
    let (_, after) = rest.split_once(END).ok_or("the README's table has lost its end")?;
    let rows = rows(vectors)?.concat();
    fs::write(path, [before, BEGIN, HEAD, &rows, END, after].concat())?;
    Ok(())
}

fn rows(vectors: &Path) -> Result<Vec<String>, Failure> {
    let mut rows = Vec::new();
    for entry in fs::read_dir(vectors)? {
        let folder = entry?.path();
        let path = folder.join("manifest.toml");
        if !path.exists() {
            continue;
        }
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let Manifest { peer, shows, .. } = Manifest::read(&path)?;
        rows.push(format!("| [{name}]({name}) | {} | {peer} | {shows} |\n", figure(&name)));
    }
    rows.sort();
    Ok(rows)
}

/// `G3` of `g3-ecdhe-rsa-client`.
fn figure(name: &str) -> String {
    name.split('-').next().unwrap_or_default().to_uppercase()
}
