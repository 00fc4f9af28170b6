//! What tshark saw: `INVENTORY.jsonl` (a line for each file, with its connections) and the keys
//! that `MANIFEST.tsv` names.

use std::{collections::BTreeMap, fs, path::Path};

use serde::Deserialize;

/// A file with its connections.
#[derive(Deserialize)]
pub(crate) struct Capture {
    pub(crate) file: String,
    pub(crate) streams: Vec<Stream>,
    /// Key logs and private keys.
    #[serde(skip)]
    pub(crate) keys: Vec<String>,
}

/// A connection with TLS.
#[derive(Deserialize)]
pub(crate) struct Stream {
    pub(crate) ports: Vec<String>,
    /// Its messages in order, in the manifest's words.
    pub(crate) flow: String,
}

pub(crate) fn read(folder: &Path) -> Vec<Capture> {
    let keys = keys(folder);
    let text = fs::read_to_string(folder.join("INVENTORY.jsonl")).unwrap();
    let mut captures: Vec<Capture> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for capture in &mut captures {
        capture.keys = keys.get(&capture.file).cloned().unwrap_or_default();
    }
    captures
}

fn keys(folder: &Path) -> BTreeMap<String, Vec<String>> {
    let text = fs::read_to_string(folder.join("MANIFEST.tsv")).unwrap();
    let mut lines = text.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let head = lines.next().unwrap();
    let column = |name: &str| head.iter().position(|each| *each == name).unwrap();
    let (file, key) = (column("file"), column("key_file"));
    lines
        .map(|line| {
            let keys = line[key].split(';').filter(|key| !key.is_empty()).map(str::to_owned);
            (line[file].to_owned(), keys.collect())
        })
        .collect()
}
