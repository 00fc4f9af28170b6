//! Asynchronous transports in memory, and what runs a future over them.

use std::{
    cell::RefCell,
    collections::VecDeque,
    convert::Infallible,
    future::poll_fn,
    pin::{Pin, pin},
    rc::Rc,
    task::{Context, Poll, Waker},
};

use embedded_io_async::{ErrorType, Read, Write};

/// One direction: what is on its way, and whether the writing end is gone.
#[derive(Default)]
struct Lane {
    bytes: VecDeque<u8>,
    ended: bool,
}

/// One end of a pipe in both directions. Each read and write is pending first, and moves `most`
/// bytes then; a future dropped while it is pending has moved nothing.
pub(crate) struct Pipe {
    incoming: Rc<RefCell<Lane>>,
    outgoing: Rc<RefCell<Lane>>,
    most: usize,
    rested: bool,
}

/// Both ends.
pub(crate) fn pipe(most: usize) -> (Pipe, Pipe) {
    let (there, back) = (Rc::<RefCell<Lane>>::default(), Rc::<RefCell<Lane>>::default());
    let end = |incoming: &Rc<_>, outgoing: &Rc<_>| Pipe {
        incoming: Rc::clone(incoming),
        outgoing: Rc::clone(outgoing),
        most,
        rested: false,
    };
    (end(&back, &there), end(&there, &back))
}

impl Pipe {
    async fn rest(&mut self) {
        poll_fn(|_| {
            self.rested = !self.rested;
            if self.rested { Poll::Pending } else { Poll::Ready(()) }
        })
        .await;
    }
}

impl Drop for Pipe {
    fn drop(&mut self) {
        self.outgoing.borrow_mut().ended = true;
    }
}

impl ErrorType for Pipe {
    type Error = Infallible;
}

impl Read for Pipe {
    async fn read(&mut self, buffer: &mut [u8]) -> Result<usize, Infallible> {
        self.rest().await;
        poll_fn(|_| {
            let mut lane = self.incoming.borrow_mut();
            let len = lane.bytes.len().min(buffer.len()).min(self.most);
            for (place, byte) in buffer.iter_mut().zip(lane.bytes.drain(..len)) {
                *place = byte;
            }
            if len == 0 && !lane.ended { Poll::Pending } else { Poll::Ready(Ok(len)) }
        })
        .await
    }
}

impl Write for Pipe {
    async fn write(&mut self, bytes: &[u8]) -> Result<usize, Infallible> {
        self.rest().await;
        let len = bytes.len().min(self.most);
        self.outgoing.borrow_mut().bytes.extend(&bytes[..len]);
        Ok(len)
    }

    async fn flush(&mut self) -> Result<(), Infallible> {
        self.rest().await;
        Ok(())
    }
}

/// One poll.
pub(crate) fn poll_once<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

/// Polls both in turn until both are done.
pub(crate) fn both<A: Future, B: Future>(a: A, b: B) -> (A::Output, B::Output) {
    let (mut a, mut b) = (pin!(a), pin!(b));
    let (mut of_a, mut of_b) = (None, None);
    for _ in 0..10_000_000_u32 {
        if of_a.is_none()
            && let Poll::Ready(output) = poll_once(a.as_mut())
        {
            of_a = Some(output);
        }
        if of_b.is_none()
            && let Poll::Ready(output) = poll_once(b.as_mut())
        {
            of_b = Some(output);
        }
        if of_a.is_some() && of_b.is_some() {
            break;
        }
    }
    (of_a.expect("the first goes on"), of_b.expect("the second goes on"))
}
