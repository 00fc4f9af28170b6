//! Is a tape that says something else than the machine does found out, at its step and in words?

use countersign_tape::{Difference, Replay, Stop, Tape, TapeError, replay};
use countersign_testkit::{Scene, fake};

use crate::meeting::good;

fn run(text: &str) -> Result<Replay, TapeError> {
    replay(&Tape::read(text)?, fake::provider())
}

pub(crate) fn difference(text: &str) -> Difference {
    match run(text).unwrap().stop {
        Stop::Differs(difference) => *difference,
        other => panic!("{other:?}"),
    }
}

/// Flips a bit of the digit `from_end` places before the end of the value of `bytes=` in a line.
fn flipped(text: &str, line: usize, from_end: usize) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let start = lines[line].find("bytes=").unwrap() + "bytes=".len();
    let len = lines[line][start..].find(' ').unwrap_or(lines[line].len() - start);
    let at = start + len - 1 - from_end;
    let digit = u8::from_str_radix(&lines[line][at..=at], 16).unwrap() ^ 1;
    lines[line].replace_range(at..=at, &format!("{digit:x}"));
    lines.join("\n") + "\n"
}

fn line_of(text: &str, begin: &str) -> usize {
    text.lines().position(|line| line.starts_with(begin)).unwrap()
}

#[test]
fn a_flipped_draw_shows_in_the_output_of_its_step() {
    let (client, _) = good(&Scene::fake());
    let text = flipped(&client, line_of(&client, "  draw"), 0);
    let found = difference(&text);
    assert_eq!((found.step, found.call.as_str()), (1, "poll"));
    assert_eq!(found.line, line_of(&text, "  output") + 1);
    let place = found.place.unwrap();
    assert!(place.contains("random of ClientHello"), "{place}");
}

#[test]
fn a_flipped_byte_of_each_input_is_found_where_it_is_taken_in() {
    let (client, server) = good(&Scene::fake());
    for text in [client, server] {
        let inputs = text.lines().enumerate().filter(|(_, line)| line.starts_with("in "));
        for (line, _) in inputs {
            let found = difference(&flipped(&text, line, 0));
            let tape = Tape::read(&text).unwrap();
            // The piece is taken in by the polls from here to the next piece.
            let first = tape
                .steps()
                .iter()
                .position(|step| step.before.iter().any(|fact| fact.line == line + 1));
            let first = first.unwrap() + 1;
            let behind = tape.steps().iter().skip(first);
            let polls = behind.take_while(|step| step.before.is_empty()).count();
            assert!((first..=first + polls).contains(&found.step), "{first} {polls} {found}");
        }
    }
}

#[test]
fn the_first_difference_in_words() {
    let (client, _) = good(&Scene::fake());
    let output = line_of(&client, "  output");
    insta::assert_snapshot!("an_output", difference(&flipped(&client, output, 100)));
    let event = client.replacen("event NeedInput hint=5", "event NeedInput hint=6", 1);
    insta::assert_snapshot!("an_event", difference(&event));
    let missing = client.replacen("  event NeedInput hint=5\n", "", 1);
    insta::assert_snapshot!("a_missing_event", difference(&missing));
    let verdict = client.replacen("PeerVerdict accepted", "PeerVerdict rejected WrongName", 1);
    let verdict = verdict.replacen("public_key=", "reason=\"no\" public_key=", 1);
    let found = difference(&verdict);
    assert!(found.call.starts_with("answer question=1 PeerVerdict rejected"), "{found}");
    let fewer = client.replacen("  draw", "  draw bytes=secret:00\n  draw", 1);
    insta::assert_snapshot!("a_draw", difference(&fewer));
}

#[test]
fn remarks_do_not_count() {
    let (client, _) = good(&Scene::fake());
    let other = client.replace("~\"ClientHello\"", "~\"another name\"");
    assert!(other != client && run(&other).unwrap().agrees());
    let commented = client.replace("\npoll\n", "\n# here it goes on\n\npoll\n");
    assert!(run(&commented).unwrap().agrees());
}
