//! The time within which a handshake has to be complete.

use std::{
    future::Future as _,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use tokio::time::{Sleep, sleep};

/// Runs from its first poll on, which is that of the handshake, and not from its making, which
/// may be outside of a runtime.
pub(crate) struct Deadline {
    after: Duration,
    timer: Option<Pin<Box<Sleep>>>,
}

impl Deadline {
    pub(crate) fn new(after: Duration) -> Self {
        Self { after, timer: None }
    }

    /// Starts the clock, and is ready when the time is up.
    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let timer = self.timer.get_or_insert_with(|| Box::pin(sleep(self.after)));
        timer.as_mut().poll(cx)
    }
}
