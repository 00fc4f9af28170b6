//! A transport that takes its time: each operation is pending so many times before it does
//! something, and then moves few bytes.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll, ready},
};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

pub(crate) struct Stutter<IO> {
    inner: IO,
    pauses: usize,
    most: usize,
    /// Pauses made so far: for reading, writing, flushing, shutting.
    made: [usize; 4],
}

impl<IO> Stutter<IO> {
    /// Pending `pauses` times before each operation, which moves at `most` so many bytes.
    pub(crate) fn new(inner: IO, pauses: usize, most: usize) -> Self {
        Self { inner, pauses, most, made: [0; 4] }
    }

    fn pause(&mut self, operation: usize, cx: &Context<'_>) -> Poll<()> {
        let made = &mut self.made[operation];
        if *made < self.pauses {
            *made += 1;
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        *made = 0;
        Poll::Ready(())
    }
}

impl<IO: AsyncRead + Unpin> AsyncRead for Stutter<IO> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        ready!(self.pause(0, cx));
        let mut chunk = vec![0; self.most.min(buffer.remaining())];
        let mut part = ReadBuf::new(&mut chunk);
        ready!(Pin::new(&mut self.inner).poll_read(cx, &mut part))?;
        buffer.put_slice(part.filled());
        Poll::Ready(Ok(()))
    }
}

impl<IO: AsyncWrite + Unpin> AsyncWrite for Stutter<IO> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        ready!(self.pause(1, cx));
        let most = self.most.min(bytes.len());
        Pin::new(&mut self.inner).poll_write(cx, &bytes[..most])
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.pause(2, cx));
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.pause(3, cx));
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}
