//! How far a large file is read: on standard error, where that is a terminal.

use std::{io::Read, time::Duration};

use indicatif::{ProgressBar, ProgressBarIter, ProgressStyle};

/// Smaller files are read before anybody could look.
const WORTH_IT: u64 = 64 << 20;

/// A bar, hidden where nobody would see it.
pub(super) struct Progress(ProgressBar);

impl Progress {
    pub(super) fn none() -> Self {
        Self(ProgressBar::hidden())
    }

    /// For a file of so many bytes. Indicatif itself sees whether there is a terminal.
    pub(super) fn of(bytes: u64) -> Self {
        if bytes < WORTH_IT {
            return Self::none();
        }
        let bar = ProgressBar::new(bytes);
        let form = "{wide_bar} {bytes} of {total_bytes}, {eta} left";
        // The form is one of ours, so that it is good.
        if let Ok(style) = ProgressStyle::with_template(form) {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        Self(bar)
    }

    pub(super) fn watch<R: Read>(&self, source: R) -> ProgressBarIter<R> {
        self.0.wrap_read(source)
    }

    pub(super) fn finish(&self) {
        self.0.finish_and_clear();
    }
}
