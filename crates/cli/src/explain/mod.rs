//! `countersign explain`: what a name or a number means, from the machine's own tables.

mod cryptography;
mod order;
mod topic;
mod wire;

use self::topic::Topic;
use crate::{
    arguments::Explain,
    failure::Failure,
    output::{Format, Output, json_line},
};

/// What can be explained, in the order in which it is listed: its name in the plural, and all
/// of it.
type Shelf = (&'static str, fn() -> Vec<Topic>);

const SHELVES: &[Shelf] = &[
    ("alerts", wire::alerts),
    ("faults", order::faults),
    ("states", order::states),
    ("messages", wire::messages),
    ("extensions", wire::extensions),
    ("groups", cryptography::groups),
    ("signature schemes", cryptography::schemes),
    ("cipher suites", cryptography::suites),
];

pub(crate) fn run(options: &Explain, output: Output) -> Result<(), Failure> {
    if options.names.is_empty() {
        output.print(&list(output.format));
        return Ok(());
    }
    let topics: Vec<Topic> = SHELVES.iter().flat_map(|(_, all)| all()).collect();
    let mut first = true;
    for name in &options.names {
        let found: Vec<_> = topics.iter().filter(|topic| topic.is_called(name)).collect();
        if found.is_empty() {
            return Err(unknown(name, &topics));
        }
        for topic in found {
            let text = match output.format {
                Format::Text if first => topic.text(),
                Format::Text => format!("\n{}", topic.text()),
                Format::Json => json_line(topic),
            };
            output.print(&text);
            first = false;
        }
    }
    Ok(())
}

/// The names of everything; of what is only known by name, such as suites that are never
/// negotiated, there is no more than the number.
fn list(format: Format) -> String {
    let mut text = String::new();
    for (plural, all) in SHELVES {
        let topics = all();
        let known: Vec<_> = topics.iter().filter(|topic| topic.is_in_use()).collect();
        match format {
            Format::Json => known.iter().for_each(|topic| text.push_str(&json_line(topic))),
            Format::Text => {
                let names: Vec<_> = known.iter().map(|topic| topic.name()).collect();
                let others = topics.len() - names.len();
                let others =
                    if others == 0 { String::new() } else { format!(", and {others} by name") };
                text.push_str(&topic::paragraph(plural, &format!("{}{others}", names.join(", "))));
            }
        }
    }
    text
}

fn unknown(name: &str, topics: &[Topic]) -> Failure {
    let name = name.escape_debug();
    let message = match topic::nearest(&name.to_string(), topics) {
        Some(near) => format!("nothing here is called \"{name}\": did you mean {near}?"),
        None => format!("nothing here is called \"{name}\""),
    };
    Failure::usage(message, "`countersign explain` lists what there is")
}
