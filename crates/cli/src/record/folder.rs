//! The folder of a recording, and what is in it.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use countersign_capture::{Block, CaptureFile};

use super::timeline_file::TimelineFile;
use crate::{failure::Failure, output::Format};

const CAPTURE: &str = "capture.pcapng";
/// The first tape; the names of the others have a number.
const TAPE: &str = "one.tape";

/// The folder.
pub(super) struct Folder {
    path: PathBuf,
    /// It was not there before.
    is_new: bool,
    /// The name of the timeline's file.
    timeline: &'static str,
}

impl Folder {
    /// Makes it where it is missing; nothing in it may be in the way.
    pub(super) fn prepare(path: &Path, format: Format) -> Result<Self, Failure> {
        let unusable = |error| Failure::file(path, "used as a folder", &error);
        let is_new = !path.exists();
        fs::create_dir_all(path).map_err(unusable)?;
        for entry in fs::read_dir(path).map_err(unusable)? {
            let entry = entry.map_err(unusable)?;
            if is_ours(&entry.file_name().to_string_lossy()) {
                let message = format!("{} would be overwritten", entry.path().display());
                let advice = "name another folder, or move what was recorded there before";
                return Err(Failure::usage(message, advice));
            }
        }
        let timeline = match format {
            Format::Text => "timeline.txt",
            Format::Json => "timeline.jsonl",
        };
        Ok(Self { path: path.to_owned(), is_new, timeline })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn capture(&self) -> PathBuf {
        self.path.join(CAPTURE)
    }

    pub(super) fn tape(&self) -> PathBuf {
        self.path.join(TAPE)
    }

    pub(super) fn timeline(&self) -> &'static str {
        self.timeline
    }

    pub(super) fn timeline_file(&self) -> Result<&'static TimelineFile, Failure> {
        let path = self.path.join(self.timeline);
        TimelineFile::create(&path).map_err(|error| Failure::file(&path, "written", &error))
    }

    /// The names of the tapes, in the order of their connections. The first was made before there
    /// was one: it goes where it has stayed empty.
    pub(super) fn tapes(&self) -> Vec<String> {
        let first = self.tape();
        if fs::metadata(&first).is_ok_and(|it| it.len() == 0) {
            let _ = fs::remove_file(&first);
        }
        let names = (1..).map(|number| match number {
            1 => TAPE.to_owned(),
            number => TAPE.replace('.', &format!("-{number}.")),
        });
        names.take_while(|name| self.path.join(name).exists()).collect()
    }

    /// Whether there was a connection: it has packets, whatever came of it.
    pub(super) fn has_packets(&self) -> bool {
        let packets = || -> Option<()> {
            let mut capture = CaptureFile::new(File::open(self.capture()).ok()?).ok()?;
            while !matches!(capture.next_block().ok()??, Block::Packet(_)) {}
            Some(())
        };
        packets().is_some()
    }

    /// Takes everything back, so that the next attempt finds nothing in its way.
    pub(super) fn clear(&self) -> io::Result<()> {
        fs::remove_file(self.path.join(self.timeline))?;
        if self.capture().exists() {
            fs::remove_file(self.capture())?;
        }
        if self.is_new {
            fs::remove_dir(&self.path)?;
        }
        Ok(())
    }
}

/// Names that a recording may write to.
fn is_ours(name: &str) -> bool {
    let is_numbered = |rest: &str| rest.strip_suffix(".tape").is_some();
    [CAPTURE, TAPE, "timeline.txt", "timeline.jsonl"].contains(&name)
        || name.strip_prefix("one-").is_some_and(is_numbered)
}

/// As a shell wants it.
pub(super) fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let is_plain = |c: char| c.is_alphanumeric() || "/._-+=:@%,".contains(c);
    if text.chars().all(is_plain) { text } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_reads_what_was_meant() {
        for (path, words) in [("a/b-1.x", "a/b-1.x"), ("a b", "'a b'"), ("it's", r"'it'\''s'")] {
            assert_eq!(quoted(Path::new(path)), words);
        }
    }

    #[test]
    fn names_that_are_in_the_way() {
        for name in ["capture.pcapng", "one.tape", "one-2.tape", "timeline.txt", "timeline.jsonl"] {
            assert!(is_ours(name), "{name}");
        }
        assert!(!is_ours("notes.txt") && !is_ours("two.tape"));
    }
}
