//! `countersign record`: another command, with everything that it does left in a folder.
//!
//! ```text
//! arguments → connect | serve | handshake ─ --capture, --tape, timeline → folder
//! ```

mod folder;
mod timeline_file;

use std::fmt::Write as _;

use serde::Serialize;

use self::folder::{Folder, quoted};
pub(crate) use self::timeline_file::TimelineFile;
use crate::{
    arguments::{Record, Recorded},
    connect,
    failure::Failure,
    handshake,
    output::{Format, Output, Stream, failure_text, json_line},
    serve,
};

impl Record {
    /// That of the command.
    pub(crate) fn output(&self) -> Output {
        let (stream, json) = match &self.command {
            Recorded::Connect(options) => (Stream::Stderr, options.telling.json),
            Recorded::Serve(options) => (Stream::Stderr, options.telling.json),
            Recorded::Handshake(options) => (Stream::Stdout, options.json),
        };
        Output::new(stream, Format::of(json))
    }
}

pub(crate) fn run(options: &mut Record, output: Output) -> Result<(), Failure> {
    let (capturing, taping) = match &mut options.command {
        Recorded::Connect(options) => (&mut options.capturing, &mut options.taping),
        Recorded::Serve(options) => (&mut options.capturing, &mut options.taping),
        Recorded::Handshake(options) => (&mut options.capturing, &mut options.taping),
    };
    if capturing.capture.is_some() || taping.tape.is_some() {
        return Err(Failure::usage(
            "`record` names the capture and the tapes itself",
            "leave --capture and --tape out, or say them without `record FOLDER`",
        ));
    }
    let folder = Folder::prepare(&options.folder, output.format)?;
    capturing.capture = Some(folder.capture());
    taping.tape = Some(folder.tape());
    let timeline = folder.timeline_file()?;
    let copied = output.copied_to(timeline);
    let ended = match &options.command {
        Recorded::Connect(options) => connect::run(options, copied),
        Recorded::Serve(options) => {
            // It is ended from outside, and says nothing then.
            News::begun(&folder).tell(output);
            serve::run(options, copied)
        }
        Recorded::Handshake(options) => handshake::run(options, copied),
    };
    if let Err(failure) = &ended {
        let text = match output.format {
            Format::Text => failure_text(failure),
            Format::Json => json_line(failure),
        };
        // That it failed is told anyway.
        let _ = timeline.write(&text);
    }
    News::ended(&folder).tell(output);
    ended
}

/// What is told of the folder.
#[derive(Serialize)]
#[serde(tag = "event", rename = "recorded")]
struct News {
    folder: String,
    /// Names in the folder; none where there was no connection.
    files: Vec<String>,
    /// In words.
    #[serde(skip)]
    text: String,
}

impl News {
    /// Before there is anything.
    fn begun(folder: &Folder) -> Self {
        let files = [&folder.capture(), &folder.tape()].map(|path| name(path));
        let [capture, tape] = &files;
        let timeline = folder.timeline();
        let which = format!("{capture}, {timeline}, and a tape for each client, the first {tape}");
        let text = format!("recording in {}: {which}", folder.path().display());
        Self::new(folder, vec![capture.clone(), tape.clone(), timeline.to_owned()], text)
    }

    /// Of what there is.
    fn ended(folder: &Folder) -> Self {
        let tapes = folder.tapes();
        if tapes.is_empty() && !folder.has_packets() {
            // What cannot be taken back is in the way next time, and told then.
            let _ = folder.clear();
            let text = "nothing is recorded: there was no connection".to_owned();
            return Self { folder: folder.path().display().to_string(), files: Vec::new(), text };
        }
        let listed = match (tapes.first(), tapes.last()) {
            (Some(first), Some(last)) if tapes.len() > 2 => format!("{first} to {last}"),
            _ => tapes.join(", "),
        };
        let mut files = vec![name(&folder.capture()), folder.timeline().to_owned()];
        let mut text = format!("recorded in {}: {}", folder.path().display(), files.join(", "));
        if !tapes.is_empty() {
            text = format!("{text}, {listed}");
        }
        files.extend(tapes);
        Self::new(folder, files, text)
    }

    fn new(folder: &Folder, files: Vec<String>, mut text: String) -> Self {
        let path = quoted(folder.path());
        let mut add = |line: &str| {
            // Writing to a String cannot fail.
            let _ = write!(text, "\n{line}");
        };
        add("whoever reads these files can read the connections; what they say:");
        add(&format!("  countersign inspect {path}/{}", name(&folder.capture())));
        // Else what went over ended before TLS.
        if files.len() > 2 {
            add(&format!("  countersign replay {path}/*.tape"));
        }
        Self { folder: folder.path().display().to_string(), files, text }
    }

    fn tell(&self, output: Output) {
        output.note(&self.text, self);
    }
}

fn name(path: &std::path::Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
