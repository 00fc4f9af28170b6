//! The page of `--www`: as much HTTP as answering one GET needs (RFC 9112 §2.1).

use std::{
    fmt::Write as _,
    io::{self, Read},
};

use crate::timeline::Facts;

/// The longest request that is read, bytes. Browsers with cookies stay below 8 KiB.
const MAX_REQUEST: usize = 16 * 1024;

/// A request: its first line.
pub(super) struct Request {
    pub(super) line: String,
    pub(super) bytes: usize,
    too_long: bool,
}

/// What goes back.
pub(super) struct Answer {
    pub(super) status: &'static str,
    pub(super) bytes: Vec<u8>,
}

impl Request {
    /// Reads up to the empty line; `None` where the client closes without a request.
    pub(super) fn read(stream: &mut impl Read) -> io::Result<Option<Self>> {
        let mut text = Vec::new();
        let mut buffer = [0; 2048];
        let mut too_long = false;
        while !is_complete(&text) {
            let count = stream.read(&mut buffer)?;
            if count == 0 {
                break;
            }
            text.extend(buffer.iter().take(count));
            too_long = text.len() > MAX_REQUEST;
            if too_long {
                break;
            }
        }
        if text.is_empty() {
            return Ok(None);
        }
        let first = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let line = String::from_utf8_lossy(first).trim_end().to_owned();
        Ok(Some(Self { line, bytes: text.len(), too_long }))
    }
}

/// An empty line ends the head; some type it by hand, without carriage returns.
fn is_complete(text: &[u8]) -> bool {
    text.windows(4).any(|part| part == b"\r\n\r\n") || text.windows(2).any(|part| part == b"\n\n")
}

/// The answer to a request: the page for GET, its head for HEAD.
pub(super) fn answer(request: &Request, facts: &Facts) -> Answer {
    let method = request.line.split(' ').next().unwrap_or_default();
    let is_http = request.line.split(' ').nth(2).is_some_and(|word| word.starts_with("HTTP/"));
    let (status, kind, body) = match method {
        _ if request.too_long => plain("431 Request Header Fields Too Large"),
        _ if !is_http => plain("400 Bad Request"),
        "GET" | "HEAD" => ("200 OK", "text/html; charset=utf-8", page(facts)),
        _ => plain("405 Method Not Allowed"),
    };
    let allow = if status.starts_with("405") { "Allow: GET, HEAD\r\n" } else { "" };
    let mut bytes = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n{allow}\
         Cache-Control: no-store\r\nConnection: close\r\n\r\n",
        body.len()
    )
    .into_bytes();
    if method != "HEAD" {
        bytes.extend(body.into_bytes());
    }
    Answer { status, bytes }
}

fn plain(status: &'static str) -> (&'static str, &'static str, String) {
    (status, "text/plain; charset=utf-8", format!("{status}\n"))
}

fn page(facts: &Facts) -> String {
    let mut rows = String::new();
    for (name, value) in facts.iter() {
        let (name, value) = (name.replace('_', " "), value.words().join(", "));
        // Writing to a String cannot fail.
        let _ = writeln!(rows, "<tr><th>{}<td>{}", escaped(&name), escaped(&value));
    }
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><meta charset=\"utf-8\">\n\
         <title>countersign</title>\n\
         <style>body{{font-family:sans-serif;margin:3em}}th{{text-align:left;\
         padding-right:2em;font-weight:normal;color:#666}}</style>\n\
         <h1>This connection</h1>\n<table>\n{rows}</table>\n\
         <p>Negotiated by countersign {}.\n</html>\n",
        env!("CARGO_PKG_VERSION")
    )
}

/// The client's own words may stand in the page: as text, not as markup.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(text: &str) -> &'static str {
        let request = Request::read(&mut text.as_bytes()).unwrap().unwrap();
        answer(&request, &Facts::default()).status
    }

    #[test]
    fn requests_and_their_answers() {
        assert_eq!(status("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), "200 OK");
        assert_eq!(status("GET / HTTP/1.0\n\n"), "200 OK");
        assert_eq!(status("HEAD / HTTP/1.1\r\n\r\n"), "200 OK");
        assert_eq!(status("POST / HTTP/1.1\r\n\r\n"), "405 Method Not Allowed");
        assert_eq!(status("hello\n\n"), "400 Bad Request");
        let long = format!("GET /{} HTTP/1.1\r\n\r\n", "a".repeat(MAX_REQUEST));
        assert_eq!(status(&long), "431 Request Header Fields Too Large");
        assert!(Request::read(&mut io::empty()).unwrap().is_none());
    }

    #[test]
    fn a_server_name_is_no_markup() {
        let mut facts = Facts::default();
        facts.text("server_name", &"<script>&");
        assert!(page(&facts).contains("<th>server name<td>&lt;script&gt;&amp;\n"));
    }

    #[test]
    fn head_has_no_body() {
        let request = Request::read(&mut "HEAD / HTTP/1.1\n\n".as_bytes()).unwrap().unwrap();
        assert!(answer(&request, &Facts::default()).bytes.ends_with(b"\r\n\r\n"));
    }
}
