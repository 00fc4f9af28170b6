//! A table as text: the first columns to the left, figures to the right.

use std::fmt::{self, Write as _};

/// A title, a head and rows.
pub(super) struct Table {
    title: &'static str,
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(super) fn new(title: &'static str, head: &[&str]) -> Self {
        Self { title, head: head.iter().map(|&cell| cell.to_owned()).collect(), rows: Vec::new() }
    }

    pub(super) fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }
}

/// What begins with a digit is a figure.
fn is_figure(cell: &str) -> bool {
    cell == "-" || cell.starts_with(|first: char| first.is_ascii_digit())
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines = || std::iter::once(&self.head).chain(&self.rows);
        let width = |column: usize| {
            lines().filter_map(|cells| cells.get(column)).map(|cell| cell.chars().count()).max()
        };
        let widths: Vec<_> = (0..self.head.len()).map(|at| width(at).unwrap_or(0)).collect();
        writeln!(f, "{}", self.title)?;
        for cells in lines() {
            let mut line = String::new();
            for (at, (cell, &width)) in cells.iter().zip(&widths).enumerate() {
                let mut column = self.rows.iter().filter_map(|row| row.get(at));
                if column.all(|cell| is_figure(cell)) {
                    write!(line, "  {cell:>width$}")?;
                } else {
                    write!(line, "  {cell:<width$}")?;
                }
            }
            writeln!(f, "{}", line.trim_end())?;
        }
        Ok(())
    }
}
