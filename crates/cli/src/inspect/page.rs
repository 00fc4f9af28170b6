//! The diagrams of all connections as one HTML page, without anything from elsewhere, fit to print:
//! a connection begins on a page of its own, and no picture is longer than a page.

use std::fmt::Write as _;

use super::diagram::{Diagram, escaped};

/// The height of a picture that fits a page of A4 or Letter with its title, in pixels.
const PAGE: u32 = 960;

const STYLE: &str = "\
body { font: 14px system-ui, 'DejaVu Sans', Helvetica, sans-serif; margin: 2em auto;
  max-width: 52em; color: #111; background: white }
h1 { font-size: 1.4em } h2 { font-size: 1.1em }
svg { max-width: 100%; height: auto; display: block }
nav li { margin: .2em 0 } a { color: inherit }
@page { margin: 15mm }
@media print { body { margin: 0; max-width: none } nav { display: none }
  section { break-before: page } section:first-of-type { break-before: auto }
  svg { break-inside: avoid } }";

pub(super) fn html(file: &str, diagrams: &[Diagram], left_out: usize) -> String {
    let file = escaped(file);
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <title>TLS in {file}</title>\n<style>\n{STYLE}\n</style>\n</head>\n<body>\n\
         <h1>TLS in {file}</h1>\n"
    );
    if diagrams.len() > 1 {
        page.push_str("<nav><ul>\n");
        for diagram in diagrams {
            let (number, title) = (diagram.number, escaped(&diagram.title()));
            let _ = writeln!(page, "<li><a href=\"#connection-{number}\">{title}</a></li>");
        }
        page.push_str("</ul></nav>\n");
    }
    for diagram in diagrams {
        let (number, title) = (diagram.number, escaped(&diagram.title()));
        let _ = writeln!(page, "<section id=\"connection-{number}\">\n<h2>{title}</h2>");
        for picture in diagram.pictures(PAGE) {
            page.push_str(&picture);
        }
        page.push_str("</section>\n");
    }
    if left_out > 0 {
        let _ = writeln!(page, "<p>{left_out} more connections are left out.</p>");
    }
    page.push_str("</body>\n</html>\n");
    page
}
