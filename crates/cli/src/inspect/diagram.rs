//! A sequence diagram of one connection: two lines of life, an arrow for each message with its
//! size, and where encryption starts. As SVG, in black and two colours that stay apart in grey.

use std::fmt::Write as _;

use super::row::{Row, row};
use crate::timeline::{Entry, Observed, Side};

/// Connections that are drawn; a report with more is read by nobody.
pub(super) const MAX_DIAGRAMS: usize = 500;
/// Rows of one connection; what comes behind them is counted.
const MAX_ROWS: usize = 400;

const WIDTH: u32 = 800;
const CLIENT: u32 = 150;
const SERVER: u32 = 650;
const MIDDLE: u32 = CLIENT.midpoint(SERVER);
const HEAD: u32 = 74;
const TAIL: u32 = 16;
/// Letters of a note that fit between the lines of life.
const NOTE_LETTERS: usize = 70;

/// Colours of the two sides.
const CLIENT_COLOUR: &str = "#0b6e8a";
const SERVER_COLOUR: &str = "#8a2f6b";

/// A connection, drawn row by row.
pub(super) struct Diagram {
    pub(super) number: u64,
    client: String,
    server: String,
    rows: Vec<Row>,
    left_out: usize,
}

impl Diagram {
    pub(super) fn new(number: u64) -> Self {
        let (client, server) = (String::new(), String::new());
        Self { number, client, server, rows: Vec::new(), left_out: 0 }
    }

    pub(super) fn entry(&mut self, entry: &Entry) {
        if let Entry::Observed(Observed::Connection { client, server }) = entry {
            (self.client, self.server) = (client.clone(), server.clone());
            return;
        }
        let Some(row) = row(entry) else { return };
        if self.rows.len() < MAX_ROWS { self.rows.push(row) } else { self.left_out += 1 }
    }

    /// The title of a page: who with whom.
    pub(super) fn title(&self) -> String {
        format!("{}: {} → {}", self.number, self.client, self.server)
    }

    /// Pictures of at most `most` pixels of height each, in order.
    pub(super) fn pictures(&self, most: u32) -> Vec<String> {
        let mut pictures = Vec::new();
        let mut picture = Picture::new(self);
        for row in &self.rows {
            if picture.y + row.height() + TAIL > most {
                let encrypts = picture.encrypts;
                pictures.push(picture.end());
                picture = Picture { encrypts, ..Picture::new(self) };
            }
            picture.row(row);
        }
        if self.left_out > 0 {
            let words = format!("{} more rows are left out", self.left_out);
            picture.row(&Row::Remark { from: None, words, bad: false });
        }
        pictures.push(picture.end());
        pictures
    }
}

/// All connections below each other, as one picture.
pub(super) fn svg_of_all(diagrams: &[Diagram]) -> String {
    let pictures: Vec<String> =
        diagrams.iter().flat_map(|diagram| diagram.pictures(u32::MAX)).collect();
    let mut body = String::new();
    let mut y = 0;
    for picture in &pictures {
        let nested = picture.replacen("<svg ", &format!("<svg y=\"{y}\" "), 1);
        body.push_str(&nested);
        y += height_of(picture) + 24;
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{y}\" \
         viewBox=\"0 0 {WIDTH} {y}\">\n<rect width=\"{WIDTH}\" height=\"{y}\" fill=\"white\"/>\n\
         {body}</svg>\n"
    )
}

/// What a picture says of its height.
fn height_of(picture: &str) -> u32 {
    let height = picture.split("height=\"").nth(1).and_then(|rest| rest.split('"').next());
    height.and_then(|height| height.parse().ok()).unwrap_or_default()
}

/// A picture in the making.
struct Picture {
    title: [String; 3],
    body: String,
    y: u32,
    /// Client and server: since when each line of life is that of a side that encrypts.
    encrypts: [bool; 2],
    since: [u32; 2],
}

impl Picture {
    fn new(diagram: &Diagram) -> Self {
        let title = [
            format!("connection {}", diagram.number),
            diagram.client.clone(),
            diagram.server.clone(),
        ];
        Self { title, body: String::new(), y: HEAD, encrypts: [false; 2], since: [HEAD; 2] }
    }

    fn row(&mut self, row: &Row) {
        let height = row.height();
        match row {
            Row::Arrow { from, label, size, note, encrypted, bad } => {
                self.arrow(*from, label, size, note, *encrypted, *bad);
            }
            Row::Keys { from, words } => self.keys(*from, words),
            Row::Remark { from, words, bad } => {
                let (x, anchor) = match from {
                    Some(Side::Client) => (CLIENT + 12, "start"),
                    Some(Side::Server) => (SERVER - 12, "end"),
                    None => (MIDDLE, "middle"),
                };
                let colour = if *bad { "#b00020" } else { "#444" };
                let y = self.y + 15;
                self.text(x, y, anchor, 11, colour, false, &cut(words, NOTE_LETTERS));
            }
        }
        self.y += height;
    }

    fn arrow(
        &mut self,
        from: Side,
        label: &str,
        size: &str,
        note: &str,
        encrypted: bool,
        bad: bool,
    ) {
        let y = self.y + 22;
        let (start, end, colour) = match from {
            Side::Client => (CLIENT + 3, SERVER - 4, CLIENT_COLOUR),
            Side::Server => (SERVER - 3, CLIENT + 4, SERVER_COLOUR),
        };
        let colour = if bad { "#b00020" } else { colour };
        let tip = if start < end { end - 9 } else { end + 9 };
        let width = if encrypted { "2.4" } else { "1.2" };
        let _ = writeln!(
            self.body,
            "<path d=\"M{start} {y}H{tip}\" stroke=\"{colour}\" stroke-width=\"{width}\"/>\
             <path d=\"M{end} {y}L{tip} {}V{}z\" fill=\"{colour}\"/>",
            y - 4,
            y + 4
        );
        let label = format!("{label}{}", if encrypted { " (encrypted)" } else { "" });
        self.text(MIDDLE, y - 6, "middle", 13, "#111", true, &cut(&label, 60));
        let (x, anchor) = match from {
            Side::Client => (CLIENT - 10, "end"),
            Side::Server => (SERVER + 10, "start"),
        };
        self.text(x, y + 4, anchor, 11, colour, false, size);
        if !note.is_empty() {
            self.text(MIDDLE, y + 14, "middle", 11, "#444", false, &cut(note, NOTE_LETTERS));
        }
    }

    /// A bar across the side's line of life, and the words inside.
    fn keys(&mut self, from: Side, words: &str) {
        let y = self.y + 15;
        let (x, anchor, at, place, colour) = match from {
            Side::Client => (CLIENT, "start", CLIENT + 14, 0, CLIENT_COLOUR),
            Side::Server => (SERVER, "end", SERVER - 14, 1, SERVER_COLOUR),
        };
        let _ = writeln!(
            self.body,
            "<path d=\"M{} {y}h20\" stroke=\"{colour}\" stroke-width=\"2.4\"/>",
            x - 10
        );
        let again = self.encrypts.get(place).copied().unwrap_or_default();
        let begins = if again { "new keys" } else { "encrypts from here on" };
        let words = format!("{begins}: {words}");
        self.text(at, y + 4, anchor, 11, colour, true, &cut(&words, NOTE_LETTERS));
        self.life(place, y);
        if let Some(encrypts) = self.encrypts.get_mut(place) {
            *encrypts = true;
        }
    }

    /// The line of life of a side, up to here.
    fn life(&mut self, place: usize, to: u32) {
        let (Some(since), Some(encrypts)) = (self.since.get_mut(place), self.encrypts.get(place))
        else {
            return;
        };
        let (x, colour) =
            if place == 0 { (CLIENT, CLIENT_COLOUR) } else { (SERVER, SERVER_COLOUR) };
        let (width, colour) = if *encrypts { ("4", colour) } else { ("1", "#888") };
        let from = std::mem::replace(since, to);
        let _ = writeln!(
            self.body,
            "<path d=\"M{x} {from}V{to}\" stroke=\"{colour}\" stroke-width=\"{width}\"/>"
        );
    }

    #[expect(clippy::too_many_arguments, reason = "they are what SVG wants of a text")]
    fn text(
        &mut self,
        x: u32,
        y: u32,
        anchor: &str,
        size: u32,
        colour: &str,
        bold: bool,
        words: &str,
    ) {
        let weight = if bold { " font-weight=\"600\"" } else { "" };
        let _ = writeln!(
            self.body,
            "<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\" font-size=\"{size}\" \
             fill=\"{colour}\"{weight}>{}</text>",
            escaped(words)
        );
    }

    fn end(mut self) -> String {
        let height = self.y + TAIL;
        self.life(0, height - 4);
        self.life(1, height - 4);
        let [title, client, server] = self.title.clone();
        self.text(MIDDLE, 26, "middle", 14, "#111", true, &title);
        for (x, name, address) in [(CLIENT, "client", client), (SERVER, "server", server)] {
            self.text(x, 44, "middle", 14, "#111", true, name);
            self.text(x, 62, "middle", 11, "#444", false, &address);
        }
        format!(
            "<svg width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\" \
             xmlns=\"http://www.w3.org/2000/svg\" \
             font-family=\"system-ui, 'DejaVu Sans', Helvetica, sans-serif\" fill=\"none\">\n\
             <rect width=\"{WIDTH}\" height=\"{height}\" fill=\"white\"/>\n{}</svg>\n",
            self.body
        )
    }
}

fn cut(words: &str, most: usize) -> String {
    if words.chars().count() <= most {
        return words.to_owned();
    }
    let mut short: String = words.chars().take(most.saturating_sub(1)).collect();
    short.push('…');
    short
}

/// For text and attributes of XML and HTML. What XML 1.0 has no place for becomes a mark.
pub(super) fn escaped(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    for letter in words.chars() {
        match letter {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '"' => text.push_str("&quot;"),
            control if control.is_control() => text.push('\u{fffd}'),
            other => text.push(other),
        }
    }
    text
}
